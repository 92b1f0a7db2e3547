//! Measures how fast a file is split and read (on Linux): `cargo run --release --example reading FILE`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::hint::black_box;

use chatbot_audit::input::splitter::{Piece, Splitter};
use chatbot_audit::input::{Item, Reader};

/// What a browser's file stream gives at once.
const CHUNK: usize = 1 << 20;
const RUNS: usize = 9;

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let bytes = std::fs::read(path).unwrap();
    report("split", &bytes, split);
    report("read", &bytes, read);
}

/// The records found.
fn split(bytes: &[u8]) -> usize {
    let mut splitter = Splitter::new(0);
    let mut records = 0;
    let mut sink = |piece: Piece<'_>| records += usize::from(matches!(black_box(piece), Piece::Record { .. }));
    for chunk in bytes.chunks(CHUNK) {
        splitter.push(chunk, &mut sink);
    }
    splitter.end(&mut sink);
    records
}

/// The conversations found.
fn read(bytes: &[u8]) -> usize {
    let mut reader = Reader::new(&[]);
    let mut items = Vec::new();
    let mut conversations = 0;
    reader.begin();
    for chunk in bytes.chunks(CHUNK) {
        reader.push(chunk, &mut items);
        conversations += items.drain(..).filter(|item| matches!(black_box(item), Item::Conversation { .. })).count();
    }
    reader.end(&mut items).unwrap();
    conversations
}

/// Time that this thread really ran, so that a busy machine matters less; Linux keeps it.
fn seconds_on_processor() -> f64 {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    statistics.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

fn report(name: &str, bytes: &[u8], work: impl Fn(&[u8]) -> usize) {
    let mut speeds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begin = seconds_on_processor();
            black_box(work(bytes));
            bytes.len() as f64 / 1e6 / (seconds_on_processor() - begin)
        })
        .collect();
    speeds.sort_by(f64::total_cmp);
    let (low, middle, high) = (speeds[0], speeds[RUNS / 2], speeds[RUNS - 1]);
    println!("{name}: {} found, {middle:.0} MB/s (from {low:.0} to {high:.0})", work(bytes));
}
