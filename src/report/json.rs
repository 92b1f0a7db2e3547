//! JSON: the findings as an array, or the whole report.

use super::Report;

/// The findings, in input order.
pub fn findings(report: &Report) -> String {
    let mut text = serde_json::to_string_pretty(&report.detections).unwrap_or_default();
    text.push('\n');
    text
}

/// The whole report on one line.
pub fn whole(report: &Report) -> String {
    let mut text = serde_json::to_string(report).unwrap_or_default();
    text.push('\n');
    text
}
