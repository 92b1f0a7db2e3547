//! An audit shared out to helpers tells the same, byte for byte, as one that is done alone.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "support/random.rs"]
mod random;

use chatbot_audit::analyzer::{Analyzer, Released};
use chatbot_audit::helper::Helper;
use chatbot_audit::json::write;
use chatbot_audit::options::Options;
use random::Random;
use serde_json::{Value, json};

/// A support conversation with a bot that repeats itself to an angry customer, and rarely names another price.
fn conversation(id: &str, random: &mut Random) -> Value {
    let part = |at: usize, kind: &str, body: &str| {
        let (name, id) = if kind == "bot" { ("Fin", "b1") } else { ("Ada Low", "u1") };
        json!({"type": "conversation_part", "id": format!("{id}{at}"), "part_type": "comment", "body": format!("<p>{body}</p>"),
               "created_at": 1_760_000_000 + at * 60, "author": {"type": kind, "id": id, "name": name}})
    };
    let order = random.below(9_000) + 1_000;
    let price = if random.below(250) == 0 { 49 } else { 29 };
    let mut parts = vec![part(9, "bot", &format!("The Premium plan costs ${price} per month."))];
    for round in 0..1 + random.below(4) {
        parts.push(part(round * 2, "bot", &format!("You can see where order {order} is on the page My orders.")));
        let answer = [
            "That does not help, where is my parcel?",
            "Je veux parler à un humain.",
            "Thank you, bye.",
            "This is useless!!",
        ];
        parts.push(part(round * 2 + 1, "user", answer[random.below(4)]));
    }
    json!({"type": "conversation", "id": id, "created_at": 1_760_000_000, "updated_at": 1_760_000_900, "state": "closed",
           "source": {"type": "conversation", "id": "s", "body": format!("<p>Where is my order {order}? Mail me at ada{id}@example.org</p>"),
                      "author": {"type": "user", "id": format!("u{}", random.below(40)), "name": "Ada Low"}},
           "contacts": {"contacts": [{"id": format!("u{}", random.below(40))}]},
           "tags": {"tags": [{"name": format!("tag {}", random.below(3))}]},
           "ai_agent_participated": true, "ai_agent": {"resolution_state": "assumed_resolution"},
           "padding": "x".repeat(random.below(9_000)),
           "conversation_parts": {"conversation_parts": parts}})
}

/// Conversations between all that can stand in an export beside them.
fn records(random: &mut Random, count: usize) -> Vec<String> {
    let record = |index: usize, random: &mut Random| {
        let id = index.to_string();
        match random.below(40) {
            0 => conversation(&random.below(index + 1).to_string(), random).to_string(),
            1 => json!({"type": "conversation", "id": id, "source": {"author": {"type": "user"}, "body": "hello"}}).to_string(),
            2 => json!({"messages": [{"role": "user", "content": "hello"}, {"role": "assistant", "content": "hi"}]}).to_string(),
            3 => json!({"type": "conversation", "id": id, "custom_attributes": {"Fin AI Agent preview": true},
                        "source": {"author": {"type": "user"}, "body": "hello"}, "conversation_parts": {"conversation_parts": []}})
                .to_string(),
            4 => json!({"type": "conversation", "id": id, "conversation_parts": {"conversation_parts": [7]},
                        "source": {"author": {"type": "bot"}, "body": "hello"}})
                .to_string(),
            5 => "{\"id\": 5, \"broken\": tru}".to_owned(),
            6 => json!({"type": "error.list", "errors": [{"code": "rate_limit_exceeded"}]}).to_string(),
            7 => json!({"type": "conversation_part", "id": "p", "conversation_id": "far", "part_type": "comment", "body": "hm",
                        "author": {"type": "user", "id": "u1"}})
                .to_string(),
            8 => {
                let mut broken = conversation(&id, random);
                broken["conversation_parts"]["conversation_parts"][0] = json!(7);
                broken.to_string()
            }
            _ => conversation(&id, random).to_string(),
        }
    };
    (0..count).map(|index| record(index, random)).collect()
}

/// The report, joined from what was released and what the end said of it.
fn told(mut analyzer: Analyzer, mut released: Released) -> Value {
    analyzer.complete();
    take(&mut analyzer, &mut released);
    let (report, concluded) = analyzer.conclude().unwrap();
    let mut report: Value = serde_json::from_str(&write::compact(&report)).unwrap();
    let found = concluded.findings().iter().map(|finding| &released.found[finding.number as usize]);
    report["detections"] = found.map(|found| serde_json::from_str::<Value>(found).unwrap()).collect();
    let rows = released.rows.iter().enumerate().map(|(number, row)| row.clone() + &concluded.verdict(number).ending());
    report["conversations"] = rows.map(|row| serde_json::from_str::<Value>(&row).unwrap()).collect();
    report
}

fn take(analyzer: &mut Analyzer, released: &mut Released) {
    let Released { rows, found } = analyzer.release();
    released.rows.extend(rows);
    released.found.extend(found);
}

fn options(redact: bool) -> Options {
    Options { redact, ..Options::default() }
}

/// Files in chunks of any size to an analyzer; after each, `between` may hand batches about.
fn read(
    files: &[String],
    random: &mut Random,
    analyzer: &mut Analyzer,
    mut between: impl FnMut(&mut Analyzer, &mut Random),
) {
    for (index, file) in files.iter().enumerate() {
        analyzer.begin(&format!("file {index}"));
        let mut rest = file.as_bytes();
        while !rest.is_empty() {
            let (chunk, behind) = rest.split_at(rest.len().min(1 + random.below(400_000)));
            analyzer.push(chunk);
            rest = behind;
            between(analyzer, random);
        }
        analyzer.end();
    }
}

#[test]
fn an_audit_shared_out_to_helpers_in_any_order_tells_the_same_as_one_alone() {
    let mut batches = 0;
    let (mut findings, mut slips) = (0, 0);
    for seed in 0..6 {
        let mut random = Random(seed + 1);
        let redact = seed % 2 == 1;
        let lists = [
            format!("[{}]", records(&mut random, 400).join(",\n")),
            records(&mut random, 300).join("\n"),
            format!(
                "{{\"pages\": null, \"conversations\": [{}], \"total_count\": 3}}",
                records(&mut random, 400).join(",")
            ),
            format!("[{}, {{\"id\": 1, \"cut\": ", records(&mut random, 100).join(",")),
        ];
        let mut alone = Analyzer::new(options(redact)).unwrap();
        read(&lists, &mut random, &mut alone, |_, _| ());
        let alone: Value = serde_json::from_str(&write::compact(&alone.finish().unwrap())).unwrap();
        let found = alone["detections"].as_array().unwrap();
        findings += found.len();
        slips += found.iter().filter(|found| !found["metadata"]["source"]["conversations"].is_null()).count();

        let mut helpers = [Helper::new(&options(redact)).unwrap(), Helper::new(&options(redact)).unwrap()];
        let mut shared = Analyzer::new(options(redact)).unwrap();
        shared.share();
        let mut released = Released::default();
        let mut number = 0;
        // Batches under way, by number.
        let mut away: Vec<(usize, Vec<u8>)> = Vec::new();
        read(&lists, &mut random, &mut shared, |analyzer, random| {
            while let Some(batch) = analyzer.batch(1 + random.below(600_000)) {
                away.push((number, batch));
                number += 1;
            }
            for _ in 0..random.below(3).min(away.len()) {
                let (number, batch) = away.swap_remove(random.below(away.len()));
                match random.below(5) {
                    0 => analyzer.settle(number, None),
                    1 => analyzer.settle(number, Some(b"nonsense")),
                    2 => (), // Its helper died without a word.
                    which => analyzer.settle(number, Some(&helpers[which - 3].examine(&batch))),
                }
            }
            if random.below(2) == 0 {
                take(analyzer, &mut released);
            }
        });
        batches += number;
        let mut shared = told(shared, released);
        assert!(alone["detections"] == shared["detections"], "the findings differ");
        assert!(alone["conversations"] == shared["conversations"], "the rows differ");
        (shared["detections"], shared["conversations"]) = (alone["detections"].clone(), alone["conversations"].clone());
        assert_eq!(alone, shared);
    }
    assert!(batches > 20 && findings > 500 && slips > 5, "{batches} batches, {findings} findings, {slips} slips");
}
