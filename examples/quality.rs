//! Measures the detectors on labelled conversations: precision, recall, false positives and calibration per set and mode.
//!
//! `cargo run --release --example quality -- [SET…] [--errors SET:MODE] [--record]`
//! The sets are those of `../shared/devset` where it is present (or of the folder that CHATBOT_AUDIT_SHARED names) and the
//! project's own in `tests/quality/authored`. `--record` writes the figures that the next run is compared with.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../tests/support/transcript.rs"]
mod transcript;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use chatbot_audit::analyzer::Analyzer;
use chatbot_audit::corpus::rate::Rate;
use chatbot_audit::json;
use chatbot_audit::report::Report;
use serde_json::{Value, json};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// A mode needs so many labelled cases before its calibration is worth a line.
const LEAST_FOR_CALIBRATION: usize = 100;
/// Confidence bins of the reliability table.
const BINS: usize = 5;

type Labels = BTreeMap<String, BTreeMap<String, u8>>;

/// Conversations with labels, and options for those that bring knowledge.
struct Set {
    name: String,
    conversations: Vec<Value>,
    labels: Labels,
    options: BTreeMap<String, Value>,
}

/// What was decided on one labelled conversation: the label, and the confidence of the finding if there is one.
struct Decision {
    id: String,
    label: bool,
    confidence: Option<f64>,
}

fn main() {
    let mut only = Vec::new();
    let (mut errors, mut record) = (None, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--errors" => errors = Some(arguments.next().expect("--errors SET:MODE")),
            "--record" => record = true,
            set => only.push(set.to_owned()),
        }
    }
    if let Some((set, _)) = errors.as_ref().and_then(|wanted| wanted.split_once(':')) {
        only = vec![set.to_owned()];
    }
    let record_path = Path::new(ROOT).join("tests/quality/record.json");
    let last: Value = fs::read_to_string(&record_path).map_or(json!({}), |text| serde_json::from_str(&text).unwrap());
    let mut now = json!({});
    let mut calibration: BTreeMap<String, Vec<(f64, bool)>> = BTreeMap::new();
    println!(
        "{:<19}{:<25}{:>5}{:>6}  {:<22}{:<22}{:<7}{:<22}F1 before",
        "set", "mode", "pos", "neg", "precision", "recall", "F1", "false positive rate"
    );
    for set in sets(&only) {
        for (mode, decisions) in decide(&set) {
            let figures = Figures::new(&decisions);
            let before = &last[&set.name][&mode]["f1"];
            println!(
                "{:<19}{:<25}{:>5}{:>6}  {:<22}{:<22}{:<7}{:<22}{}",
                set.name,
                mode,
                figures.recall.of,
                figures.false_positives.of,
                interval(&figures.precision),
                interval(&figures.recall),
                figures.f1.map_or("-".to_owned(), |f1| format!("{f1:.3}")),
                interval(&figures.false_positives),
                before.as_f64().map_or("-".to_owned(), |f1| format!("{f1:.3}")),
            );
            now[&set.name][&mode] = json!({
                "positives": figures.recall.of, "negatives": figures.false_positives.of,
                "precision": rounded(figures.precision.rate), "recall": rounded(figures.recall.rate),
                "f1": rounded(figures.f1), "false_positive_rate": rounded(figures.false_positives.rate),
            });
            if errors.as_deref() == Some(&format!("{}:{mode}", set.name)) {
                show_errors(&set, &decisions);
            }
            let sure = decisions.iter().filter_map(|decision| Some((decision.confidence?, decision.label)));
            // Where nothing can be right, nothing is learnt of how often a confidence is.
            if figures.recall.of > 0 {
                calibration.entry(mode).or_default().extend(sure);
            }
        }
    }
    println!("\nCalibration: of findings with this confidence, so many are right (over all sets with the mode)");
    for (mode, points) in &calibration {
        println!("{mode:<25}{}", reliability(points));
    }
    if record {
        fs::write(&record_path, format!("{}\n", serde_json::to_string_pretty(&now).unwrap())).unwrap();
        println!("\nWritten: {}", record_path.display());
    }
}

struct Figures {
    precision: Rate,
    recall: Rate,
    false_positives: Rate,
    f1: Option<f64>,
}

impl Figures {
    fn new(decisions: &[Decision]) -> Self {
        let count = |label: bool, found: bool| {
            decisions.iter().filter(|d| d.label == label && d.confidence.is_some() == found).count() as u64
        };
        let (right, missed, wrong, quiet) =
            (count(true, true), count(true, false), count(false, true), count(false, false));
        let twice = 2 * right;
        Self {
            precision: Rate::new(right, right + wrong),
            recall: Rate::new(right, right + missed),
            false_positives: Rate::new(wrong, wrong + quiet),
            f1: (right + missed > 0).then(|| twice as f64 / (twice + wrong + missed) as f64),
        }
    }
}

fn interval(rate: &Rate) -> String {
    match (rate.rate, rate.low, rate.high) {
        (Some(rate), Some(low), Some(high)) => format!("{rate:.3} [{low:.3}, {high:.3}]"),
        _ => "-".to_owned(),
    }
}

fn rounded(value: Option<f64>) -> Value {
    value.map_or(Value::Null, |value| json!((value * 1000.0).round() / 1000.0))
}

/// Runs the whole pipeline over the set's file, and once more for each conversation that brings knowledge.
fn decide(set: &Set) -> BTreeMap<String, Vec<Decision>> {
    let mut found: BTreeMap<(String, String), f64> = BTreeMap::new();
    let mut keep = |report: Report| {
        for detection in report.detections {
            let best = found.entry((detection.conversation_id, detection.failure_mode.into_owned())).or_default();
            *best = best.max(detection.confidence);
        }
    };
    let plain: Vec<&Value> =
        set.conversations.iter().filter(|value| !set.options.contains_key(value["id"].as_str().unwrap())).collect();
    if !plain.is_empty() {
        keep(audit(json!({}), &json!(plain)));
    }
    for conversation in &set.conversations {
        if let Some(options) = set.options.get(conversation["id"].as_str().unwrap()) {
            keep(audit(options.clone(), conversation));
        }
    }
    let mut decisions: BTreeMap<String, Vec<Decision>> = BTreeMap::new();
    for (id, modes) in &set.labels {
        for (mode, label) in modes {
            let confidence = found.get(&(id.clone(), mode.clone())).copied();
            decisions.entry(mode.clone()).or_default().push(Decision {
                id: id.clone(),
                label: *label == 1,
                confidence,
            });
        }
    }
    decisions
}

fn audit(options: Value, input: &Value) -> Report {
    let mut analyzer = Analyzer::new(json::read::whole(&options.to_string()).unwrap()).unwrap();
    analyzer.begin("set.json");
    analyzer.push(input.to_string().as_bytes());
    analyzer.end();
    analyzer.finish().unwrap()
}

fn show_errors(set: &Set, decisions: &[Decision]) {
    let labels: BTreeMap<&str, &Decision> = decisions.iter().map(|d| (d.id.as_str(), d)).collect();
    for conversation in &set.conversations {
        let Some(decision) = labels.get(conversation["id"].as_str().unwrap()) else { continue };
        if decision.label == decision.confidence.is_some() {
            continue;
        }
        let what = if decision.label { "MISSED" } else { "FALSE ALARM" };
        println!("\n==== {what} {} {:?}", decision.id, decision.confidence.unwrap_or_default());
        if let Some(options) = set.options.get(&decision.id) {
            println!("{}", options.to_string().chars().take(1500).collect::<String>());
        }
        let parts = conversation["conversation_parts"]["conversation_parts"].as_array().unwrap();
        for (index, part) in std::iter::once(&conversation["source"]).chain(parts).enumerate() {
            println!(
                "{index:>3} {:<6}{}",
                part["author"]["type"].as_str().unwrap_or("?"),
                part["body"].as_str().unwrap_or("-")
            );
        }
    }
    println!();
}

fn reliability(points: &[(f64, bool)]) -> String {
    if points.len() < LEAST_FOR_CALIBRATION {
        return format!("{} findings on labelled conversations, too few to say", points.len());
    }
    let mut error = 0.0;
    let mut cells = Vec::new();
    for bin in 0..BINS {
        let low = bin as f64 / BINS as f64;
        let high = (bin + 1) as f64 / BINS as f64;
        let inside: Vec<_> =
            points.iter().filter(|(c, _)| *c >= low && (*c < high || (bin + 1 == BINS && *c <= high))).collect();
        if inside.is_empty() {
            continue;
        }
        let n = inside.len() as f64;
        let mean = inside.iter().map(|(confidence, _)| confidence).sum::<f64>() / n;
        let right = inside.iter().filter(|(_, label)| *label).count() as f64 / n;
        error += (mean - right).abs() * n / points.len() as f64;
        cells.push(format!("{mean:.2}: {right:.2} (n {})", inside.len()));
    }
    format!("{}; expected calibration error {error:.3}", cells.join(", "))
}

fn sets(only: &[String]) -> Vec<Set> {
    let mut sets = Vec::new();
    let wanted = |name: &str| only.is_empty() || only.iter().any(|one| one == name);
    let shared =
        std::env::var_os("CHATBOT_AUDIT_SHARED").map_or_else(|| Path::new(ROOT).join("../shared"), PathBuf::from);
    let devset = shared.join("devset");
    match fs::read_to_string(devset.join("index.json")) {
        Ok(index) => {
            let index: BTreeMap<String, Value> = serde_json::from_str(&index).unwrap();
            for name in index.keys().filter(|name| wanted(name)) {
                sets.push(shared_set(&devset, name));
            }
        }
        Err(_) => println!("{} is not here: only the project's own set is measured.\n", devset.display()),
    }
    if wanted("authored") {
        sets.push(authored());
    }
    if wanted("silent") {
        sets.push(silent(authored()));
    }
    sets
}

fn unpacked(path: &Path) -> Option<Value> {
    let file = fs::File::open(path).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

fn shared_set(devset: &Path, name: &str) -> Set {
    let file = |what: &str| unpacked(&devset.join(format!("{name}.{what}.json.gz")));
    let knowledge: BTreeMap<String, Value> =
        file("knowledge").map_or_else(BTreeMap::new, |value| serde_json::from_value(value).unwrap());
    Set {
        name: name.to_owned(),
        conversations: serde_json::from_value(file("conversations").unwrap()).unwrap(),
        labels: serde_json::from_value(file("labels").unwrap()).unwrap(),
        options: knowledge.iter().map(|(id, value)| (id.clone(), options(value))).collect(),
    }
}

/// The sets' knowledge as the tool's own options: facts by topic with their other names, and a policy.
fn options(knowledge: &Value) -> Value {
    let mut options = json!({});
    if let Some(list) = knowledge["facts"].as_array() {
        let (mut facts, mut aliases) = (json!({}), json!({}));
        for fact in list {
            let topic = fact["topic"].as_str().unwrap();
            // A topic that stands twice has two values that are both true.
            match facts[topic].as_array_mut() {
                Some(values) => values.push(fact["value"].clone()),
                None => facts[topic] = json!([fact["value"]]),
            }
            aliases[topic] = fact["aliases"].clone();
        }
        options["facts"] = json!({ "facts": facts, "aliases": aliases });
    }
    if let Some(policy) = knowledge.get("policy") {
        options["policy"] =
            json!({ "allowed_commitments": policy["allowed"], "disallowed_commitment_topics": policy["disallowed"] });
    }
    options
}

/// The project's own cases; the expectation line is `MODE=0|1 …`.
fn authored() -> Set {
    let mut set =
        Set { name: "authored".to_owned(), conversations: vec![], labels: Labels::new(), options: BTreeMap::new() };
    let folder = Path::new(ROOT).join("tests/quality/authored");
    let files: BTreeSet<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        for case in transcript::parse(&fs::read_to_string(path).unwrap()) {
            let id = case.name.split_whitespace().next().unwrap().to_owned();
            let labels = case.expected.split_whitespace().map(|pair| {
                let (mode, label) = pair.split_once('=').unwrap_or_else(|| panic!("{id}: {pair} is no MODE=0|1"));
                (mode.to_owned(), label.parse().unwrap())
            });
            assert!(set.labels.insert(id.clone(), labels.collect()).is_none(), "{id} stands twice");
            set.conversations.push(case.conversation(&id));
            if case.options != json!({}) {
                set.options.insert(id, case.options);
            }
        }
    }
    set
}

/// The healthy talk among them once more as the platform sees most of it: the customer wrote nothing after the last answer,
/// and that was taken for a resolution. Talk in which a person wrote, or that now ends with a question, would not be healthy.
fn silent(mut set: Set) -> Set {
    const MODE: &str = "silent_churn";
    set.name = "silent".to_owned();
    set.conversations.retain_mut(|conversation| {
        let parts = conversation["conversation_parts"]["conversation_parts"].as_array_mut().unwrap();
        let writes = |part: &Value, who: &str| part["author"]["type"] == who && part["body"].is_string();
        let last = parts.iter().rposition(|part| writes(part, "bot"));
        let asks = |at: usize| parts[at]["body"].as_str().unwrap().contains("?</p>");
        let is_answered = last.is_some_and(|at| !asks(at)) && !parts.iter().any(|part| writes(part, "admin"));
        parts.truncate(last.map_or(0, |at| at + 1));
        let is_reported = !conversation["ai_agent"]["resolution_state"].is_null();
        conversation["ai_agent"] = json!({ "resolution_state": "assumed_resolution" });
        let healthy =
            set.labels.get(conversation["id"].as_str().unwrap()).and_then(|labels| labels.get(MODE)) == Some(&0);
        healthy && is_answered && !is_reported
    });
    let ids = set.conversations.iter().map(|conversation| conversation["id"].as_str().unwrap().to_owned());
    set.labels = ids.map(|id| (id, BTreeMap::from([(MODE.to_owned(), 0)]))).collect();
    set
}
