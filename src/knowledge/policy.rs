//! What the bot may promise and what it must not, as phrases that are looked for by their stems.

use super::stems::{content, phrase, stem};
use crate::text::quantities::{Kind, Quantity};
use crate::text::tokens::{Tokens, key};

/// The caller's policy.
#[derive(Debug, Default)]
pub struct Policy {
    allowed: Vec<Phrase>,
    disallowed: Vec<Phrase>,
}

#[derive(Debug)]
struct Phrase {
    text: String,
    stems: Vec<u64>,
    quantities: Vec<Quantity>,
}

impl Phrase {
    fn new(text: &str) -> Option<Self> {
        let tokens = Tokens::new(text);
        let quantities = crate::text::quantities::quantities(text, &tokens);
        let stems = phrase(text);
        (!stems.is_empty() || !quantities.is_empty()).then(|| Self { text: text.to_owned(), stems, quantities })
    }

    /// All its words stand in the sentence, in any order, and its values too. A word such as "date" or "amount" is also
    /// spoken by a value of that kind.
    fn stands_in(&self, sentence: &[u64], values: &[Quantity]) -> bool {
        self.quantities.iter().all(|value| values.iter().any(|said| said.agrees(value)))
            && self.stems.iter().all(|&stem| {
                let priced = values.iter().any(|value| value.kind == Kind::Money)
                    || sentence.iter().any(|&one| speaks(MONEY, one));
                sentence.contains(&stem)
                    || KIN.iter().any(|&(topic, said, needs_money)| {
                        (priced || !needs_money) && speaks(topic, stem) && sentence.iter().any(|&one| speaks(said, one))
                    })
                    || values.iter().any(|value| words_for(value.kind).iter().any(|word| key(self::stem(word)) == stem))
            })
    }
}

/// Words of topics; other words by which bots make the same commitment; and words that only do so beside an amount of
/// money: "$45 back", but not "we call you back".
const KIN: [(&str, &str, bool); 5] = [
    ("refund remboursement", "refund reimburse rembourse recredite recreditees restitue", false),
    ("refund remboursement", "back credited reversed", true),
    ("waiver annulation", "waive lifted retire enleve", false),
    ("guarantee garantie", "guarantee promise swear garantis promets parole", false),
    ("delivery livraison", "deliver arrive parcel package livre colis", false),
];

/// An amount that is not written out.
const MONEY: &str = "money argent amount montant sum somme";

/// One of the words has this stem.
fn speaks(words: &str, own: u64) -> bool {
    words.split_ascii_whitespace().any(|word| key(stem(word)) == own)
}

/// Nouns that a policy uses for a kind of value; and units, since a value was compared by its size already.
fn words_for(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Date | Kind::Weekday | Kind::Time => &["date", "day", "time", "deadline", "jour", "heure", "echeance"],
        Kind::Duration => &[
            "time", "deadline", "delai", "duree", "hours", "days", "weeks", "months", "years", "business", "working",
            "heures", "jours", "semaines", "ouvres",
        ],
        Kind::Money => &[
            "amount",
            "price",
            "montant",
            "prix",
            "euros",
            "dollars",
            "compensation",
            "dedommagement",
            "indemnite",
            "goodwill",
            "geste",
            "commercial",
        ],
        Kind::Percent => &["percentage", "pourcentage", "discount", "remise", "reduction"],
        _ => &[],
    }
}

impl Policy {
    /// Phrases that are allowed whatever the topics say, and topics on which the bot must not commit.
    pub fn new(allowed: &[String], disallowed: &[String]) -> Self {
        let phrases = |texts: &[String]| texts.iter().filter_map(|text| Phrase::new(text)).collect();
        Self { allowed: phrases(allowed), disallowed: phrases(disallowed) }
    }

    /// The allowed phrase that the sentence says.
    pub fn allows(&self, sentence: &Sentence<'_>) -> Option<&str> {
        find(&self.allowed, sentence)
    }

    /// The forbidden topic that the sentence is about.
    pub fn forbids(&self, sentence: &Sentence<'_>) -> Option<&str> {
        find(&self.disallowed, sentence)
    }

    /// Lists only what is allowed, so that everything else is not.
    pub fn is_allow_list(&self) -> bool {
        self.disallowed.is_empty() && !self.allowed.is_empty()
    }
}

fn find<'a>(phrases: &'a [Phrase], sentence: &Sentence<'_>) -> Option<&'a str> {
    phrases.iter().find(|phrase| phrase.stands_in(&sentence.stems, sentence.values)).map(|phrase| phrase.text.as_str())
}

/// What one sentence is about.
#[derive(Debug)]
pub struct Sentence<'a> {
    /// Keys of its content stems.
    pub stems: Vec<u64>,
    /// Its values.
    pub values: &'a [Quantity],
}

impl<'a> Sentence<'a> {
    /// The words `range` of a text, with the values that stand in it.
    pub fn new(tokens: &Tokens, range: std::ops::Range<usize>, values: &'a [Quantity]) -> Self {
        let stems = tokens.as_slice().get(range).unwrap_or_default();
        Self { stems: stems.iter().filter_map(|token| content(tokens, token)).collect(), values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::quantities::quantities;

    fn forbids(topic: &str, text: &str) -> bool {
        let tokens = Tokens::new(text);
        let values = quantities(text, &tokens);
        let policy = Policy::new(&[], &[topic.to_owned()]);
        policy.forbids(&Sentence::new(&tokens, 0..tokens.len(), &values)).is_some()
    }

    #[test]
    fn a_topic_is_found_in_any_form_and_order_of_its_words() {
        assert!(forbids("refund", "I have refunded your order"));
        assert!(forbids("remboursement", "Nous vous remboursons demain"));
        assert!(forbids("late fee", "The fee for paying late is gone"));
        assert!(!forbids("late fee", "The fee is gone"));
    }

    #[test]
    fn a_value_speaks_the_word_for_its_kind() {
        assert!(forbids("guaranteed delivery date", "I guarantee delivery on Friday"));
        assert!(!forbids("guaranteed delivery date", "I guarantee delivery"));
        assert!(forbids("discount", "We take 30% off"));
    }

    #[test]
    fn a_topic_is_found_by_other_words_for_it() {
        assert!(forbids("refund", "You will see the $45 back on your card"));
        assert!(!forbids("refund", "We will call you back"));
        assert!(forbids("fee waiver", "The late fee was lifted"));
        assert!(!forbids("fee waiver", "The cancellation fee is due"));
        assert!(forbids("remboursement", "Les 38 € seront recrédités"));
    }
}
