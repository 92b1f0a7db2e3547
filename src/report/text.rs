//! Plain text for terminals: a line per finding.

use std::fmt::Write;

use super::Report;
use super::wording::line;
use crate::lean::decimal::fixed;

/// The findings in input order.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "Analyzed {} conversation(s).", report.input.conversations);
    let _ = writeln!(out, "Detected {} failure(s).", report.detections.len());
    for found in &report.detections {
        let severity = found.severity.as_str().to_ascii_uppercase();
        let (detector, id) = (line(&found.detector), line(&found.conversation_id));
        let _ = writeln!(out, "  [{severity:<8}] {detector:<24} conv={id} conf={}", fixed(found.confidence, 2));
        let _ = writeln!(out, "      {}", line(&found.explanation));
    }
    out
}
