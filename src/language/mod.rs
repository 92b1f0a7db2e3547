//! What words mean in a language: cues for detectors, and which language a conversation is in.

mod de;
mod en;
mod es;
mod fr;
mod guess;
mod it;
mod nl;
mod pt;
mod zxx;

use std::sync::{LazyLock, OnceLock};

use crate::text::phrases::{Hit, Phrases};
use crate::text::tokens::Tokens;
pub use guess::{function_word, guess, is_function_word};

/// What a phrase says about the conversation. Detectors ask for cues, never for words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cue {
    // What customers say.
    /// Thanks, by itself neither an end nor a success.
    Thanks,
    /// Ends the talk: "that's all", "bye".
    Closing,
    /// Says that it is solved, understood or liked.
    Confirms,
    /// Says yes to what the other just offered, asked or means to do.
    Accepts,
    /// Says no to what the bot just offered or asked.
    Declines,
    /// Says that the answer does not help or is not what was asked.
    Rejects,
    /// Says that something does not work (still).
    Failure,
    /// Complains of being told the same thing, or of having to say it again.
    Repetition,
    /// Complains of time or effort lost.
    Effort,
    /// Says to be angry or disappointed.
    Frustration,
    /// Insults the bot or the company.
    Insult,
    /// A word that is coarse wherever it stands.
    Profanity,
    /// Sexual talk, or wishes of harm, at the bot.
    Harassment,
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
    /// Says that what was promised did not come.
    NothingCame,
    /// Says that there is none of what follows: "no", "never any".
    Lacks,
    /// Speaks against what was just said: "still", "then why", "you said".
    Contrasts,
    /// Asks about another one: "and the other plan?".
    AsksOther,
    /// Speaks of getting money back.
    Refund,
    /// Speaks of a formal complaint.
    Complaint,
    /// Speaks of ending a contract, subscription, order or account.
    Cancellation,
    // What bots say.
    /// Announces that a person will come or write.
    PromisesHuman,
    /// Asks whether the customer wants a person.
    OffersHuman,
    /// Names a way to reach people: a telephone, an address.
    GivesContact,
    /// Asks whether there is more, or whether somebody is still there.
    CheckIn,
    /// Asks whether that helped.
    AsksIfHelped,
    /// Did not understand, please say it in other words.
    Fallback,
    /// Asks the customer for something.
    Asks,
    /// Asks whether the customer wants what the bot could do: "shall I book it?".
    Proposes,
    /// Reports that what the customer wanted is done.
    Completes,
    /// Promises or announces something of value: refund, credit, deadline, guarantee.
    Commits,
    /// Says that somebody will call or write to the customer.
    Contacts,
    /// Reports something of value as done: cancelled, refunded, booked.
    ClaimsDone,
    /// Names when something is due without a number: "today", "within the hour".
    Deadline,
    /// Says by which rule this customer may have something.
    Entitles,
    /// Quotes terms or records.
    CitesRule,
    /// Says that it cannot or may not.
    Refuses,
    /// Makes it depend on something.
    Conditional,
    /// Leaves it open: may, usually, might.
    Hedges,
    /// Claims to be a person.
    PosesAsHuman,
    /// A word that degrades a group of people.
    Slur,
    /// Names a group of people by origin, belief, sex, love or health.
    Group,
    /// Despises or hates, when it is said of people.
    Contempt,
    /// Threatens or wishes bodily harm.
    Violence,
    /// Good words that a negation turns into contempt: equal, smart, welcome.
    Esteem,
    /// Speaks of parties, politicians and their quarrels.
    Politics,
    /// Agrees with or applauds what was said.
    Agrees,
    /// Agrees heartily, or finds it funny.
    Applauds,
    /// Takes sides where a company has none.
    Opines,
    /// Apologises, or says that it feels for the customer.
    Apologises,
    /// Talks down to or mocks the customer.
    Belittles,
    /// Runs down the own company, its goods or its people.
    RunsDown,
    /// Sends the customer to a competitor.
    SendsAway,
    /// Quotes, denies or explains a word instead of using it.
    Mentions,
    /// Speaks against hatred: forbids, regrets or contradicts it.
    Opposes,
    /// Begins a question, with or without a mark at its end.
    Inquires,
    /// Takes back or corrects what was said.
    Corrects,
    // Both.
    /// Turns what follows into its opposite.
    Negation,
    /// Means none of the above, although words of it do elsewhere: "human resources", "thanks in advance".
    Neutral,
}

/// Some cues.
#[derive(Clone, Copy, Debug, Default)]
pub struct CueSet(u64);

/// There is a bit for the last of them.
const _: () = assert!((Cue::Neutral as u32) < u64::BITS);

impl CueSet {
    /// This cue is one of them.
    #[inline]
    pub fn has(self, cue: Cue) -> bool {
        self.0 >> cue as u32 & 1 == 1
    }
}

impl FromIterator<Cue> for CueSet {
    fn from_iter<I: IntoIterator<Item = Cue>>(cues: I) -> Self {
        Self(cues.into_iter().fold(0, |set, cue| set | 1 << cue as u32))
    }
}

impl Cue {
    /// A negation before it takes it away: "not helpful", "I do not want a human".
    fn is_negatable(self) -> bool {
        matches!(
            self,
            Self::Confirms
                | Self::Closing
                | Self::Frustration
                | Self::Insult
                | Self::Threat
                | Self::AsksHuman
                | Self::PromisesHuman
                | Self::OffersHuman
        )
    }

    /// Good will that a longer phrase around it may turn into its opposite: "thanks for nothing".
    fn is_kind(self) -> bool {
        matches!(self, Self::Thanks | Self::Closing | Self::Confirms | Self::Accepts)
    }

    /// Ill will, which outdoes a shorter kind phrase inside it.
    fn is_unkind(self) -> bool {
        matches!(
            self,
            Self::Rejects
                | Self::Failure
                | Self::Repetition
                | Self::Effort
                | Self::Frustration
                | Self::Insult
                | Self::Threat
                | Self::Sarcasm
                | Self::GivesUp
                | Self::Declines
        )
    }
}

/// The words of one language.
#[derive(Debug)]
pub struct Lexicon {
    /// ISO 639-1 code.
    pub code: &'static str,
    /// Small words that give the language away in short texts; folded, one a line.
    pub function_words: &'static str,
    /// Names for groups of words: `{person}` inside a pattern's `(…)` stands for `a|b|c`.
    pub groups: &'static [(&'static str, &'static str)],
    /// What customers say: phrase patterns (see [`crate::text::phrases`]) by what they mean.
    pub customer: Cues,
    /// What bots and teammates say.
    pub company: Cues,
    /// What anybody says.
    pub anyone: Cues,
}

/// Phrase patterns, one a line, by what they mean.
pub type Cues = &'static [(Cue, &'static str)];

/// Joins phrases to lines: thousands of strings of their own would take a fifth more of the module that a browser loads.
macro_rules! phrases {
    ($first:literal $(, $more:literal)* $(,)?) => { concat!($first $(, "\n", $more)*) };
}
use phrases;

/// Every supported language.
pub static LEXICONS: &[&Lexicon] =
    &[&en::LEXICON, &fr::LEXICON, &de::LEXICON, &es::LEXICON, &it::LEXICON, &nl::LEXICON, &pt::LEXICON, &zxx::LEXICON];

/// The same, ready to be read with: shared by all audits of a process, since they share what they learn.
pub static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| LEXICONS.iter().copied().map(Language::new).collect());

/// The phrases of one language, ready to be looked for.
#[derive(Debug)]
pub struct Language {
    /// The words that it was made from.
    pub lexicon: &'static Lexicon,
    // Compiled when they are first looked for: most files are in one language or two.
    customer: OnceLock<Phrases<Cue>>,
    company: OnceLock<Phrases<Cue>>,
}

impl Language {
    /// A language by its words.
    pub fn new(lexicon: &'static Lexicon) -> Self {
        Self { lexicon, customer: OnceLock::new(), company: OnceLock::new() }
    }

    /// What the phrases in `tokens` mean, said by the customer or else by the company's side, in text order.
    /// Phrases that a negation or a longer phrase of another meaning takes away are left out.
    pub fn read(&self, tokens: &Tokens, by_customer: bool) -> Vec<Hit<Cue>> {
        let (compiled, cues) =
            if by_customer { (&self.customer, self.lexicon.customer) } else { (&self.company, self.lexicon.company) };
        let phrases = compiled.get_or_init(|| compile(self.lexicon, &[cues, self.lexicon.anyone]));
        let mut hits = phrases.find(tokens);
        settle(tokens, &mut hits);
        hits
    }
}

/// How many words behind a negation it reaches, within its clause: "not really all that helpful".
const NEGATION_REACH: usize = 4;

/// What stands over or before a word.
#[derive(Clone, Copy, Default)]
struct Shade {
    /// A neutral phrase covers it.
    neutral: bool,
    /// A negation reaches it.
    negated: bool,
    /// The length of the longest unkind phrase over it.
    unkind: usize,
}

/// Said as much inside a neutral phrase as outside of one.
fn shows_through(cue: Cue) -> bool {
    use Cue::{Contempt, Contrasts, Effort, Lacks, NothingCame, Opposes, PosesAsHuman, Violence};
    matches!(cue, NothingCame | Lacks | Contrasts | Effort | PosesAsHuman | Contempt | Violence | Opposes)
}

/// Leaves out the hits that others take away, and those that say the same of the same words again.
fn settle(tokens: &Tokens, hits: &mut Vec<Hit<Cue>>) {
    let shades = |cue: Cue| matches!(cue, Cue::Neutral | Cue::Negation) || cue.is_unkind();
    if !hits.iter().any(|hit| shades(hit.label)) {
        hits.dedup();
        return;
    }
    let mut shade = vec![Shade::default(); tokens.len()];
    for hit in hits.iter().filter(|hit| hit.label == Cue::Neutral) {
        shade.iter_mut().take(hit.end).skip(hit.start).for_each(|word| word.neutral = true);
    }
    for hit in hits.iter() {
        match hit.label {
            // "You are nothing but" denies nothing.
            Cue::Negation if shade.get(hit.start).is_some_and(|word| word.neutral) => {}
            Cue::Negation => {
                let clause = |at: usize| tokens.as_slice().get(at).map(|word| word.clause);
                let own = hit.end.checked_sub(1).and_then(clause);
                let reached = shade.iter_mut().enumerate().skip(hit.end).take(NEGATION_REACH);
                reached.filter(|(at, _)| clause(*at) == own).for_each(|(_, word)| word.negated = true);
            }
            cue if cue.is_unkind() => {
                let length = hit.end - hit.start;
                let covered = shade.iter_mut().take(hit.end).skip(hit.start);
                covered.for_each(|word| word.unkind = length.max(word.unkind));
            }
            _ => {}
        }
    }
    hits.retain(|hit| {
        let covered = shade.get(hit.start..hit.end).unwrap_or_default();
        // A negation inside the phrase belongs to its meaning.
        let negated = hit.label.is_negatable() && covered.first().is_some_and(|word| word.negated);
        let outdone = hit.label.is_kind() && covered.iter().all(|word| word.unkind > hit.end - hit.start);
        hit.label != Cue::Neutral
            && (shows_through(hit.label) || !covered.iter().any(|word| word.neutral))
            && !negated
            && !outdone
    });
    // Several patterns may find the same words.
    hits.dedup();
}

fn compile(lexicon: &Lexicon, parts: &[Cues]) -> Phrases<Cue> {
    let mut phrases = Phrases::with_groups(lexicon.groups);
    for &(cue, patterns) in parts.iter().copied().flatten() {
        phrases.add_all(patterns, cue);
    }
    phrases
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::text::tokens::unstretched;

    fn cues(code: &str, text: &str) -> Vec<Cue> {
        let lexicon = LEXICONS.iter().find(|lexicon| lexicon.code == code).unwrap();
        let mut cues: Vec<Cue> =
            Language::new(lexicon).read(&Tokens::new(text), true).iter().map(|hit| hit.label).collect();
        cues.sort_unstable();
        cues.dedup();
        cues.retain(|&cue| cue != Cue::Negation);
        cues
    }

    /// A pattern with the words of its groups in place of their names.
    fn expanded(pattern: &str, groups: &[(&str, &str)]) -> String {
        groups.iter().fold(pattern.to_owned(), |plain, (name, words)| plain.replace(&format!("{{{name}}}"), words))
    }

    #[test]
    fn every_pattern_is_well_formed() {
        for lexicon in LEXICONS {
            for (cue, patterns) in [lexicon.customer, lexicon.company, lexicon.anyone].into_iter().flatten() {
                for pattern in patterns.lines() {
                    let plain = expanded(pattern, lexicon.groups);
                    let place = format!("{} {cue:?}: {pattern}", lexicon.code);
                    assert!(!plain.contains(['{', '}']), "an unknown group in {place}");
                    assert_eq!(plain.matches('(').count(), plain.matches(')').count(), "brackets: {place}");
                    assert!(!plain.starts_with('.') && !plain.starts_with('_'), "must begin with a word: {place}");
                    let alone = |word: &str| word.len() > 1 && unstretched(word).len() == 1;
                    assert!(
                        !plain.split(|c: char| !c.is_alphanumeric()).any(alone),
                        "a single letter to texts: {place}"
                    );
                    assert!(
                        plain
                            .chars()
                            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || " '()|?*~.^$_".contains(c)),
                        "strange letters: {place}"
                    );
                    assert!(
                        plain.find('$').is_none_or(|at| at + 1 == plain.len())
                            && plain.rfind('^').is_none_or(|at| at == 0),
                        "marks inside: {place}"
                    );
                }
            }
        }
    }

    #[test]
    fn negation_and_longer_phrases_take_kind_words_away() {
        let rejecting = cues("en", "that was not helpful at all");
        assert!(rejecting.contains(&Cue::Rejects) && !rejecting.contains(&Cue::Confirms));
        assert_eq!(cues("en", "thanks for nothing"), [Cue::Sarcasm]);
        assert!(cues("en", "Hi, thanks in advance").is_empty());
        let rejecting = cues("fr", "ce n'est pas résolu");
        assert!(rejecting.contains(&Cue::Rejects) && !rejecting.contains(&Cue::Confirms));
        assert!(cues("fr", "Merci d'avance").is_empty());
        assert_eq!(cues("fr", "merci pour rien"), [Cue::Sarcasm]);
    }

    #[test]
    fn requests_for_a_person_are_told_from_talk_about_persons() {
        for text in [
            "Can I speak to a real person?",
            "agent",
            "human!!",
            "I want a humn",
            "get me an operator",
            "live agent please",
            "I don't want to talk to a bot",
        ] {
            assert!(cues("en", text).contains(&Cue::AsksHuman), "{text}");
        }
        for text in [
            "are you a real person?",
            "I want to add an agent",
            "transfer me to the annual plan",
            "the agent told me to wait",
            "human resources",
            "I do not want to talk to an agent",
        ] {
            assert!(!cues("en", text).contains(&Cue::AsksHuman), "{text}");
        }
        for text in
            ["Je veux parler à un humain", "un conseiller svp", "Passez-moi un conseiller", "y a-t-il quelqu'un ?"]
        {
            assert!(cues("fr", text).contains(&Cue::AsksHuman), "{text}");
        }
        for text in [
            "Vous êtes un robot ?",
            "je veux ajouter un agent",
            "les ressources humaines",
            "le conseiller m'a dit d'attendre",
            "y a un souci avec ce code",
        ] {
            assert!(!cues("fr", text).contains(&Cue::AsksHuman), "{text}");
        }
        for (code, text) in [
            ("de", "Ich möchte mit einem Mitarbeiter sprechen"),
            ("es", "quiero hablar con una persona"),
            ("it", "vorrei parlare con un operatore"),
            ("pt", "quero falar com um atendente"),
            ("nl", "ik wil een medewerker spreken"),
        ] {
            assert!(cues(code, text).contains(&Cue::AsksHuman), "{text}");
        }
    }
}
