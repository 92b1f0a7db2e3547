//! What the bot told some customers otherwise than most: the same statement, word for word but for its value.
//!
//! A price or a period that holds for all has one value nearly everywhere, what is different for each customer has many. So the
//! file itself shows what should be the same, and no list of facts is needed. A value that is told from some moment on is a
//! change and no slip.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::column::Column;
use crate::conversation::Timestamp;
use crate::detection::{Detection, Evidence};
use crate::detectors::{Case, LEAST_COMMON, bot_turns, told_otherwise};
use crate::json::fields::fields;
use crate::language::Cue;
use crate::text::quantities::{Kind, Quantity};
use crate::text::table::Table;
use crate::text::tokens::{key, mixed};

/// A value that the bot states.
#[derive(Debug, Default)]
pub struct Stated {
    /// Equal where the same is said of the same sort of value.
    about: u64,
    /// Place among [`KINDS`].
    kind: usize,
    unit: u64,
    low: i64,
    high: i64,
    /// The value in the bot's words.
    value: String,
    /// The statement.
    evidence: Evidence,
}

fields!(Stated { about, kind, unit, low, high, value, evidence });

/// Values that a company sets. Dates and addresses belong to a case far more often than to all.
const KINDS: [Kind; 6] = [Kind::Money, Kind::Percent, Kind::Duration, Kind::Time, Kind::Data, Kind::Count];

/// What is said with one of these is said of one case, or not said for good.
const REMOVED: [Cue; 3] = [Cue::ClaimsDone, Cue::Corrects, Cue::Asks];
/// Words by which a statement is about this customer's own case, …
const OWN: [&str; 7] = ["your", "yours", "votre", "vos", "ton", "ta", "tes"];
/// … unless it says what customers may do.
const MAY: [&str; 7] = ["can", "may", "could", "pouvez", "pourrez", "peux", "pourras"];

/// Whether a word is one of the first or of the second.
static OWN_OR_MAY: LazyLock<Table<bool>> = LazyLock::new(|| {
    let mut words = Table::default();
    for (list, own) in [(OWN, true), (MAY, false)] {
        for word in list {
            words.insert(key(word), own);
        }
    }
    words
});

/// The values that the bot states in a conversation for all customers, each statement once.
pub fn stated(case: &Case<'_>) -> Vec<Stated> {
    let mut found: Vec<Stated> = Vec::new();
    if !case.context.knowledge.facts.is_empty() || !case.context.knowledge.articles.is_empty() {
        // Then it is known which value is right.
        return found;
    }
    for (message, turn) in bot_turns(case) {
        for assertion in turn.assertions() {
            let statement = &assertion.statement;
            // Of several values nobody can tell which one is meant, and a number that is none names one order or customer.
            let [value] = assertion.values(turn) else { continue };
            let Some(kind) = KINDS.iter().position(|kind| *kind == value.kind) else { continue };
            if assertion.denies || assertion.numbers != 0 || assertion.stems.len() < LEAST_COMMON {
                continue;
            }
            let unit = if matches!(value.kind, Kind::Money | Kind::Count) { value.unit } else { 0 };
            let about = assertion.stems.iter().fold(mixed(kind as u64 ^ unit), |about, &stem| mixed(about ^ stem));
            let words = turn.tokens.as_slice().get(statement.words.clone()).unwrap_or_default();
            let says = |own: bool| words.iter().any(|token| OWN_OR_MAY.get(token.key) == Some(own));
            if REMOVED.into_iter().any(|cue| statement.says(turn, cue))
                || says(true) && !says(false)
                || found.iter().any(|stated| stated.about == about)
            {
                continue;
            }
            let text = turn.message.text.as_str();
            let evidence = Evidence::range(case.conversation, message, statement.start, statement.end, "");
            found.extend(evidence.map(|evidence| Stated {
                about,
                kind,
                unit: value.unit,
                low: value.low,
                high: value.high,
                value: text.get(value.start..value.end).unwrap_or_default().to_owned(),
                evidence,
            }));
        }
    }
    found
}

impl Stated {
    fn quantity(&self) -> Option<Quantity> {
        let Self { kind, unit, low, high, .. } = *self;
        Some(Quantity { kind: *KINDS.get(kind)?, unit, low, high, start: 0, end: 0 })
    }
}

/// Different statements that are looked at, those that come first: what is said to many is said early.
const MOST_STATEMENTS: usize = 4_000;
/// What has more values has one for each customer.
const MOST_VALUES: usize = 4;
/// A value that more customers were told is no slip: there are two rules.
const MOST_SLIPS: usize = 8;
/// So many customers must have been told the usual value, …
const LEAST_USUAL: u32 = 5;
/// … and so large a share of all.
const USUAL_SHARE: f64 = 0.75;

/// The values of all conversations.
#[derive(Debug, Default)]
pub struct Consistency {
    /// The place of each statement in the list below.
    places: Table<u32>,
    /// The values of each; of those that have too many, one more than counts.
    statements: Column<Vec<Variant>>,
}

/// A value of a statement.
#[derive(Debug)]
struct Variant {
    quantity: Quantity,
    conversations: u32,
    /// When the first and the last conversation with it began, with their numbers.
    first: (Option<Timestamp>, u32),
    last: (Option<Timestamp>, u32),
    /// The first of them.
    told: Vec<Told>,
}

/// A value as a customer was told it.
#[derive(Debug)]
struct Told {
    conversation: u32,
    language: Cow<'static, str>,
    id: Box<str>,
    value: Box<str>,
    evidence: Evidence,
}

/// A conversation that is added.
#[derive(Debug)]
pub struct Talk<'a> {
    /// Counted from 0, in the order of the files.
    pub number: u32,
    /// Its id.
    pub id: &'a str,
    /// Its language.
    pub language: &'a Cow<'static, str>,
    /// When it began.
    pub began: Option<Timestamp>,
}

/// A value that hardly anybody else was told.
#[derive(Debug)]
pub struct Slip {
    /// The number of the conversation.
    pub conversation: u32,
    /// Its language.
    pub language: Cow<'static, str>,
    /// The finding.
    pub detection: Detection,
}

impl Consistency {
    /// Adds what the bot states in a conversation; whether any of it may turn out to be a slip.
    pub fn add(&mut self, talk: &Talk<'_>, stated: Vec<Stated>) -> bool {
        stated.into_iter().filter_map(|stated| self.add_one(talk, stated)).count() > 0
    }

    /// Adds one value; nothing if there is no need to remember where it was told.
    fn add_one(&mut self, talk: &Talk<'_>, stated: Stated) -> Option<()> {
        let quantity = stated.quantity()?;
        let variants = self.variants(stated.about).filter(|variants| variants.len() <= MOST_VALUES)?;
        let moment = (talk.began, talk.number);
        let known = variants.iter().position(|variant| variant.quantity.agrees(&quantity));
        let at = known.unwrap_or_else(|| {
            variants.push(Variant { quantity, conversations: 0, first: moment, last: moment, told: Vec::new() });
            variants.len() - 1
        });
        if variants.len() > MOST_VALUES {
            variants.iter_mut().for_each(|variant| variant.told = Vec::new());
            return None;
        }
        let variant = variants.get_mut(at)?;
        variant.conversations += 1;
        variant.first = variant.first.min(moment);
        variant.last = variant.last.max(moment);
        if variant.told.len() == MOST_SLIPS {
            return None;
        }
        variant.told.push(Told {
            conversation: talk.number,
            language: talk.language.clone(),
            id: talk.id.into(),
            value: stated.value.into(),
            evidence: stated.evidence,
        });
        Some(())
    }

    /// The values of a statement, if it is looked at.
    fn variants(&mut self, about: u64) -> Option<&mut Vec<Variant>> {
        let place = self.places.get(about).or_else(|| {
            let place = self.statements.len();
            (place < MOST_STATEMENTS).then(|| {
                self.statements.push(Vec::new());
                self.places.insert(about, place as u32);
                place as u32
            })
        })?;
        self.statements.get_mut(place as usize)
    }

    /// What turned out to be slips.
    pub fn slips(&self) -> Vec<Slip> {
        let mut slips = Vec::new();
        for variants in self.statements.iter().filter(|variants| variants.len() <= MOST_VALUES) {
            add_slips(variants, &mut slips);
        }
        slips
    }
}

/// Adds the slips among the values of a statement.
fn add_slips(variants: &[Variant], slips: &mut Vec<Slip>) {
    let all: u32 = variants.iter().map(|variant| variant.conversations).sum();
    let Some(usual) = variants.iter().max_by_key(|variant| variant.conversations) else { return };
    let is_usual = usual.conversations >= LEAST_USUAL && f64::from(usual.conversations) >= USUAL_SHARE * f64::from(all);
    let Some(usual_told) = usual.told.first().filter(|_| is_usual) else { return };
    let is_slip = |variant: &&Variant| {
        variant.conversations as usize <= MOST_SLIPS && usual.first < variant.first && variant.last < usual.last
    };
    for slip in variants.iter().filter(is_slip) {
        for Told { conversation, language, id, value, evidence } in &slip.told {
            let detection = told_otherwise(id, evidence.clone(), value, &usual_told.value, usual.conversations);
            slips.push(Slip { conversation: *conversation, language: language.clone(), detection });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::{Conversation, Message, Role};
    use crate::detectors::{Context, confidence};
    use crate::knowledge::Knowledge;
    use crate::language::LANGUAGES;

    /// What of the bot's answers, one a conversation, is a slip: the number of the conversation and the explanation.
    fn slips(answers: &[String]) -> Vec<(u32, String)> {
        let context = Context {
            languages: &LANGUAGES,
            knowledge: Knowledge::default(),
            now: None,
            assumed_language: None,
            least_confidence: confidence::LEAST,
        };
        let mut all = Consistency::default();
        for (number, text) in (0..).zip(answers) {
            let messages = vec![Message { role: Role::Bot, text: text.clone(), ..Message::default() }];
            let conversation = Conversation { messages, ..Conversation::default() };
            let stated = stated(&Case::new(&conversation, &context));
            all.add(&Talk { number, id: "", language: &Cow::Borrowed("en"), began: None }, stated);
        }
        all.slips().into_iter().map(|slip| (slip.conversation, slip.detection.explanation)).collect()
    }

    /// The same answer in each of so many conversations, with another value in some.
    fn answers(count: usize, usual: &str, others: &[(usize, &str)], answer: impl Fn(&str) -> String) -> Vec<String> {
        let other = |number: usize| others.iter().find(|(at, _)| *at == number).map(|(_, value)| *value);
        (0..count).map(|number| answer(other(number).unwrap_or(usual))).collect()
    }

    fn refunds(value: &str) -> String {
        format!("Refunds to the original card are processed within {value}. Anything else?")
    }

    #[test]
    fn one_customer_who_is_told_another_period_than_all_others_is_found() {
        let found = slips(&answers(12, "5 business days", &[(7, "10 business days")], refunds));
        let explanation = "The bot says 10 business days, and in 11 other conversations 5 business days.";
        assert_eq!(found, [(7, explanation.to_owned())]);
        let french = |price: &str| format!("La formule Premium coûte {price} par mois, tout compris.");
        assert_eq!(slips(&answers(12, "29 €", &[(3, "49 €"), (8, "49 €")], french)).len(), 2);
    }

    #[test]
    fn the_same_value_in_other_words_is_no_slip() {
        let same = [(4, "5 to 7 business days"), (6, "five business days"), (8, "a week")];
        assert_eq!(slips(&answers(12, "5 business days", &same, refunds)), []);
    }

    #[test]
    fn a_value_from_some_moment_on_is_a_change_and_no_slip() {
        let since: Vec<(usize, &str)> = (10..12).map(|number| (number, "10 days")).collect();
        assert_eq!(slips(&answers(12, "5 days", &since, refunds)), []);
        assert_eq!(slips(&answers(12, "5 days", &[(0, "10 days")], refunds)), []);
    }

    #[test]
    fn values_that_many_customers_have_each_their_own_of_are_none() {
        let price = |number: usize| format!("The cheapest flight on that day costs ${}.", 100 + number);
        assert_eq!(slips(&(0..30).map(price).collect::<Vec<_>>()), []);
        let each = [(3, "1 day"), (6, "12 days"), (9, "20 days"), (12, "30 days")];
        assert_eq!(slips(&answers(30, "5 days", &each, refunds)), []);
        assert_eq!(slips(&answers(30, "5 days", &each[1..], refunds)).len(), 3);
    }

    #[test]
    fn two_rules_are_no_slips_of_each_other_and_a_few_customers_show_no_rule() {
        let told = |others: usize, all: usize| {
            let others: Vec<(usize, &str)> = (1..=others).map(|number| (number, "10 days")).collect();
            slips(&answers(all, "5 days", &others, refunds)).len()
        };
        assert_eq!((told(8, 40), told(9, 40)), (8, 0));
        assert_eq!((told(3, 12), told(4, 12)), (3, 0));
        assert_eq!((told(1, 6), told(1, 5)), (1, 0));
    }

    #[test]
    fn what_is_said_of_a_customers_own_case_is_not_compared_and_what_customers_may_do_is() {
        let own = |value: &str| format!("Your parcel with the garden chairs arrives within {value}.");
        assert_eq!(slips(&answers(12, "5 days", &[(7, "9 days")], own)), []);
        let may = |value: &str| format!("You can return your garden chairs within {value}.");
        assert_eq!(slips(&answers(12, "30 days", &[(7, "60 days")], may)).len(), 1);
    }

    #[test]
    fn hedges_conditions_and_questions_are_not_compared() {
        for answer in [
            "Refunds to the original card usually take VALUE.",
            "If the original card has expired, refunds take VALUE.",
            "Do refunds to the original card take VALUE?",
            "Refunds to the original card do not take VALUE.",
        ] {
            let found = slips(&answers(12, "5 days", &[(7, "10 days")], |value| answer.replace("VALUE", value)));
            assert_eq!(found, [], "{answer}");
        }
    }
}
