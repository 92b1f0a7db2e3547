//! Death loop: the bot serves the same answer again although the customer rejected, rephrased or repeated.
//!
//! # What it finds
//! An answer that the bot gives twice with a rejection in between, or three times and more, word for word or reworded.
//!
//! # Why it matters
//! The customer has said that the answer does not help and gets it again. Nothing that the customer can say leads out.
//!
//! # How it decides
//! Messages of the bot are compared sentence by sentence, by the words that carry meaning. The most often repeated answer is taken.
//! A reworded one must also be more alike than the answers that this file gives to different customers are by chance, which is
//! known in the end only; in a small file the fixed thresholds stand alone. Three answers in a row with an objection between are one
//! as soon as the words return that the bot brought in itself: the customer's own are in every answer. So are two questions if
//! the customer then complains of the second. A value given again and a question put again are objections too.
//! What the customer said between two servings is read as a rejection, a rephrased question, an acceptance or another question.
//! How often, how literally, after which reaction, whether the customer complains of hearing it again, and how little new the bot
//! says at all are fused into the confidence.
//!
//! # What it leaves alone
//! The same template with another number, date or name; check-ins, greetings and hand-off lines; templates that the whole file shares;
//! what is sent after the close; an answer that the customer asked to hear again; menus of quick replies.
//!
//! # How well
//! In-sample, on the developers' halves: on reliable_eval (1,000 open-domain chats rated by their users) a precision of 0.88 at a recall of
//! 0.78, on dbdc3_en 0.95 at 0.81, no finding in 320 healthy task dialogues; on the authored support conversations 0.99 at 0.87. Weights
//! fitted without the conversations that are measured: F1 0.81 and 0.80 instead of 0.82 and 0.87.
//!
//! # Example
//! ```text
//! customer  The app shows nothing.
//! bot       You can follow your parcel in the app.
//! customer  I said the app is empty!!
//! bot       You can follow your parcel in the app.
//! ```

use std::cell::OnceCell;

use serde_json::Map;

use super::confidence::{Belief, Weights};
use super::{Candidate, Case, Detector, Turn};
use crate::conversation::{Origin, Role};
use crate::detection::{Action, Detection, Evidence, Meta, Severity};
use crate::json::fields::fields;
use crate::language::Cue;
use crate::lean::sort;
use crate::text::similarity::{Sentence, Whole, overlap};
use crate::text::table::Table;
use crate::text::tokens::Token;

/// See the module's documentation.
pub struct DeathLoop;

static META: Meta = Meta {
    name: "death_loop",
    title: "Death loop",
    summary: "The bot serves the same answer again although the customer rejected or repeated.",
    action: Action::Escalate,
};

/// As `cargo run --release --example fit -- death_loop`, which names its sets, printed them before `fresh.txt` was written; "menu" and
/// "restated" are set by hand, since no set showed them.
static WEIGHTS: Weights = Weights {
    bias: -4.15,
    signs: &[
        ("served_thrice", 1.07),
        ("served_more", 0.52),
        ("word_for_word", 1.54),
        ("stock_phrase", 2.48),
        ("at_once", 0.64),
        ("stands_out", 0.97),
        ("little_new", 4.36),
        ("restated", 2.6),
        ("fallback", 0.46),
        ("displeased", 3.24),
        ("rejected_copy", 0.48),
        ("question_answered", -0.46),
        ("accepted", -1.28),
        ("asked_to_repeat", -2.2),
        ("menu", -2.0),
        ("complained", 1.39),
    ],
};

/// Two messages are the same answer when one says at least this share of the other: a changed opening or closing sentence is no new
/// answer, half a new message is.
const SAME_ANSWER: f64 = 0.6;
/// Sentences below this similarity share their topic rather than their message; unrelated pairs of a chat's sentences stay below it.
const SAME_SENTENCE: f64 = 0.62;
/// Two messages are one answer in other words when they resemble each other this much as a whole; two answers about the same
/// thing share a third of their words.
const REWORDED: f64 = 0.5;
/// Shorter messages ("Okay.", "Thank you!") are not answers.
const LEAST_WORDS: usize = 3;
/// Two replies that have fewer of the bot's own words in common share their topic alone, …
const LEAST_OWN: usize = 2;
/// … and so do three that have a smaller share in common: the steps of a repair name the same button now and then.
const OWN_SHARE: f64 = 0.2;
/// Three replies of which two are less alike than this say different things.
const LEAST_ALIKE: f64 = 0.2;
/// Of fewer own words ("I do not know what they say") two return by chance.
const LEAST_ROOM: usize = 4;
/// Different answers that are compared with each other, the latest; identical ones are counted without comparing.
const MOST_ANSWERS: usize = 48;
/// A copy of fewer words ("I don't know.") is a stock phrase, which answers nothing the second time either: with every word less
/// there is less room for a subject.
const STOCK_PHRASE: usize = 6;
/// A talk with less staleness than this is fresh: a copy stands out in it.
const FRESH: f64 = 0.25;
/// The customer asks the same again when this share of the words returns.
const SAME_QUESTION: f64 = 0.5;
/// Likeness is told to this precision.
const PRECISION: f64 = 1e9;
/// Quoted servings: enough to see the loop.
const MOST_EVIDENCE: usize = 12;

impl Detector for DeathLoop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn examine(&self, case: &Case<'_>, found: &mut Vec<Candidate>) {
        let Some((repetition, belief)) = worst(case) else { return };
        if belief.probability() < case.context.least_confidence {
            return;
        }
        // To as many digits as are written, so that it is the same whichever worker found it.
        let likeness = (repetition.likeness(case) * PRECISION).round() / PRECISION;
        let detection = report(case, &repetition, likeness, &belief);
        let likeness = Some(likeness).filter(|likeness| *likeness < 1.0 && !repetition.restated);
        let rests_on = if repetition.rejected > 0 { Vec::new() } else { repetition.keys(case) };
        found.push(Candidate { detection, rests_on, likeness, signs: belief.signs().collect() });
    }
}

/// What marks the whole talk.
#[derive(Clone, Copy, Debug)]
struct Talk {
    /// The share of what the bot says that it has said before.
    staleness: f64,
    /// The share of the customer's messages that show displeasure.
    displeased: f64,
}

/// One answer and where it was served.
#[derive(Debug, Default)]
struct Repetition {
    /// Indices of the messages, in order; at least two.
    served: Vec<usize>,
    /// Servings that are a copy of the first one.
    copies: usize,
    /// Servings before which the customer rejected the one before.
    rejected: usize,
    /// Servings before which the customer asked the same again.
    rephrased: usize,
    /// Servings before which the customer was content.
    accepted: usize,
    /// Servings for which the customer asked.
    wished: usize,
    /// Servings that followed a click, or showed quick replies.
    clicked: usize,
    /// It came again as the bot's very next message.
    at_once: bool,
    /// It says that the bot did not understand.
    fallback: bool,
    /// It reports something done.
    completes: bool,
    /// The bot came back to it in its own words after every objection, see [`restated`].
    restated: bool,
    /// Its length in words.
    words: usize,
    /// Where the customer was content or wanted the repetition.
    content: Vec<usize>,
}

/// What the customer made of an answer before it was served again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reaction {
    Rejected,
    Wished,
    Rephrased,
    Accepted,
    Other,
}

/// The displeasure that makes a repetition a loop.
const REJECTIONS: &[Cue] = &[
    Cue::Rejects,
    Cue::Failure,
    Cue::Repetition,
    Cue::Effort,
    Cue::Frustration,
    Cue::Insult,
    Cue::Profanity,
    Cue::Threat,
    Cue::Sarcasm,
    Cue::GivesUp,
    Cue::AsksHuman,
];

/// The repetition that weighs the most, if anything was served twice.
#[inline(never)]
fn worst(case: &Case<'_>) -> Option<(Repetition, Belief)> {
    let answers = answers(case);
    let talk = OnceCell::new();
    let mut best: Option<(Repetition, Belief)> = None;
    let restated = restated(case, &answers);
    let is_restated = |group: &[usize]| restated.iter().any(|restated| restated.iter().all(|at| group.contains(at)));
    let groups = same_answers(case, &answers).into_iter().chain(restated.iter().cloned());
    for group in groups {
        let repetition = Repetition { restated: is_restated(&group), ..read(case, group) };
        if repetition.served.len() < 2 {
            continue;
        }
        let talk = talk.get_or_init(|| Talk { staleness: staleness(case), displeased: displeased(case) });
        let belief = WEIGHTS.fuse(&repetition.signs(case, *talk));
        if best.as_ref().is_none_or(|(_, most)| belief.probability() > most.probability()) {
            best = Some((repetition, belief));
        }
    }
    best
}

/// The bot's messages that can be answers, by what they say: the first of each, and its copies.
fn answers(case: &Case<'_>) -> Vec<(usize, Vec<usize>)> {
    let mut places: Table<u32> = Table::default();
    let mut answers: Vec<(usize, Vec<usize>)> = Vec::new();
    for (index, turn) in case.turns.iter().enumerate() {
        let Some(key) = Kept::key(turn) else { continue };
        let known = places.get(key).and_then(|place| answers.get_mut(place as usize));
        match known {
            Some((_, copies)) => copies.push(index),
            None => {
                places.insert(key, answers.len() as u32);
                answers.push((index, Vec::new()));
            }
        }
    }
    answers
}

/// What an answer says, ready to be compared with others.
#[derive(Debug)]
pub struct Answer<'s>(Whole<'s>);

/// The sentences of an answer, to be kept longer than the message.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    sentences: Vec<Sentence>,
}

fields!(Kept { sentences });

impl Kept {
    /// What a message of the bot says.
    pub fn new(turn: &Turn<'_>) -> Self {
        Self { sentences: substance(turn).cloned().collect() }
    }

    /// Equal for messages that say the same; `None` for one that is no answer.
    pub fn key(turn: &Turn<'_>) -> Option<u64> {
        let is_own = turn.is_bot() && !turn.message.after_close && turn.message.origin != Origin::Campaign;
        if !is_own {
            return None;
        }
        let (key, words) = key_of(turn);
        (words >= LEAST_WORDS).then_some(key)
    }

    /// Ready to be compared.
    pub fn answer(&self) -> Answer<'_> {
        Answer(Whole::new(self.sentences.iter().collect()))
    }
}

impl<'s> Answer<'s> {
    /// A message of the bot.
    fn of(turn: &'s Turn<'_>) -> Self {
        let mut sentences = Vec::with_capacity(turn.sentences().len());
        sentences.extend(substance(turn));
        Self(Whole::new(sentences))
    }

    /// 0 (nothing in common) to 1 (the same): the share of one that the other says too, or how alike they are as a whole.
    #[inline(never)]
    pub fn likeness(&self, other: &Self) -> f64 {
        self.shared(other).max(self.0.similarity(&other.0))
    }

    /// Both are one answer, in other words perhaps.
    fn is_same(&self, other: &Self) -> bool {
        self.shared(other) >= SAME_ANSWER || self.0.similarity_from(REWORDED, &other.0) >= REWORDED
    }

    fn shared(&self, other: &Self) -> f64 {
        overlap(self.0.sentences(), other.0.sentences(), SAME_SENTENCE)
    }
}

/// What is said again by design: check-ins, and announcements of a person.
const COURTESIES: &[Cue] = &[Cue::CheckIn, Cue::AsksIfHelped, Cue::PromisesHuman, Cue::OffersHuman, Cue::GivesContact];

/// What a bot's message says beside courtesies.
fn substance<'t>(turn: &'t Turn<'_>) -> impl Iterator<Item = &'t Sentence> {
    let is_polite = turn.says_any(COURTESIES);
    turn.sentences().iter().filter(move |sentence| {
        let inside = |start: usize| (sentence.start..sentence.end).contains(&start);
        !(is_polite && turn.cues.iter().any(|hit| COURTESIES.contains(&hit.label) && inside(turn.span(hit).0)))
    })
}

/// Groups of messages that serve the same answer: copies, and rewordings of them.
#[inline(never)]
fn same_answers(case: &Case<'_>, answers: &[(usize, Vec<usize>)]) -> Vec<Vec<usize>> {
    let recent = answers.get(answers.len().saturating_sub(MOST_ANSWERS)..).unwrap_or_default();
    let said: Vec<Answer<'_>> = recent.iter().filter_map(|&(first, _)| case.turns.get(first)).map(Answer::of).collect();
    let mut twins = vec![Vec::new(); recent.len()];
    for (here, one) in said.iter().enumerate() {
        for (there, other) in said.iter().enumerate().take(here) {
            if !one.is_same(other) {
                continue;
            }
            for (at, twin) in [(here, there), (there, here)] {
                if let Some(twins) = twins.get_mut(at) {
                    twins.push(twin);
                }
            }
        }
    }
    let mut groups = Vec::new();
    for (at, answer) in answers.iter().enumerate() {
        let here = at.checked_sub(answers.len() - recent.len());
        let twins = here.and_then(|here| twins.get(here)).map(Vec::as_slice).unwrap_or_default();
        if answer.1.is_empty() && twins.is_empty() {
            continue;
        }
        let all = twins.iter().filter_map(|&twin| recent.get(twin)).chain([answer]);
        let mut group: Vec<usize> = all.flat_map(|(first, copies)| copies.iter().chain([first])).copied().collect();
        sort::by_key(&mut group, |index| *index);
        groups.push(group);
    }
    groups
}

/// An answer of the bot, of several in a row the last.
struct Reply<'s> {
    index: usize,
    /// Its place among the answers that differ.
    answer: usize,
    /// How the customer took the one before.
    after: Mood,
    /// What it says and the words of it that carry meaning; most are never looked at.
    said: OnceCell<Whole<'s>>,
    words: OnceCell<Vec<u64>>,
}

impl<'s> Reply<'s> {
    fn said(&self, case: &'s Case<'_>) -> &Whole<'s> {
        self.said.get_or_init(|| {
            case.turns.get(self.index).map_or_else(|| Whole::new(Vec::new()), |turn| Answer::of(turn).0)
        })
    }
}

/// Replies in a row, among the latest, that say one thing in other words: three or more with an objection between, or two
/// questions with a complaint of hearing it again behind them.
#[inline(never)]
fn restated(case: &Case<'_>, answers: &[(usize, Vec<usize>)]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    if answers.len() < 2 {
        return groups;
    }
    let replies = replies(case, answers);
    let latest = replies.get(replies.len().saturating_sub(MOST_ANSWERS)..).unwrap_or_default();
    for three in latest.windows(3) {
        let [one, two, last] = three else { continue };
        let copied = one.answer == two.answer || two.answer == last.answer || one.answer == last.answer;
        let is_same = match two.after.max(last.after) {
            // Copies are seen without this.
            _ if copied => false,
            Mood::Against if two.after.min(last.after) == Mood::Content => false,
            // A plea for other words is the same in whichever words.
            Mood::Against if two.after == last.after && are_all(case, three, |turn| turn.says(Cue::Fallback)) => true,
            Mood::Against => says_one_thing(case, three),
            _ => false,
        };
        match groups.last_mut() {
            Some(group) if is_same && group.ends_with(&[one.index, two.index]) => group.push(last.index),
            _ if is_same => groups.push(vec![one.index, two.index, last.index]),
            _ => {}
        }
    }
    for two in latest.windows(2) {
        let [one, again] = two else { continue };
        let asked = one.answer != again.answer && are_all(case, two, is_question);
        if asked && complains_behind(case, again.index) && says_one_thing(case, two) {
            groups.push(vec![one.index, again.index]);
        }
    }
    groups
}

/// What the customer says to a reply is that it was said before.
fn complains_behind(case: &Case<'_>, reply: usize) -> bool {
    let mut behind = case.turns.iter().skip(reply + 1).take_while(|turn| !turn.is_bot());
    behind.any(|turn| turn.is_customer() && turn.says(Cue::Repetition))
}

fn are_all(case: &Case<'_>, replies: &[Reply<'_>], fits: impl Fn(&Turn<'_>) -> bool) -> bool {
    replies.iter().all(|reply| case.turns.get(reply.index).is_some_and(&fits))
}

/// The bot's answers in order.
fn replies<'s>(case: &Case<'_>, answers: &[(usize, Vec<usize>)]) -> Vec<Reply<'s>> {
    let mut turns: Vec<(usize, usize)> = Vec::new();
    for (answer, (first, copies)) in answers.iter().enumerate() {
        turns.push((*first, answer));
        turns.extend(copies.iter().map(|&copy| (copy, answer)));
    }
    sort::by_key(&mut turns, |turn| turn.0);
    let mut replies: Vec<Reply<'s>> = Vec::new();
    for (index, answer) in turns {
        let before = replies.last().map_or(0, |reply| reply.index);
        let mut between: Vec<usize> = Vec::new();
        for at in before + 1..index {
            if case.turns.get(at).is_some_and(Turn::is_customer) {
                between.push(at);
            }
        }
        match replies.last_mut() {
            Some(reply) if between.is_empty() => (reply.index, reply.answer) = (index, answer),
            _ => {
                let after = mood(case, before, &between);
                replies.push(Reply { index, answer, after, said: OnceCell::new(), words: OnceCell::new() });
            }
        }
    }
    replies
}

/// How the customer takes a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mood {
    Content,
    Neither,
    Against,
}

#[inline(never)]
fn mood(case: &Case<'_>, answer: usize, between: &[usize]) -> Mood {
    let turns = || between.iter().filter_map(|&index| case.turns.get(index));
    // "Is it not waterproof?" is another question, but not behind a plea for other words; "no" to a question is an answer.
    let asked = case.turns.get(answer).is_some_and(is_question);
    let pleaded = case.turns.get(answer).is_some_and(|turn| turn.says(Cue::Fallback));
    let denies = |turn: &Turn<'_>| {
        turn.says_any(&[Cue::Negation, Cue::Lacks, Cue::NothingCame])
            && (pleaded || !turn.message.text.trim_end().ends_with('?'))
            && !(asked && turn.says(Cue::Declines))
    };
    let repeats = |turn: &Turn<'_>| turn.says(Cue::AsksRepeat) && !turn.says(Cue::Repetition);
    let again = |turn: &Turn<'_>| asked && gives_again(case, answer, turn) || pleaded && asks_again(case, answer, turn);
    let against = |turn: &Turn<'_>| denies(turn) || turn.says_any(REJECTIONS) || again(turn);
    if turns().any(against) && !turns().any(repeats) {
        Mood::Against
    } else if turns().any(|turn| turn.says_any(&[Cue::AsksRepeat, Cue::Thanks, Cue::Confirms, Cue::Closing])) {
        Mood::Content
    } else {
        Mood::Neither
    }
}

/// What returns are not only the customer's words, which every answer takes up, but the bot's own.
#[inline(never)]
fn says_one_thing<'s>(case: &'s Case<'_>, replies: &[Reply<'s>]) -> bool {
    // Most fall before any word is looked at, most others before the customer's are.
    let alike = |(at, one): (usize, &Reply<'s>)| {
        replies.iter().take(at).all(|other| one.said(case).may_reach(LEAST_ALIKE, other.said(case)))
    };
    let room = if are_all(case, replies, is_question) { LEAST_OWN } else { LEAST_ROOM };
    if !replies.iter().enumerate().all(alike) || !have_in_common(case, replies, &[], room) {
        return false;
    }
    let Some(last) = replies.last() else { return false };
    let mut theirs: Vec<&Sentence> = Vec::new();
    for turn in case.turns.iter().take(last.index).filter(|turn| turn.is_customer()) {
        theirs.extend(turn.sentences());
    }
    have_in_common(case, replies, &Whole::new(theirs).heavy_words(), room)
}

/// Any two have enough words in common beside those of `theirs`, and all of them a share that is enough.
#[inline(never)]
fn have_in_common<'s>(case: &'s Case<'_>, replies: &[Reply<'s>], theirs: &[u64], least: usize) -> bool {
    let own = |reply: &Reply<'s>| {
        let mut words = reply.words.get_or_init(|| reply.said(case).heavy_words()).clone();
        words.retain(|word| theirs.binary_search(word).is_err());
        words
    };
    let (mut common, mut all) = (0, 0);
    for (at, one) in replies.iter().enumerate() {
        let words = own(one);
        for others in replies.iter().take(at).map(own) {
            let room = words.len().min(others.len());
            let shared = words.iter().filter(|word| others.binary_search(word).is_ok()).count();
            if room < least || shared < LEAST_OWN {
                return false;
            }
            common += shared;
            all += room;
        }
    }
    common as f64 >= OWN_SHARE * all as f64
}

/// Reads the customer's turns between the servings of one answer.
#[inline(never)]
fn read(case: &Case<'_>, group: Vec<usize>) -> Repetition {
    let mut repetition = Repetition::default();
    let mut first = None;
    for index in group {
        let Some(turn) = case.turns.get(index) else { continue };
        let (key, words) = key_of(turn);
        let first = *first.get_or_insert(key);
        if let Some(&before) = repetition.served.last() {
            let between: Vec<usize> =
                (before + 1..index).filter(|&index| case.turns.get(index).is_some_and(Turn::is_customer)).collect();
            if between.is_empty() {
                // Two messages in a row are one serving.
                continue;
            }
            match reaction(case, before, &between) {
                Reaction::Rejected => repetition.rejected += 1,
                Reaction::Rephrased => repetition.rephrased += 1,
                Reaction::Accepted => {
                    repetition.accepted += 1;
                    repetition.content.extend(&between);
                }
                Reaction::Wished => {
                    repetition.wished += 1;
                    repetition.content.extend(&between);
                }
                // "Your table is reserved." comes once for each table.
                Reaction::Other => repetition.accepted += usize::from(turn.says(Cue::Completes)),
            }
            repetition.at_once |= !(before + 1..index).any(|index| case.turns.get(index).is_some_and(Turn::is_bot));
            let clicked = between
                .iter()
                .any(|&index| case.turns.get(index).is_some_and(|turn| turn.message.origin == Origin::Clicked));
            repetition.clicked += usize::from(clicked || !turn.message.options.is_empty());
            repetition.copies += usize::from(key == first);
        }
        repetition.fallback = turn.says(Cue::Fallback);
        repetition.completes = turn.says(Cue::Completes);
        repetition.words = words;
        repetition.served.push(index);
    }
    repetition
}

/// Equal for messages whose substance is the same, and its length in words.
fn key_of(turn: &Turn<'_>) -> (u64, usize) {
    substance(turn).fold((0, 0), |(hash, words): (u64, usize), sentence| {
        (hash.rotate_left(7) ^ sentence.key, words + sentence.len)
    })
}

fn reaction(case: &Case<'_>, answer: usize, between: &[usize]) -> Reaction {
    let turns = || between.iter().filter_map(|&index| case.turns.get(index));
    if turns().any(|turn| turn.says(Cue::AsksRepeat)) && !turns().any(|turn| turn.says(Cue::Repetition)) {
        return Reaction::Wished;
    }
    if turns().any(|turn| turn.says_any(REJECTIONS)) {
        return Reaction::Rejected;
    }
    if case.turns.get(answer).is_some_and(is_question) && turns().any(|turn| gives_again(case, answer, turn)) {
        return Reaction::Rejected;
    }
    let again = turns().filter(|turn| turn.tokens.len() >= LEAST_WORDS).any(|turn| {
        let said: Vec<&Sentence> = turn.sentences().iter().collect();
        earlier(case, answer).any(|earlier| {
            let before: Vec<&Sentence> = earlier.sentences().iter().collect();
            overlap(&said, &before, SAME_QUESTION) >= SAME_QUESTION
        })
    });
    if again {
        return Reaction::Rephrased;
    }
    if turns().any(|turn| turn.says_any(&[Cue::Thanks, Cue::Confirms, Cue::Closing])) {
        return Reaction::Accepted;
    }
    Reaction::Other
}

fn is_question(turn: &Turn<'_>) -> bool {
    turn.says(Cue::Asks) || turn.message.text.trim_end().ends_with('?')
}

/// The customer's last turns before an answer.
fn earlier<'c>(case: &'c Case<'_>, answer: usize) -> impl Iterator<Item = &'c Turn<'c>> {
    case.turns.iter().take(answer).rev().filter(|turn| turn.is_customer()).take(EARLIER_QUESTIONS)
}

/// The customer has to give a value a second time.
fn gives_again(case: &Case<'_>, answer: usize, turn: &Turn<'_>) -> bool {
    earlier(case, answer)
        .flat_map(Turn::sentences)
        .any(|earlier| turn.sentences().iter().any(|sentence| sentence.shared_numbers(earlier).next().is_some()))
}

/// The customer comes back to a word from before the answer.
fn asks_again(case: &Case<'_>, answer: usize, turn: &Turn<'_>) -> bool {
    let words = telling_words(turn);
    earlier(case, answer).any(|earlier| telling_words(earlier).iter().any(|word| words.binary_search(word).is_ok()))
}

/// The words of a message that carry meaning, each once and in order.
fn telling_words(turn: &Turn<'_>) -> Vec<u64> {
    Whole::new(turn.sentences().iter().collect()).heavy_words()
}

/// The customer's turns before an answer in which the question that it answered is looked for.
const EARLIER_QUESTIONS: usize = 4;

impl Repetition {
    fn signs(&self, case: &Case<'_>, talk: Talk) -> [(&'static str, f64); 16] {
        let again = self.served.len().saturating_sub(1);
        let share = |part: usize| part as f64 / again.max(1) as f64;
        let asks = self.served.first().and_then(|&index| case.turns.get(index)).is_some_and(is_question);
        let unanswered = self.rejected + self.rephrased > 0;
        let flag = |holds: bool| f64::from(u8::from(holds));
        [
            ("served_thrice", flag(again >= 2)),
            ("served_more", (again as f64 - 2.0).clamp(0.0, 4.0)),
            ("word_for_word", share(self.copies)),
            ("stock_phrase", if self.copies > 0 && !self.completes { self.stock() } else { 0.0 }),
            ("at_once", flag(self.at_once)),
            ("stands_out", if self.copies > 0 { (1.0 - talk.staleness / FRESH).max(0.0) } else { 0.0 }),
            ("little_new", talk.staleness),
            ("fallback", flag(self.fallback)),
            ("restated", flag(self.restated)),
            ("displeased", talk.displeased),
            ("complained", flag(self.complained(case))),
            ("rejected_copy", flag(self.rejected > 0 && self.copies > 0)),
            ("question_answered", flag(asks && !unanswered)),
            ("accepted", share(self.accepted)),
            ("asked_to_repeat", share(self.wished)),
            ("menu", share(self.clicked)),
        ]
    }

    /// The customer complains of being told the same once it was served again.
    fn complained(&self, case: &Case<'_>) -> bool {
        let again = self.served.get(1).copied().unwrap_or(usize::MAX);
        case.turns.iter().skip(again).any(|turn| turn.is_customer() && turn.says(Cue::Repetition))
    }

    /// How alike the two closest servings are: 1 if any two are copies.
    fn likeness(&self, case: &Case<'_>) -> f64 {
        let served = self.served.iter().filter_map(|&index| case.turns.get(index));
        let said: Vec<Answer<'_>> = served.map(Answer::of).collect();
        let mut closest = 0.0;
        for (at, one) in said.iter().enumerate() {
            closest = said.iter().take(at).map(|other| one.likeness(other)).fold(closest, f64::max);
            if closest >= 1.0 {
                break;
            }
        }
        closest
    }

    /// How much it is a stock phrase: 1 for the shortest answers.
    fn stock(&self) -> f64 {
        let room = STOCK_PHRASE.saturating_sub(self.words) as f64;
        (room / (STOCK_PHRASE - LEAST_WORDS) as f64).min(1.0)
    }

    /// The sentences that were served again.
    fn keys(&self, case: &Case<'_>) -> Vec<u64> {
        let mut seen: Vec<u64> = Vec::new();
        let mut again: Vec<u64> = Vec::new();
        for turn in self.served.iter().filter_map(|&index| case.turns.get(index)) {
            let fallback = turn.says(Cue::Fallback);
            let before = seen.len();
            for key in substance(turn).map(|sentence| sentence.key) {
                if !fallback && seen.get(..before).unwrap_or_default().contains(&key) {
                    again.push(key);
                }
                seen.push(key);
            }
        }
        again.sort_unstable();
        again.dedup();
        again
    }
}

fn displeased(case: &Case<'_>) -> f64 {
    let customer = || case.turns.iter().filter(|turn| turn.is_customer());
    customer().filter(|turn| turn.says_any(REJECTIONS)).count() as f64 / customer().count().max(1) as f64
}

/// The share of what the bot says that it has said before, by pairs of neighbouring words: 0 (always new) to 1.
#[inline(never)]
fn staleness(case: &Case<'_>) -> f64 {
    let said = || case.by(Role::Bot).filter_map(|index| case.turns.get(index)).take(MOST_MESSAGES);
    let pairs = said().flat_map(|turn| turn.tokens.as_slice().windows(2).take(MOST_PAIRS));
    let all = said().map(|turn| turn.tokens.len().saturating_sub(1).min(MOST_PAIRS)).sum();
    let mut seen = Table::with_room(all);
    let is_stale = |pair: &&[Token]| matches!(pair, [a, b] if !seen.add(a.key.rotate_left(1) ^ b.key));
    let stale = pairs.filter(is_stale).count();
    if all == 0 { 0.0 } else { stale as f64 / all as f64 }
}

/// Messages and pairs of words in each that are looked at for what is new; a longer talk does not change the share.
const MOST_MESSAGES: usize = 200;
const MOST_PAIRS: usize = 200;

#[cold]
fn report(case: &Case<'_>, repetition: &Repetition, likeness: f64, belief: &Belief) -> Detection {
    let conversation = case.conversation;
    let count = repetition.served.len();
    let last = repetition.served.last().copied().unwrap_or(0);
    let first = repetition.served.first().copied().unwrap_or(0);
    let mut evidence = Vec::new();
    for (n, &index) in repetition.served.iter().enumerate().take(MOST_EVIDENCE) {
        let note = if n == 0 { "the answer".to_owned() } else { format!("the same answer, time {}", n + 1) };
        let turn = case.turns.get(index);
        let start = turn.and_then(|turn| substance(turn).next()).map_or(0, |sentence| sentence.start);
        let end = turn.and_then(|turn| substance(turn).last()).map_or(usize::MAX, |sentence| sentence.end);
        evidence.extend(Evidence::range(conversation, index, start, end, note));
    }
    let counter_evidence = repetition
        .content
        .iter()
        .take(MOST_EVIDENCE)
        .filter_map(|&index| Evidence::message(conversation, index, "the customer took it or wanted to hear it again"))
        .collect();
    let left = !case.after(last).any(|(_, turn)| !turn.is_bot());
    let mut metadata = Map::new();
    metadata.insert("repeat_count".into(), count.into());
    metadata.insert("first_index".into(), first.into());
    metadata.insert("last_index".into(), last.into());
    metadata.insert("rejections".into(), repetition.rejected.into());
    metadata.insert("rephrased".into(), repetition.rephrased.into());
    metadata.insert("word_for_word".into(), (repetition.copies + 1 == count).into());
    metadata.insert("likeness".into(), ((likeness * 100.0).round() / 100.0).into());
    metadata.insert("customer_left".into(), left.into());
    belief.note(&mut metadata);
    Detection {
        conversation_id: conversation.id.clone(),
        detector: META.name.into(),
        failure_mode: META.name.into(),
        severity: severity(repetition, left),
        confidence: belief.confidence(),
        explanation: explanation(repetition, left),
        evidence,
        counter_evidence,
        recommended_action: META.action,
        metadata,
    }
}

/// A customer who cannot get out is failed; one who leaves in the loop, or stays long in it, more so.
fn severity(repetition: &Repetition, left: bool) -> Severity {
    match (repetition.served.len(), repetition.rejected) {
        (6.., 2..) => Severity::Critical,
        (4.., _) => Severity::High,
        (_, 1..) if left => Severity::High,
        (_, 0) if repetition.rephrased == 0 => Severity::Low,
        _ => Severity::Medium,
    }
}

fn explanation(repetition: &Repetition, left: bool) -> String {
    let count = repetition.served.len();
    let how = if repetition.copies + 1 == count { "the same answer" } else { "the same answer in other words" };
    let times = if count == 2 { "twice".to_owned() } else { format!("{count} times") };
    let between = match (repetition.rejected, repetition.rephrased) {
        (0, 0) => String::new(),
        (0, 1) => ", although the customer asked again".to_owned(),
        (0, n) => format!(", although the customer asked again {n} times"),
        (1, _) => ", although the customer had said that it did not help".to_owned(),
        (n, _) => format!(", although the customer objected {n} times"),
    };
    let end = if left { " The conversation ends there." } else { "" };
    format!("The bot gave {how} {times}{between}.{end}")
}
