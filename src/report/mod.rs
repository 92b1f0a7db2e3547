//! The report: one result, of which every rendering is a pure function.

pub mod transcript;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::conversation::{Resolution, Role, Timestamp};
use crate::corpus::rate::Rate;
use crate::detection::Detection;

/// Version of the report's JSON layout.
pub const SCHEMA_VERSION: u32 = 1;

/// All that an audit found.
#[derive(Debug, Serialize)]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// Who made it.
    pub tool: Tool,
    /// The options that it was made with.
    pub options: serde_json::Value,
    /// What was read.
    pub input: Input,
    /// The findings in numbers.
    pub summary: Summary,
    /// The findings, in input order.
    pub detections: Vec<Detection>,
    /// A row per conversation, in input order.
    pub conversations: Vec<Row>,
    /// Numbers about the whole file.
    pub corpus: Corpus,
}

/// Who made a report.
#[derive(Debug, Serialize)]
pub struct Tool {
    /// `chatbot-audit`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// What was read.
#[derive(Debug, Default, Serialize)]
pub struct Input {
    /// The files.
    pub files: Vec<File>,
    /// Conversations analysed.
    pub conversations: u64,
    /// Messages in them that the customer could see.
    pub messages: u64,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
    /// What the reader of the report should know.
    pub warnings: Vec<Warning>,
    /// Everybody on the company's side who wrote, and what they were taken for; most messages first.
    pub authors: Vec<AuthorRow>,
}

/// One file.
#[derive(Debug, Default, Serialize)]
pub struct File {
    /// Its name as the caller gave it.
    pub name: String,
    /// Bytes read, after decompression.
    pub bytes: u64,
    /// What it was taken for.
    pub format: &'static str,
    /// Conversations found in it.
    pub conversations: u64,
}

/// Something that could not be read; the rest was analysed.
#[derive(Clone, Debug, Serialize)]
pub struct Skipped {
    /// The file's name.
    pub file: String,
    /// Byte offset in the file, after decompression.
    pub offset: u64,
    /// The conversation's id, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Stable word.
    pub code: &'static str,
    /// What happened, in words.
    pub reason: String,
}

/// Something that the reader of the report should know.
#[derive(Clone, Debug, Serialize)]
pub struct Warning {
    /// Stable word.
    pub code: &'static str,
    /// In words.
    pub message: String,
}

/// Somebody who wrote.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorRow {
    /// Id in the export.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What they were taken for.
    pub role: Role,
    /// Why.
    pub reason: &'static str,
    /// How many messages they wrote.
    pub messages: u64,
}

/// The findings in numbers.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// All findings.
    pub findings: u64,
    /// Conversations with at least one.
    pub affected: Rate,
    /// By failure mode.
    pub by_mode: BTreeMap<&'static str, ModeSummary>,
    /// By severity.
    pub by_severity: BTreeMap<&'static str, u64>,
}

/// One failure mode in numbers.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct ModeSummary {
    /// Findings.
    pub findings: u64,
    /// Conversations with at least one.
    #[serde(flatten)]
    pub rate: Rate,
}

/// One conversation in numbers.
#[derive(Debug, Default, Serialize)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Index into [`Input::files`].
    pub file: usize,
    /// Where its JSON begins in the file.
    pub start: u64,
    /// Where it ends.
    pub end: u64,
    /// Its language, where known.
    pub language: Option<&'static str>,
    /// Messages by the customer.
    pub customer_messages: u32,
    /// Messages by bots.
    pub bot_messages: u32,
    /// Messages by people.
    pub human_messages: u32,
    /// When it began.
    pub created_at: Option<Timestamp>,
    /// Seconds from the customer's first message to the first answer by anybody.
    pub first_response_time: Option<i64>,
    /// Seconds from the first message to the last close.
    pub resolution_time: Option<i64>,
    /// Seconds from the request for a person, or the escalation, to the first message by one.
    pub time_to_human: Option<i64>,
    /// A person wrote, or the platform says that it was handed over.
    pub escalated: bool,
    /// Index of the message at which it was.
    pub escalated_at: Option<usize>,
    /// Why it should have been.
    pub should_escalate: Vec<&'static str>,
    /// As exported.
    pub resolution: Option<Resolution>,
    /// The dashboard counts it as resolved.
    pub reported_resolved: bool,
    /// Resolved by the bot alone, says the platform.
    pub auto_resolved: bool,
    /// The customer's rating.
    pub rating: Option<u8>,
    /// The platform's score.
    pub cx_score: Option<u8>,
    /// Chat, e-mail, ….
    pub channel: Option<String>,
    /// Names of tags.
    pub tags: Vec<String>,
    /// Articles that the bot used.
    pub sources: Vec<String>,
    /// Indices into [`Report::detections`].
    pub detections: Vec<usize>,
}

/// Numbers about the whole file.
#[derive(Debug, Default, Serialize)]
pub struct Corpus {
    /// What the dashboard says, beside the evidence.
    pub resolution: ResolutionRates,
    /// Conversations whose contact came back within 7 days with another one.
    pub repeat_contact: Rate,
    /// From asking for a person to hearing from one.
    pub time_to_human: TimeToHuman,
    /// What the outcomes cost.
    pub money: Money,
    /// Conversations by language; `unknown` for the rest.
    pub languages: BTreeMap<&'static str, u64>,
}

/// Resolution as reported, and as the evidence has it.
#[derive(Debug, Default, Serialize)]
pub struct ResolutionRates {
    /// Reported as resolved, of conversations in which a bot took part.
    pub reported: Rate,
    /// The customer said that it helped.
    pub confirmed: Rate,
    /// The customer stopped writing.
    pub assumed: Rate,
    /// Reported as resolved, and nothing found speaks against it.
    pub evidence_adjusted: Rate,
    /// Reported as resolved, and the contact did not return within 7 days; of reported ones whose contact is known.
    pub durable: Rate,
}

/// Kaplan-Meier estimate of the time from the request for a person to the first human message.
#[derive(Debug, Default, Serialize)]
pub struct TimeToHuman {
    /// Conversations with a request.
    pub requests: u64,
    /// Those in which a person wrote afterwards.
    pub answered: u64,
    /// Seconds after which half of them had heard from a person; `None` if fewer than half ever do.
    pub median: Option<i64>,
    /// Share still waiting after so many seconds, one step per event.
    pub curve: Vec<Step>,
}

/// One step of a survival curve.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Step {
    /// Seconds since the request.
    pub seconds: i64,
    /// Share still waiting.
    pub waiting: f64,
}

/// Billed outcomes times the price list.
#[derive(Debug, Default, Serialize)]
pub struct Money {
    /// ISO 4217 code.
    pub currency: String,
    /// Billed outcomes.
    pub outcomes: u64,
    /// Their price.
    pub billed: f64,
    /// Billed outcomes that evidence speaks against.
    pub disputed_outcomes: u64,
    /// Their price.
    pub disputed: f64,
}
