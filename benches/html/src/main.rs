//! Reads a batch of bodies and prints, as JSON, the seconds that the conversion and its peers take for it, run by run.
//!
//! `cargo run --release -- FILE RUNS`. The peers parse, and collect text without any rule for lines or blanks: less work.

use html_bench::{SEPARATOR, convert};
use html5ever::tendril::TendrilSink;
use html5ever::{LocalName, ParseOpts, QualName, ns, parse_fragment};
use html5gum::{Token, Tokenizer};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::time::Instant;

fn html5ever(batch: &str) -> usize {
    let text = |body: &str| {
        let context = QualName::new(None, ns!(html), LocalName::from("div"));
        let dom = parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), true).one(body);
        let mut text = String::new();
        collect(&dom.document, &mut text);
        text.len()
    };
    batch.split(SEPARATOR).map(text).sum()
}

fn collect(node: &Handle, text: &mut String) {
    if let NodeData::Text { contents } = &node.data {
        text.push_str(&contents.borrow());
    }
    node.children.borrow().iter().for_each(|child| collect(child, text));
}

fn html5gum(batch: &str) -> usize {
    let text = |body: &str| {
        let mut text = Vec::new();
        for token in Tokenizer::new(body).flatten() {
            if let Token::String(part) = token {
                text.extend_from_slice(&part.value);
            }
        }
        text.len()
    };
    batch.split(SEPARATOR).map(text).sum()
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let batch = std::fs::read_to_string(&arguments[1]).expect("a batch");
    let runs: usize = arguments[2].parse().expect("a number of runs");
    let peers: [(&str, fn(&str) -> usize); 3] =
        [("own conversion", convert), ("html5ever", html5ever), ("html5gum, tokens only", html5gum)];
    let mut seconds = serde_json::Map::new();
    for turn in 0..=runs {
        for (name, peer) in peers {
            let began = Instant::now();
            std::hint::black_box(peer(&batch));
            // The first turn warms up.
            if turn > 0 {
                let row = seconds.entry(name).or_insert_with(|| serde_json::json!([]));
                row.as_array_mut().expect("an array").push(began.elapsed().as_secs_f64().into());
            }
        }
    }
    println!("{}", serde_json::Value::from(seconds));
}
