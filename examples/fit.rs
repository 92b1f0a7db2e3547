//! Fits the weights of a detector's signs on the labelled conversations of `../shared/devset`.
//!
//! `cargo run --release --example fit -- MODE` prints the weights of that detector, to be copied into it, and how well they do on
//! conversations that they were not fitted on (five folds). It is a logistic regression; what it is fitted on stands in [`RECIPES`].
//! The weights choose which of several repetitions is weighed: repeat it until they move by hundredths only.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

#[path = "../tests/support/transcript.rs"]
mod transcript;

use chatbot_audit::detectors::{self, Case, Context};
use chatbot_audit::input::{Item, Reader};
use chatbot_audit::knowledge::Knowledge;
use chatbot_audit::language::LANGUAGES;

/// Pull of every weight towards 0, against what chance fits into small sets.
const RIDGE: f64 = 1.0;
const FOLDS: usize = 5;

/// What a detector's weights are fitted on.
struct Recipe {
    mode: &'static str,
    /// What a false alarm counts beside a miss: above 1 the confidence is too low rather than too high.
    caution: f64,
    /// Sets, with how much a conversation of theirs counts: a small set that shows what large ones do not counts more. `authored` is
    /// the project's own set, `transcripts` the detector's transcript file.
    sets: &'static [(&'static str, f64)],
}

const RECIPES: &[Recipe] = &[
    Recipe {
        mode: "death_loop",
        caution: 1.7,
        sets: &[
            ("reliable_eval", 0.5),
            ("sgd_healthy", 0.5),
            ("risawoz_fr", 0.5),
            ("dbdc3_en", 2.0),
            ("authored", 2.0),
            ("transcripts", 2.0),
        ],
    },
    Recipe {
        mode: "silent_churn",
        caution: 1.0,
        sets: &[("betold", 2.0), ("sgd_healthy", 2.0), ("risawoz_fr", 2.0), ("authored", 2.0), ("transcripts", 2.0)],
    },
];

/// One labelled candidate: what it showed, whether it was right.
struct Sample {
    signs: Vec<(&'static str, f64)>,
    label: bool,
    weight: f64,
    set: String,
}

fn main() {
    let mode = std::env::args().nth(1).expect("MODE");
    let recipe = RECIPES.iter().find(|recipe| recipe.mode == mode).expect("a detector with a recipe");
    let mut samples = Vec::new();
    let mut missed = 0usize;
    for &(set, weight) in recipe.sets {
        missed += read(&mode, set, weight, &mut samples);
    }
    for sample in samples.iter_mut().filter(|sample| !sample.label) {
        sample.weight *= recipe.caution;
    }
    let mut names: Vec<&'static str> =
        samples.iter().flat_map(|sample| sample.signs.iter().map(|sign| sign.0)).collect();
    names.sort_unstable();
    names.dedup();
    let rows: Vec<Vec<f64>> = samples
        .iter()
        .map(|sample| {
            let of = |name: &str| sample.signs.iter().find(|sign| sign.0 == name).map_or(0.0, |sign| sign.1);
            names.iter().map(|name| of(name)).chain([1.0]).collect()
        })
        .collect();
    let all: Vec<usize> = (0..samples.len()).collect();
    let weights = fit(&rows, &samples, &all);
    println!(
        "{} candidates, {} right, {missed} positives without any",
        all.len(),
        samples.iter().filter(|s| s.label).count()
    );
    println!("    bias: {:.2},", weights[names.len()]);
    for (name, weight) in names.iter().zip(&weights) {
        let (mut of_right, mut right, mut of_wrong, mut wrong) = (0.0, 0.0, 0.0, 0.0);
        for (row, sample) in rows.iter().zip(&samples) {
            let value = row[names.iter().position(|n| n == name).unwrap()];
            if sample.label {
                right += 1.0;
                of_right += value
            } else {
                wrong += 1.0;
                of_wrong += value
            }
        }
        println!(
            "        (\"{name}\", {weight:.2}),  // mean {:.2} where right, {:.2} where wrong",
            of_right / right,
            of_wrong / wrong
        );
    }
    let mut held_out = vec![0.0; samples.len()];
    for fold in 0..FOLDS {
        let (test, train): (Vec<usize>, Vec<usize>) = all.iter().partition(|&&i| i % FOLDS == fold);
        let weights = fit(&rows, &samples, &train);
        for i in test {
            held_out[i] = probability(&rows[i], &weights);
        }
    }
    by_set(&samples, &held_out);
    for least in [0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7] {
        let (mut right, mut wrong, mut lost) = (0usize, 0usize, missed);
        for (i, sample) in samples.iter().enumerate() {
            match (held_out[i] >= least, sample.label) {
                (true, true) => right += 1,
                (true, false) => wrong += 1,
                (false, true) => lost += 1,
                _ => {}
            }
        }
        println!(
            "held out, at {least}: {right} right, {wrong} wrong, {lost} missed, F1 {:.3}",
            2.0 * right as f64 / (2 * right + wrong + lost) as f64
        );
    }
}

/// How the fitted weights do on each set, held out.
fn by_set(samples: &[Sample], confidence: &[f64]) {
    let mut sets: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for (sample, &confidence) in samples.iter().zip(confidence) {
        let case = usize::from(confidence < 0.5) * 2 + usize::from(!sample.label);
        sets.entry(&sample.set).or_default()[case] += 1;
    }
    for (set, [right, wrong, lost, quiet]) in sets {
        println!("held out, at 0.5, {set}: {right} right, {wrong} wrong, {lost} lost, {quiet} rightly dropped");
    }
}

fn probability(row: &[f64], weights: &[f64]) -> f64 {
    1.0 / (1.0 + (-row.iter().zip(weights).map(|(a, b)| a * b).sum::<f64>()).exp())
}

/// Logistic regression by Newton's method.
fn fit(rows: &[Vec<f64>], samples: &[Sample], of: &[usize]) -> Vec<f64> {
    let n = rows.first().map_or(0, Vec::len);
    let mut weights = vec![0.0; n];
    for _ in 0..40 {
        let mut gradient = vec![0.0; n];
        let mut curvature = vec![vec![0.0; n]; n];
        for i in 0..n {
            // The bias, which comes last, is free.
            let ridge = if i + 1 == n { 1e-6 } else { RIDGE };
            gradient[i] = ridge * weights[i];
            curvature[i][i] = ridge;
        }
        for &s in of {
            let (row, p) = (&rows[s], probability(&rows[s], &weights));
            let label = f64::from(u8::from(samples[s].label));
            for i in 0..n {
                gradient[i] += samples[s].weight * (p - label) * row[i];
                for j in 0..n {
                    curvature[i][j] += samples[s].weight * p * (1.0 - p) * row[i] * row[j];
                }
            }
        }
        let step = solve(curvature, gradient);
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight -= step);
    }
    weights
}

/// Gauss elimination with pivots.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        let pivot = (i..n).max_by(|&p, &q| a[p][i].abs().total_cmp(&a[q][i].abs())).unwrap();
        a.swap(i, pivot);
        b.swap(i, pivot);
        for j in i + 1..n {
            let by = a[j][i] / a[i][i];
            let above = a[i].clone();
            a[j].iter_mut().zip(&above).for_each(|(value, above)| *value -= by * above);
            b[j] -= by * b[i];
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| a[i][j] * b[j]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}

/// Appends the candidates of a set; how many positives have none.
fn read(mode: &str, set: &str, weight: f64, samples: &mut Vec<Sample>) -> usize {
    let (conversations, labels) = load(mode, set);
    let context = Context {
        languages: &LANGUAGES,
        knowledge: Knowledge::default(),
        now: None,
        assumed_language: None,
        least_confidence: 0.0,
    };
    let detector = detectors::ALL.iter().find(|detector| detector.meta().name == mode).expect("a detector's name");
    let mut reader = Reader::new(&[]);
    let mut items = Vec::new();
    reader.begin();
    reader.push(&conversations, &mut items);
    reader.end(&mut items).unwrap();
    let mut missed = 0;
    for item in items {
        let Item::Conversation { conversation, .. } = item else { continue };
        let Some(&label) = labels.get(&conversation.id) else { continue };
        let mut found = Vec::new();
        detector.examine(&Case::new(&conversation, &context), &mut found);
        match found.into_iter().next() {
            Some(candidate) => samples.push(Sample { signs: candidate.signs, label, weight, set: set.to_owned() }),
            None => missed += usize::from(label),
        }
    }
    missed
}

/// The conversations of a set as bytes, and which of them hold the failure.
fn load(mode: &str, set: &str) -> (Vec<u8>, BTreeMap<String, bool>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let authored = match set {
        "transcripts" => vec![root.join(format!("transcripts/{mode}.txt"))],
        "authored" => {
            std::fs::read_dir(root.join("quality/authored")).unwrap().map(|entry| entry.unwrap().path()).collect()
        }
        _ => Vec::new(),
    };
    let (mut lines, mut labels) = (Vec::new(), BTreeMap::new());
    for path in authored.iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        for case in transcript::parse(&std::fs::read_to_string(path).unwrap()) {
            let label = match set {
                "transcripts" => Some(case.expected != "quiet"),
                _ => case
                    .expected
                    .split_whitespace()
                    .find_map(|item| item.strip_prefix(mode)?.strip_prefix('=').map(|label| label == "1")),
            };
            if let Some(label) = label {
                labels.insert(case.name.clone(), label);
                lines.push(case.conversation(&case.name).to_string());
            }
        }
    }
    if !authored.is_empty() {
        return (lines.join("\n").into_bytes(), labels);
    }
    let labels: BTreeMap<String, BTreeMap<String, u8>> =
        serde_json::from_slice(&unzip(&format!("{set}.labels"))).unwrap();
    let labels = labels.into_iter().filter_map(|(id, modes)| Some((id, *modes.get(mode)? == 1))).collect();
    (unzip(&format!("{set}.conversations")), labels)
}

fn unzip(name: &str) -> Vec<u8> {
    let root = std::env::var_os("CHATBOT_AUDIT_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let bytes = std::fs::read(root.join("devset").join(format!("{name}.json.gz"))).unwrap();
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut text).unwrap();
    text
}
