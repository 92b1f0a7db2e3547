//! Character references, named and numeric, decoded as HTML defines it.
//!
//! `entities.txt` lists the names that HTML defines (a fact of the standard, taken from its published list), sorted by
//! bytes, one a line: name, code points in hexadecimal, and `*` where the name also counts without its semicolon.

use std::borrow::Cow;
use std::cmp::Ordering;

static NAMES: &str = include_str!("entities.txt");

/// Lines of the list.
const NAMED: usize = 2125;

/// Lines from one place of [`INDEX`] to the next: few enough to be looked at one by one.
const STRIDE: usize = 8;

/// Where every eighth line begins.
static INDEX: [u16; NAMED.div_ceil(STRIDE)] = {
    let names = NAMES.as_bytes();
    let mut index = [0; NAMED.div_ceil(STRIDE)];
    let (mut line, mut at) = (0, 0);
    #[allow(clippy::indexing_slicing)] // Runs in the compiler only.
    while line < NAMED {
        if line % STRIDE == 0 {
            index[line / STRIDE] = at as u16;
        }
        while names[at] != b'\n' {
            at += 1;
        }
        (line, at) = (line + 1, at + 1);
    }
    index
};

/// For each first letter, the second letters (as bits of their place in the alphabet, in either case) of the names that
/// count without their semicolon: most `&` of an address begin none, and need not be looked up at every length.
static BARE: [u32; 128] = {
    let names = NAMES.as_bytes();
    let mut bare = [0; 128];
    let mut at = 0;
    #[allow(clippy::indexing_slicing)] // Runs in the compiler only.
    while at < names.len() {
        let start = at;
        while names[at] != b'\n' {
            at += 1;
        }
        if names[at - 1] == b'*' {
            bare[names[start] as usize] |= 1 << (names[start + 1] & 31);
        }
        at += 1;
    }
    bare
};

/// For each first letter, how many places of [`INDEX`] are before the names that begin with it.
static LETTERS: [u16; 128] = {
    let names = NAMES.as_bytes();
    let mut letters = [0; 128];
    let mut letter = 0;
    #[allow(clippy::indexing_slicing)] // Runs in the compiler only.
    while letter < letters.len() {
        let mut before = 0;
        while before < INDEX.len() && (names[INDEX[before] as usize] as usize) < letter {
            before += 1;
        }
        letters[letter] = before as u16;
        letter += 1;
    }
    letters
};

/// The longest name that counts without its semicolon, in bytes.
const LONGEST_BARE: usize = 6;

/// The longest name, in bytes.
const LONGEST: usize = 31;

/// What the C1 controls stand for in windows-1252, from 0x80 on.
const WINDOWS_1252: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
];

/// Where a text stands: in an attribute's value fewer references count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Between tags.
    Content,
    /// In an attribute's value.
    Attribute,
}

/// Decodes every reference of `text` once.
pub fn decode(text: &str, place: Place) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    decode_into(text, place, &mut decoded);
    Cow::Owned(decoded)
}

/// Appends `text` to `out`, every reference decoded once.
pub fn decode_into(text: &str, place: Place, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let after = reference.get(1..).unwrap_or("");
        let used = if after.starts_with('#') { numeric(after, out) } else { named(after, place, out) };
        if used == 0 {
            out.push('&');
        }
        rest = after.get(used..).unwrap_or("");
    }
    out.push_str(rest);
}

/// Decodes `#…` into `out`; gives the bytes used, 0 when it is no reference.
fn numeric(after: &str, out: &mut String) -> usize {
    let (radix, digits_at) = match after.as_bytes() {
        [_, b'x' | b'X', ..] => (16, 2),
        _ => (10, 1),
    };
    let mut code = 0u32;
    let mut used = digits_at;
    for digit in after.bytes().skip(digits_at).map_while(|byte| char::from(byte).to_digit(radix)) {
        code = code.saturating_mul(radix).saturating_add(digit);
        used += 1;
    }
    if used == digits_at {
        return 0;
    }
    if after.as_bytes().get(used) == Some(&b';') {
        used += 1;
    }
    let remapped =
        code.checked_sub(0x80).and_then(|at| WINDOWS_1252.get(at as usize)).map_or(code, |&point| u32::from(point));
    out.push(match char::from_u32(remapped) {
        None | Some('\0') => char::REPLACEMENT_CHARACTER,
        Some(character) => character,
    });
    used
}

/// Decodes a name into `out`, the longest that counts; gives the bytes used, 0 when there is none.
fn named(after: &str, place: Place, out: &mut String) -> usize {
    let bytes = after.as_bytes();
    let length = bytes.iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let name = after.get(..length).unwrap_or("");
    if bytes.get(length) == Some(&b';') {
        if let Some(character) = frequent(name) {
            out.push(character);
            return length + 1;
        }
        if let Some(entry) = find(name) {
            push(entry, out);
            return length + 1;
        }
    }
    let may_be_bare = match *bytes {
        [first, second, ..] => BARE.get(usize::from(first)).is_some_and(|seconds| seconds & (1 << (second & 31)) != 0),
        _ => false,
    };
    for length in (2..=name.len().min(LONGEST_BARE)).rev().filter(|_| may_be_bare) {
        let Some(entry) = name.get(..length).and_then(find) else {
            continue;
        };
        if !entry.ends_with('*') {
            continue;
        }
        let next = bytes.get(length);
        let ambiguous = next.is_some_and(|byte| *byte == b'=' || byte.is_ascii_alphanumeric());
        if place == Place::Attribute && ambiguous {
            return 0;
        }
        push(entry, out);
        return length;
    }
    0
}

fn push(entry: &str, out: &mut String) {
    let points = entry.split_ascii_whitespace().filter_map(|point| u32::from_str_radix(point, 16).ok());
    out.extend(points.filter_map(char::from_u32));
}

/// The character of a name if it is one that nearly every reference of a message has.
fn frequent(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" => '\u{A0}',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        _ => return None,
    })
}

/// What follows `name` on its line.
fn find(name: &str) -> Option<&'static str> {
    let bytes = NAMES.as_bytes();
    // How the name of the line at a place is to the one that is sought; the blank behind it comes before all letters.
    let order = |at: usize| match bytes.get(at..at + name.len()) {
        Some(begin) => begin.iter().cmp(name.as_bytes()).then(bytes.get(at + name.len()).cmp(&Some(&b' '))),
        None => Ordering::Greater,
    };
    let first = usize::from(*name.as_bytes().first()?);
    let before = usize::from(*LETTERS.get(first)?);
    let with_letter = INDEX.get(before..usize::from(*LETTERS.get(first + 1)?))?;
    let after = before + with_letter.partition_point(|&at| order(at.into()) != Ordering::Greater);
    let mut at = usize::from(*INDEX.get(after.checked_sub(1)?)?);
    let end = |at: usize| Some(at + bytes.get(at..)?.iter().position(|byte| *byte == b'\n')?);
    while order(at) == Ordering::Less {
        at = end(at)? + 1;
    }
    (order(at) == Ordering::Equal).then(|| NAMES.get(at + name.len() + 1..end(at)?)).flatten()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_is_found() {
        let mut names = 0;
        for line in NAMES.lines() {
            let (name, points) = line.split_once(' ').unwrap();
            assert_eq!(find(name), Some(points), "{name}");
            let mut character = String::new();
            push(points, &mut character);
            assert!(frequent(name).is_none_or(|frequent| character == frequent.to_string()), "{name}");
            names += 1 + usize::from(points.ends_with('*'));
        }
        assert_eq!(names, 2231);
    }

    #[test]
    fn the_longest_name_without_a_semicolon_wins() {
        assert_eq!(decode("&notit; &notin; &not", Place::Content), "¬it; ∉ ¬");
        assert_eq!(decode("&ampamp; &hearts &copy2", Place::Content), "&amp; &hearts ©2");
    }

    #[test]
    fn an_address_keeps_what_only_looks_like_a_reference() {
        assert_eq!(decode("?a=1&copy=2&amp;b&lt", Place::Attribute), "?a=1&copy=2&b<");
        assert_eq!(decode("?a=1&copy=2", Place::Content), "?a=1©=2");
    }

    #[test]
    fn numbers_follow_windows_1252_and_never_make_an_invalid_character() {
        assert_eq!(decode("&#128;&#x92;&#39;&#x1F600;&#65", Place::Content), "€’'😀A");
        assert_eq!(decode("&#0;&#xD800;&#x110000;&#99999999999;", Place::Content), "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}");
        assert_eq!(decode("&#;&#x;&#xg;& &", Place::Content), "&#;&#x;&#xg;& &");
    }
}
