//! Typed values in a text: money, shares, durations, dates, times, distances, temperatures, counts and addresses, in English and French.

use std::sync::LazyLock;

use super::table::Table;
use super::tokens::{Token, Tokens, key};
use crate::lean::decimal;
use crate::lean::letters::lowered;

/// What a value measures; decides with what it may be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Thousandths of the currency in [`Quantity::unit`] (0 when none is named).
    Money,
    /// Thousandths of a per cent.
    Percent,
    /// Seconds; [`WORKING`] as unit when only working days count.
    Duration,
    /// `year * 10000 + month * 100 + day`, parts that are not named being 0.
    Date,
    /// 1 for Monday to 7 for Sunday.
    Weekday,
    /// Minutes after midnight; [`HALF_DAY`] as unit when it may be morning or afternoon.
    Time,
    /// Millimetres.
    Distance,
    /// Bytes.
    Data,
    /// Thousandths of a degree; the unit tells Celsius from Fahrenheit, 0 when neither is named.
    Temperature,
    /// Thousandths; the unit is the key of the noun that is counted.
    Count,
    /// An e-mail address, a link or a telephone number; the unit is its key, the value is 0.
    Address,
}

/// Unit of a duration in working days.
pub const WORKING: u64 = 1;
/// Unit of a time that names neither morning nor afternoon.
pub const HALF_DAY: u64 = 12;

/// A value and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// What it measures.
    pub kind: Kind,
    /// See [`Kind`].
    pub unit: u64,
    /// Smallest value meant; equal to `high` unless it is a range.
    pub low: i64,
    /// Largest value meant.
    pub high: i64,
    /// First byte in the text.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
}

/// Calendar months and years are counted as 30 and 365 days, so that `12 months` and `1 year` differ by this share at most.
const DURATION_TOLERANCE: f64 = 0.03;
/// A gigabyte has 1,000 megabytes or 1,024, and its user hardly cares.
const DATA_TOLERANCE: f64 = 0.024;
/// Prices and shares said with fewer digits are the same within this share.
const ROUNDING: f64 = 0.005;
/// Five working days are a week.
const CALENDAR_PER_WORKING: f64 = 1.4;

impl Quantity {
    /// Measures the same thing in the same unit, so that a difference means something.
    pub fn comparable(&self, other: &Self) -> bool {
        if self.kind != other.kind {
            return false;
        }
        match self.kind {
            Kind::Money | Kind::Temperature => self.unit == other.unit || self.unit == 0 || other.unit == 0,
            Kind::Count => self.unit == other.unit,
            Kind::Date => {
                // A day of the month and a bare year have nothing in common.
                let shared = |part: i64, divisor: i64, modulus: i64| part / divisor % modulus != 0;
                [(1, 100), (100, 100), (10_000, 10_000)].iter().any(|&(divisor, modulus)| {
                    shared(self.low, divisor, modulus) && shared(other.low, divisor, modulus)
                })
            }
            _ => true,
        }
    }

    /// May be the same value: equal, or ranges that meet, as exact as the words are.
    pub fn agrees(&self, other: &Self) -> bool {
        if !self.comparable(other) {
            return false;
        }
        match self.kind {
            Kind::Address => self.unit == other.unit,
            Kind::Date => {
                let fits = |divisor: i64, modulus: i64| {
                    let (a, b) = (self.low / divisor % modulus, other.low / divisor % modulus);
                    a == 0 || b == 0 || a == b
                };
                fits(1, 100) && fits(100, 100) && fits(10_000, 10_000)
            }
            Kind::Time => {
                let day = if self.unit == HALF_DAY || other.unit == HALF_DAY { 720 } else { 1440 };
                self.low.rem_euclid(day) == other.low.rem_euclid(day)
            }
            Kind::Duration => {
                let meet = |scale: f64| {
                    self.low as f64 * scale <= other.high as f64 * (1.0 + DURATION_TOLERANCE)
                        && other.low as f64 <= self.high as f64 * scale * (1.0 + DURATION_TOLERANCE)
                };
                // "5 days" said of "5 working days" is loose, not wrong.
                match (self.unit, other.unit) {
                    (a, b) if a == b => meet(1.0),
                    (WORKING, _) => meet(1.0) || meet(CALENDAR_PER_WORKING),
                    _ => meet(1.0) || meet(1.0 / CALENDAR_PER_WORKING),
                }
            }
            Kind::Money | Kind::Percent | Kind::Data => {
                let more = 1.0 + if self.kind == Kind::Data { DATA_TOLERANCE } else { ROUNDING };
                self.low as f64 <= other.high as f64 * more && other.low as f64 <= self.high as f64 * more
            }
            _ => self.low <= other.high && other.low <= self.high,
        }
    }
}

/// Longest text that is looked through, in tokens; a support message is far shorter, and the cost stays bounded.
const MOST_TOKENS: usize = 20_000;

/// What values a word begins, beside those of digits; numbers count from 1.
#[derive(Clone, Copy, Debug, Default)]
struct Beginning {
    month: u8,
    weekday: u8,
    /// Index into [`NUMBERS`].
    number: u8,
}

/// The words that begin values.
struct Beginnings {
    table: Table<Beginning>,
    /// A bit for each of them, which the lowest bits of its key choose: most other words have none.
    hints: [u64; 64],
}

impl Beginnings {
    #[inline]
    fn get(&self, word: u64) -> Option<Beginning> {
        let hints = self.hints.get((word >> 6 & 63) as usize)?;
        if hints >> (word & 63) & 1 == 0 { None } else { self.table.get(word) }
    }
}

static BEGINNINGS: LazyLock<Beginnings> = LazyLock::new(|| {
    let mut hints = [0; 64];
    let mut table = Table::default();
    let mut add = |word: &str, set: &dyn Fn(&mut Beginning)| {
        let word = key(word);
        if let Some(hints) = hints.get_mut((word >> 6 & 63) as usize) {
            *hints |= 1 << (word & 63);
        }
        let mut known = table.get(word).unwrap_or_default();
        set(&mut known);
        table.insert(word, known);
    };
    for (number, names) in (1..).zip(MONTHS) {
        names.iter().for_each(|name| add(name, &|known| known.month = number));
    }
    for (number, names) in (1..).zip(DAYS) {
        names.iter().for_each(|name| add(name, &|known| known.weekday = number));
    }
    for (number, (name, _)) in (1..).zip(NUMBERS) {
        add(name, &|known| known.number = number);
    }
    ["http", "https", "www"].iter().for_each(|name| add(name, &|_| {}));
    Beginnings { table, hints }
});

/// The values in `text` in order; `tokens` must be its words.
pub fn quantities(text: &str, tokens: &Tokens) -> Vec<Quantity> {
    let mut found = Vec::new();
    let has_mail = memchr::memchr(b'@', text.as_bytes()).is_some();
    let items = tokens.as_slice();
    let mut scan = Scan { text, tokens, items, beginnings: &BEGINNINGS, taken: 0, has_mail };
    let digit = |token: &Token| text.as_bytes().get(token.start as usize).is_some_and(u8::is_ascii_digit);
    // A mail address begins with any word.
    let may_begin =
        |token: &Token| has_mail || token.has_digit && digit(token) || scan.beginnings.get(token.key).is_some();
    let beginning = |at: usize| Some(at + items.get(at..items.len().min(MOST_TOKENS))?.iter().position(may_begin)?);
    let mut from = 0;
    while let Some(at) = beginning(from) {
        let value = scan.value(at);
        from = value.map_or(0, |(_, next)| next).max(at + 1);
        if let Some((quantity, _)) = value {
            found.push(quantity);
            scan.taken = quantity.end;
        }
    }
    found
}

struct Scan<'a> {
    text: &'a str,
    tokens: &'a Tokens,
    items: &'a [Token],
    beginnings: &'a Beginnings,
    /// The byte behind the last value: in "5 EUR 10 USD" the euros are not those of the ten.
    taken: usize,
    /// There may be mail addresses.
    has_mail: bool,
}

/// A number as written, and the token behind it.
#[derive(Clone, Copy)]
struct Number {
    value: f64,
    /// First byte, with a currency sign before it.
    start: usize,
    end: usize,
    next: usize,
    currency: u64,
    /// Letters that hang on the digits: `6pm`, `24h`, `14th`.
    suffix: Suffix,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Suffix {
    None,
    /// Range of the letters in the token's folded word.
    Letters(usize),
}

#[derive(Clone, Copy)]
enum Unit {
    Seconds(f64),
    Working(f64),
    Millimetres(f64),
    Bytes(f64),
    Money(&'static str),
    Percent,
    Degrees(u64),
}

fn unit(word: &str) -> Option<Unit> {
    const DAY: f64 = 86_400.0;
    Some(match word {
        "second" | "seconds" | "sec" | "secs" | "seconde" | "secondes" => Unit::Seconds(1.0),
        "minute" | "minutes" | "min" | "mins" | "mn" => Unit::Seconds(60.0),
        "hour" | "hours" | "hr" | "hrs" | "h" | "heure" | "heures" => Unit::Seconds(3600.0),
        "day" | "days" | "jour" | "jours" | "j" | "d" => Unit::Seconds(DAY),
        "night" | "nights" | "nuit" | "nuits" => Unit::Seconds(DAY),
        "week" | "weeks" | "wk" | "wks" | "semaine" | "semaines" => Unit::Seconds(7.0 * DAY),
        "fortnight" => Unit::Seconds(14.0 * DAY),
        "month" | "months" | "mois" => Unit::Seconds(30.0 * DAY),
        "year" | "years" | "yr" | "yrs" | "an" | "ans" | "annee" | "annees" => Unit::Seconds(365.0 * DAY),
        "mile" | "miles" | "mi" => Unit::Millimetres(1_609_344.0),
        "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => Unit::Millimetres(1_000_000.0),
        "meter" | "meters" | "metre" | "metres" => Unit::Millimetres(1000.0),
        "cm" | "centimeter" | "centimeters" | "centimetre" | "centimetres" => Unit::Millimetres(10.0),
        "mm" | "millimetre" | "millimetres" | "millimeters" => Unit::Millimetres(1.0),
        "byte" | "bytes" | "octet" | "octets" => Unit::Bytes(1.0),
        "kb" | "kib" | "ko" | "kilobyte" | "kilobytes" | "kilooctet" | "kilooctets" => Unit::Bytes(1e3),
        "mb" | "mib" | "mo" | "megabyte" | "megabytes" | "megaoctet" | "megaoctets" => Unit::Bytes(1e6),
        "gb" | "gib" | "go" | "gigabyte" | "gigabytes" | "gigaoctet" | "gigaoctets" => Unit::Bytes(1e9),
        "tb" | "tib" | "to" | "terabyte" | "terabytes" | "teraoctet" | "teraoctets" => Unit::Bytes(1e12),
        "usd" | "dollar" | "dollars" | "bucks" => Unit::Money("usd"),
        "eur" | "euro" | "euros" => Unit::Money("eur"),
        "gbp" | "pound" | "pounds" | "livres" | "quid" => Unit::Money("gbp"),
        "cad" => Unit::Money("cad"),
        "chf" => Unit::Money("chf"),
        "percent" | "pct" => Unit::Percent,
        "f" | "fahrenheit" => Unit::Degrees(u64::from(b'f')),
        "celsius" => Unit::Degrees(u64::from(b'c')),
        "degree" | "degrees" | "degre" | "degres" => Unit::Degrees(0),
        _ => return None,
    })
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '$' => "usd",
        '€' => "eur",
        '£' => "gbp",
        '¥' => "jpy",
        _ => return None,
    })
}

const NUMBERS: [(&str, f64); 39] = [
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("twelve", 12.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
    ("un", 1.0),
    ("une", 1.0),
    ("deux", 2.0),
    ("trois", 3.0),
    ("quatre", 4.0),
    ("cinq", 5.0),
    ("sept", 7.0),
    ("huit", 8.0),
    ("neuf", 9.0),
    ("dix", 10.0),
    ("douze", 12.0),
    ("quatorze", 14.0),
    ("quinze", 15.0),
    ("vingt", 20.0),
    ("trente", 30.0),
    ("quarante", 40.0),
    ("cinquante", 50.0),
    ("soixante", 60.0),
    ("cent", 100.0),
];

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier"],
    &["february", "feb", "fevrier"],
    &["march", "mars"],
    &["april", "apr", "avril"],
    &["may", "mai"],
    &["june", "juin"],
    &["july", "juillet"],
    &["august", "aug", "aout"],
    &["september", "sept", "sep", "septembre"],
    &["october", "oct", "octobre"],
    &["november", "nov", "novembre"],
    &["december", "dec", "decembre"],
];

const DAYS: [&[&str]; 7] = [
    &["monday", "mondays", "lundi", "lundis"],
    &["tuesday", "tuesdays", "mardi", "mardis"],
    &["wednesday", "wednesdays", "mercredi", "mercredis"],
    &["thursday", "thursdays", "jeudi", "jeudis"],
    &["friday", "fridays", "vendredi", "vendredis"],
    &["saturday", "saturdays", "samedi", "samedis"],
    &["sunday", "sundays", "dimanche", "dimanches"],
];

/// Units that are counted like nouns.
const SHORT_NOUNS: [&str; 4] = ["kg", "g", "lb", "l"];

/// Words of three letters and more behind a number that counts nothing: "order 814 will arrive".
const NO_NOUNS: [&str; 63] = [
    "and", "are", "because", "before", "but", "can", "did", "does", "for", "from", "had", "has", "have", "into", "may",
    "must", "not", "now", "once", "onto", "should", "since", "that", "then", "this", "until", "was", "were", "when",
    "which", "while", "will", "with", "would", "you", "your", "alors", "aux", "avec", "car", "chez", "dans", "depuis",
    "des", "dont", "est", "jusqu", "lorsque", "mais", "ont", "par", "pas", "pour", "puis", "quand", "que", "qui",
    "sera", "seront", "sont", "sous", "sur", "vers",
];

/// A count of so much and more is said in hundreds; other such numbers name an order, a ticket or a year.
const SAID_IN_HUNDREDS: f64 = 1000.0;

/// Words between the two ends of a range.
fn joins(word: &str) -> bool {
    matches!(word, "to" | "a" | "or" | "ou" | "and" | "et")
}

impl Scan<'_> {
    fn word(&self, at: usize) -> &str {
        self.items.get(at).map_or("", |token| self.tokens.word(token))
    }

    fn beginning(&self, at: usize) -> Beginning {
        self.items.get(at).and_then(|token| self.beginnings.get(token.key)).unwrap_or_default()
    }

    fn month(&self, at: usize) -> Option<i64> {
        self.named(at, self.beginning(at).month, &MONTHS)
    }

    fn weekday(&self, at: usize) -> Option<i64> {
        self.named(at, self.beginning(at).weekday, &DAYS)
    }

    /// The number of a month or a day, if it has this name: stretched words have the same key.
    fn named(&self, at: usize, number: u8, names: &[&[&str]]) -> Option<i64> {
        let names = names.get(usize::from(number).checked_sub(1)?)?;
        names.contains(&self.word(at)).then_some(i64::from(number))
    }

    fn number_word(&self, at: usize) -> Option<f64> {
        let &(name, value) = NUMBERS.get(usize::from(self.beginning(at).number).checked_sub(1)?)?;
        (name == self.word(at)).then_some(value)
    }

    /// There is a digit in the word.
    fn has_digit(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|token| token.has_digit)
    }

    fn start(&self, at: usize) -> usize {
        self.items.get(at).map_or(self.text.len(), |token| token.start as usize)
    }

    fn end(&self, at: usize) -> usize {
        self.items.get(at).map_or(self.text.len(), |token| token.end as usize)
    }

    /// What stands between token `at` and the one before it.
    fn gap(&self, at: usize) -> &str {
        let from = at.checked_sub(1).map_or(0, |before| self.end(before));
        self.text.get(from..self.start(at)).unwrap_or_default()
    }

    fn same_sentence(&self, a: usize, b: usize) -> bool {
        matches!((self.items.get(a), self.items.get(b)), (Some(a), Some(b)) if a.sentence == b.sentence)
    }

    /// The value that begins at token `at`, and the token behind it.
    #[inline(never)]
    fn value(&self, at: usize) -> Option<(Quantity, usize)> {
        if let Some(found) = self.address(at) {
            return Some(found);
        }
        if !self.word(at).starts_with(|c: char| c.is_ascii_digit()) {
            if let Some(day) = self.weekday(at) {
                return Some((self.quantity(Kind::Weekday, 0, (day, day), (self.start(at), self.end(at))), at + 1));
            }
            if let Some(found) = self.date_from_month(at) {
                return Some(found);
            }
        }
        let first = self.number(at)?;
        if let Some(found) = self.date_or_time(at, &first) {
            return Some(found);
        }
        if let Some(found) = self.measured(&first, &first) {
            return Some(found);
        }
        // "3-5 days", "3 to 5 days", "entre 3 et 5 jours": the unit stands behind the second number.
        let second = match first.next {
            next if matches!(self.gap(next).trim(), "-" | "–") => self.number(next),
            next if joins(self.word(next)) && self.same_sentence(at, next) => self.number(next + 1),
            _ => None,
        };
        if let Some(second) = second.filter(|second| second.value > first.value)
            && let Some(found) = self.measured(&first, &second)
        {
            return Some(found);
        }
        self.count(at, &first)
    }

    fn quantity(&self, kind: Kind, unit: u64, (low, high): (i64, i64), (start, end): (usize, usize)) -> Quantity {
        Quantity { kind, unit, low, high, start, end }
    }

    fn number(&self, at: usize) -> Option<Number> {
        let word = self.word(at);
        let token = self.items.get(at)?;
        let start = token.start as usize;
        let digits = word.bytes().position(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b',')).unwrap_or(word.len());
        let (mut value, suffix) = if digits == 0 {
            (self.number_word(at)?, Suffix::None)
        } else {
            let suffix = if digits == word.len() { Suffix::None } else { Suffix::Letters(digits) };
            (parse(word.get(..digits)?)?, suffix)
        };
        let mut next = at + 1;
        let mut end = token.end as usize;
        // "1 299,50 €": thousands parted by a blank.
        if suffix == Suffix::None && (1..=3).contains(&digits) && !word.starts_with('0') && !word.contains(['.', ',']) {
            while let Some(group) = self.thousands(next) {
                value = value * 1000.0 + group;
                end = self.end(next);
                next += 1;
            }
        }
        let before = self.text.get(..start).unwrap_or_default();
        let mut currency = 0;
        let mut from = start;
        if digits > 0
            && start > self.taken
            && let Some(c) = before.chars().next_back().and_then(|c| sign(c).map(|name| (c, name)))
        {
            currency = key(c.1);
            from = start - c.0.len_utf8();
        } else if digits > 0
            && at > 0
            && self.start(at - 1) >= self.taken
            && self.gap(at).chars().all(char::is_whitespace)
            && let "eur" | "usd" | "gbp" | "chf" | "cad" = self.word(at - 1)
        {
            currency = key(self.word(at - 1));
            from = self.start(at - 1);
        }
        Some(Number { value, start: from, end, next, currency, suffix })
    }

    /// Three digits (and decimals) that continue a number.
    fn thousands(&self, at: usize) -> Option<f64> {
        if !self.has_digit(at) {
            return None;
        }
        let word = self.word(at);
        let whole = word.split([',', '.']).next()?;
        if whole.len() != 3 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if !matches!(self.gap(at), " " | "\u{a0}" | "\u{202f}") {
            return None;
        }
        let value = parse(word)?;
        // "299,50" parses as decimals; "1.299" style groups do not occur here.
        Some(if word.len() == 3 { value } else { parse(&word.replace(',', "."))? })
    }

    /// A number (or a range up to `last`) with its unit.
    fn measured(&self, first: &Number, last: &Number) -> Option<(Quantity, usize)> {
        let currency = if first.currency != 0 { first.currency } else { last.currency };
        let after = self.text.get(last.end..).unwrap_or_default();
        let rest = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let blank = after.len() - rest.len();
        let range = |scale: f64| (round(first.value * scale), round(last.value * scale));
        let span = |end: usize| (first.start, end);
        if currency != 0 {
            return Some((self.quantity(Kind::Money, currency, range(1000.0), span(last.end)), last.next));
        }
        let next_char = rest.chars().next();
        if let (Some(c), Suffix::None) = (next_char, last.suffix) {
            if let Some(name) = sign(c).filter(|_| blank <= 2 && c != '$' || blank == 0) {
                let end = last.end + blank + c.len_utf8();
                return Some((self.quantity(Kind::Money, key(name), range(1000.0), span(end)), last.next));
            }
            if c == '%' {
                return Some((self.quantity(Kind::Percent, 0, range(1000.0), span(last.end + blank + 1)), last.next));
            }
            if c == '°' || c == 'º' {
                let unit = match self.word(last.next) {
                    "f" => u64::from(b'f'),
                    "c" => u64::from(b'c'),
                    _ => return None,
                };
                let end = self.end(last.next);
                return Some((self.quantity(Kind::Temperature, unit, range(1000.0), span(end)), last.next + 1));
            }
        }
        let (name, end, next) = match last.suffix {
            Suffix::Letters(from) => {
                let at = last.next.checked_sub(1)?;
                (self.word(at).get(from..)?, last.end, last.next)
            }
            Suffix::None => {
                let gap = self.gap(last.next);
                let is_blank = |gap: &str| gap.chars().all(|c| c.is_whitespace() && c != '\n');
                if !(matches!(gap, " " | "-") || is_blank(gap)) {
                    return None;
                }
                (self.word(last.next), self.end(last.next), last.next + 1)
            }
        };
        let written = self.text.get(..end).unwrap_or_default();
        // "3 business days", "5 jours ouvrés", "10 pour cent".
        let (unit, end, next) = match name {
            // Only "25 Mo" are megabytes: "6 mo" are months, and "2 to" and "5 go" leave a number behind.
            "mo" | "go" | "to" if !["Mo", "Go", "To"].iter().any(|unit| written.ends_with(unit)) => return None,
            "business" | "working" => match unit(self.word(next)) {
                Some(Unit::Seconds(seconds)) => (Unit::Working(seconds), self.end(next), next + 1),
                _ => return None,
            },
            "pour" | "per" if self.word(next) == "cent" => (Unit::Percent, self.end(next), next + 1),
            name => match unit(name)? {
                Unit::Seconds(seconds) if matches!(self.word(next), "ouvre" | "ouvres" | "ouvrable" | "ouvrables") => {
                    (Unit::Working(seconds), self.end(next), next + 1)
                }
                Unit::Degrees(0) => match self.word(next) {
                    "f" | "fahrenheit" => (Unit::Degrees(u64::from(b'f')), self.end(next), next + 1),
                    "c" | "celsius" => (Unit::Degrees(u64::from(b'c')), self.end(next), next + 1),
                    _ => (Unit::Degrees(0), end, next),
                },
                unit => (unit, end, next),
            },
        };
        let (kind, code, scale) = match unit {
            Unit::Seconds(scale) => (Kind::Duration, 0, scale),
            Unit::Working(scale) => (Kind::Duration, WORKING, scale),
            Unit::Millimetres(scale) => (Kind::Distance, 0, scale),
            Unit::Bytes(scale) => (Kind::Data, 0, scale),
            Unit::Money(name) => (Kind::Money, key(name), 1000.0),
            Unit::Percent => (Kind::Percent, 0, 1000.0),
            Unit::Degrees(unit) => (Kind::Temperature, unit, 1000.0),
        };
        Some((self.quantity(kind, code, range(scale), span(end)), next))
    }

    /// "May 27", "27 mai" is in [`Self::date_or_time`]; this one begins with the month's name.
    fn date_from_month(&self, at: usize) -> Option<(Quantity, usize)> {
        let month = self.month(at)?;
        let day = self.number(at + 1).filter(|_| self.same_sentence(at, at + 1))?;
        let ordinal = match day.suffix {
            Suffix::None => true,
            Suffix::Letters(from) => is_ordinal(self.word(at + 1).get(from..).unwrap_or_default()),
        };
        let fits = ordinal && day.value >= 1.0 && day.value <= 31.0 && day.value.fract() == 0.0 && day.currency == 0;
        if !fits {
            return None;
        }
        let (year, end, next) = self.year(day.next).unwrap_or((0, day.end, day.next));
        let value = year * 10_000 + month * 100 + round(day.value);
        Some((self.quantity(Kind::Date, 0, (value, value), (self.start(at), end)), next))
    }

    fn year(&self, at: usize) -> Option<(i64, usize, usize)> {
        let word = self.word(at);
        let year: i64 = word.parse().ok()?;
        let near = matches!(self.gap(at), " " | ", " | "\u{a0}");
        (near && word.len() == 4 && (1900..2200).contains(&year)).then(|| (year, self.end(at), at + 1))
    }

    fn date_or_time(&self, at: usize, number: &Number) -> Option<(Quantity, usize)> {
        if number.currency != 0 || number.value.fract() != 0.0 || number.value < 0.0 {
            return None;
        }
        let word = self.word(at);
        if !word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let value = round(number.value);
        let letters = match number.suffix {
            Suffix::Letters(from) => word.get(from..).unwrap_or_default(),
            Suffix::None => "",
        };
        // 2026-05-27
        if word.len() == 4 && self.gap(at + 1) == "-" && self.gap(at + 2) == "-" && letters.is_empty() {
            let part = |at: usize| self.word(at).parse::<i64>().ok().filter(|_| self.word(at).len() <= 2);
            if let (Some(month @ 1..=12), Some(day @ 1..=31)) = (part(at + 1), part(at + 2)) {
                let date = value * 10_000 + month * 100 + day;
                let span = (number.start, self.end(at + 2));
                return Some((self.quantity(Kind::Date, 0, (date, date), span), at + 3));
            }
        }
        let day = (1..=31).contains(&value);
        // "27 mai", "27 May 2026", "1er juin", "14th of May"
        if day && (letters.is_empty() || is_ordinal(letters)) {
            let of = usize::from(self.word(at + 1) == "of");
            if let Some(month) = self.month(at + 1 + of).filter(|_| self.same_sentence(at, at + 1 + of)) {
                let (year, end, next) = self.year(at + 2 + of).unwrap_or((0, self.end(at + 1 + of), at + 2 + of));
                let date = year * 10_000 + month * 100 + value;
                return Some((self.quantity(Kind::Date, 0, (date, date), (number.start, end)), next));
            }
            if is_ordinal(letters) && letters != "e" {
                return Some((self.quantity(Kind::Date, 0, (value, value), (number.start, number.end)), at + 1));
            }
        }
        if value > 24 {
            return None;
        }
        let time = |minutes: i64, unit: u64, end: usize, next: usize| {
            Some((self.quantity(Kind::Time, unit, (minutes, minutes), (number.start, end)), next))
        };
        let half = |name: &str| match name {
            "am" => Some(value % 12 * 60),
            "pm" => Some(value % 12 * 60 + 720),
            "noon" if value == 12 => Some(720),
            _ => None,
        };
        if value <= 12
            && let Some(minutes) = half(letters)
        {
            return time(minutes, 0, number.end, at + 1);
        }
        if value <= 12
            && letters.is_empty()
            && matches!(self.gap(at + 1), " " | "" | "\u{a0}")
            && let Some(minutes) = half(self.word(at + 1))
        {
            return time(minutes, 0, self.end(at + 1), at + 2);
        }
        // "18h30", "18h" when it is no duration is told by the minutes alone; "18 h 30" too.
        if let Some(minutes) = letters.strip_prefix('h').and_then(two_digits) {
            return time(value * 60 + minutes, 0, number.end, at + 1);
        }
        if letters.is_empty()
            && self.word(at + 1) == "h"
            && let Some(minutes) = two_digits(self.word(at + 2)).filter(|_| self.gap(at + 2).trim().is_empty())
        {
            return time(value * 60 + minutes, 0, self.end(at + 2), at + 3);
        }
        // "10:30", "5:30 pm"
        if letters.is_empty() && self.gap(at + 1) == ":" {
            let (digits, rest) = self.word(at + 1).split_at_checked(2)?;
            let minutes = two_digits(digits)?;
            let (name, end, next) = match rest {
                "" if matches!(self.word(at + 2), "am" | "pm") => (self.word(at + 2), self.end(at + 2), at + 3),
                rest => (rest, self.end(at + 1), at + 2),
            };
            let unit = if half(name).is_none() && (1..=12).contains(&value) { HALF_DAY } else { 0 };
            return time(half(name).unwrap_or(value * 60) + minutes, unit, end, next);
        }
        // A bare "18 h" after "à", "de" or "until" is a time of day, elsewhere a duration.
        let hour = letters == "h" || (letters.is_empty() && matches!(self.word(at + 1), "h" | "heures"));
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        if hour && matches!(before, "a" | "de" | "vers" | "des" | "jusqu" | "avant" | "apres") && letters != "hour" {
            let (end, next) = if letters == "h" { (number.end, at + 1) } else { (self.end(at + 1), at + 2) };
            // "Jusqu'à 24 h avant le départ".
            if matches!(self.word(next), "avant" | "apres") {
                return None;
            }
            return time(value * 60, 0, end, next);
        }
        None
    }

    /// A number before a noun: "3 items". The noun is what makes two counts comparable.
    fn count(&self, at: usize, number: &Number) -> Option<(Quantity, usize)> {
        if number.suffix != Suffix::None || !self.word(at).starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let noun = self.word(number.next);
        let plain = matches!(self.gap(number.next), " " | "\u{a0}") && self.same_sentence(at, number.next);
        if !plain
            || self.is_name(number)
            || (noun.len() < 3 && !SHORT_NOUNS.contains(&noun))
            || NO_NOUNS.contains(&noun)
            || !noun.bytes().all(|byte| byte.is_ascii_alphabetic())
        {
            return None;
        }
        let value = round(number.value * 1000.0);
        let unit = key(noun.strip_suffix('s').unwrap_or(noun));
        let span = (number.start, self.end(number.next));
        Some((self.quantity(Kind::Count, unit, (value, value), span), number.next + 1))
    }

    /// The number names a thing: "#12", "n° 12", "order 45718".
    fn is_name(&self, number: &Number) -> bool {
        let before = self.text.get(..number.start).unwrap_or_default().trim_end();
        before.ends_with(['#', '°', 'º']) || number.value >= SAID_IN_HUNDREDS && number.value % 100.0 != 0.0
    }

    /// E-mail addresses, links and telephone numbers that begin at token `at`.
    fn address(&self, at: usize) -> Option<(Quantity, usize)> {
        let start = self.start(at);
        let word = self.word(at);
        // Its second group of digits stands in the same word or in the next one.
        let may_be_telephone = self.has_digit(at) && (self.has_digit(at + 1) || word.contains('.'));
        let telephone = if may_be_telephone { telephone(self.text.get(start..)?) } else { None };
        if !self.has_mail && telephone.is_none() && !matches!(word, "http" | "https" | "www") {
            return None;
        }
        // Only the first token of a run without blanks is looked at.
        if self.text.get(..start)?.chars().next_back().is_some_and(|c| !c.is_whitespace() && !"([<\"'«:".contains(c)) {
            let plus = self.text.get(..start)?.ends_with('+');
            if !plus {
                return None;
            }
        }
        let rest = self.text.get(start..)?;
        let run = rest.split(char::is_whitespace).next()?;
        let run = run.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'']);
        let mail = run.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        let link = run.starts_with("http://") || run.starts_with("https://") || run.starts_with("www.");
        let mut end = start + run.len();
        if !(mail || link) {
            end = start + telephone?;
        }
        let written = self.text.get(start..end)?;
        let unit = if mail || link {
            key(&lowered(written))
        } else {
            key(&written.chars().filter(char::is_ascii_digit).collect::<String>())
        };
        let next = self.items.iter().skip(at).position(|token| token.start as usize >= end).map(|count| at + count);
        Some((self.quantity(Kind::Address, unit, (0, 0), (start, end)), next.unwrap_or(self.items.len())))
    }
}

/// Length in bytes of a telephone number at the start of `text`: ten digits or more (or nine after a leading 0 or +) in groups.
fn telephone(text: &str) -> Option<usize> {
    let mut digits = 0;
    let mut groups = 1;
    let mut end = 0;
    let mut last_is_gap = false;
    for (at, c) in text.char_indices().take(24) {
        if c.is_ascii_digit() {
            digits += 1;
            end = at + 1;
            groups += usize::from(last_is_gap);
            last_is_gap = false;
        } else if matches!(c, ' ' | '.' | '-' | '\u{a0}' | '(' | ')') && !last_is_gap {
            last_is_gap = true;
        } else {
            break;
        }
    }
    (digits >= 10 && groups >= 3).then_some(end)
}

fn is_ordinal(letters: &str) -> bool {
    matches!(letters, "st" | "nd" | "rd" | "th" | "er" | "e")
}

fn two_digits(word: &str) -> Option<i64> {
    (word.len() == 2).then(|| word.parse().ok()).flatten().filter(|minutes| (0..60).contains(minutes))
}

fn round(value: f64) -> i64 {
    value.round() as i64
}

/// Whole numbers of so many digits are exact.
const EXACT: usize = 15;

/// A number with points and commas, English or French.
fn parse(digits: &str) -> Option<f64> {
    if digits.len() <= EXACT && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(digits.bytes().fold(0.0, |value, digit| value * 10.0 + f64::from(digit - b'0')));
    }
    let commas = digits.matches(',').count();
    let points = digits.matches('.').count();
    let last_group = digits.rsplit([',', '.']).next().map_or(0, str::len);
    let plain: String = match (commas, points) {
        // The sign that comes last parts the decimals.
        (_, _) if commas > 0 && points > 0 => {
            let decimal = digits.rfind([',', '.'])?;
            let (whole, rest) = digits.split_at(decimal);
            format!("{}.{}", whole.replace([',', '.'], ""), rest.get(1..).unwrap_or_default())
        }
        (1, 0) if last_group != 3 => digits.replace(',', "."),
        (0, 1) if last_group != 3 || digits.starts_with('0') => digits.to_owned(),
        _ => digits.replace([',', '.'], ""),
    };
    decimal::parse(&plain)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn all(text: &str) -> Vec<Quantity> {
        quantities(text, &Tokens::new(text))
    }

    fn one(text: &str) -> Quantity {
        let found = all(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found[0]
    }

    /// Kind, smallest and largest value, and the words that were taken.
    fn read(text: &str) -> (Kind, i64, i64, &str) {
        let found = one(text);
        (found.kind, found.low, found.high, &text[found.start..found.end])
    }

    #[test]
    fn money_is_read_in_both_orders_and_both_ways_of_writing_numbers() {
        assert_eq!(read("It costs $1,299.50 now"), (Kind::Money, 1_299_500, 1_299_500, "$1,299.50"));
        assert_eq!(read("cela coûte 12 €"), (Kind::Money, 12_000, 12_000, "12 €"));
        assert_eq!(read("soit 12,50 € par mois"), (Kind::Money, 12_500, 12_500, "12,50 €"));
        assert_eq!(read("pay EUR 5 today"), (Kind::Money, 5_000, 5_000, "EUR 5"));
        assert_eq!(read("soit 1 299,50 € en tout"), (Kind::Money, 1_299_500, 1_299_500, "1 299,50 €"));
        assert_eq!(read("twenty dollars"), (Kind::Money, 20_000, 20_000, "twenty dollars"));
    }

    #[test]
    fn a_currency_between_two_numbers_belongs_to_the_first() {
        let read = |text| -> Vec<(i64, &str)> {
            all(text).iter().map(|found: &Quantity| (found.low, &text[found.start..found.end])).collect()
        };
        assert_eq!(read("5 EUR 10 USD"), [(5_000, "5 EUR"), (10_000, "10 USD")]);
        assert_eq!(read("299$1,299.50"), [(299_000, "299$")]);
        assert_eq!(read("$5 $10"), [(5_000, "$5"), (10_000, "$10")]);
    }

    #[test]
    fn durations_are_seconds_whatever_their_unit() {
        const DAY: i64 = 86_400;
        assert_eq!(read("within 30 days"), (Kind::Duration, 30 * DAY, 30 * DAY, "30 days"));
        assert_eq!(read("sous 2 semaines"), (Kind::Duration, 14 * DAY, 14 * DAY, "2 semaines"));
        assert_eq!(read("réponse en 24h"), (Kind::Duration, DAY, DAY, "24h"));
        assert_eq!(read("a 30-day window"), (Kind::Duration, 30 * DAY, 30 * DAY, "30-day"));
        let range = one("3-5 business days");
        assert_eq!((range.low, range.high, range.unit), (3 * DAY, 5 * DAY, WORKING));
        let range = one("entre 3 et 5 jours ouvrés");
        assert_eq!((range.low, range.high, range.unit), (3 * DAY, 5 * DAY, WORKING));
        assert_eq!(read("within one week"), (Kind::Duration, 7 * DAY, 7 * DAY, "one week"));
    }

    #[test]
    fn equal_durations_agree_and_others_do_not() {
        assert!(one("24 hours").agrees(&one("1 day")));
        assert!(one("12 months").agrees(&one("1 year")));
        assert!(one("5 days").agrees(&one("5 business days")));
        assert!(one("4 days").agrees(&one("3 to 5 days")));
        assert!(!one("30 days").agrees(&one("60 days")));
        assert!(!one("14 jours").agrees(&one("30 jours")));
    }

    #[test]
    fn dates_and_times_are_read_with_as_many_parts_as_are_named() {
        assert_eq!(read("on May 27"), (Kind::Date, 527, 527, "May 27"));
        assert_eq!(read("le 27 mai"), (Kind::Date, 527, 527, "27 mai"));
        assert_eq!(read("on 2026-05-27"), (Kind::Date, 20_260_527, 20_260_527, "2026-05-27"));
        assert_eq!(read("on the 14th"), (Kind::Date, 14, 14, "14th"));
        assert_eq!(read("at 6pm"), (Kind::Time, 1080, 1080, "6pm"));
        assert_eq!(read("à 18h30"), (Kind::Time, 1110, 1110, "18h30"));
        assert_eq!(read("à 19 h"), (Kind::Time, 1140, 1140, "19 h"));
        assert_eq!(read("jusqu'à 24 heures avant"), (Kind::Duration, 86_400, 86_400, "24 heures"));
        assert_eq!(read("from 12 noon"), (Kind::Time, 720, 720, "12 noon"));
        assert_eq!(read("opens 10:30"), (Kind::Time, 630, 630, "10:30"));
        assert!(one("May 27, 2026").agrees(&one("le 27 mai")));
        assert!(!one("May 27").agrees(&one("May 28")));
        assert!(one("6:00").agrees(&one("6pm")));
        assert!(!one("7pm").agrees(&one("7am")));
    }

    #[test]
    fn shares_distances_temperatures_and_counts_have_their_kinds() {
        assert_eq!(read("10 % de remise"), (Kind::Percent, 10_000, 10_000, "10 %"));
        assert_eq!(read("dix pour cent"), (Kind::Percent, 10_000, 10_000, "dix pour cent"));
        assert_eq!(read("it is 5 km away").0, Kind::Distance);
        assert_eq!(read("wash at 30 °C"), (Kind::Temperature, 30_000, 30_000, "30 °C"));
        assert_eq!(read("a low of 70f").0, Kind::Temperature);
        assert_eq!(read("25 Mo au plus"), (Kind::Data, 25_000_000, 25_000_000, "25 Mo"));
        assert_eq!(read("up to 2GB"), (Kind::Data, 2_000_000_000, 2_000_000_000, "2GB"));
        assert!(one("1 Go").agrees(&one("1024 MB")) && !one("20 MB").agrees(&one("25 megabytes")));
        assert!(all("the first 5 go out, 2 to each, 6 mo later").is_empty());
        assert!(one("3 items").comparable(&one("5 items")) && !one("3 items").comparable(&one("5 users")));
    }

    #[test]
    fn addresses_are_compared_as_a_whole() {
        assert_eq!(read("write to help@example.com.").3, "help@example.com");
        assert_eq!(read("see https://example.com/faq today").3, "https://example.com/faq");
        assert_eq!(read("appelez le 01 23 45 67 89 vite").3, "01 23 45 67 89");
        assert!(!one("a@example.com").agrees(&one("b@example.com")));
    }

    #[test]
    fn numbers_that_are_no_values_are_left() {
        assert!(all("order #12345, reservation GV1N64").is_empty());
        assert!(all("version 2.7").is_empty());
        for text in [
            "choose order #45712 and then Edit",
            "commande n° 4571 payée hier",
            "Your order 814 will arrive soon",
            "ouvrez la facture 786 puis modifiez",
            "order 45718 shipped yesterday",
            "le vol 12 pour Lyon",
        ] {
            assert!(all(text).is_empty(), "{text}: {:?}", all(text));
        }
        for text in ["1200 places", "up to 10 free returns", "jusqu'à 12 envois", "25000 points"] {
            assert_eq!(one(text).kind, Kind::Count, "{text}");
        }
    }
}
