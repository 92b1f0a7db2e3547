//! The HTML conversion alone, as a module of its own whose only imports and exports are a buffer and one function.

#[path = "../../../src/html/mod.rs"]
#[allow(dead_code)]
pub mod html;

#[path = "../../../src/lean/letters.rs"]
#[allow(dead_code)]
pub mod letters;

/// What the conversion uses beside itself, where it looks for it.
mod lean {
    pub use crate::letters;
}

use html::{Converter, Mode};
use std::cell::RefCell;

/// Between two bodies of a batch; no body holds it.
pub const SEPARATOR: char = '\u{1E}';

thread_local! {
    static BATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Bytes of text in a batch of bodies as transcripts show them.
pub fn convert(batch: &str) -> usize {
    let mut converter = Converter::default();
    let mut length = 0;
    let mut rest = batch;
    while let Some(at) = memchr::memchr(SEPARATOR as u8, rest.as_bytes()) {
        length += converter.convert(&rest[..at], Mode::Transcript).text.len();
        rest = &rest[at + 1..];
    }
    length + converter.convert(rest, Mode::Transcript).text.len()
}

/// Makes room for a batch of that many bytes and says where it goes.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    BATCH.with_borrow_mut(|batch| {
        batch.resize(bytes, 0);
        batch.as_mut_ptr()
    })
}

/// Converts the batch that was put there.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> usize {
    BATCH.with_borrow(|batch| str::from_utf8(batch).map_or(0, convert))
}
