//! The published schema of the report holds for what really comes out, and forbids what does not.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/sample_report.rs"]
mod sample_report;

use chatbot_audit::analyzer::Analyzer;
use chatbot_audit::options::Options;
use chatbot_audit::report::{Format, render};
use serde_json::{Value, json};

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("unknown type {other}"),
    }
}

/// What is wrong with `value` by the keywords of JSON Schema 2020-12 that the report's schema uses; no other is allowed.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let items = || value.as_array().into_iter().flatten().enumerate();
    for (keyword, rule) in schema.as_object().unwrap() {
        let number = || (value.as_f64().unwrap_or(0.0), rule.as_f64().unwrap());
        let fits = match keyword.as_str() {
            "$schema" | "title" | "description" | "$defs" | "properties" => true,
            "$ref" => {
                let name = rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                faults.extend(self::faults(root, &root["$defs"][name], value, at));
                true
            }
            "anyOf" => rule.as_array().unwrap().iter().any(|rule| self::faults(root, rule, value, at).is_empty()),
            "type" => match rule.as_array() {
                Some(kinds) => kinds.iter().any(|kind| is(value, kind.as_str().unwrap())),
                None => is(value, rule.as_str().unwrap()),
            },
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.is_null() || number().0 >= number().1,
            "maximum" => value.is_null() || number().0 <= number().1,
            "minItems" => items().count() as u64 >= rule.as_u64().unwrap(),
            "required" => {
                let names = rule.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
                names.into_iter().all(|name| value.get(name).is_some())
            }
            "items" => {
                faults
                    .extend(items().flat_map(|(index, item)| self::faults(root, rule, item, &format!("{at}/{index}"))));
                true
            }
            "additionalProperties" => {
                for (name, item) in value.as_object().into_iter().flatten() {
                    let at = format!("{at}/{name}");
                    match (schema["properties"].get(name), rule) {
                        (Some(known), _) => faults.extend(self::faults(root, known, item, &at)),
                        (None, Value::Bool(false)) => faults.push(format!("{at} is not in the schema")),
                        (None, rule) => faults.extend(self::faults(root, rule, item, &at)),
                    }
                }
                true
            }
            other => panic!("the checker does not know the keyword {other}"),
        };
        if !fits {
            faults.push(format!("{at} breaks {keyword}: {rule}"));
        }
    }
    faults
}

fn schema() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/npm/report.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn against_schema(report: &Value) -> Vec<String> {
    let schema = schema();
    faults(&schema, &schema, report, "")
}

#[test]
fn a_report_built_by_hand_fits_the_schema_whatever_its_texts_are() {
    for report in [sample_report::sample(), sample_report::hostile()] {
        let report: Value = serde_json::from_str(&render(&report, Format::Report)).unwrap();
        assert_eq!(against_schema(&report), [""; 0]);
    }
}

#[test]
fn the_report_of_the_sample_export_fits_the_schema() {
    let export = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/www/sample/export.json")).unwrap();
    for redact in [false, true] {
        let mut analyzer = Analyzer::new(Options { redact, ..Options::default() }).unwrap();
        analyzer.begin("export.json");
        analyzer.push(&export);
        analyzer.end();
        // What is cut off has an entry of its own in the report.
        analyzer.begin("cut.json");
        analyzer.push(&export[..export.len() / 2]);
        analyzer.end();
        let report: Value = serde_json::from_str(&render(&analyzer.finish().unwrap(), Format::Report)).unwrap();
        assert!(report["conversations"].as_array().unwrap().len() > 60);
        assert!(!report["input"]["skipped"].as_array().unwrap().is_empty());
        assert_eq!(against_schema(&report), [""; 0]);
    }
}

#[test]
fn the_schema_forbids_what_a_report_is_not() {
    let good: Value = serde_json::from_str(&render(&sample_report::sample(), Format::Report)).unwrap();
    let cases: [(&str, Value); 7] = [
        ("/schema_version", json!(2)),
        ("/detections/0/severity", json!("awful")),
        ("/detections/0/evidence", json!([])),
        ("/detections/0/confidence", json!(1.5)),
        ("/conversations/0/rating", json!(0)),
        ("/corpus/resolution/reported/of", json!(-1)),
        ("/corpus/csat/difference", json!(3)),
    ];
    for (place, value) in cases {
        let mut bad = good.clone();
        *bad.pointer_mut(place).unwrap() = value;
        assert_eq!(against_schema(&bad).len(), 1, "{place}: {:?}", against_schema(&bad));
    }
    let mut longer = good.clone();
    longer["corpus"]["surprise"] = json!(1);
    assert_eq!(against_schema(&longer), ["/corpus/surprise is not in the schema"]);
    let mut shorter = good;
    shorter["summary"].as_object_mut().unwrap().remove("affected");
    assert_eq!(against_schema(&shorter).len(), 1);
}
