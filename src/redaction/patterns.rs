//! The shapes of personal data that can be told without knowing the person.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::Kind;

/// What must hold of a text besides its look.
type Check = fn(&str) -> bool;

/// The letters of which one must stand in a text, or the look is not searched for: most messages have no digit, and the
/// search takes many times as long as a glance for one.
const DIGIT: &str = "0123456789";
const ANY: &str = "";

/// What it is, the letters that it needs, what must hold besides the look, and how it looks: the group `v` is what goes, or else the whole match.
/// Where two overlap, the earlier one wins.
const LOOKS: &[(Kind, &str, Check, &str)] = &[
    (Kind::Secret, "-", always, r"-----BEGIN [A-Z ]+-----[A-Za-z0-9+/=\s]+-----END [A-Z ]+-----"),
    (Kind::Secret, "J", always, r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    (
        Kind::Secret,
        ANY,
        always,
        r"\b(?:sk|pk|rk|ghp|gho|ghs|github_pat|glpat|xox[abpr]|AKIA|ASIA|AIza|whsec|dG9r)[-_A-Za-z0-9]{12,}=*",
    ),
    (
        Kind::Secret,
        DIGIT,
        always,
        r"(?i)\b(?:bearer|token|api[ _-]?key|secret|access[ _-]?key|cl[eé] api|jeton)\s*(?:is|est|[:=])?\s*(?P<v>[A-Za-z0-9_\-.~+/]*[0-9][A-Za-z0-9_\-.~+/]{9,}=*)",
    ),
    (
        Kind::Secret,
        ANY,
        is_credential,
        r"(?i)\b(?:password|passcode|pass ?phrase|mot de passe|mdp|pin|cvv|cvc)\s*(?:is|est|was|[:=])+\s*(?P<v>[^\s,;]{3,})",
    ),
    (Kind::Email, "@", always, r"(?i)[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"),
    (Kind::Phone, DIGIT, is_phone, r"\b0\d(?:[ .-]?\d{2}){4}\b"),
    (Kind::Ip, DIGIT, is_ipv4, r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),
    (
        Kind::Ip,
        ":",
        always,
        r"(?i)\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b|\b(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}\b",
    ),
    (Kind::Iban, DIGIT, is_iban, r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,4})?\b"),
    (Kind::Card, DIGIT, is_card, r"\b\d(?:[ -]?\d){12,18}\b"),
    (Kind::NationalId, DIGIT, always, r"\b\d{3}-\d{2}-\d{4}\b"),
    (
        Kind::NationalId,
        DIGIT,
        is_french_id,
        r"\b[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?\b",
    ),
    (
        Kind::Address,
        DIGIT,
        always,
        r"(?i)\b\d{1,5}(?: ?(?:bis|ter|[a-d]))?,? (?:rue|avenue|av\.?|boulevard|bd|blvd|place|allée|allee|chemin|impasse|quai|route|cours|square|passage|faubourg)(?: [a-zà-ÿA-ZÀ-Ý'’.-]+){1,5}(?:,? \d{5}(?: [A-Za-zÀ-ÿ-]+(?: cedex)?)?)?",
    ),
    (
        Kind::Address,
        DIGIT,
        always,
        r"\b\d{1,5}[A-Da-d]?(?: [NSEW]\.?)?(?: (?:[A-Z][A-Za-z'’.-]*|\d{1,3}(?:st|nd|rd|th))){1,4} (?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Dr\.?|Boulevard|Blvd\.?|Court|Ct\.?|Way|Terrace|Place|Square|Close|Crescent|Highway|Hwy)\b\.?(?:,? (?:Apt|Apartment|Flat|Unit|Suite|#) ?[0-9A-Za-z]+)?(?:,? [A-Z][a-zA-Z]+(?: [A-Z][a-zA-Z]+)?)?(?:,? (?:[A-Z]{2} )?\d{5}(?:-\d{4})?|,? [A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})?",
    ),
    (Kind::Address, DIGIT, always, r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
    (Kind::Address, DIGIT, always, r"(?i)\b(?:p\.? ?o\.? box|bo[iî]te postale|bp) \d{1,6}\b"),
    (Kind::Order, "-", always, r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"),
    (
        Kind::Order,
        DIGIT,
        has_digit,
        r"(?i)\b(?:order|booking|reservation|invoice|ticket|case|tracking|parcel|shipment|account|customer|client|member|contract|policy|serial|reference|ref|commande|r[eé]servation|facture|dossier|suivi|colis|compte|contrat|adh[eé]rent|r[eé]f[eé]rence|r[eé]f)(?:[ -]?(?:number|num[eé]ro|no|nr|nbr|n|id|code))?\s*(?:is|was|est|[:#°º.-])*\s*(?:n?[°º#]\s*)?(?P<v>[A-Z0-9][A-Z0-9-]*[0-9][A-Z0-9-]{2,})",
    ),
    (Kind::Phone, DIGIT, is_phone, r"\+\d{1,3}[ .-]?(?:\(0\))?(?:[ .-]?\(?\d{1,4}\)?){2,6}"),
    (Kind::Phone, DIGIT, is_phone, r"\(\d{3,5}\) ?\d{3,4}[ .-]?\d{3,4}\b"),
    (Kind::Phone, DIGIT, is_phone, r"\b0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}\b"),
    (Kind::Phone, DIGIT, is_phone, r"\b(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}\b"),
    (Kind::Order, DIGIT, always, r"#\s?(?P<v>[A-Z]{0,4}-?\d{3,}[A-Z0-9-]*)"),
    (Kind::Order, DIGIT, has_letter_and_digits, r"\b[A-Z]{1,5}-?\d[A-Z0-9]*(?:-[A-Z0-9]+)*\b"),
    (Kind::Order, DIGIT, has_letter_and_digits, r"\b[A-Z0-9]{10,}\b"),
    (Kind::Order, DIGIT, is_not_round, r"\b\d{7,}\b"),
];

/// A look, ready to be searched for.
pub(super) struct Shape {
    pub(super) kind: Kind,
    needs: &'static str,
    pub(super) holds: Check,
    pub(super) regex: Regex,
}

/// All looks, compiled when the first text is redacted.
pub(super) static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let shape = |&(kind, needs, holds, look): &(Kind, &'static str, Check, &str)| {
        Some(Shape { kind, needs, holds, regex: Regex::new(look).ok()? })
    };
    LOOKS.iter().filter_map(shape).collect()
});

impl Shape {
    /// Whether it could be found in `text` at all.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        self.needs.is_empty() || text.bytes().any(|byte| self.needs.as_bytes().contains(&byte))
    }
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
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(SHAPES.len(), LOOKS.len());
    }

    #[test]
    fn check_digits_tell_cards_and_accounts_from_other_numbers() {
        assert!(is_card("4111 1111 1111 1111") && !is_card("4111 1111 1111 1112"));
        assert!(is_iban("GB82 WEST 1234 5698 7654 32") && !is_iban("GB82 WEST 1234 5698 7654 33"));
        assert!(is_french_id("1 85 05 78 006 084 91") && !is_french_id("1 85 05 78 006 084 92"));
    }
}
