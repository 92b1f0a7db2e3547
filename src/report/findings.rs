//! Findings and rows of conversations for a report that is being written, wherever they are held.
//!
//! There may be hundreds of thousands of them, of which the memory that holds them as text cannot hold all as values beside.

use super::Report;
pub use crate::corpus::row::Row;
pub use crate::detection::Detection;
use crate::detection::Severity;

/// All findings and rows, in input order.
pub trait Findings {
    /// How many findings there are.
    fn count(&self) -> usize;

    /// What orders the findings.
    fn gist(&self, place: usize) -> Option<Gist<'_>>;

    /// Shows a finding, with the row of its conversation.
    fn show(&self, place: usize, to: &mut dyn FnMut(&Detection, Option<&Row>));

    /// How many rows there are.
    fn rows(&self) -> usize;

    /// Shows a row.
    fn show_row(&self, number: usize, to: &mut dyn FnMut(&Row));
}

/// What orders findings.
#[derive(Clone, Copy, Debug)]
pub struct Gist<'a> {
    /// The detector's name.
    pub detector: &'a str,
    /// How bad.
    pub severity: Severity,
    /// Calibrated probability of being right.
    pub confidence: f64,
}

/// The findings of a report that has all of them as values.
pub struct Whole<'r> {
    report: &'r Report,
    /// For each finding, the row of its conversation.
    rows: Vec<Option<&'r Row>>,
}

impl<'r> Whole<'r> {
    /// Those of `report`.
    pub fn new(report: &'r Report) -> Self {
        let mut rows = vec![None; report.detections.len()];
        for row in &report.conversations {
            for &index in &row.detections {
                if let Some(place) = rows.get_mut(index) {
                    *place = Some(row);
                }
            }
        }
        Self { report, rows }
    }
}

impl Findings for Whole<'_> {
    fn count(&self) -> usize {
        self.report.detections.len()
    }

    fn gist(&self, place: usize) -> Option<Gist<'_>> {
        let found = self.report.detections.get(place)?;
        Some(Gist { detector: &found.detector, severity: found.severity, confidence: found.confidence })
    }

    fn show(&self, place: usize, to: &mut dyn FnMut(&Detection, Option<&Row>)) {
        if let Some(found) = self.report.detections.get(place) {
            to(found, self.rows.get(place).copied().flatten());
        }
    }

    fn rows(&self) -> usize {
        self.report.conversations.len()
    }

    fn show_row(&self, number: usize, to: &mut dyn FnMut(&Row)) {
        if let Some(row) = self.report.conversations.get(number) {
            to(row);
        }
    }
}
