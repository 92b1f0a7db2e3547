//! JSON: the findings as an array, or the whole report.

use super::Report;
use super::findings::Findings;
use crate::json::write::{self, Object, Write, Writer};

/// The findings, in input order.
pub fn findings(all: &dyn Findings, give: &mut dyn FnMut(&str)) {
    write::pretty_in_pieces(&Detections(all), give);
    give("\n");
}

/// The whole report on one line.
pub fn whole(report: &Report, all: &dyn Findings, give: &mut dyn FnMut(&str)) {
    let Report { schema_version, tool, options, input, summary, detections: _, conversations: _, corpus } = report;
    let whole = Object(&[
        ("schema_version", schema_version),
        ("tool", tool),
        ("options", options),
        ("input", input),
        ("summary", summary),
        ("detections", &Detections(all)),
        ("conversations", &Conversations(all)),
        ("corpus", corpus),
    ]);
    write::compact_in_pieces(&whole, give);
    give("\n");
}

struct Detections<'f>(&'f dyn Findings);

impl Write for Detections<'_> {
    fn write(&self, json: &mut Writer<'_>) {
        json.list(&mut (0..self.0.count()), &mut |json, place| self.0.show(place, &mut |found, _| found.write(json)));
    }
}

struct Conversations<'f>(&'f dyn Findings);

impl Write for Conversations<'_> {
    fn write(&self, json: &mut Writer<'_>) {
        json.list(&mut (0..self.0.rows()), &mut |json, number| self.0.show_row(number, &mut |row| row.write(json)));
    }
}
