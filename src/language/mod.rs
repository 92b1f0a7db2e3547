//! What words mean in a language: cues for detectors, and which language a conversation is in.

mod en;
mod fr;

use crate::text::phrases::Phrases;
use crate::text::tokens::Tokens;

/// What a phrase says about the conversation. Detectors ask for cues, never for words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cue {
    // What customers say.
    /// Thanks, by itself neither an end nor a success.
    Thanks,
    /// Ends the talk: "that's all", "bye".
    Closing,
    /// Says that it is solved or understood.
    Confirms,
    /// Says that the answer does not help or is not what was asked.
    Rejects,
    /// Says that something does not work (still).
    Failure,
    /// Complains of being told the same thing, or of having to say it again.
    Repetition,
    /// Complains of time or effort lost.
    Effort,
    /// Insults the bot or the company.
    Insult,
    /// A word that is coarse wherever it stands.
    Profanity,
    /// Threatens to leave, to sue or to go public.
    Threat,
    /// Praise that means the opposite.
    Sarcasm,
    /// Gives up.
    GivesUp,
    /// Asks for a person.
    AsksHuman,
    /// Takes the request for a person back.
    Withdraws,
    /// Asks to hear the same thing again.
    AsksRepeat,
    /// Speaks of getting money back.
    Refund,
    /// Speaks of a formal complaint.
    Complaint,
    /// Speaks of ending a contract, subscription, order or account.
    Cancellation,
    // What bots say.
    /// Announces that a person will come or write.
    PromisesHuman,
    /// Asks whether that helped, or whether somebody is still there.
    CheckIn,
    /// Did not understand, please say it in other words.
    Fallback,
    /// Promises or announces something of value: refund, credit, deadline, guarantee.
    Commits,
    /// Says that it cannot or may not.
    Refuses,
    /// Makes it depend on something.
    Conditional,
    /// Leaves it open: may, usually, might.
    Hedges,
    /// Claims to be a person.
    PosesAsHuman,
    // Both.
    /// Turns what follows into its opposite.
    Negation,
}

/// The words of one language.
#[derive(Debug)]
pub struct Lexicon {
    /// ISO 639-1 code.
    pub code: &'static str,
    /// Small words that give the language away in short texts; folded.
    pub function_words: &'static [&'static str],
    /// What customers say: phrase patterns (see [`crate::text::phrases`]) by what they mean.
    pub customer: Cues,
    /// What bots and teammates say.
    pub company: Cues,
    /// What anybody says.
    pub anyone: Cues,
}

/// Phrase patterns by what they mean.
pub type Cues = &'static [(Cue, &'static [&'static str])];

/// Every supported language.
pub static LEXICONS: &[&Lexicon] = &[&en::LEXICON, &fr::LEXICON];

/// The phrases of one language, ready to be looked for.
#[derive(Debug)]
pub struct Language {
    /// The words that it was made from.
    pub lexicon: &'static Lexicon,
    customer: Phrases<Cue>,
    company: Phrases<Cue>,
}

impl Language {
    /// Compiles a lexicon.
    pub fn new(lexicon: &'static Lexicon) -> Self {
        Self {
            lexicon,
            customer: compile(&[lexicon.customer, lexicon.anyone]),
            company: compile(&[lexicon.company, lexicon.anyone]),
        }
    }

    /// The phrases to look for in what the customer (or else the company's side) says.
    pub fn phrases(&self, by_customer: bool) -> &Phrases<Cue> {
        if by_customer { &self.customer } else { &self.company }
    }
}

fn compile(parts: &[Cues]) -> Phrases<Cue> {
    let mut phrases = Phrases::default();
    for &(cue, patterns) in parts.iter().copied().flatten() {
        for pattern in patterns {
            phrases.add(pattern, cue);
        }
    }
    phrases
}

/// Share of function words that a text needs to be taken for a language; ordinary text has 0.3 to 0.5.
const LEAST_SHARE: f64 = 0.12;

/// The language whose function words are the most frequent in `texts`, or `None` if no language is clear.
pub fn guess<'a>(languages: &[Language], texts: impl Iterator<Item = &'a Tokens>) -> Option<usize> {
    let mut votes = vec![0usize; languages.len()];
    let mut words = 0usize;
    for tokens in texts {
        for word in tokens.words() {
            words += 1;
            for (vote, language) in votes.iter_mut().zip(languages) {
                *vote += usize::from(language.lexicon.function_words.contains(&word));
            }
        }
    }
    let best = votes.iter().copied().max().filter(|&best| best as f64 >= LEAST_SHARE * words as f64 && best > 0)?;
    let mut winners = votes.iter().enumerate().filter(|&(_, &vote)| vote == best);
    let (winner, _) = winners.next()?;
    winners.next().is_none().then_some(winner)
}
