//! The detectors: one file per failure mode, all behind one trait.
//!
//! The longer steps of a detector are marked `#[inline(never)]`, and what only findings need `#[cold]`: the time that an engine
//! takes to optimise a function of WebAssembly grows faster than the function, and until then it runs the slow one.

mod assertions;
mod brand_damage;
pub mod confidence;
mod confident_lies;
mod confident_misinformation;
mod death_loop;
mod escalation_burial;
mod sentiment_collapse;
mod silent_churn;
mod statements;

use assertions::assertions;
pub use assertions::{Assertion, LEAST_COMMON};
pub use confident_misinformation::told_otherwise;
pub use death_loop::Kept;
use statements::statements;
pub use statements::{Statement, bot_turns};

use std::cell::OnceCell;

use crate::conversation::{Conversation, Message, Role, Timestamp};
use crate::detection::{Detection, Meta};
use crate::knowledge::Knowledge;
use crate::language::{Cue, CueSet, Language, function_word, guess, is_function_word};
use crate::text::phrases::Hit;
use crate::text::quantities::{Quantity, quantities};
use crate::text::similarity::{self, Sentence};
use crate::text::tokens::Tokens;

/// Looks at one conversation for one failure mode.
pub trait Detector: Sync {
    /// What it is.
    fn meta(&self) -> &'static Meta;
    /// Appends what it finds in `case`.
    fn examine(&self, case: &Case<'_>, found: &mut Vec<Candidate>);
}

/// All detectors, in the order of reports.
pub static ALL: &[&dyn Detector] = &[
    &death_loop::DeathLoop,
    &silent_churn::SilentChurn,
    &escalation_burial::EscalationBurial,
    &sentiment_collapse::SentimentCollapse,
    &confident_lies::ConfidentLies,
    &brand_damage::BrandDamage,
    &confident_misinformation::ConfidentMisinformation,
];

/// A finding that the whole file may still speak against.
#[derive(Clone, Debug, Default)]
pub struct Candidate {
    /// The finding.
    pub detection: Detection,
    /// Keys of the sentences that it rests on; it falls when the file shows that they are templates.
    pub rests_on: Vec<u64>,
    /// How alike the texts are that it takes for one, 0 to 1, where they are not equal; it falls when the file's texts are as
    /// alike by chance.
    pub likeness: Option<f64>,
    /// Name and strength of the signs behind its confidence; `examples/fit.rs` learns their weights from them.
    pub signs: Vec<(&'static str, f64)>,
}

impl From<Detection> for Candidate {
    fn from(detection: Detection) -> Self {
        Self { detection, rests_on: Vec::new(), likeness: None, signs: Vec::new() }
    }
}

/// What detectors may know beside the conversation.
#[derive(Debug)]
pub struct Context {
    /// The compiled languages, in the order of [`crate::language::LANGUAGES`].
    pub languages: &'static [Language],
    /// What the company says.
    pub knowledge: Knowledge,
    /// The moment to judge from, where it is known.
    pub now: Option<Timestamp>,
    /// The language to assume for every conversation, as an index into `languages`.
    pub assumed_language: Option<usize>,
    /// Findings that are less likely than this are not reported; see [`confidence::LEAST`].
    pub least_confidence: f64,
}

/// One message with its words and what they mean.
#[derive(Debug)]
pub struct Turn<'a> {
    /// The message.
    pub message: &'a Message,
    /// Its words.
    pub tokens: Tokens,
    /// What its phrases mean, in text order.
    pub cues: Vec<Hit<Cue>>,
    /// The kinds of these phrases: most detectors ask for kinds that hardly any message says.
    said: CueSet,
    /// The talk's language, see [`Case::language`].
    language: Option<usize>,
    // Worked out when a detector first asks: of a customer's messages, hardly one does.
    sentences: OnceCell<Vec<Sentence>>,
    statements: OnceCell<Vec<Statement>>,
    values: OnceCell<Vec<Quantity>>,
    assertions: OnceCell<Vec<Assertion>>,
}

impl<'a> Turn<'a> {
    fn new((message, tokens): (&'a Message, Tokens)) -> Self {
        Self {
            message,
            tokens,
            cues: Vec::new(),
            said: CueSet::default(),
            language: None,
            sentences: OnceCell::new(),
            statements: OnceCell::new(),
            values: OnceCell::new(),
            assertions: OnceCell::new(),
        }
    }

    /// Its sentences, ready to be compared.
    pub fn sentences(&self) -> &[Sentence] {
        self.sentences.get_or_init(|| similarity::sentences(self.read(), &self.tokens, is_function_word(self.language)))
    }

    /// Its sentences as statements.
    pub fn statements(&self) -> &[Statement] {
        self.statements.get_or_init(|| statements(self.read(), &self.tokens))
    }

    /// Its values.
    pub fn values(&self) -> &[Quantity] {
        self.values.get_or_init(|| quantities(self.read(), &self.tokens))
    }

    /// What it asserts.
    pub fn assertions(&self) -> &[Assertion] {
        self.assertions.get_or_init(|| assertions(self))
    }

    /// What is read of its text.
    fn read(&self) -> &str {
        beginning(&self.message.text)
    }

    /// Says any phrase of this kind.
    pub fn says(&self, cue: Cue) -> bool {
        self.said.has(cue)
    }

    /// The phrases of this kind.
    pub fn cues(&self, cue: Cue) -> impl Iterator<Item = &Hit<Cue>> {
        let cues = if self.says(cue) { self.cues.as_slice() } else { &[] };
        cues.iter().filter(move |hit| hit.label == cue)
    }

    /// Says any phrase of these kinds.
    pub fn says_any(&self, cues: &[Cue]) -> bool {
        cues.iter().any(|&cue| self.says(cue))
    }

    /// Said by the customer.
    pub fn is_customer(&self) -> bool {
        self.message.role == Role::Customer
    }

    /// Said by the bot.
    pub fn is_bot(&self) -> bool {
        self.message.role == Role::Bot
    }

    /// The bytes of the message's text that a phrase covers.
    pub fn span(&self, hit: &Hit<Cue>) -> (usize, usize) {
        let tokens = self.tokens.as_slice();
        let start = tokens.get(hit.start).map_or(0, |token| token.start as usize);
        let end = hit.end.checked_sub(1).and_then(|last| tokens.get(last)).map_or(start, |token| token.end as usize);
        (start, end)
    }
}

/// The most bytes of a message whose words are read. People write less in a conversation; what is longer is a pasted log,
/// or meant to keep the reader busy.
const LONGEST_READ: usize = 32 << 10;

fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST_READ)).unwrap_or_default()
}

/// The language that the customer writes; if that cannot be told, the one of the talk, or the one that the export names.
fn language(conversation: &Conversation, context: &Context, turns: &[Turn<'_>]) -> Option<usize> {
    let named = || {
        let named = conversation.language.as_deref()?;
        context.languages.iter().position(|language| language.lexicon.code == named)
    };
    let customer = || turns.iter().filter(|turn| turn.is_customer()).map(|turn| &turn.tokens);
    let everybody = || {
        let said: usize = customer().map(Tokens::len).sum();
        if said <= FEW_WORDS { guess(turns.iter().map(|turn| &turn.tokens)) } else { None }
    };
    context.assumed_language.or_else(|| guess(customer())).or_else(everybody).or_else(named)
}

/// A customer who says no more than this, and that without small words ("agent!!", "app wont open since update"), does not
/// show a language; the bot, which answers in the same one, does.
const FEW_WORDS: usize = 30;

/// A conversation made ready for the detectors: read once, shared by all.
#[derive(Debug)]
pub struct Case<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    /// Its messages, word by word; same order and length as `conversation.messages`.
    pub turns: Vec<Turn<'a>>,
    /// Index into [`Context::languages`]; `None` when the language is not known, and only signs without words count.
    pub language: Option<usize>,
    /// What may be known beside it.
    pub context: &'a Context,
}

impl<'a> Case<'a> {
    /// Reads `conversation`.
    pub fn new(conversation: &'a Conversation, context: &'a Context) -> Self {
        let messages = conversation.messages.iter();
        let tokens = Tokens::of_all(messages.clone().map(|message| beginning(&message.text)), function_word());
        let mut turns: Vec<Turn<'a>> = messages.zip(tokens).map(Turn::new).collect();
        let language = language(conversation, context, &turns);
        let known = language.and_then(|index| context.languages.get(index));
        for turn in &mut turns {
            turn.language = language;
            if let Some(language) = known {
                turn.cues = language.read(&turn.tokens, turn.message.role == Role::Customer);
                turn.said = turn.cues.iter().map(|hit| hit.label).collect();
            }
        }
        Self { conversation, turns, language, context }
    }

    /// The indices of the messages by `role`.
    pub fn by(&self, role: Role) -> impl DoubleEndedIterator<Item = usize> {
        self.turns.iter().enumerate().filter(move |(_, turn)| turn.message.role == role).map(|(index, _)| index)
    }

    /// The turns after message `index`, with their indices.
    pub fn after(&self, index: usize) -> impl Iterator<Item = (usize, &Turn<'a>)> {
        self.turns.iter().enumerate().skip(index + 1)
    }

    /// The language's code, where it is known.
    pub fn language_code(&self) -> Option<&'static str> {
        self.language.and_then(|index| self.context.languages.get(index)).map(|language| language.lexicon.code)
    }
}
