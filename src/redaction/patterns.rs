//! The shapes of personal data that can be told without knowing the person.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

use super::Kind;

/// What must hold of a text besides its look.
type Check = fn(&str) -> bool;

/// Whether a look may begin with these bytes, where a word or one of [`SIGNS`] begins. The search itself takes many times
/// as long as this glance.
type Glance = fn(&[u8]) -> bool;

/// How a text is searched for a look.
#[derive(Clone, Copy)]
enum Begins {
    /// Wherever a glance says that it may.
    At(Glance),
    /// All through a text that holds this: looks without a telling begin or of any length, which are rare.
    Anywhere(&'static str),
}
use Begins::{Anywhere, At};

/// What a look begins with that is no letter or digit.
const SIGNS: &[u8] = b"+(#";

/// What it is, how it begins, what must hold besides the look, and how it looks: the group `v` is what goes, or else the
/// whole match. Where two overlap, the earlier one wins.
const LOOKS: &[(Kind, Begins, Check, &str)] = &[
    (Kind::Secret, Anywhere("-----BEGIN"), always, r"-----BEGIN [A-Z ]+-----[A-Za-z0-9+/=\s]+-----END [A-Z ]+-----"),
    (Kind::Secret, Anywhere("eyJ"), always, r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    (
        Kind::Secret,
        At(|at| begins_with(at, &["sk", "pk", "rk", "gh", "gi", "gl", "xo", "AK", "AS", "AI", "wh", "dG"])),
        always,
        r"\b(?:sk|pk|rk|ghp|gho|ghs|github_pat|glpat|xox[abpr]|AKIA|ASIA|AIza|whsec|dG9r)[-_A-Za-z0-9]{12,}=*",
    ),
    (
        Kind::Secret,
        At(|at| begins_with(at, &["bear", "toke", "api", "secr", "acce", "cl", "jeto"])),
        always,
        r"(?i)\b(?:bearer|token|api[ _-]?key|secret|access[ _-]?key|cl[eé] api|jeton)\s*(?:is|est|[:=])?\s*(?P<v>[A-Za-z0-9_\-.~+/]*[0-9][A-Za-z0-9_\-.~+/]{9,}=*)",
    ),
    (
        Kind::Secret,
        At(|at| begins_with(at, &["pass", "mot ", "mdp", "pin", "cvv", "cvc"])),
        is_credential,
        r"(?i)\b(?:password|passcode|pass ?phrase|mot de passe|mdp|pin|cvv|cvc)\s*(?:is|est|was|[:=])+\s*(?P<v>[^\s,;]{3,})",
    ),
    (Kind::Email, Anywhere("@"), always, r"(?i)[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"),
    (Kind::Phone, At(|at| begins_with(at, &["0"]) && has_digits(at, 10, 14)), is_phone, r"\b0\d(?:[ .-]?\d{2}){4}\b"),
    (Kind::Ip, At(|at| digits_then(at, 1..=3, b".") && has(at, b'.', 3, 12)), is_ipv4, r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),
    (
        Kind::Ip,
        At(|at| run(at, u8::is_ascii_hexdigit, 1..=4, b":") && has(at, b':', 2, 10)),
        always,
        r"(?i)\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b|\b(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}\b",
    ),
    (
        Kind::Iban,
        At(|at| run(at, u8::is_ascii_alphabetic, 2..=2, b"0123456789")),
        is_iban,
        r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,4})?\b",
    ),
    (Kind::Card, At(|at| has_digits(at, 13, 13 + 12)), is_card, r"\b\d(?:[ -]?\d){12,18}\b"),
    (Kind::NationalId, At(|at| digits_then(at, 3..=3, b"-") && has(at, b'-', 2, 7)), always, r"\b\d{3}-\d{2}-\d{4}\b"),
    (
        Kind::NationalId,
        At(|at| begins_with(at, &["1", "2"]) && has_digits(at, 11, 13 + 7)),
        is_french_id,
        r"\b[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?\b",
    ),
    (
        Kind::Address,
        At(|at| digits_then(at, 1..=5, b" ,abcdtABCDT") && word_behind(at).is_some_and(is_street)),
        always,
        r"(?i)\b\d{1,5}(?: ?(?:bis|ter|[a-d]))?,? (?:rue|avenue|av\.?|boulevard|bd|blvd|place|allée|allee|chemin|impasse|quai|route|cours|square|passage|faubourg)(?: [a-zà-ÿA-ZÀ-Ý'’.-]+){1,5}(?:,? \d{5}(?: [A-Za-zÀ-ÿ-]+(?: cedex)?)?)?",
    ),
    (
        Kind::Address,
        At(|at| digits_then(at, 1..=5, b" ABCDabcd") && word_behind(at).is_some_and(is_name)),
        always,
        r"\b\d{1,5}[A-Da-d]?(?: [NSEW]\.?)?(?: (?:[A-Z][A-Za-z'’.-]*|\d{1,3}(?:st|nd|rd|th))){1,4} (?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Dr\.?|Boulevard|Blvd\.?|Court|Ct\.?|Way|Terrace|Place|Square|Close|Crescent|Highway|Hwy)\b\.?(?:,? (?:Apt|Apartment|Flat|Unit|Suite|#) ?[0-9A-Za-z]+)?(?:,? [A-Z][a-zA-Z]+(?: [A-Z][a-zA-Z]+)?)?(?:,? (?:[A-Z]{2} )?\d{5}(?:-\d{4})?|,? [A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})?",
    ),
    (
        Kind::Address,
        At(|at| run(at, u8::is_ascii_uppercase, 1..=2, b"0123456789")),
        always,
        r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
    ),
    (
        Kind::Address,
        At(|at| begins_with(at, &["p.", "p ", "po", "bo", "bp"])),
        always,
        r"(?i)\b(?:p\.? ?o\.? box|bo[iî]te postale|bp) \d{1,6}\b",
    ),
    (
        Kind::Order,
        At(|at| run(at, u8::is_ascii_hexdigit, 8..=8, b"-")),
        always,
        r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    ),
    (
        Kind::Order,
        At(|at| begins_with(at, NUMBERED)),
        has_digit,
        r"(?i)\b(?:order|booking|reservation|invoice|ticket|case|tracking|parcel|shipment|account|customer|client|member|contract|policy|serial|reference|ref|commande|r[eé]servation|facture|dossier|suivi|colis|compte|contrat|adh[eé]rent|r[eé]f[eé]rence|r[eé]f)(?:[ -]?(?:number|num[eé]ro|no|nr|nbr|n|id|code))?\s*(?:is|was|est|[:#°º.-])*\s*(?:n?[°º#]\s*)?(?P<v>[A-Z0-9][A-Z0-9-]*[0-9][A-Z0-9-]{2,})",
    ),
    (Kind::Phone, At(|at| begins_with(at, &["+"])), is_phone, r"\+\d{1,3}[ .-]?(?:\(0\))?(?:[ .-]?\(?\d{1,4}\)?){2,6}"),
    (Kind::Phone, At(|at| begins_with(at, &["("])), is_phone, r"\(\d{3,5}\) ?\d{3,4}[ .-]?\d{3,4}\b"),
    (
        Kind::Phone,
        At(|at| begins_with(at, &["0"]) && digits_then(at, 3..=5, b" -") && has_digits(at, 9, 15)),
        is_phone,
        r"\b0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}\b",
    ),
    (
        Kind::Phone,
        At(|at| digits_then(at, 1..=3, b" .-") && has_digits(at, 10, 14)),
        is_phone,
        r"\b(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}\b",
    ),
    (Kind::Order, At(|at| begins_with(at, &["#"])), always, r"#\s?(?P<v>[A-Z]{0,4}-?\d{3,}[A-Z0-9-]*)"),
    (
        Kind::Order,
        At(|at| run(at, u8::is_ascii_uppercase, 1..=5, b"-0123456789")),
        has_letter_and_digits,
        r"\b[A-Z]{1,5}-?\d[A-Z0-9]*(?:-[A-Z0-9]+)*\b",
    ),
    (
        Kind::Order,
        At(|at| is_run(at, 10, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())),
        has_letter_and_digits,
        r"\b[A-Z0-9]{10,}\b",
    ),
    (Kind::Order, At(|at| is_run(at, 7, u8::is_ascii_digit)), is_not_round, r"\b\d{7,}\b"),
];

/// How words begin that say of what a number is, each with as many letters as tell it from most others.
const NUMBERED: &[&str] = &[
    "ord", "boo", "res", "inv", "tic", "cas", "tra", "par", "shi", "acc", "cus", "cli", "mem", "con", "pol", "ser",
    "ref", "com", "r\u{e9}", "fac", "dos", "sui", "col", "adh",
];

/// A look, ready to be searched for.
pub(super) struct Shape {
    pub(super) kind: Kind,
    begins: Begins,
    holds: Check,
    regex: Regex,
}

/// All looks, compiled when the first text is redacted.
pub(super) static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let shape = |&(kind, begins, holds, look): &(Kind, Begins, Check, &str)| {
        let look = match begins {
            At(_) => Cow::Owned(format!("^(?:{look})")),
            Anywhere(_) => Cow::Borrowed(look),
        };
        Some(Shape { kind, begins, holds, regex: Regex::new(&look).ok()? })
    };
    LOOKS.iter().filter_map(shape).collect()
});

/// Where in a text a look may begin: at words of ASCII letters and digits, and at [`SIGNS`].
pub(super) fn beginnings(text: &str) -> Vec<usize> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut in_word = false;
    let mut found = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        if (is_word(byte) && !in_word) || SIGNS.contains(&byte) {
            found.push(at);
        }
        in_word = is_word(byte);
    }
    found
}

/// What is tried at first behind a place where a look may begin, in bytes: no place costs more, whatever a hostile text
/// holds, and only data of thousands of letters are longer.
const REACH: usize = 512;

impl Shape {
    /// The ranges in `text` that look so and hold; `beginnings` are those of the text.
    pub(super) fn find(&self, text: &str, beginnings: &[usize], found: &mut dyn FnMut(Range<usize>)) {
        let mut add = |start: usize, captures: &Captures<'_>| {
            if let Some(value) = captures.name("v").or_else(|| captures.get(0))
                && (self.holds)(value.as_str())
            {
                found(start + value.start()..start + value.end());
            }
        };
        match self.begins {
            Anywhere(needed) => {
                if text.contains(needed) {
                    self.regex.captures_iter(text).for_each(|captures| add(0, &captures));
                }
            }
            At(glance) => {
                let mut free = 0;
                for &start in beginnings {
                    let Some(rest) = text.get(start..).filter(|rest| start >= free && glance(rest.as_bytes())) else {
                        continue;
                    };
                    let near = rest.get(..rest.floor_char_boundary(REACH)).unwrap_or(rest);
                    let Some(captures) = self.regex.captures(near) else { continue };
                    let is_cut = captures.get(0).is_some_and(|whole| whole.end() == near.len());
                    let whole = if is_cut { self.regex.captures(rest) } else { Some(captures) };
                    let Some(captures) = whole else { continue };
                    free = start + captures.get(0).map_or(0, |whole| whole.end());
                    add(start, &captures);
                }
            }
        }
    }
}

/// One of these, in any case.
fn begins_with(at: &[u8], beginnings: &[&str]) -> bool {
    let same = |begin: &str| at.get(..begin.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(begin.as_bytes()));
    beginnings.iter().any(|begin| same(begin))
}

/// So many bytes of a sort, and then one of `next`.
fn run(at: &[u8], sort: fn(&u8) -> bool, lengths: RangeInclusive<usize>, next: &[u8]) -> bool {
    let length = at.iter().take(lengths.end() + 1).take_while(|byte| sort(byte)).count();
    lengths.contains(&length) && at.get(length).is_some_and(|byte| next.contains(byte))
}

fn digits_then(at: &[u8], lengths: RangeInclusive<usize>, next: &[u8]) -> bool {
    run(at, u8::is_ascii_digit, lengths, next)
}

/// At least so many bytes of a sort.
fn is_run(at: &[u8], length: usize, sort: fn(&u8) -> bool) -> bool {
    at.get(..length).is_some_and(|bytes| bytes.iter().all(sort))
}

/// So many of one byte within so many bytes.
fn has(at: &[u8], byte: u8, count: usize, reach: usize) -> bool {
    at.iter().take(reach).filter(|&&other| other == byte).count() >= count
}

/// The first byte of what stands behind a house's number; French writes "12 bis, rue" and English "221B Baker Street".
fn word_behind(at: &[u8]) -> Option<u8> {
    at.iter().copied().find(|byte| !byte.is_ascii_digit() && !matches!(byte, b' ' | b','))
}

/// May begin a French street or what stands between it and its number.
fn is_street(byte: u8) -> bool {
    b"rabpciqsfdt".contains(&byte.to_ascii_lowercase())
}

/// May begin an English street or what stands between it and its number.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_uppercase() || b"abcdsnrt".contains(&byte)
}

/// At least so many digits, with what groups them.
fn has_digits(at: &[u8], count: usize, reach: usize) -> bool {
    let digits = at.iter().take(reach).filter(|byte| byte.is_ascii_digit()).count();
    at.first().is_some_and(u8::is_ascii_digit) && digits >= count
}

fn always(_: &str) -> bool {
    true
}

fn digits(text: &str) -> impl Iterator<Item = u32> + '_ {
    text.chars().filter_map(|c| c.to_digit(10))
}

/// The word before says that it is a number of something.
fn has_digit(text: &str) -> bool {
    digits(text).count() >= 2
}

/// A million is an amount.
fn is_not_round(text: &str) -> bool {
    !text.ends_with("00000")
}

/// Product names such as `A4`, `MP3` or `COVID-19` are short; codes are not.
fn has_letter_and_digits(text: &str) -> bool {
    digits(text).count() >= 4 && text.chars().any(|c| c.is_ascii_alphabetic())
}

/// What follows "password is" may be a sentence: "my password is wrong".
fn is_credential(text: &str) -> bool {
    text.chars().any(|c| !c.is_alphabetic() && !matches!(c, '.' | '?' | '!' | '\'' | '’' | ')'))
}

fn is_ipv4(text: &str) -> bool {
    text.split('.').all(|part| part.parse::<u16>().is_ok_and(|part| part < 256))
}

fn is_phone(text: &str) -> bool {
    (8..=15).contains(&digits(text).count())
}

/// Luhn's check digit.
fn is_card(text: &str) -> bool {
    let digits: Vec<u32> = digits(text).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|&digit| digit != 0)
}

/// ISO 7064 modulo 97: the first four characters go last, letters count from 10.
fn is_iban(text: &str) -> bool {
    let compact: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    if !(15..=34).contains(&compact.len()) {
        return false;
    }
    let (head, tail) = compact.split_at(4);
    let rest = tail.iter().chain(head).try_fold(0u64, |rest, c| {
        let value = u64::from(c.to_digit(36)?);
        Some((rest * if value > 9 { 100 } else { 10 } + value) % 97)
    });
    rest == Some(1)
}

/// Social security numbers are checked by their key where it is there.
fn is_french_id(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let number = compact.get(..13).map(|number| number.replace("2A", "19").replace("2B", "18"));
    match (number.and_then(|number| number.parse::<u64>().ok()), compact.get(13..)) {
        (Some(_), Some("")) => true,
        (Some(number), Some(key)) => key.parse::<u64>().is_ok_and(|key| key == 97 - number % 97),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(SHAPES.len(), LOOKS.len());
    }

    #[test]
    fn glances_miss_nothing() {
        let source = include_str!("../../tests/redaction/marked.txt").replace("[[", "").replace("]]", "");
        let odd = "12 bis, rue X 1-800-555-0199 +44(0)20 7946 0018 (0123) 456 789 01-23.45 67 89 1A2 3BC #A1 REF::9AB12 \
                   ::1 2001:db8::1 192.168.0.1.5 4111-1111 1111 1111 sk_live_0123456789abcd_ order no 12 r\u{e9}f\u{e9}rence n\u{b0} AB-123";
        let mut texts: Vec<String> = source.lines().map(str::to_owned).collect();
        // Every pair of odd words beside each other, and every text from every place on.
        let words: Vec<&str> = odd.split(' ').collect();
        texts.extend(words.iter().flat_map(|a| words.iter().map(move |b| format!("{a} {b}{a}-{b}"))));
        texts.extend(odd.char_indices().map(|(at, _)| odd[at..].to_owned()));
        for (shape, (_, _, holds, look)) in SHAPES.iter().zip(LOOKS) {
            let whole = Regex::new(look).unwrap();
            for text in &texts {
                let captures = whole.captures_iter(text);
                let values = captures.map(|captures| captures.name("v").or_else(|| captures.get(0)).unwrap());
                let expected: Vec<_> =
                    values.filter(|value| holds(value.as_str())).map(|value| value.range()).collect();
                let mut found = Vec::new();
                shape.find(text, &beginnings(text), &mut |range| found.push(range));
                assert_eq!(found, expected, "{look} in {text}");
            }
        }
    }

    #[test]
    fn check_digits_tell_cards_and_accounts_from_other_numbers() {
        assert!(is_card("4111 1111 1111 1111") && !is_card("4111 1111 1111 1112"));
        assert!(is_iban("GB82 WEST 1234 5698 7654 32") && !is_iban("GB82 WEST 1234 5698 7654 33"));
        assert!(is_french_id("1 85 05 78 006 084 91") && !is_french_id("1 85 05 78 006 084 92"));
    }
}
