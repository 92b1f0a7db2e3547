//! JSON: the findings as an array, or the whole report.

use super::Report;
use crate::json::write;

/// The findings, in input order.
pub fn findings(report: &Report) -> String {
    let mut text = write::pretty(&report.detections);
    text.push('\n');
    text
}

/// The whole report on one line.
pub fn whole(report: &Report) -> String {
    let mut text = write::compact(report);
    text.push('\n');
    text
}
