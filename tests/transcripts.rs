//! Every detector's transcripts: where it must fire, with its evidence, and where it must stay quiet.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/golden.rs"]
mod golden;
#[path = "support/transcript.rs"]
mod transcript;

use std::collections::{BTreeMap, BTreeSet};

use chatbot_audit::analyzer::Analyzer;
use chatbot_audit::detection::Detection;
use chatbot_audit::detectors;
use chatbot_audit::json;
use chatbot_audit::options::Options;
use chatbot_audit::report::Report;
use golden::golden;
use serde_json::Value;
use transcript::Transcript;

fn audit(case: &Transcript, detector: &str) -> Report {
    let mut options: Options = json::read::whole(&case.options.to_string()).unwrap();
    options.detectors = vec![detector.to_owned()];
    let mut analyzer = Analyzer::new(options).unwrap();
    analyzer.begin("transcript.json");
    analyzer.push(Value::from(case.export()).to_string().as_bytes());
    analyzer.end();
    analyzer.finish().unwrap_or_else(|error| panic!("{}: {error}", case.name))
}

/// `fires at 1 3` or `quiet`.
fn verdict(found: &[Detection]) -> String {
    if found.is_empty() {
        return "quiet".to_owned();
    }
    let mut places: Vec<usize> =
        found.iter().flat_map(|found| found.evidence.iter().map(|evidence| evidence.message_index)).collect();
    places.sort_unstable();
    places.dedup();
    let places: Vec<String> = places.iter().map(usize::to_string).collect();
    format!("fires at {}", places.join(" "))
}

fn file(detector: &str) -> String {
    format!("{}/tests/transcripts/{detector}.txt", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn detectors_decide_as_their_transcripts_say() {
    let mut wrong = Vec::new();
    for detector in detectors::ALL {
        let name = detector.meta().name;
        let source = std::fs::read_to_string(file(name)).unwrap_or_default();
        for case in transcript::parse(&source) {
            let found = verdict(&audit(&case, name).detections);
            if found != case.expected {
                wrong.push(format!("{name}: {}\n    expected {}, but it {found}", case.name, case.expected));
            }
        }
    }
    assert!(wrong.is_empty(), "{} transcripts are decided otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_detector_has_ten_cases_that_fire_and_ten_that_stay_quiet_in_both_languages() {
    let mut missing = Vec::new();
    for detector in detectors::ALL {
        let name = detector.meta().name;
        let Ok(source) = std::fs::read_to_string(file(name)) else {
            missing.push(format!("{name} has no transcripts: write tests/transcripts/{name}.txt"));
            continue;
        };
        let mut counts = BTreeMap::from([("en", [0, 0]), ("fr", [0, 0])]);
        for case in transcript::parse(&source) {
            let report = audit(&case, name);
            let language = report.conversations.first().and_then(|row| row.language.as_deref());
            if let Some(count) = language.and_then(|code| counts.get_mut(code)) {
                count[usize::from(case.expected == "quiet")] += 1;
            }
        }
        for (language, [fire, quiet]) in counts {
            if fire < 10 || quiet < 10 {
                missing.push(format!(
                    "{name} has {fire} cases that fire and {quiet} that stay quiet in {language}; it needs 10 each"
                ));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// What is said of findings, once each; the page has French for every line.
#[test]
fn findings_are_explained_in_the_words_of_the_list() {
    let mut said = BTreeSet::new();
    for detector in detectors::ALL {
        let name = detector.meta().name;
        for case in transcript::parse(&std::fs::read_to_string(file(name)).unwrap_or_default()) {
            for Detection { explanation, evidence, counter_evidence, .. } in audit(&case, name).detections {
                said.insert(explanation);
                said.extend(evidence.into_iter().chain(counter_evidence).map(|evidence| evidence.note));
            }
        }
    }
    golden("wording.txt", &said.iter().map(|line| format!("{line}\n")).collect::<String>());
}
