//! A short run of the fuzz targets over the committed seeds and seeded mutations of them; `cargo fuzz` does the long ones.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/fuzzed.rs"]
mod fuzzed;

use std::fs;
use std::path::Path;

/// Pieces that parsers stumble over.
const PIECES: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b",",
    b":",
    b"null",
    b"\\ud800",
    b"\\u0000",
    b"<",
    b">",
    b"&",
    b"<p>",
    b"</p>",
    b"<!--",
    b"&amp",
    b"\xff",
    b"\xed\xa0\x80",
    b"\n",
    b"1e999",
    b"-",
    b"\xef\xbb\xbf",
    b"30 days",
    b"$1,299.50",
    b"12/05/2026",
];

fn random(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 16) as usize
}

fn mutated(seed: &[u8], state: &mut u64) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..1 + random(state) % 6 {
        let at = random(state) % (bytes.len() + 1);
        let piece = PIECES[random(state) % PIECES.len()];
        match random(state) % 4 {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, piece.iter().copied())),
            2 if at < bytes.len() => bytes[at] = random(state) as u8,
            _ => {
                let to = (at + random(state) % 40).min(bytes.len());
                drop(bytes.splice(at..to, piece.iter().copied()));
            }
        }
    }
    bytes
}

#[test]
fn no_bytes_break_a_target() {
    for (name, mutations, target) in fuzzed::TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name);
        let mut seeds: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        seeds.sort();
        assert!(!seeds.is_empty(), "{} holds no seeds", folder.display());
        let mut state = 0x9e37_79b9_7f4a_7c15;
        for path in seeds {
            let seed = fs::read(&path).unwrap();
            target(&seed);
            for _ in 0..*mutations {
                let bytes = mutated(&seed, &mut state);
                let outcome = std::panic::catch_unwind(|| target(&bytes));
                assert!(outcome.is_ok(), "{name} breaks on {:?}", String::from_utf8_lossy(&bytes));
            }
        }
    }
}
