//! Audits FILE so many times, and does nothing else: `cargo run --release --example audit FILE TIMES`.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;

use chatbot_audit::analyzer::Analyzer;
use chatbot_audit::options::Options;

/// What a browser's file stream gives at once.
const CHUNK: usize = 1 << 20;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let bytes = std::fs::read(arguments.next().unwrap()).unwrap();
    let times: usize = arguments.next().unwrap().parse().unwrap();
    for _ in 0..times {
        let mut analyzer = Analyzer::new(Options::default()).unwrap();
        analyzer.begin("export.json");
        bytes.chunks(CHUNK).for_each(|chunk| analyzer.push(chunk));
        analyzer.end();
        black_box(analyzer.finish().unwrap());
    }
}
