//! Tells what a file is by its first bytes, or why it cannot be read.

use super::csv::Table;
use super::splitter::Splitter;
use crate::error::{Code, Error};

/// The longest first line that may be the header of a table.
const MAX_HEADER_BYTES: usize = 64 << 10;

/// So many first bytes tell every format that is no text.
const LONGEST_MARK: usize = 4;

/// What a file is.
pub enum Contents {
    /// Not known yet from these first bytes.
    Unknown(Vec<u8>),
    /// JSON in any layout.
    Json(Splitter),
    /// A row for each message.
    Table(Table),
    /// Nothing that can be read.
    Unreadable(Error),
}

impl Default for Contents {
    fn default() -> Self {
        Self::Unknown(Vec::new())
    }
}

/// The bytes behind a byte order mark, and how many stand before them.
pub fn without_bom(bytes: &[u8]) -> (&[u8], u64) {
    match bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        Some(text) => (text, 3),
        None => (bytes, 0),
    }
}

/// Why bytes that begin like this are not JSON; `None` if they may be.
pub fn refusal(text: &[u8]) -> Option<Error> {
    // What is no text says so with its very first bytes.
    let (code, message) = match (text, text.trim_ascii_start()) {
        (_, []) => (Code::Empty, "This file is empty."),
        ([0x1F, 0x8B, ..] | [b'P', b'K', 3, 4, ..] | [0x28, 0xB5, 0x2F, 0xFD, ..], _) => {
            (Code::Compressed, "This file is compressed. Unpack it first.")
        }
        ([0xFF, 0xFE, ..] | [0xFE, 0xFF, ..], _) => (Code::NotJson, "This file is text in UTF-16. Save it as UTF-8."),
        (_, [b'{' | b'[' | 0x1E, ..]) => return None,
        (_, [b'<', ..]) => (
            Code::HtmlPage,
            "This is a web page, not an export: the download was probably answered with an error or a log-in page. \
             Export again and look at the file first.",
        ),
        _ => (
            Code::NotJson,
            "This is not JSON. Wanted are conversations as Intercom's API gives them, in JSON, or one a line. A text \
             transcript of the inbox does not say who speaks in a way that can be relied on.",
        ),
    };
    Some(Error::new(code, message))
}

/// What a file that begins with `head` is, and how many bytes to leave out; `None` if more bytes are needed to know.
pub fn sniff(head: &[u8], all: bool) -> Option<(Contents, usize)> {
    let (text, bom) = without_bom(head);
    let blank = text.trim_ascii_start().is_empty();
    if !all && (text.len() < LONGEST_MARK || blank && text.len() < MAX_HEADER_BYTES) {
        return None;
    }
    let json = || Some((Contents::Json(Splitter::new(bom)), bom as usize));
    let Some(error) = refusal(text).filter(|_| all || !blank) else { return json() };
    if error.code() != Code::NotJson || text.starts_with(&[0xFF]) || text.starts_with(&[0xFE]) {
        return Some((Contents::Unreadable(error), head.len()));
    }
    let line = memchr::memchr(b'\n', text);
    if !all && line.is_none() && text.len() < MAX_HEADER_BYTES {
        return None;
    }
    let header = String::from_utf8_lossy(text.get(..line.unwrap_or(text.len())).unwrap_or_default());
    let from = bom as usize + line.map_or(text.len(), |line| line + 1);
    Some(match Table::new(&header, from as u64) {
        Some(Ok(table)) => (Contents::Table(table), from),
        Some(Err(error)) => (Contents::Unreadable(error), head.len()),
        None => (Contents::Unreadable(error), head.len()),
    })
}
