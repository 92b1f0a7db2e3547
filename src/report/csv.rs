//! CSV for spreadsheets (RFC 4180): a row per finding, and no cell that a spreadsheet would run.

use super::findings::Findings;
use super::wording::{file_name, lines};
use super::{Report, pour};
use crate::corpus::row::Row;
use crate::detection::{Detection, Evidence};
use crate::lean::decimal::fixed;

const COLUMNS: [&str; 16] = [
    "conversation_id",
    "detector",
    "failure_mode",
    "severity",
    "confidence",
    "recommended_action",
    "explanation",
    "evidence",
    "counter_evidence",
    "language",
    "channel",
    "tags",
    "resolution",
    "reported_resolved",
    "rating",
    "file",
];

/// Without it, Excel takes UTF-8 for an older encoding and shows "Ã©" for "é".
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The findings in input order.
pub fn render(report: &Report, all: &dyn Findings, give: &mut dyn FnMut(&str)) {
    let mut out = String::from(BYTE_ORDER_MARK);
    record(&mut out, COLUMNS.map(str::to_owned));
    for place in 0..all.count() {
        all.show(place, &mut |found, row| finding(&mut out, report, found, row));
        pour(&mut out, give);
    }
    give(&out);
}

fn finding(out: &mut String, report: &Report, found: &Detection, row: Option<&Row>) {
    let known = |value: &dyn Fn(&Row) -> Option<String>| row.and_then(value).unwrap_or_default();
    record(
        out,
        [
            found.conversation_id.clone(),
            found.detector.to_string(),
            found.failure_mode.to_string(),
            found.severity.as_str().to_owned(),
            fixed(found.confidence, 2),
            found.recommended_action.as_str().to_owned(),
            found.explanation.clone(),
            quotes(&found.evidence),
            quotes(&found.counter_evidence),
            known(&|row| row.language.as_deref().map(str::to_owned)),
            known(&|row| row.channel.clone()),
            known(&|row| Some(row.tags.join(", "))),
            known(&|row| row.resolution.map(|resolution| resolution.as_str().to_owned())),
            known(&|row| Some(row.reported_resolved.to_string())),
            known(&|row| row.rating.map(|rating| rating.to_string())),
            file_name(report, row).to_owned(),
        ],
    );
}

/// A quote a line, with the message that it is from.
fn quotes(evidence: &[Evidence]) -> String {
    let quote = |evidence: &Evidence| format!("[{}] {}", evidence.message_index, evidence.quote);
    evidence.iter().map(quote).collect::<Vec<_>>().join("\n")
}

fn record<const N: usize>(out: &mut String, cells: [String; N]) {
    for (index, value) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        cell(out, value);
    }
    out.push_str("\r\n");
}

/// Spreadsheets take a cell that begins so for a formula, some also behind blanks or in wide letters.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

fn cell(out: &mut String, value: &str) {
    let value = lines(value).replace('\t', " ");
    let defused = defused(&value);
    if defused == value && !value.contains([',', '"', '\n']) {
        out.push_str(&value);
        return;
    }
    out.push('"');
    out.push_str(&defused.replace('"', "\"\""));
    out.push('"');
}

/// Puts an apostrophe before whatever a spreadsheet could take for a formula: at the beginning, and also behind line breaks
/// and semicolons. Where the comma is the decimal mark, a semicolon ends the cell, and a quote that opened elsewhere
/// does not hinder it.
fn defused(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut begins = true;
    for c in value.chars() {
        if begins && FORMULA.contains(&c) {
            out.push('\'');
        }
        out.push(c);
        begins = matches!(c, '\n' | ';') || begins && (c.is_whitespace() || c == '"');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(value: &str) -> String {
        let mut out = String::new();
        cell(&mut out, value);
        out
    }

    #[test]
    fn no_cell_begins_as_a_formula() {
        assert_eq!(one("=1+1"), "\"'=1+1\"");
        assert_eq!(one("\t=1+1"), "\" '=1+1\"");
        assert_eq!(one("\r@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(one("\n-2"), "\"\n'-2\"");
        assert_eq!(one("\u{202e}+33 1"), "\"'+33 1\"");
        assert_eq!(one("＝1"), "\"'＝1\"");
    }

    #[test]
    fn no_cell_begins_as_a_formula_where_semicolons_end_cells() {
        assert_eq!(one("a;=1+1"), "\"a;'=1+1\"");
        assert_eq!(one("a\n \"@b"), "\"a\n \"\"'@b\"");
        assert_eq!(one("a-b; c"), "a-b; c");
    }

    #[test]
    fn quotes_are_doubled_and_plain_words_stay_bare() {
        assert_eq!(one("say \"no\", please"), "\"say \"\"no\"\", please\"");
        assert_eq!(one("déjà vu"), "déjà vu");
    }
}
