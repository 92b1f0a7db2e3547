//! Moments as exports write them, to Unix seconds.

use crate::lean::decimal;

/// Numbers above this are milliseconds or finer: as seconds they would lie after the year 5100.
const MAX_SECONDS: i64 = 100_000_000_000;

/// Seconds, milliseconds, microseconds or nanoseconds since 1970; nothing for 0 and what lies before.
pub fn from_number(number: i64) -> Option<i64> {
    let mut seconds = number;
    while seconds > MAX_SECONDS {
        seconds /= 1000;
    }
    (seconds > 0).then_some(seconds)
}

/// Digits, or ISO 8601 with `T` or a blank before the time; without an offset it is UTC.
pub fn parse(text: &str) -> Option<i64> {
    if let Some(number) = decimal::parse(text) {
        return from_number(number as i64);
    }
    let bytes = text.as_bytes();
    let (year, month, day) = (number(bytes, 0, 4)?, number(bytes, 5, 2)?, number(bytes, 8, 2)?);
    let separated = bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    if !separated || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mut seconds = days(year, month, day) * 86_400;
    if matches!(bytes.get(10), Some(b'T' | b't' | b' ')) {
        seconds += number(bytes, 11, 2)? * 3600 + number(bytes, 14, 2)? * 60 + number(bytes, 17, 2).unwrap_or(0);
        seconds -= offset(text.get(16..).unwrap_or_default());
    }
    Some(seconds)
}

/// Seconds east of Greenwich that `+02:00`, `-0500` or `+02` at the end of a time says.
fn offset(tail: &str) -> i64 {
    let Some(at) = tail.rfind(['+', '-']) else { return 0 };
    let digits = tail.get(at..).unwrap_or_default();
    let negative = digits.starts_with('-');
    let digits: Vec<i64> = digits.bytes().filter(u8::is_ascii_digit).map(|digit| i64::from(digit - b'0')).collect();
    let seconds = match digits.as_slice() {
        [a, b] => (a * 10 + b) * 3600,
        [a, b, c, d] => (a * 10 + b) * 3600 + (c * 10 + d) * 60,
        _ => 0,
    };
    if negative { -seconds } else { seconds }
}

fn number(bytes: &[u8], from: usize, len: usize) -> Option<i64> {
    let digits = bytes.get(from..from + len)?;
    digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0')))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years are counted from March, so that the leap day comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let era = year.div_euclid(400);
    let in_era = year.rem_euclid(400);
    era * 146_097 + in_era * 365 + in_era / 4 - in_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_moment_gives_the_same_second() {
        // `date -u -d '2017-11-14 21:45:08' +%s`
        let expected = Some(1_510_695_908);
        assert_eq!(from_number(1_510_695_908), expected);
        assert_eq!(from_number(1_510_695_908_123), expected);
        for text in [
            "1510695908",
            "1510695908.9",
            "1510695908000",
            "2017-11-14 21:45:08",
            "2017-11-14T21:45:08Z",
            "2017-11-14T21:45:08.123456Z",
            "2017-11-14T22:45:08+01:00",
            "2017-11-14T16:45:08-0500",
            "2017-11-14 21:45:08 UTC",
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in ["", "soon", "0", "-5", "2017-13-01", "2017/11/14", "é017-11-14"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(from_number(0), None);
    }
}
