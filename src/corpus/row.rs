//! One conversation in numbers: who wrote how much, how long things took, and whether a person should have come.

use std::borrow::Cow;

use super::outcomes::Outcome;
use super::waiting::Wait;
use crate::conversation::{EventKind, Origin, Resolution, Role, Timestamp};
use crate::detectors::{Case, Turn};
use crate::json::fields::{fields, words};
use crate::json::write;
use crate::language::Cue;

/// One conversation in numbers. Times are in seconds.
#[derive(Debug, Default)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Index into the report's list of files.
    pub file: usize,
    /// Where its JSON begins in the file.
    pub start: u64,
    /// Where it ends.
    pub end: u64,
    /// Its language, where known.
    pub language: Option<Cow<'static, str>>,
    /// Messages by the customer.
    pub customer_messages: u32,
    /// Messages by bots.
    pub bot_messages: u32,
    /// Messages by people.
    pub human_messages: u32,
    /// A bot took part with more than scripted lines, or the export says that the AI agent did.
    pub bot_took_part: bool,
    /// When it began.
    pub created_at: Option<Timestamp>,
    /// From the customer's first message to the first answer by anybody; scripted lines are no answers.
    pub first_response_time: Option<i64>,
    /// From the first message to the last close.
    pub resolution_time: Option<i64>,
    /// From the request for a person, or the hand-over, to the first message by one.
    pub time_to_human: Option<i64>,
    /// A person wrote, or the platform says that it was handed over.
    pub escalated: bool,
    /// Index of the message after which it was handed over, or with which a person first wrote.
    pub escalated_at: Option<usize>,
    /// Why it should have been, judged by what came before the first message by a person.
    pub should_escalate: Vec<EscalationReason>,
    /// As exported.
    pub resolution: Option<Resolution>,
    /// The dashboard counts it as resolved.
    pub reported_resolved: bool,
    /// Resolved by the bot alone, says the platform.
    pub auto_resolved: bool,
    /// The customer's rating, 1 to 5.
    pub rating: Option<u8>,
    /// The platform's score, 1 to 5.
    pub cx_score: Option<u8>,
    /// Chat, e-mail, ….
    pub channel: Option<String>,
    /// Names of tags.
    pub tags: Vec<String>,
    /// Articles that the bot used.
    pub sources: Vec<String>,
    /// What was found says, more likely than not, that the customer did not get what they came for.
    pub contrary_evidence: bool,
    /// The billed outcome, where there is one.
    pub outcome: Option<Outcome>,
    /// Index of the conversation with which the same contact came back within 7 days.
    pub returned_in: Option<usize>,
    /// Indices into the report's findings.
    pub detections: Vec<usize>,
}

fields!(Row {
    id,
    file,
    start,
    end,
    language,
    customer_messages,
    bot_messages,
    human_messages,
    bot_took_part,
    created_at,
    first_response_time,
    resolution_time,
    time_to_human,
    escalated,
    escalated_at,
    should_escalate,
    resolution,
    reported_resolved,
    auto_resolved,
    rating,
    cx_score,
    channel,
    tags,
    sources,
    contrary_evidence,
    outcome,
    returned_in,
    detections
});

/// What only the whole file decides of a conversation: the last fields of its [`Row`].
#[derive(Debug, Default)]
pub struct Verdict {
    /// As [`Row::contrary_evidence`].
    pub contrary_evidence: bool,
    /// As [`Row::outcome`].
    pub outcome: Option<Outcome>,
    /// As [`Row::returned_in`].
    pub returned_in: Option<usize>,
    /// As [`Row::detections`].
    pub detections: Vec<usize>,
}

fields!(Verdict { contrary_evidence, outcome, returned_in, detections });

/// The end of a row's JSON before anything was decided.
pub const UNDECIDED: &str = r#","contrary_evidence":false,"outcome":null,"returned_in":null,"detections":[]}"#;

impl Verdict {
    /// The end of the row's JSON.
    pub fn ending(&self) -> String {
        let mut json = write::compact(self);
        json.replace_range(..1, ",");
        json
    }
}

/// Why a conversation should have gone to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EscalationReason {
    /// The customer asked for one.
    #[default]
    AskedForPerson,
    /// More than [`MANY_MESSAGES`] messages and no word that it is solved.
    LongUnresolved,
    /// Frustrated in more than one message.
    Frustrated,
    /// Wants money back.
    Refund,
    /// Complains formally.
    Complaint,
    /// Wants to leave.
    Cancellation,
}

words!(EscalationReason { AskedForPerson = "asked_for_person", LongUnresolved = "long_unresolved", Frustrated = "frustrated", Refund = "refund", Complaint = "complaint", Cancellation = "cancellation" });

/// Support teams' usual limit for a bot: after five questions and answers, a person.
const MANY_MESSAGES: usize = 10;
/// Once may be a slip of temper.
const REPEATEDLY: usize = 2;
/// Signs of frustration. Reports that something does not work are not among them: support begins with those.
const FRUSTRATION: [Cue; 7] =
    [Cue::Rejects, Cue::Repetition, Cue::Effort, Cue::Insult, Cue::Threat, Cue::Sarcasm, Cue::GivesUp];

impl Row {
    /// Fills in what the whole file decides.
    pub fn settle(&mut self, verdict: Verdict) {
        let Verdict { contrary_evidence, outcome, returned_in, detections } = verdict;
        (self.contrary_evidence, self.outcome) = (contrary_evidence, outcome);
        (self.returned_in, self.detections) = (returned_in, detections);
    }

    /// The row as JSON up to what the whole file decides, which [`Verdict::ending`] adds.
    pub fn beginning(&self) -> String {
        let mut json = write::compact(self);
        json.truncate(json.len() - UNDECIDED.len());
        json
    }

    /// Measures a conversation. Where it stands in which file, its channel, tags and sources are for the caller to fill
    /// in, and what only the whole file tells for [`super::Gathered::conclude`].
    pub fn new(case: &Case<'_>) -> Self {
        let conversation = case.conversation;
        let count = |role: Role| {
            u32::try_from(conversation.messages.iter().filter(|message| message.role == role).count())
                .unwrap_or(u32::MAX)
        };
        let human_messages = count(Role::Human);
        let bot_took_part = bot_took_part(case);
        let first_human = first_human(case, 0);
        let wait = wait(case);
        Self {
            id: conversation.id.clone(),
            language: case.language_code().map(Cow::Borrowed),
            customer_messages: count(Role::Customer),
            bot_messages: count(Role::Bot),
            human_messages,
            bot_took_part,
            created_at: conversation.created_at,
            first_response_time: first_response_time(case),
            resolution_time: resolution_time(case),
            time_to_human: wait.and_then(|wait| Some((wait.until? - wait.since?).max(0))),
            escalated: first_human.is_some() || handed_over(case),
            escalated_at: handover(case).or(first_human),
            should_escalate: should_escalate(case, first_human.unwrap_or(usize::MAX)),
            resolution: conversation.resolution,
            reported_resolved: conversation.reported_resolved,
            auto_resolved: match conversation.resolution {
                Some(resolution) => resolution.is_resolved(),
                None => conversation.reported_resolved && bot_took_part && human_messages == 0,
            },
            rating: conversation.rating,
            cx_score: conversation.cx_score,
            ..Self::default()
        }
    }
}

/// The wait for a person that the customer asked for or that the platform announced; `None` if there was no such thing.
pub fn wait(case: &Case<'_>) -> Option<Wait> {
    let conversation = case.conversation;
    let (after, since) = match asked_for_person(&case.turns) {
        Some(index) => (index, conversation.messages.get(index).and_then(|message| message.at)),
        None => {
            let index = handover(case)?;
            let event = conversation.events_after(index).find(|event| event.kind == EventKind::Assigned);
            (index, event.and_then(|event| event.at))
        }
    };
    let answer = first_human(case, after + 1).and_then(|index| conversation.messages.get(index));
    Some(Wait { since, until: answer.and_then(|message| message.at), answered: answer.is_some() })
}

/// The message in which the customer asked for a person, unless they took it back before one came.
fn asked_for_person(turns: &[Turn<'_>]) -> Option<usize> {
    let mut asked = None;
    for (index, turn) in turns.iter().enumerate() {
        match turn.message.role {
            Role::Customer if turn.says(Cue::AsksHuman) => asked = asked.or(Some(index)),
            Role::Customer if turn.says(Cue::Withdraws) => asked = None,
            Role::Human if asked.is_some() => break,
            _ => {}
        }
    }
    asked
}

fn first_human(case: &Case<'_>, from: usize) -> Option<usize> {
    let messages = case.conversation.messages.iter().enumerate().skip(from);
    messages.filter(|(_, message)| message.role == Role::Human).map(|(index, _)| index).next()
}

fn handed_over(case: &Case<'_>) -> bool {
    matches!(case.conversation.resolution, Some(Resolution::Escalated | Resolution::ProcedureHandoff))
}

/// The message after which the platform handed the conversation over: before the last assignment that no person's message
/// precedes. An assignment alone is no hand-over: many inboxes assign every conversation to a team while the bot still talks.
fn handover(case: &Case<'_>) -> Option<usize> {
    if !handed_over(case) {
        return None;
    }
    let latest = first_human(case, 0).unwrap_or(usize::MAX);
    let mut events = case.conversation.events.iter().rev();
    events.find(|event| event.kind == EventKind::Assigned && event.before <= latest)?.before.checked_sub(1)
}

fn bot_took_part(case: &Case<'_>) -> bool {
    let conversation = case.conversation;
    let mut bots = conversation.messages.iter().filter(|message| message.role == Role::Bot);
    match conversation.ai_participated {
        Some(true) => true,
        Some(false) => bots.any(|message| matches!(message.origin, Origin::Answer | Origin::Written)),
        None => bots.next().is_some(),
    }
}

fn first_response_time(case: &Case<'_>) -> Option<i64> {
    let messages = &case.conversation.messages;
    let asked = messages.iter().position(|message| message.role == Role::Customer)?;
    let answer = messages.iter().skip(asked).find(|message| {
        message.role != Role::Customer
            && !message.after_close
            && !matches!(message.origin, Origin::Scripted | Origin::Campaign)
    })?;
    Some((answer.at? - messages.get(asked)?.at?).max(0))
}

fn resolution_time(case: &Case<'_>) -> Option<i64> {
    let conversation = case.conversation;
    let closed = conversation.events.iter().rev().find(|event| event.kind == EventKind::Closed)?.at?;
    Some((closed - conversation.messages.first()?.at?).max(0))
}

fn should_escalate(case: &Case<'_>, first_human: usize) -> Vec<EscalationReason> {
    let turns = case.turns.get(..first_human).unwrap_or(&case.turns);
    let customer = || turns.iter().filter(|turn| turn.message.role == Role::Customer);
    let says = |cue: Cue| customer().any(|turn| turn.says(cue));
    let frustrated = customer().filter(|turn| FRUSTRATION.iter().any(|&cue| turn.says(cue))).count();
    let solved = case.conversation.resolution == Some(Resolution::Confirmed)
        || customer().next_back().is_some_and(|turn| {
            let content = turn.says(Cue::Confirms) || turn.says(Cue::Thanks) || turn.says(Cue::Closing);
            content && !turn.says(Cue::Rejects) && !turn.says(Cue::Failure)
        });
    [
        (asked_for_person(turns).is_some(), EscalationReason::AskedForPerson),
        (turns.len() > MANY_MESSAGES && !solved, EscalationReason::LongUnresolved),
        (frustrated >= REPEATEDLY, EscalationReason::Frustrated),
        (says(Cue::Refund), EscalationReason::Refund),
        (says(Cue::Complaint), EscalationReason::Complaint),
        (says(Cue::Cancellation), EscalationReason::Cancellation),
    ]
    .into_iter()
    .filter_map(|(given, reason)| given.then_some(reason))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_begun_and_ended_is_the_row_as_it_is_written_whole() {
        let verdict = || Verdict {
            contrary_evidence: true,
            outcome: Some(Outcome::Returned),
            returned_in: Some(7),
            detections: vec![3, 4],
        };
        let mut row = Row { id: "}{\"".to_owned(), tags: vec!["a".to_owned()], ..Row::default() };
        let begun = row.beginning();
        assert_eq!(begun.clone() + UNDECIDED, write::compact(&row));
        assert_eq!(begun.clone() + &Verdict::default().ending(), write::compact(&row));
        row.settle(verdict());
        assert_eq!(begun + &verdict().ending(), write::compact(&row));
    }
}
