//! What is kept of each conversation and finding until the whole file is read: the few figures that what only the whole file
//! decides depends on.

use std::borrow::Cow;

use super::outcomes::Outcome;
use super::row::Row;
use crate::conversation::Resolution;
use crate::detection::{Detection, Severity};
use crate::detectors::Candidate;
use crate::json::fields::fields;

/// A conversation in ten bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// As [`Row::bot_took_part`].
    pub bot_took_part: bool,
    /// As [`Row::auto_resolved`].
    pub auto_resolved: bool,
    /// As [`Row::escalated`].
    pub escalated: bool,
    /// There was a reason to pass it on to a person.
    pub should_escalate: bool,
    /// As [`Row::resolution`].
    pub resolution: Option<Resolution>,
    /// A sales outcome that is billed.
    pub sale: Option<Outcome>,
    /// As [`Row::rating`].
    pub rating: Option<u8>,
    /// As [`Row::cx_score`].
    pub cx_score: Option<u8>,
}

impl Figures {
    /// Those of `row`; `sales` is the exported word for its sales outcome.
    pub fn new(row: &Row, sales: Option<&str>) -> Self {
        Self {
            bot_took_part: row.bot_took_part,
            auto_resolved: row.auto_resolved,
            escalated: row.escalated,
            should_escalate: !row.should_escalate.is_empty(),
            resolution: row.resolution,
            sale: sales.and_then(Outcome::of_sale),
            rating: row.rating,
            cx_score: row.cx_score,
        }
    }
}

/// What a finding says, without words and proof, and what it rests on.
#[derive(Debug, Default)]
pub struct Claim {
    pub(super) detector: Cow<'static, str>,
    pub(super) failure_mode: Cow<'static, str>,
    pub(super) severity: Severity,
    pub(super) confidence: f64,
    pub(super) rests_on: Vec<u64>,
    pub(super) likeness: Option<f64>,
}

fields!(Claim { detector, failure_mode, severity, confidence, rests_on, likeness });

impl Claim {
    /// Parts a finding from what it claims.
    pub fn parted(candidate: Candidate) -> (Detection, Self) {
        let Candidate { detection, rests_on, likeness, signs: _ } = candidate;
        let claim = Self::of(&detection);
        (detection, Self { rests_on, likeness, ..claim })
    }

    /// What a finding claims that rests on nothing that the whole file could speak against.
    pub fn of(detection: &Detection) -> Self {
        Self {
            detector: detection.detector.clone(),
            failure_mode: detection.failure_mode.clone(),
            severity: detection.severity,
            confidence: detection.confidence,
            rests_on: Vec::new(),
            likeness: None,
        }
    }
}

/// A finding in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// Counts all findings from 0, also those that fall.
    pub number: u32,
    /// Number of its conversation.
    pub conversation: u32,
    /// Which of the [`Kind`]s it is.
    pub kind: u16,
    /// Which of the languages its conversation is in.
    pub language: u16,
    /// How bad.
    pub severity: Severity,
    /// Calibrated probability of being right.
    pub confidence: f64,
}

/// What findings have in common that are made by the same detector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The detector's name.
    pub detector: Cow<'static, str>,
    /// The failure mode.
    pub failure_mode: Cow<'static, str>,
}

/// A finding that the whole file may still speak against.
#[derive(Debug)]
pub struct Pending {
    /// It in numbers.
    pub finding: Finding,
    /// Keys of the sentences that it rests on; it falls when the file shows that they are templates.
    pub rests_on: Box<[u64]>,
    /// How alike the texts are that it takes for one; it falls when the file's texts are as alike by chance.
    pub likeness: Option<f64>,
}

/// Names that stand for numbers: few, so that a search through all costs nothing.
#[derive(Debug)]
pub struct Names<T>(Vec<T>);

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq> Names<T> {
    /// The number of a name.
    pub fn number(&mut self, name: T) -> u16 {
        let place = self.0.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.0.push(name);
            self.0.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    /// All names in the order of their numbers.
    pub fn all(&self) -> &[T] {
        &self.0
    }
}
