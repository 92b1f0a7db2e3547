//! JUnit XML for build servers: a suite per detector, a failed test case per finding.

use std::fmt::Write;

use super::findings::Findings;
use super::wording::{detectors, escape_markup, file_name, line, lines, title};
use super::{Report, pour};
use crate::detection::Detection;
use crate::lean::decimal::fixed;

/// A detector without findings has one test case, which passes.
pub fn render(report: &Report, all: &dyn Findings, give: &mut dyn FnMut(&str)) {
    let detector = |place| all.gist(place).map_or("", |gist| gist.detector);
    let detectors = detectors(report, all);
    let of = |wanted: &str| -> Vec<usize> { (0..all.count()).filter(|&place| detector(place) == wanted).collect() };
    let (tests, failures) = detectors
        .iter()
        .map(|detector| of(detector).len())
        .fold((0, 0), |(tests, failures), found| (tests + found.max(1), failures + found));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "<testsuites name=\"chatbot-audit\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
    );
    for detector in detectors {
        let found = of(detector);
        let name = xml(detector);
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
            found.len().max(1),
            found.len()
        );
        if found.is_empty() {
            let _ = writeln!(
                out,
                "    <testcase classname=\"{name}\" name=\"no finding in {} conversation(s)\"/>",
                report.input.conversations
            );
        }
        for place in found {
            all.show(place, &mut |found, row| failure(&mut out, found, &name, file_name(report, row)));
            pour(&mut out, give);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    give(&out);
}

fn failure(out: &mut String, found: &Detection, suite: &str, file: &str) {
    let _ = writeln!(
        out,
        "    <testcase classname=\"{suite}\" name=\"conversation {}\" file=\"{}\">",
        xml(&found.conversation_id),
        xml(file)
    );
    let _ = writeln!(
        out,
        "      <failure type=\"{}\" message=\"{}, confidence {}: {}\">{}</failure>\n    </testcase>",
        found.severity.as_str(),
        xml(&title(&found.failure_mode)),
        fixed(found.confidence, 2),
        xml(&found.explanation),
        escape_markup(&lines(&quotes(found)))
    );
}

fn xml(text: &str) -> String {
    escape_markup(&line(text)).into_owned()
}

fn quotes(found: &Detection) -> String {
    let quote = |evidence: &crate::detection::Evidence| {
        format!("[{}] {:?}: {}", evidence.message_index, evidence.role, evidence.quote)
    };
    found.evidence.iter().map(quote).collect::<Vec<_>>().join("\n")
}
