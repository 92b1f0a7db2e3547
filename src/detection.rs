//! What a finding is: mode, severity, confidence, and the quotes that prove it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::conversation::{Conversation, Role};
use crate::json::fields::{fields, reads, words, writes};
use crate::lean::short::Short;

/// How bad it is for the customer and the company.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    #[default]
    Low,
    /// Worth mending.
    Medium,
    /// A customer was failed.
    High,
    /// Harm is done or about to be.
    Critical,
}

words!(Severity { Low = "low", Medium = "medium", High = "high", Critical = "critical" });

impl Severity {
    /// All, mildest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];
}

/// What the team should do about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// Give it to a person.
    #[default]
    Escalate,
    /// Mark it for review.
    Flag,
    /// Tell somebody now.
    Alert,
    /// Correct what the bot said.
    Override,
    /// Write to the customer.
    FollowUp,
    /// Keep the bot from doing it again.
    Prevent,
}

words!(Action { Escalate = "escalate", Flag = "flag", Alert = "alert", Override = "override", FollowUp = "follow_up", Prevent = "prevent" });

/// What a detector is: the same words in the documentation, the page and SARIF.
#[derive(Debug)]
pub struct Meta {
    /// Stable name, also the failure mode's.
    pub name: &'static str,
    /// A title for people.
    pub title: &'static str,
    /// One sentence: what it finds.
    pub summary: &'static str,
    /// What the team should do.
    pub action: Action,
}

writes!(object Meta { name, title, summary, action });

/// A quoted message, or a part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Counts the messages that the customer could see, from 0.
    pub message_index: usize,
    /// A substring of that message's text.
    pub quote: String,
    /// Why it is quoted.
    pub note: String,
    /// Who said it.
    pub role: Role,
    /// The part's id in the export.
    pub part_id: Option<Short>,
    /// UTF-16 offset of the quote in the message's text.
    pub start: usize,
    /// UTF-16 offset behind the quote.
    pub end: usize,
}

fields!(sparse Evidence { message_index, quote, note, role, part_id, start, end });

/// Longest quote in bytes; a reader needs the gist, and the offsets lead to the rest.
const LONGEST_QUOTE: usize = 400;

impl Evidence {
    /// Quotes the whole message `index`, or `None` if there is no such message.
    pub fn message(conversation: &Conversation, index: usize, note: impl Into<String>) -> Option<Self> {
        let len = conversation.messages.get(index)?.text.len();
        Self::range(conversation, index, 0, len, note)
    }

    /// Quotes bytes `start..end` of message `index`; `None` if they are not a part of its text.
    pub fn range(
        conversation: &Conversation,
        index: usize,
        start: usize,
        end: usize,
        note: impl Into<String>,
    ) -> Option<Self> {
        Self::noted(conversation, index, start, end, note.into())
    }

    fn noted(conversation: &Conversation, index: usize, start: usize, end: usize, note: String) -> Option<Self> {
        let message = conversation.messages.get(index)?;
        let mut end = end.min(start.saturating_add(LONGEST_QUOTE)).min(message.text.len());
        while !message.text.is_char_boundary(end) {
            end -= 1;
        }
        let quote = message.text.get(start..end)?;
        let before = utf16_len(message.text.get(..start)?);
        Some(Self {
            message_index: index,
            quote: quote.to_owned(),
            note,
            role: message.role,
            part_id: message.id.clone(),
            start: before,
            end: before + utf16_len(quote),
        })
    }
}

fn utf16_len(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// One finding in one conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detection {
    /// The conversation's id.
    pub conversation_id: String,
    /// The detector's name.
    pub detector: Cow<'static, str>,
    /// The failure mode; the same word as the detector's for the built-in ones.
    pub failure_mode: Cow<'static, str>,
    /// How bad.
    pub severity: Severity,
    /// Calibrated probability of being right, 0 to 1, two decimals.
    pub confidence: f64,
    /// What happened, in one or two sentences.
    pub explanation: String,
    /// The proof; never empty.
    pub evidence: Vec<Evidence>,
    /// What speaks against it.
    pub counter_evidence: Vec<Evidence>,
    /// What the team should do.
    pub recommended_action: Action,
    /// What it was decided on.
    pub metadata: Map<String, Value>,
}

fields!(Detection {
    conversation_id,
    detector,
    failure_mode,
    severity,
    confidence,
    explanation,
    evidence,
    counter_evidence,
    recommended_action,
    metadata
});

/// What of a finding's JSON a reader may look for.
#[derive(Default)]
pub struct Words {
    conversation_id: String,
    failure_mode: String,
    explanation: String,
    evidence: Vec<Quoted>,
    counter_evidence: Vec<Quoted>,
}

reads!(object Words { conversation_id, failure_mode, explanation, evidence, counter_evidence });

#[derive(Default)]
struct Quoted {
    quote: String,
    note: String,
}

reads!(object Quoted { quote, note });

impl Words {
    /// All of it, line by line.
    pub fn lines(&self) -> String {
        let quotes = self.evidence.iter().chain(&self.counter_evidence).flat_map(|said| [&said.quote, &said.note]);
        let said = [&self.conversation_id, &self.failure_mode, &self.explanation].into_iter().chain(quotes);
        said.map(String::as_str).collect::<Vec<&str>>().join("\n")
    }
}
