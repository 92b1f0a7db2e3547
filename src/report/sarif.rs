//! SARIF 2.1.0 for code scanners: a result per finding, placed by the bytes of its conversation.

use serde_json::{Map, Value};

use super::Report;
use super::findings::Findings;
use super::wording::{detectors, line, lines, title};
use crate::corpus::row::Row;
use crate::detection::{Detection, Severity};
use crate::json::write::{self, Object, Write, Writer};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run with its rules, files, results and what could not be read.
pub fn render(report: &Report, all: &dyn Findings, give: &mut dyn FnMut(&str)) {
    let rules = detectors(report, all);
    let skipped = report.input.skipped.iter().map(|skipped| {
        let message = format!("{} (byte {}): {}", line(&skipped.file), skipped.offset, line(&skipped.reason));
        notification("warning", message, &skipped.code)
    });
    let warnings =
        report.input.warnings.iter().map(|warning| notification("note", line(&warning.message), &warning.code));
    let driver = object([
        ("name", (*report.tool.name).into()),
        ("version", (*report.tool.version).into()),
        ("semanticVersion", (*report.tool.version).into()),
        (
            "rules",
            list(rules.iter().map(|id| object([("id", line(id).into()), ("shortDescription", text(title(id)))]))),
        ),
    ]);
    let files = report.input.files.iter().map(|file| {
        object([("location", object([("uri", uri(&file.name).into())])), ("roles", vec!["analysisTarget"].into())])
    });
    let invocation =
        object([("executionSuccessful", true.into()), ("toolExecutionNotifications", list(skipped.chain(warnings)))]);
    let run = Object(&[
        ("artifacts", &list(files)),
        ("columnKind", &"utf16CodeUnits"),
        ("invocations", &list([invocation].into_iter())),
        ("results", &Results { report, rules: &rules, all }),
        ("tool", &object([("driver", driver)])),
    ]);
    let sarif = Object(&[("$schema", &SCHEMA), ("runs", &vec![run]), ("version", &"2.1.0")]);
    write::pretty_in_pieces(&sarif, give);
    give("\n");
}

struct Results<'r> {
    report: &'r Report,
    rules: &'r [&'r str],
    all: &'r dyn Findings,
}

impl Write for Results<'_> {
    fn write(&self, json: &mut Writer<'_>) {
        json.list(&mut (0..self.all.count()), &mut |json, place| {
            self.all.show(place, &mut |found, row| result(self.report, self.rules, found, row).write(json));
        });
    }
}

fn result(report: &Report, rules: &[&str], found: &Detection, row: Option<&Row>) -> Value {
    let conversation = object([("name", line(&found.conversation_id).into()), ("kind", "conversation".into())]);
    let mut location = vec![("logicalLocations", vec![conversation].into())];
    if let (Some(row), Some(file)) = (row, row.and_then(|row| report.input.files.get(row.file))) {
        let physical = object([
            ("artifactLocation", object([("uri", uri(&file.name).into()), ("index", row.file.into())])),
            (
                "region",
                object([("byteOffset", row.start.into()), ("byteLength", row.end.saturating_sub(row.start).into())]),
            ),
        ]);
        location.push(("physicalLocation", physical));
    }
    let quotes = found.evidence.iter().map(|evidence| {
        object([
            ("message_index", evidence.message_index.into()),
            ("role", evidence.role.as_str().into()),
            ("quote", lines(&evidence.quote).into()),
        ])
    });
    let fingerprint = format!("{}:{}", found.failure_mode, found.conversation_id);
    object([
        ("ruleId", line(&found.detector).into()),
        ("ruleIndex", rules.iter().position(|rule| *rule == found.detector).into()),
        ("level", level(found.severity).into()),
        ("rank", (found.confidence * 100.0).clamp(0.0, 100.0).round().into()),
        ("message", text(line(&found.explanation))),
        ("locations", vec![object(location)].into()),
        ("partialFingerprints", object([("conversationAndMode/v1", fingerprint.into())])),
        (
            "properties",
            object([
                ("severity", found.severity.as_str().into()),
                ("confidence", found.confidence.into()),
                ("failure_mode", (*found.failure_mode).into()),
                ("recommended_action", found.recommended_action.as_str().into()),
                ("evidence", list(quotes)),
            ]),
        ),
    ])
}

fn notification(level: &str, message: String, code: &str) -> Value {
    object([("level", level.into()), ("message", text(message)), ("descriptor", object([("id", code.into())]))])
}

fn text(text: impl Into<String>) -> Value {
    object([("text", text.into().into())])
}

fn list(items: impl Iterator<Item = Value>) -> Value {
    items.collect()
}

fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let mut object = Map::new();
    object.extend(fields.into_iter().map(|(name, value)| (name.to_owned(), value)));
    Value::Object(object)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "note",
        Severity::Medium => "warning",
        Severity::High | Severity::Critical => "error",
    }
}

/// A file name as a relative URI reference: what is no unreserved character or `/` is percent-encoded (RFC 3986).
fn uri(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
