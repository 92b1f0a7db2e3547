//! Brand damage: the bot says what no company wants to have said.
//!
//! # What it finds
//!
//! Profanity, slurs, contempt or threats towards groups of people, insults and mockery of the customer, running down the own
//! company, sending customers to a competitor, taking sides or applauding hostile talk, and posing as a human.
//!
//! # Why it matters
//!
//! One screenshot is enough; and a bot that poses as a person breaks disclosure rules in several countries.
//!
//! # How it decides
//!
//! Words are matched as whole folded words, so that no place name or technical term is taken for another word. A company's bot
//! hardly ever names a group of people, and never beside hostile words: both in one sentence (or the hostile ones in the next,
//! about "them") are enough, unless a negation or talk against hatred takes them back. Agreement counts when what was agreed
//! to is hostile, harmful or political, and the answer does the customer no service. Letters that were replaced by digits or
//! parted by blanks are put back first.
//!
//! Measured in-sample, on the developers' halves: no finding in 320 healthy conversations; DiaSafety precision 0.94, recall 0.27;
//! single utterances of hate and profanity (Davidson, HateCheck English and French) precision 1.00, recall 0.78 to 0.93.
//!
//! # What it leaves alone
//!
//! The customer's words quoted back, denials and counter-speech, a competitor named in a neutral answer, a jest that hurts
//! nobody, and what people write.
//!
//! # Example
//!
//! "Honestly, our delivery is the worst. Go to Tellaro instead."

use std::borrow::Cow;

use serde_json::Map;

use super::confidence::Weights;
use super::statements::{Statement, bot_turns};
use super::{Candidate, Case, Detector, Turn, beginning};
use crate::conversation::Role;
use crate::detection::{Action, Detection, Evidence, Meta, Severity};
use crate::language::{Cue, CueSet};
use crate::lean::sort;
use crate::text::phrases::Hit;
use crate::text::tokens::Tokens;

/// See the module's first line.
pub struct BrandDamage;

static META: Meta = Meta {
    name: "brand_damage",
    title: "Brand damage",
    summary: "The bot swears, insults, runs down the company, recommends a competitor, takes sides or poses as a human.",
    action: Action::Alert,
};

/// Set by hand from the share of right findings of each kind on the developers' halves; a kind that is right less than
/// half of the time has no place here.
const WEIGHTS: Weights = Weights {
    bias: -1.5,
    signs: &[
        ("slur", 4.2),
        ("hate", 4.4),
        ("profanity", 3.9),
        ("insult", 3.2),
        ("agrees_with_hate", 3.4),
        ("takes_sides", 2.8),
        ("applauds_insult", 2.8),
        ("runs_down", 3.6),
        ("sends_away", 3.2),
        ("poses_as_human", 3.8),
    ],
};

/// Something that the bot should not have said.
#[derive(Clone, Debug)]
struct Lapse {
    sign: &'static str,
    message: usize,
    span: (usize, usize),
    /// The customer's message that it quotes or agrees with.
    about: Option<usize>,
    quotes: bool,
}

impl Detector for BrandDamage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn examine(&self, case: &Case<'_>, found: &mut Vec<Candidate>) {
        let lapses = lapses(case);
        let signs = signs(&lapses);
        let belief = WEIGHTS.fuse(&signs);
        if lapses.is_empty() || belief.probability() < case.context.least_confidence {
            return;
        }
        let (quoted, own): (Vec<&Lapse>, Vec<&Lapse>) = lapses.iter().partition(|lapse| lapse.quotes);
        let Some(worst) = own.first() else { return };
        let evidence: Vec<Evidence> = own
            .iter()
            .filter_map(|lapse| {
                Evidence::range(case.conversation, lapse.message, lapse.span.0, lapse.span.1, note(lapse))
            })
            .collect();
        if evidence.is_empty() {
            return;
        }
        let counter_evidence = quoted
            .iter()
            .filter_map(|lapse| Evidence::message(case.conversation, lapse.about?, "the customer's own words"))
            .collect();
        let mut kinds: Vec<&str> = own.iter().map(|lapse| lapse.sign).collect();
        sort::by_key(&mut kinds, |&kind| kind);
        kinds.dedup();
        let mut metadata = Map::new();
        metadata.insert("kinds".into(), kinds.into());
        belief.note(&mut metadata);
        found.push(Candidate {
            signs,
            ..Detection {
                conversation_id: case.conversation.id.clone(),
                detector: META.name.into(),
                failure_mode: META.name.into(),
                severity: severity(&own),
                confidence: belief.confidence(),
                explanation: explanation(worst),
                evidence,
                counter_evidence,
                recommended_action: META.action,
                metadata,
            }
            .into()
        });
    }
}

/// Each kind once, the ones that only quote the customer apart.
fn signs(lapses: &[Lapse]) -> Vec<(&'static str, f64)> {
    let mut signs: Vec<(&'static str, f64)> = Vec::new();
    for lapse in lapses.iter().filter(|lapse| !lapse.quotes) {
        if !signs.iter().any(|(sign, _)| *sign == lapse.sign) {
            signs.push((lapse.sign, 1.0));
        }
    }
    signs
}

fn lapses(case: &Case<'_>) -> Vec<Lapse> {
    let mut found = Vec::new();
    for (message, turn) in bot_turns(case) {
        let customer =
            case.turns.iter().enumerate().take(message).rev().find(|(_, turn)| turn.message.role == Role::Customer);
        let said = Said::new(case, turn);
        said.coarse(message, customer, &mut found);
        said.hateful(message, &mut found);
        said.about_the_company(message, &mut found);
        if let Some((about, customer)) =
            customer.filter(|_| [Cue::Agrees, Cue::Applauds, Cue::Accepts].into_iter().any(|cue| said.says(cue)))
        {
            said.agreement(message, about, &Said::new(case, customer), &mut found);
        }
    }
    found
}

/// A message read as the company's, with letters put back where somebody hid them.
struct Said<'t, 'a> {
    turn: &'t Turn<'a>,
    cues: Cow<'t, [Hit<Cue>]>,
    /// Their kinds.
    said: CueSet,
    /// The words and cues of the text with its letters put back, where that differs.
    unmasked: Option<(Tokens, Vec<Hit<Cue>>)>,
}

impl<'t, 'a> Said<'t, 'a> {
    fn new(case: &Case<'_>, turn: &'t Turn<'a>) -> Self {
        let languages = case.context.languages;
        // A few words by themselves tell no language; the customer's do.
        let answered = || case.turns.iter().any(|turn| turn.message.role == Role::Customer && !turn.tokens.is_empty());
        let guess = |tokens: &Tokens| match tokens.len() < LEAST_WORDS {
            true if answered() => case.language,
            true => None,
            false => crate::language::guess(std::iter::once(tokens)).or(case.language),
        };
        let read = |tokens: &Tokens, known: Option<usize>| -> Vec<Hit<Cue>> {
            match known.and_then(|index| languages.get(index)) {
                Some(language) => language.read(tokens, false),
                // A few words in no language that can be told: whichever of the main ones knows them.
                None => {
                    languages.iter().take(MAIN_LANGUAGES).flat_map(|language| language.read(tokens, false)).collect()
                }
            }
        };
        let known = guess(&turn.tokens);
        let is_read = turn.message.role != Role::Customer && known.is_some() && known == case.language;
        let cues = if is_read { Cow::Borrowed(&turn.cues[..]) } else { Cow::Owned(read(&turn.tokens, known)) };
        let said = cues.iter().map(|hit| hit.label).collect();
        let unmasked = unmask(turn).map(|text| Tokens::new(&text)).map(|tokens| {
            let cues = read(&tokens, guess(&tokens));
            (tokens, cues)
        });
        Self { turn, cues, said, unmasked }
    }

    fn of(&self, cue: Cue) -> impl Iterator<Item = &Hit<Cue>> {
        let cues = if self.says(cue) { &self.cues[..] } else { &[] };
        cues.iter().filter(move |hit| hit.label == cue)
    }

    fn says(&self, cue: Cue) -> bool {
        self.said.has(cue)
    }

    fn sentence(&self, at: usize) -> Option<&Statement> {
        self.turn.statements().iter().find(|statement| statement.words.contains(&at))
    }

    /// Another phrase of this kind in the same sentence.
    fn beside(&self, hit: &Hit<Cue>, cue: Cue) -> bool {
        self.sentence(hit.start).is_some_and(|sentence| self.of(cue).any(|other| sentence.words.contains(&other.start)))
    }

    fn denied(&self, hit: &Hit<Cue>) -> bool {
        self.says(Cue::Negation) && is_denied(&self.turn.tokens, &self.cues, hit.start, hit.start)
    }

    fn lapse(&self, sign: &'static str, message: usize, hit: &Hit<Cue>) -> Lapse {
        Lapse { sign, message, span: self.turn.span(hit), about: None, quotes: false }
    }

    /// Profanity, slurs, insults, posing.
    #[inline(never)]
    fn coarse(&self, message: usize, customer: Option<(usize, &Turn<'_>)>, found: &mut Vec<Lapse>) {
        let kinds = [
            (Cue::Slur, "slur"),
            (Cue::Profanity, "profanity"),
            (Cue::Insult, "insult"),
            (Cue::Belittles, "insult"),
            (Cue::PosesAsHuman, "poses_as_human"),
        ];
        for (cue, sign) in kinds {
            for hit in self.of(cue) {
                if cue == Cue::Insult && !self.is_personal(hit) {
                    continue;
                }
                if matches!(cue, Cue::Profanity | Cue::Insult) && self.is_name(hit) {
                    continue;
                }
                let about_itself = cue == Cue::Insult && self.says(Cue::Apologises);
                let posing = cue == Cue::PosesAsHuman;
                if about_itself || (!posing && self.beside(hit, Cue::Mentions)) || (posing && self.poses_not(hit)) {
                    continue;
                }
                let mut lapse = self.lapse(sign, message, hit);
                if let Some((about, customer)) = customer.filter(|_| !posing)
                    && self.quotes(hit, customer)
                {
                    lapse.quotes = true;
                    lapse.about = Some(about);
                }
                found.push(lapse);
            }
        }
        let hidden = |cue: Cue| self.unmasked.iter().any(|(_, cues)| cues.iter().any(|hit| hit.label == cue));
        if found.iter().all(|lapse| lapse.message != message)
            && (hidden(Cue::Slur) || (hidden(Cue::Profanity) && !self.says(Cue::Profanity)))
            && !hidden(Cue::Mentions)
        {
            found.push(self.whole("slur", message));
        }
    }

    /// "I am an idiot" insults nobody else.
    fn of_itself(&self, hit: &Hit<Cue>) -> bool {
        let before =
            self.turn.tokens.as_slice().get(hit.start.saturating_sub(OF_ITSELF)..hit.start).unwrap_or_default();
        before.iter().any(|token| ["i", "im", "am", "je", "suis"].contains(&self.turn.tokens.word(token)))
    }

    /// "I want to kill myself"; "shoot a video" hurts nobody.
    fn of_oneself(&self, hit: &Hit<Cue>) -> bool {
        let words = self.turn.tokens.as_slice().get(hit.start..hit.end).unwrap_or_default();
        words.iter().any(|token| ["myself", "me"].contains(&self.turn.tokens.word(token)))
    }

    /// A capital letter inside the sentence: "Damn Good Coffee" is a brand.
    fn is_name(&self, hit: &Hit<Cue>) -> bool {
        let (start, end) = self.turn.span(hit);
        let word = self.turn.message.text.get(start..end).unwrap_or_default();
        let opens = self.sentence(hit.start).is_none_or(|sentence| sentence.words.start == hit.start);
        !opens && word.starts_with(char::is_uppercase) && !word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
    }

    /// Said to somebody, or a word that is an insult wherever it stands; "that film was trash" is neither.
    fn is_personal(&self, hit: &Hit<Cue>) -> bool {
        let words = || (hit.start..hit.end).filter_map(|at| self.turn.tokens.as_slice().get(at));
        // "You mean the blue one": no insult without a verb between.
        if words()
            .next_back()
            .is_some_and(|token| ["mean", "bad", "slow", "broken"].contains(&self.turn.tokens.word(token)))
        {
            return false;
        }
        words()
            .map(|token| self.turn.tokens.word(token))
            .any(|word| YOU.contains(&word) || (NAMES.contains(&word) && !self.of_itself(hit)))
    }

    /// "I'm not a human"; a phrase about machines holds its negation itself: "I'm not a bot".
    fn poses_not(&self, hit: &Hit<Cue>) -> bool {
        let tokens = self.turn.tokens.as_slice().get(hit.start..hit.end).unwrap_or_default();
        let machine = tokens.iter().any(|token| MACHINES.contains(&self.turn.tokens.word(token)));
        let inside = self.of(Cue::Negation).any(|other| hit.start <= other.start && other.start < hit.end);
        !machine && (inside || self.denied(hit))
    }

    /// The word was the customer's, and stands in quotation marks or behind "you said".
    fn quotes(&self, hit: &Hit<Cue>, customer: &Turn<'_>) -> bool {
        let (start, end) = self.turn.span(hit);
        let text = self.turn.message.text.as_str();
        let before = text.get(..start).unwrap_or_default().trim_end().chars().next_back();
        let behind = text.get(end..).unwrap_or_default().trim_start().chars().next();
        let marked = before.is_some_and(is_quotation_mark) || behind.is_some_and(is_quotation_mark);
        let token = self.turn.tokens.as_slice().get(hit.start);
        let same = token.is_some_and(|token| customer.tokens.as_slice().iter().any(|other| other.key == token.key));
        marked && same
    }

    /// Contempt or violence towards a group of people.
    #[inline(never)]
    fn hateful(&self, message: usize, found: &mut Vec<Lapse>) {
        if let Some(hit) = hostile(&self.turn.tokens, &self.cues) {
            let span = self.sentence(hit.start).map_or_else(|| self.turn.span(hit), |said| (said.start, said.end));
            found.push(Lapse { sign: "hate", message, span, about: None, quotes: false });
        } else if let Some((tokens, cues)) = &self.unmasked
            && hostile(tokens, cues).is_some()
        {
            found.push(self.whole("hate", message));
        }
    }

    #[inline(never)]
    fn about_the_company(&self, message: usize, found: &mut Vec<Lapse>) {
        for (cue, sign) in [(Cue::RunsDown, "runs_down"), (Cue::SendsAway, "sends_away"), (Cue::Opines, "takes_sides")]
        {
            let said = self
                .of(cue)
                .filter(|hit| !self.denied(hit) && !self.beside(hit, Cue::Mentions) && !self.says(Cue::Apologises));
            found.extend(said.map(|hit| self.lapse(sign, message, hit)));
        }
    }

    /// Applause for hostile talk, consent to harm, or sides taken in politics.
    #[inline(never)]
    fn agreement(&self, message: usize, about: usize, customer: &Said<'_, '_>, found: &mut Vec<Lapse>) {
        // Anger beside a service done, or at the end of thanks, is no common cause.
        if SERVES.into_iter().any(|cue| self.says(cue)) || customer.turn.says_any(&[Cue::Thanks, Cue::Confirms]) {
            return;
        }
        let hostile = customer.says(Cue::Slur)
            || (customer.says(Cue::Group)
                && [Cue::Contempt, Cue::Violence, Cue::Profanity, Cue::Insult]
                    .into_iter()
                    .any(|cue| customer.says(cue)));
        let (sign, cue) = if hostile {
            ("agrees_with_hate", Cue::Agrees)
        } else if customer.of(Cue::Violence).any(|hit| customer.of_oneself(hit)) {
            ("agrees_with_hate", Cue::Accepts)
        } else if customer.says(Cue::Politics) {
            ("takes_sides", Cue::Applauds)
        } else if customer.says(Cue::Profanity) || customer.of(Cue::Insult).any(|hit| customer.is_personal(hit)) {
            ("applauds_insult", Cue::Applauds)
        } else {
            return;
        };
        // A question back is no applause.
        let asks = |hit: &Hit<Cue>| {
            self.sentence(hit.start).is_some_and(|sentence| sentence.asks && sentence.words.len() > SHORT_CHEER)
        };
        let mut cheers = self.of(cue).chain(self.of(Cue::Applauds));
        if let Some(hit) = cheers.find(|hit| !self.denied(hit) && !asks(hit)) {
            let mut lapse = self.lapse(sign, message, hit);
            lapse.about = Some(about);
            found.push(lapse);
        }
    }

    fn whole(&self, sign: &'static str, message: usize) -> Lapse {
        Lapse { sign, message, span: (0, self.turn.message.text.len()), about: None, quotes: false }
    }
}

/// "I know, right?" asks nothing.
const SHORT_CHEER: usize = 4;
/// Fewer words do not give their language away.
const LEAST_WORDS: usize = 8;
/// English and French.
const MAIN_LANGUAGES: usize = 2;
/// Words between a negation and what it denies.
const NEGATION_REACH: usize = 6;
/// Words for automation, English and French.
const MACHINES: [&str; 10] =
    ["bot", "robot", "machine", "ai", "chatbot", "computer", "program", "automated", "ia", "automate"];
/// How many words before an insult the bot may name itself.
const OF_ITSELF: usize = 4;
/// Words for the one who is spoken to, English and French.
const YOU: [&str; 14] =
    ["you", "u", "ur", "your", "youre", "yourself", "vous", "tu", "t", "te", "ton", "ta", "votre", "toi"];
/// Names that insult whoever is called so, English and French.
const NAMES: [&str; 26] = [
    "idiot",
    "idiots",
    "moron",
    "morons",
    "imbecile",
    "imbeciles",
    "dumbass",
    "twat",
    "jerk",
    "scumbag",
    "loser",
    "losers",
    "cretin",
    "cretins",
    "dimwit",
    "halfwit",
    "stfu",
    "abruti",
    "abrutis",
    "connard",
    "connards",
    "incapables",
    "clowns",
    "bouffon",
    "bouffons",
    "tocard",
];
/// What an answer to a request says, whatever words the customer used.
const SERVES: [Cue; 10] = [
    Cue::Apologises,
    Cue::Asks,
    Cue::Proposes,
    Cue::Commits,
    Cue::Completes,
    Cue::ClaimsDone,
    Cue::OffersHuman,
    Cue::PromisesHuman,
    Cue::GivesContact,
    Cue::Contacts,
];
/// Pronouns for people spoken of before, English and French.
const THEM: [&str; 9] = ["they", "them", "their", "theyre", "your", "ils", "elles", "eux", "les"];

/// Hostility in a sentence that names a group of people, or that speaks of "them" next to one. Hardly any message does
/// both, so that no more is asked of how they stand together; a denial, or talk against it, takes it back.
#[inline(never)]
fn hostile<'h>(tokens: &Tokens, cues: &'h [Hit<Cue>]) -> Option<&'h Hit<Cue>> {
    let of = |cue: Cue| cues.iter().filter(move |hit| hit.label == cue);
    let word = |at: usize| tokens.as_slice().get(at);
    let is = |at: usize, any: &[&str]| word(at).is_some_and(|word| any.contains(&tokens.word(word)));
    let sentence = |hit: &Hit<Cue>| word(hit.start).map_or(0, |word| word.sentence);
    let beside = |hit: &Hit<Cue>, cue: Cue| of(cue).any(|other| sentence(other) == sentence(hit));
    let hostilities = cues.iter().filter(|hit| [Cue::Contempt, Cue::Violence, Cue::Esteem].contains(&hit.label));
    hostilities.into_iter().find(|hit| {
        let here = sentence(hit);
        let groups = || of(Cue::Group);
        let whom = |at: usize| is(at, &THEM) || hit.label == Cue::Violence && is(at, &YOU);
        let of_them = || (0..tokens.len()).any(|at| word(at).is_some_and(|word| word.sentence == here) && whom(at));
        let aimed = groups().any(|group| sentence(group) == here)
            || groups().any(|group| sentence(group).abs_diff(here) == 1) && of_them();
        // "They do not deserve to be killed" denies them nothing.
        let means = match hit.label {
            Cue::Esteem => is_denied(tokens, cues, hit.start, hit.start) && !beside(hit, Cue::Violence),
            Cue::Violence => !is_denied(tokens, cues, hit.start, hit.end),
            _ => !is_denied(tokens, cues, hit.start, hit.start),
        };
        aimed && means && !beside(hit, Cue::Opposes)
    })
}

/// A negation that ends in the words up to `to`, and not too far before `from`, in its clause: "I do not hate",
/// "not at all stupid".
#[inline(never)]
fn is_denied(tokens: &Tokens, cues: &[Hit<Cue>], from: usize, to: usize) -> bool {
    let clause = |at: usize| tokens.as_slice().get(at).map(|token| token.clause);
    cues.iter().any(|other| {
        other.label == Cue::Negation
            && other.end <= to
            && from.saturating_sub(other.end) < NEGATION_REACH
            && clause(other.start) == clause(from)
    })
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '«' | '»' | '\'' | '‘' | '’')
}

/// The text with digits for letters turned back and letters parted by blanks joined; `None` if nothing was hidden.
#[inline(never)]
fn unmask(turn: &Turn<'_>) -> Option<String> {
    let text = beginning(&turn.message.text);
    if !is_masked(text, &turn.tokens) {
        return None;
    }
    let mut words: Vec<String> = Vec::new();
    let mut spaced = String::new();
    for word in text.split_whitespace() {
        // "J'e x i s t e": the elided word stands before the first letter.
        let (elided, letter) = word.rsplit_once(['\'', '’']).unwrap_or(("", word));
        if is_single(letter) {
            if !elided.is_empty() {
                flush(&mut spaced, &mut words);
                words.push(elided.to_owned());
            }
            spaced.extend(letter.chars().filter(|c| c.is_alphabetic()));
            continue;
        }
        flush(&mut spaced, &mut words);
        words.push(if is_mixed(word) {
            word.chars().map(|c| plain(c).unwrap_or(c)).collect()
        } else {
            word.to_owned()
        });
    }
    flush(&mut spaced, &mut words);
    Some(words.join(" "))
}

/// Whether there is a word to put back. Most messages have none, which their words tell without reading the text again.
fn is_masked(text: &str, tokens: &Tokens) -> bool {
    let around = |at: usize| {
        let (before, behind) = text.split_at_checked(at).unwrap_or_default();
        let start = before.trim_end_matches(|c: char| !c.is_whitespace()).len();
        let end = at + behind.find(char::is_whitespace).unwrap_or(behind.len());
        text.get(start..end).unwrap_or_default()
    };
    let is_hidden = |word: &str| is_mixed(word) && !is_single(word);
    let signed = memchr::memchr2(b'@', b'$', text.as_bytes()).is_some();
    let items = tokens.as_slice();
    let parted = || has_run(items.iter().map(|token| token.folded_len() == 1));
    items.iter().any(|token| token.has_digit && is_hidden(around(token.start as usize)))
        || signed && text.split_whitespace().any(is_hidden)
        || parted() && has_run(text.split_whitespace().map(is_single))
}

/// Whether as many words in a row are single as make one in hiding.
fn has_run(mut are_single: impl Iterator<Item = bool>) -> bool {
    let mut singles = 0;
    are_single.any(|is_single| {
        singles = if is_single { singles + 1 } else { 0 };
        singles >= LEAST_SPACED
    })
}

/// A letter by itself, perhaps with a mark.
fn is_single(word: &str) -> bool {
    let mut letters = word.chars().take(3).filter(|c| c.is_alphabetic());
    letters.next().is_some() && letters.next().is_none() && word.chars().nth(2).is_none()
}

/// Letters with signs between them that stand for letters.
fn is_mixed(word: &str) -> bool {
    word.bytes().any(|byte| plain(char::from(byte)).is_some()) && word.chars().any(char::is_alphabetic)
}

/// The letter for which a sign stands.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => return None,
    })
}

/// Three single letters in a row are a word in hiding.
const LEAST_SPACED: usize = 3;

/// Ends a run of letters: as one word, and without a letter at either end that is a word by itself, as in "I h a t e".
fn flush(spaced: &mut String, words: &mut Vec<String>) {
    let word = std::mem::take(spaced);
    if word.chars().count() < LEAST_SPACED {
        words.extend(word.chars().map(String::from));
        return;
    }
    let by_itself = |c: char| ['I', 'i', 'A', 'a', 'y', 'à'].contains(&c);
    let shorter = [word.strip_prefix(by_itself), word.strip_suffix(by_itself)];
    words.extend(shorter.into_iter().flatten().map(str::to_owned));
    words.push(word);
}

fn severity(lapses: &[&Lapse]) -> Severity {
    let shown = |signs: &[&str]| lapses.iter().any(|lapse| signs.contains(&lapse.sign));
    if shown(&["slur", "hate"]) {
        Severity::Critical
    } else if shown(&["profanity", "insult", "poses_as_human", "runs_down", "agrees_with_hate"]) {
        Severity::High
    } else {
        Severity::Medium
    }
}

fn note(lapse: &Lapse) -> &'static str {
    match lapse.sign {
        "slur" => "a degrading word",
        "hate" => "against a group of people",
        "profanity" => "coarse language",
        "insult" => "towards the customer",
        "agrees_with_hate" => "agrees with hatred or harm",
        "takes_sides" => "takes sides",
        "applauds_insult" => "applauds coarse talk",
        "runs_down" => "runs down the company",
        "sends_away" => "sends the customer elsewhere",
        _ => "claims to be a person",
    }
}

fn explanation(worst: &Lapse) -> String {
    let what = match worst.sign {
        "slur" => "uses a word that degrades people",
        "hate" => "speaks with contempt or violence of a group of people",
        "profanity" => "swears",
        "insult" => "insults or belittles the customer",
        "agrees_with_hate" => "applauds hatred or harm",
        "takes_sides" => "takes sides in politics",
        "applauds_insult" => "applauds coarse talk",
        "runs_down" => "runs down its own company",
        "sends_away" => "sends the customer to a competitor",
        _ => "claims to be a human",
    };
    format!("Signs of brand damage: the bot {what}.")
}
