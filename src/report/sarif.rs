//! SARIF 2.1.0 for code scanners: a result per finding, placed by the bytes of its conversation.

use serde_json::{Value, json};

use super::Report;
use super::wording::{line, lines, rows_of_findings, title};
use crate::corpus::row::Row;
use crate::detection::{Detection, Severity};
use crate::sort;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run with its rules, files, results and what could not be read.
pub fn render(report: &Report) -> String {
    let mut rules: Vec<&str> = report.summary.by_mode.keys().map(AsRef::as_ref).collect();
    rules.extend(report.detections.iter().map(|found| found.detector.as_ref()));
    sort::by_key(&mut rules, |&rule| rule);
    rules.dedup();
    let rows = rows_of_findings(report);
    let results: Vec<Value> =
        report.detections.iter().zip(rows).map(|(found, row)| result(report, &rules, found, row)).collect();
    let skipped = report.input.skipped.iter().map(|skipped| {
        json!({
            "level": "warning",
            "message": {"text": format!("{} (byte {}): {}", line(&skipped.file), skipped.offset, line(&skipped.reason))},
            "descriptor": {"id": skipped.code},
        })
    });
    let warnings = report.input.warnings.iter().map(
        |warning| json!({"level": "note", "message": {"text": line(&warning.message)}, "descriptor": {"id": warning.code}}),
    );
    let sarif = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": report.tool.name,
                "version": report.tool.version,
                "semanticVersion": report.tool.version,
                "rules": rules.iter().map(|id| json!({
                    "id": line(id),
                    "shortDescription": {"text": title(id)},
                })).collect::<Vec<_>>(),
            }},
            "columnKind": "utf16CodeUnits",
            "artifacts": report.input.files.iter().map(|file| json!({
                "location": {"uri": uri(&file.name)},
                "roles": ["analysisTarget"],
            })).collect::<Vec<_>>(),
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": skipped.chain(warnings).collect::<Vec<_>>(),
            }],
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&sarif).unwrap_or_default();
    text.push('\n');
    text
}

fn result(report: &Report, rules: &[&str], found: &Detection, row: Option<&Row>) -> Value {
    let mut location = json!({
        "logicalLocations": [{"name": line(&found.conversation_id), "kind": "conversation"}],
    });
    if let (Some(row), Some(file)) = (row, row.and_then(|row| report.input.files.get(row.file)))
        && let Some(location) = location.as_object_mut()
    {
        let physical = json!({
            "artifactLocation": {"uri": uri(&file.name), "index": row.file},
            "region": {"byteOffset": row.start, "byteLength": row.end.saturating_sub(row.start)},
        });
        location.insert("physicalLocation".to_owned(), physical);
    }
    let quotes: Vec<Value> = found
        .evidence
        .iter()
        .map(|evidence| json!({"message_index": evidence.message_index, "role": evidence.role, "quote": lines(&evidence.quote)}))
        .collect();
    json!({
        "ruleId": line(&found.detector),
        "ruleIndex": rules.iter().position(|rule| *rule == found.detector),
        "level": level(found.severity),
        "rank": (found.confidence * 100.0).clamp(0.0, 100.0).round(),
        "message": {"text": line(&found.explanation)},
        "locations": [location],
        "partialFingerprints": {"conversationAndMode/v1": format!("{}:{}", found.failure_mode, found.conversation_id)},
        "properties": {
            "severity": found.severity,
            "confidence": found.confidence,
            "failure_mode": found.failure_mode,
            "recommended_action": found.recommended_action,
            "evidence": quotes,
        },
    })
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
