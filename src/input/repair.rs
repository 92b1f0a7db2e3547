//! Mends what is valid JSON, or valid but for its encoding, yet refused by the parser.

use std::borrow::Cow;

use super::scan::Scan;

/// The record with lone surrogates and bytes that are not UTF-8 replaced by U+FFFD, and numbers that are too large by
/// null; `None` if there was nothing to mend.
pub fn repair(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    let mut mended = matches!(text, Cow::Owned(_));
    let source = text.as_bytes();
    let mut out = Vec::with_capacity(source.len());
    let mut at = 0;
    while let Some(&byte) = source.get(at) {
        let rest = source.get(at..).unwrap_or_default();
        let len = match byte {
            b'"' => Scan::of(byte).and_then(|mut scan| scan.feed(rest)).unwrap_or(rest.len()),
            b'-' | b'0'..=b'9' => rest.iter().position(|byte| !is_of_number(*byte)).unwrap_or(rest.len()),
            _ => 1,
        };
        let token = rest.get(..len).unwrap_or_default();
        match byte {
            b'"' => mended |= copy_string(token, &mut out),
            b'-' | b'0'..=b'9' if is_too_large(token) => {
                out.extend_from_slice(b"null");
                mended = true;
            }
            _ => out.extend_from_slice(token),
        }
        at += len;
    }
    mended.then_some(out)
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
}

fn is_too_large(number: &[u8]) -> bool {
    std::str::from_utf8(number).ok().and_then(|number| number.parse::<f64>().ok()).is_some_and(f64::is_infinite)
}

/// Copies a string with its quotes; whether a lone surrogate was replaced.
fn copy_string(string: &[u8], out: &mut Vec<u8>) -> bool {
    let mut mended = false;
    let mut rest = string;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let (plain, escape) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        out.extend_from_slice(plain);
        let len = match (surrogate(escape), surrogate(escape.get(6..).unwrap_or_default())) {
            (Some(High), Some(Low)) => 12,
            (Some(_), _) => {
                out.extend_from_slice("\u{FFFD}".as_bytes());
                mended = true;
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            (None, _) => 2,
        };
        let (escape, after) = escape.split_at_checked(len).unwrap_or((escape, &[]));
        out.extend_from_slice(escape);
        rest = after;
    }
    out.extend_from_slice(rest);
    mended
}

enum Surrogate {
    High,
    Low,
}
use Surrogate::{High, Low};

/// The half of a pair that an escape such as `\ud83d` at the beginning of `bytes` stands for.
fn surrogate(bytes: &[u8]) -> Option<Surrogate> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    match u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()? {
        0xD800..=0xDBFF => Some(High),
        0xDC00..=0xDFFF => Some(Low),
        _ => None,
    }
}
