//! The sample that the page shows: what is found in it is what a careful reader found.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use chatbot_audit::analyzer::Analyzer;
use chatbot_audit::json;
use chatbot_audit::report::Report;
use serde_json::{Value, json};

fn read(name: &str) -> String {
    fs::read_to_string(format!("{}/www/sample/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn audit() -> Report {
    let value = |name: &str| serde_json::from_str::<Value>(&read(name)).unwrap();
    let options =
        json!({"facts": value("facts.json"), "policy": value("policy.json"), "articles": read("articles.json")});
    let mut analyzer = Analyzer::new(json::read::whole(&options.to_string()).unwrap()).unwrap();
    analyzer.begin("export.json");
    analyzer.push(read("export.json").as_bytes());
    analyzer.end();
    analyzer.finish().unwrap()
}

/// Conversation to what its labels say under `key`.
fn labels(key: &str) -> BTreeSet<(String, String)> {
    let labels: BTreeMap<String, Value> = serde_json::from_str(&read("expected.json")).unwrap();
    let modes = |(id, label): (&String, &Value)| {
        let modes: Vec<String> = label[key].as_object().unwrap().keys().cloned().collect();
        modes.into_iter().map(|mode| (id.clone(), mode)).collect::<Vec<_>>()
    };
    labels.iter().flat_map(modes).collect()
}

#[test]
fn every_finding_in_the_sample_is_right() {
    let (right, arguable) = (labels("modes"), labels("arguable"));
    let wrong: Vec<String> = audit()
        .detections
        .iter()
        .filter(|found| {
            let label = (found.conversation_id.clone(), found.detector.to_string());
            !right.contains(&label) && !arguable.contains(&label)
        })
        .map(|found| {
            format!("{} {} {}: {:#?}", found.conversation_id, found.detector, found.explanation, found.evidence)
        })
        .collect();
    assert!(wrong.is_empty(), "{} findings that no reader made:\n{}", wrong.len(), wrong.join("\n"));
}

/// A sample that hides most of what it holds would show little; a tenth may be missed.
#[test]
fn nine_of_ten_failures_in_the_sample_are_found() {
    let found: BTreeSet<(String, String)> =
        audit().detections.iter().map(|found| (found.conversation_id.clone(), found.detector.to_string())).collect();
    let labels = labels("modes");
    let missed: Vec<_> = labels.difference(&found).collect();
    assert!(missed.len() * 10 <= labels.len(), "missed {} of {}: {missed:#?}", missed.len(), labels.len());
}
