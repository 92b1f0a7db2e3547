//! Confident lies (unauthorised commitments): the bot promises or reports as done what nothing backs.
//!
//! # What it finds
//!
//! Promises of refunds, credits, deadlines and guarantees, and actions said to be done, that the company's policy does not
//! allow, that the events of the conversation speak against, or that later messages show to be broken or untrue.
//!
//! # Why it matters
//!
//! A promise binds the company, and a customer who waits for money that nobody sent comes back angrier.
//!
//! # How it decides
//!
//! Each sentence of the bot is read as a speech act: a promise or a report of something done, in active or passive voice.
//! What backs it is looked for in this order: an action that succeeded, an article, the policy. Without a policy only the
//! conversation's own evidence counts: a failed action, a later denial, a deadline that nobody kept, the customer's word that
//! it is not so, or the bot's apology for what the customer holds against it. A policy with forbidden
//! topics forbids those; one that only lists what is allowed forbids the rest, unless the bot has named the rule that
//! entitles the customer.
//!
//! Measured on the developers' half of tau-bench airline (46 labelled conversations, a policy that only lists what is
//! allowed): precision 0.70, recall 0.64, false positives 0.09; too few to be sure. Forbidden topics and broken promises
//! were measured on authored cases only.
//!
//! # What it leaves alone
//!
//! Refusals, conditions, hedges, quoted rules, questions, and what people promise.
//!
//! # Example
//!
//! "I've cancelled your order." while the event says that the action "Cancel order" failed.

use serde_json::Map;

use super::confidence::Weights;
use super::statements::{Statement, bot_turns};
use super::{Candidate, Case, Detector, Turn};
use crate::conversation::{Event, EventKind, Role, Timestamp};
use crate::detection::{Action, Detection, Evidence, Meta, Severity};
use crate::knowledge::policy::Sentence;
use crate::knowledge::stems::{content, phrase};
use crate::language::Cue;
use crate::lean::sort;
use crate::text::phrases::Hit;
use crate::text::quantities::{Kind, Quantity};
use crate::text::tokens::Token;

/// See the module's first line.
pub struct ConfidentLies;

static META: Meta = Meta {
    name: "confident_lies",
    title: "Unauthorised commitment",
    summary: "The bot promises or reports as done what policy, events or later messages do not back.",
    action: Action::Override,
};

/// Set by hand: each way of being unbacked carries a finding alone, a named entitlement takes it back where only an
/// allow-list speaks. On 46 labelled airline conversations 7 of 9 findings outside the allow-list were right.
const WEIGHTS: Weights = Weights {
    bias: -2.2,
    signs: &[
        ("action_failed", 5.0),
        ("denied_later", 4.2),
        ("reported_broken", 4.0),
        ("forbidden_topic", 4.0),
        ("deadline_passed", 2.7),
        ("outside_allowed", 3.3),
        ("entitlement_named", -3.0),
        ("money", 0.3),
    ],
};

/// A promise or a report of something done.
#[derive(Clone, Debug)]
struct Act {
    message: usize,
    statement: Statement,
    /// Said to be done already.
    done: bool,
    /// A person is said to call or write.
    contact: bool,
    /// Nothing else is promised: "I've forwarded your refund request to the team" refunds nothing.
    contact_only: bool,
    /// Money is named.
    money: bool,
    /// Seconds until it is due, where a deadline is named.
    due: Option<i64>,
    stems: Vec<u64>,
    /// The stem that says what was done: the last word of the phrase that tells.
    deed: Option<u64>,
}

impl Act {
    /// Telling stems that words of a message have in common with it.
    fn shared<'t>(&'t self, turn: &'t Turn<'_>, words: &'t [Token]) -> impl Iterator<Item = u64> + 't {
        words.iter().filter_map(|token| content(&turn.tokens, token)).filter(|stem| self.stems.contains(stem))
    }
}

/// An act that nothing backs, with the signs for it.
#[derive(Clone, Debug)]
struct Unbacked {
    act: Act,
    signs: Vec<(&'static str, f64)>,
    /// The policy's topic that it touches.
    topic: Option<String>,
    /// The message that shows it broken or untrue.
    proof: Option<usize>,
    /// The message that names an entitlement.
    ground: Option<usize>,
}

impl Detector for ConfidentLies {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn examine(&self, case: &Case<'_>, found: &mut Vec<Candidate>) {
        let mut unbacked: Vec<Unbacked> = acts(case).into_iter().filter_map(|act| judge(case, act)).collect();
        unbacked.retain(|one| WEIGHTS.fuse(&one.signs).probability() >= case.context.least_confidence);
        let sure = |one: &Unbacked| WEIGHTS.fuse(&one.signs).probability();
        let Some(strongest) =
            unbacked.iter().max_by(|a, b| sure(a).total_cmp(&sure(b)).then(b.act.message.cmp(&a.act.message)))
        else {
            return;
        };
        let belief = WEIGHTS.fuse(&strongest.signs);
        let mut evidence = Vec::new();
        for one in &unbacked {
            let act = &one.act;
            let (start, end) = (act.statement.start, act.statement.end);
            evidence.extend(Evidence::range(case.conversation, act.message, start, end, note(act)));
            evidence.extend(
                one.proof.and_then(|proof| Evidence::message(case.conversation, proof, "shows that it was not so")),
            );
        }
        sort::by_key(&mut evidence, |evidence| (evidence.message_index, evidence.start));
        evidence.dedup_by_key(|evidence| (evidence.message_index, evidence.start));
        if evidence.is_empty() {
            return;
        }
        let counter_evidence = strongest
            .ground
            .and_then(|ground| Evidence::message(case.conversation, ground, "names what entitles the customer"))
            .into_iter()
            .collect();
        let mut metadata = Map::new();
        metadata.insert("commitments".into(), unbacked.len().into());
        metadata.insert("policy_topic".into(), strongest.topic.clone().into());
        belief.note(&mut metadata);
        found.push(Candidate {
            signs: strongest.signs.clone(),
            ..Detection {
                conversation_id: case.conversation.id.clone(),
                detector: META.name.into(),
                failure_mode: META.name.into(),
                severity: severity(strongest),
                confidence: belief.confidence(),
                explanation: explanation(strongest),
                evidence,
                counter_evidence,
                recommended_action: META.action,
                metadata,
            }
            .into()
        });
    }
}

/// What commits the company.
const COMMITS: &[Cue] = &[Cue::ClaimsDone, Cue::Commits, Cue::PromisesHuman];
/// Beside an action that failed any talk of a finished state is a report, too: "your account is unlocked".
const COMMITS_AFTER_FAILURE: &[Cue] = &[Cue::ClaimsDone, Cue::Completes, Cue::Commits, Cue::PromisesHuman];

#[inline(never)]
fn acts(case: &Case<'_>) -> Vec<Act> {
    let mut acts = Vec::new();
    for (message, turn) in bot_turns(case) {
        let failed = turn.says(Cue::Completes) && has_failed(case, message);
        let commits = if failed { COMMITS_AFTER_FAILURE } else { COMMITS };
        if !turn.says_any(commits) {
            continue;
        }
        let values = turn.values();
        for statement in turn.statements().iter().cloned() {
            let Some(hit) = commitment(turn, &statement, commits) else { continue };
            let inside = |value: &&Quantity| statement.start <= value.start && value.end <= statement.end;
            let tokens = turn.tokens.as_slice().get(statement.words.clone()).unwrap_or_default();
            acts.push(Act {
                message,
                done: matches!(hit.label, Cue::ClaimsDone | Cue::Completes),
                contact: statement.says(turn, Cue::PromisesHuman) || statement.says(turn, Cue::Contacts),
                contact_only: hit.label == Cue::PromisesHuman
                    || turn.cues(Cue::PromisesHuman).any(|other| hit.start < other.end && other.start < hit.end),
                money: values.iter().filter(inside).any(|value| matches!(value.kind, Kind::Money | Kind::Percent)),
                due: due(turn, &statement, values.iter().filter(inside)),
                stems: tokens.iter().filter_map(|token| content(&turn.tokens, token)).collect(),
                deed: turn
                    .tokens
                    .as_slice()
                    .get(hit.start..hit.end)
                    .and_then(|told| told.iter().rev().find_map(|token| content(&turn.tokens, token))),
                statement,
            });
        }
    }
    acts
}

/// The phrase by which a sentence commits the company, unless something in it takes the commitment back.
fn commitment<'t>(turn: &'t Turn<'_>, statement: &Statement, commits: &[Cue]) -> Option<&'t Hit<Cue>> {
    let taken_back = [Cue::Conditional, Cue::CitesRule, Cue::OffersHuman];
    if statement.asks || taken_back.into_iter().any(|cue| statement.says(turn, cue)) {
        return None;
    }
    let inside = |hit: &&Hit<Cue>| statement.words.contains(&hit.start);
    let acts = turn.cues.iter().filter(inside).filter(|hit| commits.contains(&hit.label));
    let clause = |at: usize| turn.tokens.as_slice().get(at).map(|token| token.clause);
    let denied = |hit: &Hit<Cue>| {
        let before =
            |other: &&Hit<Cue>| inside(other) && other.start <= hit.start && clause(other.start) == clause(hit.start);
        // "I've cancelled it and you won't be charged": what is refused behind the act takes nothing back.
        turn.cues(Cue::Refuses).any(|other| inside(&other) && other.start <= hit.start)
            || [Cue::Negation, Cue::Hedges, Cue::Inquires].iter().any(|&cue| turn.cues(cue).any(|other| before(&other)))
            || turn.cues(Cue::Negation).any(|other| hit.start <= other.start && other.start < hit.end)
    };
    acts.filter(|hit| !denied(hit))
        .min_by_key(|hit| (hit.label != Cue::ClaimsDone, hit.label != Cue::Commits, hit.start))
}

/// "Today", "by the end of the day".
const WITHIN_THE_DAY: i64 = 86_400;

/// Seconds within which the promise falls due.
fn due<'q>(turn: &Turn<'_>, statement: &Statement, values: impl Iterator<Item = &'q Quantity>) -> Option<i64> {
    let days = values.filter_map(|value| match value.kind {
        Kind::Duration => Some(value.high),
        Kind::Time | Kind::Weekday | Kind::Date => {
            Some(if value.kind == Kind::Time { WITHIN_THE_DAY } else { 7 * WITHIN_THE_DAY })
        }
        _ => None,
    });
    days.max().or_else(|| statement.says(turn, Cue::Deadline).then_some(2 * WITHIN_THE_DAY))
}

fn judge(case: &Case<'_>, act: Act) -> Option<Unbacked> {
    let knowledge = &case.context.knowledge;
    let turn = case.turns.get(act.message)?;
    let inside: Vec<Quantity> = turn
        .values()
        .iter()
        .copied()
        .filter(|value| act.statement.start <= value.start && value.end <= act.statement.end)
        .collect();
    let sentence = Sentence::new(&turn.tokens, act.statement.words.clone(), &inside);
    let mut signs: Vec<(&'static str, f64)> = Vec::new();
    let mut proof = None;
    let mut topic = None;
    let backed = is_backed(case, &act);
    if act.done && !backed && has_failed(case, act.message) {
        signs.push(("action_failed", 1.0));
    }
    if let Some(denial) = denied_later(case, &act) {
        signs.push(("denied_later", 1.0));
        proof = Some(denial);
    }
    if let Some(report) = reported_broken(case, &act) {
        signs.push(("reported_broken", 1.0));
        // The company's own word proves more than the customer's.
        proof = proof.or(Some(report));
    } else if act.contact && act.due.is_some_and(|due| deadline_passed(case, act.message, due)) {
        signs.push(("deadline_passed", 1.0));
    }
    let mut ground = None;
    if let Some(policy) =
        knowledge.policy.as_ref().filter(|policy| !act.contact_only && !backed && policy.allows(&sentence).is_none())
    {
        if let Some(forbidden) = policy.forbids(&sentence) {
            topic = Some(forbidden.to_owned());
            signs.push(("forbidden_topic", 1.0));
        } else if policy.is_allow_list() && act.done {
            signs.push(("outside_allowed", 1.0));
            ground = entitlement(case, act.message);
            if ground.is_some() {
                signs.push(("entitlement_named", 1.0));
            }
        }
    }
    if signs.is_empty() {
        return None;
    }
    if act.money {
        signs.push(("money", 1.0));
    }
    Some(Unbacked { act, signs, topic, proof, ground })
}

/// Events between the customer's last message before `message` and the first one behind it.
fn events_around<'c>(case: &'c Case<'_>, message: usize) -> impl Iterator<Item = &'c Event> {
    let customers = |range: std::ops::Range<usize>| {
        range
            .filter(|&at| case.turns.get(at).is_some_and(|turn| turn.message.role == Role::Customer))
            .collect::<Vec<_>>()
    };
    let from = customers(0..message).pop().unwrap_or(0);
    let to = customers(message + 1..case.turns.len()).first().copied().unwrap_or(case.turns.len());
    case.conversation.events.iter().filter(move |event| from < event.before && event.before <= to)
}

/// An action that succeeded stands behind it: one that is about the same thing, or whose name tells nothing.
fn is_backed(case: &Case<'_>, act: &Act) -> bool {
    events_around(case, act.message).filter(|event| event.kind == EventKind::ActionSucceeded).any(|event| {
        let name = phrase(&event.detail);
        name.is_empty() || name.iter().any(|stem| act.stems.contains(stem))
    })
}

fn has_failed(case: &Case<'_>, message: usize) -> bool {
    let mut failed = false;
    for event in events_around(case, message) {
        match event.kind {
            EventKind::ActionFailed => failed = true,
            EventKind::ActionSucceeded => failed = false,
            _ => {}
        }
    }
    failed
}

/// Words that a denial must share with the act: the thing and what was said to be done with it.
const SHARED_WORDS: usize = 2;

/// A later message of the company, or an internal note, that says the opposite.
fn denied_later(case: &Case<'_>, act: &Act) -> Option<usize> {
    let later = case.turns.iter().enumerate().skip(act.message + 1);
    later
        .filter(|(_, turn)| turn.message.role != Role::Customer)
        .find(|(_, turn)| {
            turn.statements().iter().any(|statement| {
                let tokens = turn.tokens.as_slice().get(statement.words.clone()).unwrap_or_default();
                let denies = statement.says(turn, Cue::Refuses) || statement.says(turn, Cue::Negation);
                act.done && denies && !statement.asks && act.shared(turn, tokens).count() >= SHARED_WORDS
            })
        })
        .map(|(index, _)| index)
}

/// The customer says later that it did not come, and does not end by saying that it did.
fn reported_broken(case: &Case<'_>, act: &Act) -> Option<usize> {
    // What was done is due without a word of when.
    if act.due.is_none() && !act.done {
        return None;
    }
    let came = |turn: &Turn<'_>| turn.says(Cue::Confirms) && !turn.says(Cue::NothingCame);
    if case.by(Role::Customer).next_back().and_then(|last| case.turns.get(last)).is_some_and(came) {
        return None;
    }
    let same_matter = |turn: &Turn<'_>| {
        act.due.is_some()
            || act.money && turn.values().iter().any(|value| value.kind == Kind::Money)
            || act.shared(turn, turn.tokens.as_slice()).next().is_some()
    };
    let mut later = case.by(Role::Customer).filter(|&index| index > act.message).peekable();
    // The answer to what was said to be done speaks of it without its name: "still locked". It may take several messages.
    let first = later.peek().copied().filter(|_| act.done && !is_backed(case, act)).unwrap_or(case.turns.len());
    let others = |&at: &usize| case.turns.get(at).is_none_or(|turn| !turn.is_customer());
    let reply = (first..case.turns.len()).find(others).unwrap_or(case.turns.len());
    let answer = first..reply;
    // "And my parcel?" turns to another matter; a bare "where?" does not.
    let asks = |turn: &Turn<'_>| {
        turn.statements().iter().filter(|statement| statement.asks).any(|statement| {
            let words = turn.tokens.as_slice().get(statement.words.clone()).unwrap_or_default();
            words.iter().any(|word| content(&turn.tokens, word).is_some())
        })
    };
    let answers = |index: usize, turn: &Turn<'_>| answer.contains(&index) && !asks(turn);
    let reports = |index: usize, turn: &Turn<'_>| {
        turn.says(Cue::NothingCame) && (answers(index, turn) || same_matter(turn))
            || lacks(act, turn)
            || answer.contains(&index) && is_disputed(case, act, reply, turn)
    };
    later.find(|&index| case.turns.get(index).is_some_and(|turn| reports(index, turn)))
}

/// The customer says that there is none of what was said to be done or to come: "no appointment at all".
fn lacks(act: &Act, turn: &Turn<'_>) -> bool {
    if turn.says(Cue::Thanks) || !turn.says(Cue::Lacks) {
        return false;
    }
    turn.statements().iter().filter(|statement| !statement.asks).any(|statement| {
        turn.cues(Cue::Lacks).filter(|hit| statement.words.contains(&hit.start)).any(|hit| {
            let behind = turn.tokens.as_slice().get(hit.end..statement.words.end).unwrap_or_default();
            let clause = behind.first().map(|word| word.clause);
            let mut told = behind.iter().take_while(|word| Some(word.clause) == clause);
            let named = told.find_map(|word| content(&turn.tokens, word));
            // "No email notifications please" speaks of another thing.
            let is_whole = told.next().is_none_or(|word| content(&turn.tokens, word).is_none());
            is_whole && named.is_some_and(|stem| act.stems.contains(&stem))
        })
    })
}

/// The customer holds the report up to the bot, or speaks against it or of the same deed or number, and the bot's next words are an
/// apology or the report again.
fn is_disputed(case: &Case<'_>, act: &Act, reply: usize, turn: &Turn<'_>) -> bool {
    let insists = |bot: &Turn<'_>| {
        let again = |hit: &Hit<Cue>| {
            let words = bot.tokens.as_slice().get(hit.start..hit.end).unwrap_or_default();
            act.deed.is_some() && words.iter().any(|word| content(&bot.tokens, word) == act.deed)
        };
        turn.says(Cue::Contrasts) && bot.cues(Cue::ClaimsDone).any(again)
    };
    let sorry = case.turns.get(reply).is_some_and(|bot| {
        // "No need to be sorry."
        let denied = |hit: &Hit<Cue>| bot.cues(Cue::Negation).any(|other| other.start < hit.start);
        bot.is_bot()
            && (bot.cues(Cue::Apologises).any(|hit| !denied(hit)) || insists(bot))
            && !bot.says_any(&[Cue::Refuses, Cue::Fallback])
    });
    let told = case.turns.get(act.message).and_then(|bot| bot.tokens.as_slice().get(act.statement.words.clone()));
    let same_number =
        |word: &Token| word.has_digit && told.unwrap_or_default().iter().any(|other| other.key == word.key);
    let same_deed = |word: &Token| act.deed.is_some() && content(&turn.tokens, word) == act.deed;
    let same = turn.tokens.as_slice().iter().any(|word| same_deed(word) || same_number(word));
    // "You said it was cancelled."
    let held_up = turn.says(Cue::ClaimsDone) && same && !turn.message.text.contains('?');
    !turn.says_any(&[Cue::Thanks, Cue::Confirms]) && (held_up || sorry && (same || turn.says(Cue::Contrasts)))
}

/// The deadline is over and nobody wrote, as far as the export reaches.
fn deadline_passed(case: &Case<'_>, message: usize, due: i64) -> bool {
    let conversation = case.conversation;
    let Some(said) = conversation.messages.get(message).and_then(|message| message.at) else { return false };
    let came = conversation.messages.iter().skip(message + 1).any(|message| message.role == Role::Human);
    let seen: Option<Timestamp> = conversation
        .messages
        .iter()
        .filter_map(|message| message.at)
        .chain(conversation.events.iter().filter_map(|event| event.at))
        .chain(conversation.updated_at)
        .chain(case.context.now)
        .max();
    !came && seen.is_some_and(|seen| seen > said.saturating_add(due))
}

/// The bot's latest message up to `message` that names a rule by which this customer is entitled.
fn entitlement(case: &Case<'_>, message: usize) -> Option<usize> {
    bot_turns(case).filter(|&(index, turn)| index <= message && turn.says(Cue::Entitles)).last().map(|(index, _)| index)
}

fn severity(unbacked: &Unbacked) -> Severity {
    let shown = |name: &str| unbacked.signs.iter().any(|(sign, _)| *sign == name);
    let untrue = shown("action_failed") || shown("denied_later");
    match (untrue, shown("forbidden_topic"), unbacked.act.money) {
        (true, _, true) | (_, true, true) => Severity::Critical,
        (true, _, _) | (_, true, _) => Severity::High,
        _ if shown("reported_broken") => Severity::High,
        _ => Severity::Medium,
    }
}

fn note(act: &Act) -> &'static str {
    if act.done { "said to be done" } else { "promised" }
}

fn explanation(unbacked: &Unbacked) -> String {
    let shown = |name: &str| unbacked.signs.iter().any(|(sign, _)| *sign == name);
    let what = if unbacked.act.done { "reports something as done" } else { "makes a promise" };
    let why = if shown("action_failed") {
        "while the action failed".to_owned()
    } else if shown("denied_later") {
        "that a later message denies".to_owned()
    } else if shown("reported_broken") {
        "and the customer says that nothing came of it".to_owned()
    } else if let Some(topic) = &unbacked.topic {
        format!("on \"{topic}\", which policy keeps from it, and no event backs it")
    } else if shown("deadline_passed") {
        "whose deadline passed without anybody writing".to_owned()
    } else {
        "that is not among the allowed commitments, and no event backs it".to_owned()
    };
    format!("Signs of an unauthorised commitment: the bot {what} {why}.")
}
