//! Plain text for terminals: a line per finding.

use std::fmt::Write;

use super::findings::Findings;
use super::wording::line;
use super::{Report, pour};
use crate::lean::decimal::fixed;

/// The findings in input order.
pub fn render(report: &Report, all: &dyn Findings, give: &mut dyn FnMut(&str)) {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "Analyzed {} conversation(s).", report.input.conversations);
    let _ = writeln!(out, "Detected {} failure(s).", all.count());
    for place in 0..all.count() {
        all.show(place, &mut |found, _| {
            let severity = found.severity.as_str().to_ascii_uppercase();
            let (detector, id) = (line(&found.detector), line(&found.conversation_id));
            let _ = writeln!(out, "  [{severity:<8}] {detector:<24} conv={id} conf={}", fixed(found.confidence, 2));
            let _ = writeln!(out, "      {}", line(&found.explanation));
        });
        pour(&mut out, give);
    }
    give(&out);
}
