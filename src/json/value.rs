//! What a JSON value says, whatever its type: nothing in its shape fails, it only comes out as not given.

use std::borrow::Cow;

use super::time;
use crate::lean::decimal;
use crate::lean::short::Short;

/// A valid JSON value as it stands in its text, or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Value<'a> {
    json: &'a [u8],
    /// It is a string with escapes.
    escaped: bool,
}

/// So many digits fit into an `i64`, whichever they are.
const MAX_DIGITS: usize = 18;

enum Number {
    Whole(i64),
    Other(f64),
}

impl<'a> Value<'a> {
    /// Of valid JSON without blanks around it; `escaped` if that is a string with escapes.
    pub(super) fn new(json: &'a [u8], escaped: bool) -> Self {
        Self { json, escaped }
    }

    /// The JSON of the value; empty if there is none.
    pub fn json(self) -> &'a [u8] {
        self.json
    }

    /// Not there, or null.
    pub fn is_none(self) -> bool {
        matches!(self.json.first(), None | Some(b'n'))
    }

    /// An object or a list.
    pub fn is_nested(self) -> bool {
        matches!(self.json.first(), Some(b'{' | b'['))
    }

    /// The string, if it is one; it may be empty. What is not UTF-8 in it, and lone surrogates, become U+FFFD.
    #[inline]
    pub fn text(self) -> Option<Cow<'a, str>> {
        let content = self.content()?;
        Some(if self.escaped {
            let mut room = Vec::new();
            let len = unescape(content, &mut room).len();
            room.truncate(len);
            Cow::Owned(String::from_utf8(room).unwrap_or_else(|error| lossy(error.as_bytes()).into_owned()))
        } else {
            decoded(content)
        })
    }

    /// The same, in `room` if it does not stand in the JSON like this.
    pub fn text_in<'r>(self, room: &'r mut Vec<u8>) -> Option<Cow<'r, str>>
    where
        'a: 'r,
    {
        let content = self.content()?;
        Some(decoded(if self.escaped { unescape(content, room) } else { content }))
    }

    /// Whether it is this string, without any escape.
    pub fn is(self, text: &str) -> bool {
        !self.escaped && self.content() == Some(text.as_bytes())
    }

    /// What stands between the quotes, if it is a string.
    fn content(self) -> Option<&'a [u8]> {
        self.json.strip_prefix(b"\"")?.strip_suffix(b"\"")
    }

    /// The string without blanks around it, if there is anything in it.
    #[inline]
    pub fn word(self) -> Option<Cow<'a, str>> {
        // Most fields are null.
        if self.json.first() == Some(&b'"') { self.trimmed() } else { None }
    }

    fn trimmed(self) -> Option<Cow<'a, str>> {
        let text = self.text()?;
        // Hardly any word has blanks around it, and looking for all kinds of them takes long.
        if Self::is_trimmed(text.as_bytes()) {
            return Some(text);
        }
        let word = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        (!word.is_empty()).then_some(word)
    }

    /// An id: a string, or a whole number, which some exports write instead.
    pub fn id(self) -> Option<Cow<'a, str>> {
        match self.number() {
            Some(Number::Whole(number)) => Some(Cow::Owned(number.to_string())),
            _ => self.word(),
        }
    }

    /// An id that is kept in place if it is short.
    pub fn short_id(self) -> Option<Short> {
        let id = self.content().filter(|id| !self.escaped && Self::is_trimmed(id)).and_then(Short::of);
        id.or_else(|| self.id().map(|id| Short::from(&*id)))
    }

    /// Whether a string is not empty, and surely has no blanks around it.
    fn is_trimmed(content: &[u8]) -> bool {
        [content.first(), content.last()].iter().all(|byte| byte.is_some_and(u8::is_ascii_graphic))
    }

    /// A whole number, also as a string; of another number what stands before the point.
    pub fn int(self) -> Option<i64> {
        match self.number() {
            Some(Number::Whole(number)) => Some(number),
            Some(Number::Other(number)) => Some(number as i64),
            None => self.word()?.parse().ok(),
        }
    }

    /// A truth value, also as a string.
    pub fn bool(self) -> Option<bool> {
        match self.json {
            b"true" => Some(true),
            b"false" => Some(false),
            _ => match &*self.word()? {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
        }
    }

    /// A moment: seconds, milliseconds or finer as a number or digits, or a date in ISO 8601.
    pub fn time(self) -> Option<i64> {
        match self.number() {
            Some(Number::Whole(number)) => time::from_number(number),
            Some(Number::Other(number)) => time::from_number(number as i64),
            None => time::parse(&self.word()?),
        }
    }

    /// The number, unless it is beyond all bounds.
    #[inline]
    fn number(self) -> Option<Number> {
        if !matches!(self.json.first(), Some(b'-' | b'0'..=b'9')) {
            return None;
        }
        // Most are small and whole.
        let digit = |number, byte: &u8| byte.is_ascii_digit().then(|| 10 * number + i64::from(byte - b'0'));
        if self.json.len() <= MAX_DIGITS
            && let Some(number) = self.json.iter().try_fold(0, digit)
        {
            return Some(Number::Whole(number));
        }
        let text = std::str::from_utf8(self.json).ok()?;
        // Minus zero is no whole number.
        match text.parse() {
            Ok(number) if text != "-0" => Some(Number::Whole(number)),
            _ => decimal::parse(text).filter(|number| number.is_finite()).map(Number::Other),
        }
    }
}

/// Bytes looked at together in the search for escapes.
const CHUNK: usize = size_of::<u128>();

/// What stands between the quotes of a valid string, with its escapes decoded in `room`.
pub(super) fn unescape<'r>(content: &[u8], room: &'r mut Vec<u8>) -> &'r [u8] {
    // No escape is shorter than what it stands for; behind it there is room for a whole chunk.
    let most = content.len() + CHUNK;
    if room.len() < most {
        room.resize(most, 0);
    }
    let mut len = 0;
    let mut rest = content;
    while !rest.is_empty() {
        // Markup has an escape every few bytes, so the runs between are taken whole chunks at a time.
        let padded;
        let chunk = match rest.first_chunk() {
            Some(chunk) => chunk,
            None => {
                padded = padded_chunk(rest);
                &padded
            }
        };
        let plain = plain_bytes(chunk).min(rest.len());
        if let Some(to) = room.get_mut(len..len + CHUNK) {
            to.copy_from_slice(chunk);
        }
        len += plain;
        rest = rest.get(plain..).unwrap_or_default();
        if plain == CHUNK {
            continue;
        }
        let byte = match rest.get(1) {
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'u') => {
                let (character, escape) = code_point(rest);
                if let Some(to) = room.get_mut(len..len + character.len_utf8()) {
                    character.encode_utf8(to);
                }
                len += character.len_utf8();
                rest = rest.get(escape..).unwrap_or_default();
                continue;
            }
            Some(&itself) => itself,
            None => break,
        };
        if let Some(to) = room.get_mut(len) {
            *to = byte;
        }
        len += 1;
        rest = rest.get(2..).unwrap_or_default();
    }
    room.get(..len).unwrap_or_default()
}

/// Less than a chunk, filled up.
fn padded_chunk(bytes: &[u8]) -> [u8; CHUNK] {
    let mut chunk = [0; CHUNK];
    for (to, from) in chunk.iter_mut().zip(bytes) {
        *to = *from;
    }
    chunk
}

/// How many bytes stand before the first backslash.
fn plain_bytes(chunk: &[u8; CHUNK]) -> usize {
    const LOWEST: u64 = u64::MAX / 255;
    let (words, _) = chunk.as_chunks();
    let mut plain = 0;
    for word in words {
        // The lowest byte that is zero, and perhaps some above it, borrows from its highest bit.
        let bytes = u64::from_le_bytes(*word) ^ (LOWEST * b'\\' as u64);
        let zeros = bytes.wrapping_sub(LOWEST) & !bytes & (LOWEST << 7);
        if zeros != 0 {
            return plain + zeros.trailing_zeros() as usize / 8;
        }
        plain += word.len();
    }
    plain
}

/// The bytes as text, which they mostly are.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => lossy(bytes),
    }
}

#[cold]
fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The character that `\u0041` or a pair such as `\ud83d\ude00` at the beginning of `escape` stands for, and its length.
fn code_point(escape: &[u8]) -> (char, usize) {
    let first = unit(escape).unwrap_or_default();
    let second = escape.get(6..).and_then(unit);
    match (first, second) {
        (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) => {
            let point = 0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00);
            (char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6),
    }
}

/// The UTF-16 unit of an escape `\u0041` at the beginning of `escape`.
fn unit(escape: &[u8]) -> Option<u32> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
}
