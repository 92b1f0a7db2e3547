//! Reads a batch of bodies and prints, as JSON, the seconds that the conversion and its peers take for it.
//!
//! `cargo run --release -- FILE`. The peers parse, and collect text without any rule for lines or blanks: less work.

use html_bench::{SEPARATOR, convert};
use html5ever::tendril::TendrilSink;
use html5ever::{LocalName, ParseOpts, QualName, ns, parse_fragment};
use html5gum::{Token, Tokenizer};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::time::{Duration, Instant};

/// How long one measurement takes at least.
const LEAST: Duration = Duration::from_millis(300);

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
    let file = std::env::args().nth(1).expect("a file");
    let batch = std::fs::read_to_string(file).expect("a batch");
    let peers: [(&str, fn(&str) -> usize); 3] =
        [("own conversion", convert), ("html5ever", html5ever), ("html5gum, tokens only", html5gum)];
    let mut seconds = serde_json::Map::new();
    for (name, peer) in peers {
        let began = Instant::now();
        let mut times = 0.0;
        while times == 0.0 || began.elapsed() < LEAST {
            std::hint::black_box(peer(&batch));
            times += 1.0;
        }
        seconds.insert(name.to_owned(), (began.elapsed().as_secs_f64() / times).into());
    }
    println!("{}", serde_json::Value::from(seconds));
}
