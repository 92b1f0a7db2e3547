//! Every rendering of a report: a golden file each, and hostile text that stays text.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/golden.rs"]
mod golden;
#[path = "support/sample_report.rs"]
mod sample_report;

use chatbot_audit::json;
use chatbot_audit::report::{Format, Report, compare, render};
use golden::golden;
use sample_report::{HOSTILE, hostile, sample};
use serde_json::Value;

#[test]
fn every_rendering_equals_its_golden_file() {
    let report = sample();
    for (format, name) in [
        (Format::Text, "report.txt"),
        (Format::Json, "findings.json"),
        (Format::Report, "report.json"),
        (Format::Markdown, "report.md"),
        (Format::Html, "report.html"),
        (Format::Csv, "report.csv"),
        (Format::Sarif, "report.sarif"),
        (Format::Junit, "report.xml"),
    ] {
        golden(name, &render(&report, format));
    }
}

#[test]
fn a_report_that_was_written_and_read_back_renders_the_same() {
    let written = render(&sample(), Format::Report);
    let read: Report = json::read::whole(&written).unwrap();
    for (name, format) in Format::ALL {
        assert_eq!(render(&read, format), render(&sample(), format), "{name}");
    }
}

#[test]
fn formats_are_known_by_name_and_no_others() {
    assert_eq!(Format::parse("sarif"), Some(Format::Sarif));
    assert_eq!(Format::parse("pdf"), None);
}

/// What no rendering but JSON may hold: characters that steer a terminal, turn the line or are no characters in XML.
fn steering(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| matches!(c, '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{202e}'))
        .collect()
}

#[test]
fn hostile_text_cannot_steer_a_terminal_or_forge_a_finding() {
    let text = render(&hostile(), Format::Text);
    assert_eq!(steering(&text), []);
    // Two lines of summary, then two for each finding, whatever line breaks the text brings.
    assert_eq!(text.lines().count(), 2 + 2 * 3);
    assert!(text.lines().skip(2).step_by(2).all(|line| line.starts_with("  [")));
}

#[test]
fn hostile_text_stays_text_in_html() {
    let html = render(&hostile(), Format::Html);
    assert_eq!(steering(&html), []);
    assert!(!html.contains("<script") && !html.contains("<!--") && html.contains("&lt;script&gt;"));
    // Every tag is one of ours, with attributes whose quotes are closed.
    for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let bare: String = tag.split('"').step_by(2).collect();
        assert!(!bare.contains("alert") && !bare.contains("evil"), "{tag}");
    }
    // The same tags as in the report without hostile text, but for one mode and one severity more.
    let tags = |html: &str| html.matches('<').count();
    let plain = render(&sample(), Format::Html);
    assert!(tags(&html) > tags(&plain) && tags(&html) < tags(&plain) + 60);
}

#[test]
fn hostile_text_stays_text_in_markdown() {
    let markdown = render(&hostile(), Format::Markdown);
    assert_eq!(steering(&markdown), []);
    let plain = render(&sample(), Format::Markdown);
    let begins = |text: &str, with: &str| text.lines().filter(|line| line.starts_with(with)).count();
    for mark in ["# ", "## ", "### ", "```"] {
        assert_eq!(begins(&markdown, mark), begins(&plain, mark), "{mark}");
    }
    assert_eq!(begins(&markdown, "| "), begins(&plain, "| ") + 1, "the hostile report has one mode more");
    // Outside code, nothing is a tag, a link or a mention.
    for line in markdown.lines().filter(|line| !line.contains('`')) {
        let line = line.replace("@<!-- -->", "").replace("\\:", "");
        assert!(!line.contains('<') && !line.contains("://") && !line.contains(" @"), "{line}");
    }
}

/// Parses RFC 4180 strictly.
fn parse_csv(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        let cell = records.last_mut().unwrap().last_mut().unwrap();
        match (quoted, c) {
            (true, '"') if chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
            (true, '"') => quoted = false,
            (true, c) => cell.push(c),
            (false, '"') => {
                assert!(cell.is_empty(), "a quote inside a bare cell");
                quoted = true;
            }
            (false, ',') => records.last_mut().unwrap().push(String::new()),
            (false, '\r') => {
                assert_eq!(chars.next(), Some('\n'));
                records.push(vec![String::new()]);
            }
            (false, c) => {
                assert_ne!(c, '\n');
                cell.push(c);
            }
        }
    }
    assert!(!quoted);
    assert_eq!(records.pop(), Some(vec![String::new()]), "the last record ends with a line break");
    records
}

#[test]
fn hostile_text_cannot_become_a_formula_or_a_further_cell() {
    let records = parse_csv(&render(&hostile(), Format::Csv));
    assert_eq!(records.len(), 4);
    for record in &records {
        assert_eq!(record.len(), records[0].len());
        for cell in record {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
            assert_eq!(steering(cell), []);
        }
    }
}

#[test]
fn hostile_text_stays_text_in_junit() {
    let xml = render(&hostile(), Format::Junit);
    assert_eq!(steering(&xml), []);
    let tags: Vec<&str> = xml.split('<').skip(1).map(|rest| rest.split([' ', '>', '/']).next().unwrap()).collect();
    assert!(
        tags.iter().all(|tag| ["?xml", "testsuites", "testsuite", "testcase", "failure", ""].contains(tag)),
        "{tags:?}"
    );
    assert!(!xml.contains("]]>"));
    let plain = render(&sample(), Format::Junit);
    assert_eq!(xml.matches("<failure").count(), plain.matches("<failure").count());
}

#[test]
fn json_keeps_every_character() {
    let findings: Value = serde_json::from_str(&render(&hostile(), Format::Json)).unwrap();
    assert_eq!(findings[0]["evidence"][0]["quote"], HOSTILE);
}

#[test]
fn sarif_has_what_its_schema_requires_and_its_indices_lead_somewhere() {
    for report in [sample(), hostile()] {
        let sarif: Value = serde_json::from_str(&render(&report, Format::Sarif)).unwrap();
        assert_eq!(sarif["version"], "2.1.0");
        let run = &sarif["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(run["tool"]["driver"]["name"].is_string());
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), report.detections.len());
        for result in results {
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(["note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
            assert!(result["message"]["text"].is_string());
            let place = &result["locations"][0]["physicalLocation"];
            let index = usize::try_from(place["artifactLocation"]["index"].as_u64().unwrap()).unwrap();
            let uri = run["artifacts"][index]["location"]["uri"].as_str().unwrap();
            assert_eq!(place["artifactLocation"]["uri"], uri);
            assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{uri}");
            assert!(place["region"]["byteOffset"].is_u64() && place["region"]["byteLength"].is_u64());
        }
    }
}

/// The sample with other counts of conversations with findings.
fn with_counts(affected: u64, loops: u64, adjusted: u64) -> String {
    use chatbot_audit::corpus::rate::Rate;
    let mut report = sample();
    report.summary.affected = Rate::new(affected, 500);
    report.summary.by_mode.change("death_loop".into(), |mode| mode.rate = Rate::new(loops, 500));
    report.corpus.resolution.evidence_adjusted = Rate::new(adjusted, 480);
    render(&report, Format::Report)
}

#[test]
fn a_comparison_says_what_got_worse_what_got_better_and_what_may_be_chance() {
    let found = compare::compare(&with_counts(148, 92, 210), &with_counts(152, 45, 150)).unwrap();
    let verdict = |name: &str| found.lines.iter().find(|line| line.name == name).unwrap().verdict;
    assert_eq!(verdict("affected"), compare::Verdict::NoClearDifference);
    assert_eq!(verdict("death_loop"), compare::Verdict::Better);
    assert_eq!(verdict("resolution.evidence_adjusted"), compare::Verdict::Worse);
    assert_eq!(verdict("escalation.missed"), compare::Verdict::TooFew);
    assert!(found.regressed);
    golden("comparison.txt", &compare::render(&found, compare::Format::Text));
    golden("comparison.md", &compare::render(&found, compare::Format::Markdown));
    golden("comparison.json", &compare::render(&found, compare::Format::Json));
}

#[test]
fn the_same_report_twice_is_no_regression() {
    let found = compare::compare(&with_counts(148, 92, 210), &with_counts(148, 92, 210)).unwrap();
    assert!(!found.regressed);
    assert!(found.lines.iter().all(|line| line.verdict != compare::Verdict::Better));
}

#[test]
fn what_is_no_report_is_refused_in_words() {
    let report = with_counts(1, 1, 1);
    assert!(compare::compare("[]", &report).is_err_and(|error| error.contains("first")));
    assert!(compare::compare(&report, "{\"schema_version\": 1}").is_err_and(|error| error.contains("second")));
    let newer = report.replace("\"schema_version\":1", "\"schema_version\":99");
    assert!(compare::compare(&report, &newer).is_err_and(|error| error.contains("99")));
}
