//! Silent churn: the customer engaged, got no resolution, and stopped writing.
//!
//! # What it finds
//! A conversation with the bot alone that ends without a closing word, with signs that the matter was open when the customer left.
//!
//! # Why it matters
//! Silence is counted as a resolution. Who leaves unserved comes back as another ticket, or not at all.
//!
//! # How it decides
//! By the last customer message and what followed it: a question of the bot that nobody answered (an offer that nobody took says
//! less), an answer that was rejected before, a failure report, an idle or close event, the platform's result, the rating; and by how
//! often the bot had to say the same again. Most talks that simply end have ended well: that the customer fell silent, and that the platform took
//! this for a resolution, counts only where something shows the matter to be open. Closings and thanks count where they end the talk,
//! not where they open it, and not when they are negated. Without words that are understood, only the order of the messages counts.
//!
//! # What it leaves alone
//! Thanks and closings in any supported language, confirmed resolutions, good ratings, requests that the bot carried out,
//! conversations that a person took over, and a single question that got its answer.
//!
//! # How well
//! In-sample, on the developers' half of betold (300 calls with a bot, names of acts only) a precision of 0.69 at a recall of 0.89, with
//! weights fitted without the calls that are measured 0.67 at 0.83; no finding in 320 healthy task dialogues; on the authored support
//! conversations 0.99 at 0.93.
//!
//! # Example
//! ```text
//! customer  The form rejects my number.
//! bot       Please enter the number without blanks.
//! customer  I did, that was not helpful.
//! bot       Please enter the number without blanks.
//! ```

use serde_json::Map;

use super::confidence::{Belief, Weights};
use super::escalation_burial::gives_contact;
use super::{Candidate, Case, Detector, Turn};
use crate::conversation::{EventKind, Resolution, Role, State};
use crate::detection::{Action, Detection, Evidence, Meta, Severity};
use crate::knowledge::stems::contents;
use crate::language::Cue;
use crate::text::phrases::Hit;
use crate::text::similarity::containment;
use crate::text::tokens::Token;

/// See the module's documentation.
pub struct SilentChurn;

static META: Meta = Meta {
    name: "silent_churn",
    title: "Silent churn",
    summary: "The customer left without a resolution and without a word.",
    action: Action::FollowUp,
};

/// As `cargo run --release --example fit -- silent_churn`, which names its sets, prints them; "negative_feedback" and "still_open" are
/// set by hand, since no set shows enough of them; so are "bot_restates", "talked_past" and "unanswered", and "assumed", which the
/// fit puts far higher, since its sets hold hardly any of the many talks that ended well and were only assumed to have.
static WEIGHTS: Weights = Weights {
    bias: -1.12,
    signs: &[
        ("rejected", 1.95),
        ("failure", 1.46),
        ("repeated", 0.55),
        ("angry", 2.54),
        ("gave_up", 2.36),
        ("asked_human", 1.67),
        ("open_question", -0.25),
        ("bot_asks", 1.48),
        ("bot_cannot", 1.00),
        ("bot_lost", 0.56),
        ("bot_repeats", 1.04),
        ("bot_done", -0.60),
        ("thanked", -3.62),
        ("customer_last", -2.66),
        ("idle", 1.23),
        ("no_answer", 0.40),
        ("assumed", 1.2),
        ("abandoned", 0.18),
        ("negative_feedback", 1.5),
        ("rating_low", 1.49),
        ("still_open", -1.0),
        ("bot_offers", -1.67),
        ("bot_talked_on", 1.42),
        ("said_again", 0.83),
        ("bot_restates", 0.8),
        ("talked_past", 1.0),
        ("unanswered", 1.0),
    ],
};

/// The last messages of a customer in which what speaks for an open matter is looked for.
const LAST_TURNS: usize = 2;
/// A rating from here on says that the customer was served, whatever the words look like.
const GOOD_RATING: u8 = 4;
/// A rating up to here says that the customer was not.
const BAD_RATING: u8 = 2;
/// The bot's last message repeats an earlier one when it shares this part with it.
const SAME_ANSWER: f64 = 0.8;
/// A message with this share of its topics from an earlier one says it in other words.
const SAME_TOPICS: f64 = 0.5;
/// With so many topics in common, this share is enough. A message of fewer topics restates nothing: "right, at eight".
const MANY_TOPICS: usize = 3;
const MANY_SAME: f64 = 0.4;
/// Of what the customer names so much was named before: the same is asked in other words.
const SAME_QUESTION: f64 = 0.5;
/// "Remove, not add" takes no more words.
const CORRECTION: usize = 8;
/// Earlier messages with which it is compared.
const EARLIER: usize = 30;

const ANGER: &[Cue] = &[Cue::Frustration, Cue::Insult, Cue::Threat, Cue::Sarcasm, Cue::Effort];
/// Whether the customer was served, or is still there.
const CHECKS: &[Cue] = &[Cue::CheckIn, Cue::AsksIfHelped];
/// Says that the talk was no use.
const USELESS: &[Cue] = &[Cue::Rejects, Cue::Failure, Cue::Repetition, Cue::Threat, Cue::GivesUp];
/// Says that the matter is open, whatever came before.
const OPEN: &[Cue] = &[
    Cue::Rejects,
    Cue::Repetition,
    Cue::Effort,
    Cue::Frustration,
    Cue::Insult,
    Cue::Threat,
    Cue::Sarcasm,
    Cue::GivesUp,
];

fn may_be_open(cue: Cue) -> bool {
    OPEN.contains(&cue) || matches!(cue, Cue::Failure | Cue::AsksHuman)
}

impl Detector for SilentChurn {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn examine(&self, case: &Case<'_>, found: &mut Vec<Candidate>) {
        let Some(leave) = read(case) else { return };
        let belief = WEIGHTS.fuse(&leave.signs(case));
        if belief.probability() < case.context.least_confidence {
            return;
        }
        let detection = report(case, &leave, &belief);
        found.push(Candidate { signs: belief.signs().collect(), ..detection.into() });
    }
}

/// How a customer left a conversation with the bot.
#[derive(Debug)]
struct Leave {
    /// The customer's last messages, in order.
    last: Vec<usize>,
    /// The bot's message after them, if it answered.
    answer: Option<usize>,
    /// What it wrote after them, beside asking whether that helped.
    answers: usize,
}

/// The leave-taking, or `None` where the customer was served, said so, or talked with a person.
#[inline(never)]
fn read(case: &Case<'_>) -> Option<Leave> {
    let conversation = case.conversation;
    let mut last: Vec<usize> = case.by(Role::Customer).rev().take(LAST_TURNS).collect();
    last.reverse();
    let &end = last.last()?;
    // The opening states the matter; what it says of failures is no answer to the bot.
    let opening = case.by(Role::Customer).next();
    last.retain(|&index| index == end || Some(index) != opening);
    let bot_took_part = case.by(Role::Bot).next().is_some();
    let human = case.by(Role::Human).next().is_some();
    let served = conversation.resolution == Some(Resolution::Confirmed)
        || conversation.rating.is_some_and(|rating| rating >= GOOD_RATING);
    if !bot_took_part || human || served || is_closing(case, end) {
        return None;
    }
    let after = || case.after(end).filter(|(_, turn)| turn.is_bot() && !turn.message.after_close);
    let answers = after().filter(|(_, turn)| !turn.says_any(CHECKS)).count();
    Some(Leave { answer: after().last().map(|(index, _)| index), answers, last })
}

/// The customer's last message ends the talk in content. Thanks in the opening are politeness.
fn is_closing(case: &Case<'_>, index: usize) -> bool {
    let Some(turn) = case.turns.get(index) else { return false };
    // "Never mind, figured it out" gives nothing up.
    let solved = turn.says(Cue::Confirms);
    let open = |hit: &Hit<Cue>| may_be_open(hit.label) && !(solved && hit.label == Cue::GivesUp);
    if turn.cues.iter().any(open) || says_unhelped(case, index) {
        return false;
    }
    let opening = case.by(Role::Customer).next() == Some(index);
    let question = asks_on(turn);
    let kind = turn.says(Cue::Confirms) || turn.says(Cue::Thanks) && !opening;
    let end = turn.says(Cue::Closing) || kind && !question;
    let thumb = turn.message.text.contains(['👍', '🙏', '😊', '🙂', '😀', '❤', '👌', '🎉', '😃', '😄']);
    let checked_in = index
        .checked_sub(1)
        .and_then(|before| case.turns.get(before))
        .is_some_and(|bot| bot.is_bot() && bot.says_any(CHECKS) && turn.says_any(&[Cue::Accepts, Cue::Declines]));
    (end && !(opening && question)) || thumb || (checked_in && turn.tokens.len() <= SHORT)
}

/// A bare "no" to "did that help?", which is the opposite of a "no" to "anything else?": the question that stands last counts.
fn says_unhelped(case: &Case<'_>, index: usize) -> bool {
    let Some(bot) = index.checked_sub(1).and_then(|before| case.turns.get(before)).filter(|bot| bot.is_bot()) else {
        return false;
    };
    let asked = bot.cues.iter().rfind(|hit| CHECKS.contains(&hit.label));
    asked.is_some_and(|hit| hit.label == Cue::AsksIfHelped)
        && case.turns.get(index).is_some_and(|turn| {
            turn.says(Cue::Declines) && !turn.says_any(&[Cue::Thanks, Cue::Confirms, Cue::Closing, Cue::Withdraws])
        })
}

/// Says a kind word without asking on: "thank you, but may he use mine?" is no thanks for an answer, and "great, thanks for
/// nothing" is none at all, nor is the "bye" of who gives up.
fn is_friendly(turn: &Turn<'_>) -> bool {
    let thanks = turn.says_any(&[Cue::Thanks, Cue::Confirms]);
    let kind = thanks || turn.says(Cue::Closing) && !turn.says_any(&[Cue::GivesUp, Cue::Threat]);
    kind && !asks_on(turn) && !turn.says(Cue::Sarcasm)
}

fn asks_on(turn: &Turn<'_>) -> bool {
    turn.message.text.trim_end().ends_with('?')
}

/// A reply to a check-in of at most so many words says no more than yes or no.
const SHORT: usize = 3;

impl Leave {
    /// Said no to whether it helped.
    fn unhelped(&self, case: &Case<'_>) -> bool {
        self.last.iter().any(|&index| says_unhelped(case, index))
    }

    fn unsaid(&self, case: &Case<'_>) -> Unsaid {
        let Some((&end, turn)) = self.last.last().and_then(|end| Some((end, case.turns.get(*end)?))) else {
            return Unsaid::default();
        };
        let mut bot = case.by(Role::Bot).rev();
        let said = bot.find(|&index| case.turns.get(index).is_some_and(|turn| !turn.says_any(CHECKS)));
        let restated = said.is_some_and(|index| restates(case, index));
        match self.answer.and_then(|index| case.turns.get(index)) {
            Some(answer) => {
                let talked_past = !restated && talked_past(case, end, turn, answer);
                Unsaid { restated, talked_past, unanswered: false }
            }
            None => Unsaid { restated, talked_past: false, unanswered: goes_on(case, end, turn) },
        }
    }

    fn signs(&self, case: &Case<'_>) -> Vec<(&'static str, f64)> {
        let flag = |holds: bool| f64::from(u8::from(holds));
        let conversation = case.conversation;
        let last = || self.last.iter().filter_map(|&index| case.turns.get(index));
        let end = last().next_back();
        let answer = self.answer.and_then(|index| case.turns.get(index));
        let says = |cues: &[Cue]| last().any(|turn| turn.says_any(cues));
        let event = |kind: EventKind| conversation.events.iter().any(|event| event.kind == kind);
        let asks = answer.is_some_and(|turn| {
            (turn.says(Cue::Asks) || turn.message.text.trim_end().ends_with('?')) && !turn.says_any(CHECKS)
        });
        let messages = case.by(Role::Customer).count();
        // Somebody waited for the customer, or took the silence for a result.
        let noticed = event(EventKind::Idle) || event(EventKind::Closed) || conversation.resolution.is_some();
        let unhelped = self.unhelped(case);
        let repeats = self.answer.is_some_and(|index| repeats(case, index));
        let cannot = answer.is_some_and(|turn| turn.says(Cue::Refuses));
        let lost = answer.is_some_and(|turn| turn.says(Cue::Fallback));
        let said_again = if self.answer.is_some() { said_again(case) } else { 0.0 };
        let contrasts = messages > 1
            && end.is_some_and(|turn| {
                turn.says(Cue::Contrasts) && !turn.says(Cue::Confirms) || turn.message.text.ends_with("??")
            });
        // The first message says what the matter is, not that it is still open; and who got a number has what was asked for.
        let fails = messages > 1 && says(&[Cue::Failure]);
        let wants_human = says(&[Cue::AsksHuman]) && !answer.is_some_and(gives_contact);
        let (idle, assumed) = (event(EventKind::Idle), conversation.resolution == Some(Resolution::Assumed));
        let open = unhelped
            || says(OPEN)
            || fails
            || wants_human
            || asks
            || repeats
            || cannot
            || lost
            || said_again > 0.0
            || contrasts;
        let silent = messages > 1 && (idle || assumed) && !open;
        let unsaid = if silent { self.unsaid(case) } else { Unsaid::default() };
        // Most talks that simply end have ended well: silence tells only of a matter that something shows to be open.
        let silence = |holds: bool| flag(holds && (open || unsaid.any()));
        // Who wrote last may still be there, but not who says that it was no use.
        let leaves =
            unhelped || messages > 1 && end.is_some_and(|turn| turn.says_any(USELESS) && !turn.says(Cue::Confirms));
        vec![
            ("rejected", flag(unhelped || says(&[Cue::Rejects]))),
            ("failure", flag(fails)),
            ("repeated", flag(says(&[Cue::Repetition]))),
            ("angry", flag(says(ANGER))),
            ("gave_up", flag(says(&[Cue::GivesUp]))),
            ("asked_human", flag(wants_human)),
            ("open_question", flag(messages > 1 && end.is_some_and(|turn| turn.message.text.contains('?')))),
            ("thanked", flag(end.is_some_and(is_friendly))),
            ("bot_asks", flag(asks)),
            ("bot_offers", flag(asks && answer.is_some_and(|turn| turn.says(Cue::Proposes)))),
            ("bot_talked_on", flag(asks && self.answers > 1)),
            ("said_again", said_again),
            ("bot_cannot", flag(cannot)),
            ("bot_lost", flag(lost)),
            ("bot_repeats", flag(repeats)),
            ("bot_restates", flag(unsaid.restated)),
            ("talked_past", flag(unsaid.talked_past)),
            ("unanswered", flag(unsaid.unanswered)),
            ("bot_done", flag(answer.is_some_and(|turn| turn.says(Cue::Completes)))),
            ("customer_last", flag(self.answer.is_none() && !noticed && !leaves)),
            ("idle", silence(idle)),
            ("no_answer", flag(event(EventKind::NoAnswer))),
            ("assumed", silence(assumed)),
            ("abandoned", flag(conversation.resolution == Some(Resolution::Abandoned))),
            ("negative_feedback", flag(unhelped || conversation.resolution == Some(Resolution::NegativeFeedback))),
            ("rating_low", flag(conversation.rating.is_some_and(|rating| rating <= BAD_RATING))),
            (
                "still_open",
                flag(
                    matches!(conversation.state, Some(State::Open | State::Snoozed)) && !conversation.reported_resolved,
                ),
            ),
        ]
    }
}

/// What shows a matter to be open of which the last words say nothing.
#[derive(Debug, Default)]
struct Unsaid {
    restated: bool,
    talked_past: bool,
    unanswered: bool,
}

impl Unsaid {
    fn any(&self) -> bool {
        self.restated || self.talked_past || self.unanswered
    }
}

/// The customer's last message, which nobody answered, goes on about the matter: asks, contradicts, or names again what was
/// spoken of without agreeing: "ok, will return it tomorrow".
fn goes_on(case: &Case<'_>, end: usize, turn: &Turn<'_>) -> bool {
    turn.message.text.contains('?')
        || !turn.says_any(&[Cue::Confirms, Cue::Thanks, Cue::Closing])
            && (turn.says(Cue::Contrasts) || !turn.says(Cue::Accepts) && named(&topics(turn), case, end, false) > 0)
}

/// The customer asked the same in other words or set the bot right, and the answer names nothing of it.
fn talked_past(case: &Case<'_>, end: usize, turn: &Turn<'_>, answer: &Turn<'_>) -> bool {
    let own = topics(turn);
    let question = asks_on(turn);
    let again = named(&own, case, end, true);
    let asks_again = again > usize::from(!question) && again as f64 >= SAME_QUESTION * own.len() as f64;
    let corrects = !question && turn.says(Cue::Negation) && turn.tokens.len() <= CORRECTION;
    (asks_again || corrects && named(&own, case, end, false) > 0) && shared(&own, answer) == 0
}

/// The words of a message that say something about its topic, each once and in order.
fn topics(turn: &Turn<'_>) -> Vec<u64> {
    contents(&turn.tokens, turn.tokens.as_slice().iter())
}

/// How many of these topics the messages shortly before `end` name, perhaps the customer's alone.
fn named(own: &[u64], case: &Case<'_>, end: usize, by_customer: bool) -> usize {
    let before = case.turns.iter().take(end).rev().filter(|turn| !by_customer || turn.is_customer()).take(EARLIER);
    let mut named: Vec<u64> = before.flat_map(topics).collect();
    named.sort_unstable();
    own.iter().filter(|topic| named.binary_search(topic).is_ok()).count()
}

/// How many of these topics the message names.
fn shared(own: &[u64], turn: &Turn<'_>) -> usize {
    let others = topics(turn);
    own.iter().filter(|topic| others.binary_search(topic).is_ok()).count()
}

/// The bot's message names little but what an earlier one named, and no other value.
fn restates(case: &Case<'_>, index: usize) -> bool {
    let Some(turn) = case.turns.get(index) else { return false };
    let told = topics(turn);
    let restated = |earlier: &Turn<'_>| {
        let same = shared(&told, earlier);
        let least = if same >= MANY_TOPICS { MANY_SAME } else { SAME_TOPICS };
        let known = |word: &Token| earlier.tokens.as_slice().iter().any(|other| other.key == word.key);
        same as f64 >= least * told.len() as f64
            && turn.tokens.as_slice().iter().all(|word| !word.has_digit || known(word))
    };
    told.len() >= MANY_TOPICS
        && case.turns.iter().take(index).rev().filter(|turn| turn.is_bot()).take(EARLIER).any(restated)
}

/// How often the bot said in other order or word for word what it had said before, of [`OFTEN`]: the talk turned in circles.
fn said_again(case: &Case<'_>) -> f64 {
    let said = case
        .by(Role::Bot)
        .filter_map(|index| case.turns.get(index))
        .filter(|turn| turn.tokens.len() > 1 && !turn.says_any(CHECKS));
    let bag = |turn: &Turn<'_>| turn.tokens.as_slice().iter().fold(0u64, |sum, token| sum.wrapping_add(token.key));
    let mut bags: Vec<u64> = said.map(bag).collect();
    let all = bags.len();
    bags.sort_unstable();
    bags.dedup();
    (all - bags.len()).min(OFTEN) as f64 / OFTEN as f64
}

/// More repetitions say no more.
const OFTEN: usize = 4;

/// The bot's message says what an earlier one said.
fn repeats(case: &Case<'_>, index: usize) -> bool {
    let Some(turn) = case.turns.get(index) else { return false };
    let earlier = case.turns.iter().take(index).rev().filter(|turn| turn.is_bot()).take(EARLIER);
    turn.tokens.len() > SHORT
        && earlier
            .into_iter()
            .any(|earlier| containment(turn.sentences(), earlier.sentences(), SAME_ANSWER) >= SAME_ANSWER)
}

#[cold]
fn report(case: &Case<'_>, leave: &Leave, belief: &Belief) -> Detection {
    let conversation = case.conversation;
    let mut evidence = Vec::new();
    let &end = leave.last.last().unwrap_or(&0);
    for &index in &leave.last {
        let open = case.turns.get(index).and_then(|turn| {
            let hit = turn.cues.iter().find(|hit| may_be_open(hit.label))?;
            Some(turn.span(hit))
        });
        match open {
            Some((start, stop)) => {
                evidence.extend(Evidence::range(conversation, index, start, stop, "the matter is open"));
            }
            None if index == end => {
                evidence.extend(Evidence::message(conversation, index, "the last that the customer wrote"));
            }
            None => {}
        }
    }
    if let Some(index) = leave.answer {
        evidence.extend(Evidence::message(conversation, index, "nobody answered this"));
    }
    let counter_evidence = leave
        .last
        .iter()
        .filter(|&&index| {
            case.turns.get(index).is_some_and(|turn| turn.says_any(&[Cue::Thanks, Cue::Confirms, Cue::Closing]))
        })
        .filter_map(|&index| Evidence::message(conversation, index, "a friendly word near the end"))
        .collect();
    let mut metadata = Map::new();
    metadata.insert("last_customer_index".into(), end.into());
    metadata.insert("customer_messages".into(), case.by(Role::Customer).count().into());
    metadata.insert("reported_resolved".into(), conversation.reported_resolved.into());
    metadata.insert("resolution".into(), conversation.resolution.map(Resolution::as_str).into());
    belief.note(&mut metadata);
    Detection {
        conversation_id: conversation.id.clone(),
        detector: META.name.into(),
        failure_mode: META.name.into(),
        severity: severity(case, leave),
        confidence: belief.confidence(),
        explanation: explanation(case, leave),
        evidence,
        counter_evidence,
        recommended_action: META.action,
        metadata,
    }
}

/// Left in anger or with a bad rating, the customer is probably lost; counted as resolved, nobody will notice.
fn severity(case: &Case<'_>, leave: &Leave) -> Severity {
    let says =
        |cues: &[Cue]| leave.last.iter().filter_map(|&index| case.turns.get(index)).any(|turn| turn.says_any(cues));
    let conversation = case.conversation;
    let bad = conversation.rating.is_some_and(|rating| rating <= BAD_RATING);
    match (says(&[Cue::Threat]), says(ANGER) || bad || says(&[Cue::GivesUp]), conversation.reported_resolved) {
        (true, _, true) => Severity::Critical,
        (true, _, _) | (_, true, _) => Severity::High,
        (_, _, true) => Severity::Medium,
        _ => Severity::Low,
    }
}

fn explanation(case: &Case<'_>, leave: &Leave) -> String {
    let says =
        |cues: &[Cue]| leave.last.iter().filter_map(|&index| case.turns.get(index)).any(|turn| turn.says_any(cues));
    let answer = leave.answer.and_then(|index| case.turns.get(index));
    let how = if says(&[Cue::GivesUp]) {
        "gave up"
    } else if says(&[Cue::Rejects, Cue::Repetition]) || leave.unhelped(case) {
        "said that the answer did not help, and left"
    } else if says(&[Cue::Failure]) {
        "said that it still did not work, and left"
    } else if says(ANGER) {
        "was angry, and left"
    } else if says(&[Cue::AsksHuman]) {
        "asked for a person, and left"
    } else if answer.is_some_and(|turn| turn.says(Cue::Asks) || turn.message.text.contains('?')) {
        "left the bot's last question unanswered"
    } else if answer.is_none() {
        "got no answer to the last message"
    } else {
        "left without a closing word"
    };
    let counted = match (case.conversation.resolution, case.conversation.reported_resolved) {
        (Some(Resolution::Assumed), _) => " It is counted as resolved because the customer stopped writing.",
        (_, true) => " It is counted as resolved.",
        _ => "",
    };
    format!("The customer {how}; nothing shows that the matter was solved.{counted}")
}
