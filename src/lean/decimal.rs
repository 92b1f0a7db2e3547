//! Fractions from and to decimal digits, exact for decimals of up to 15 digits: to be so to the last bit of any number takes
//! tables and long arithmetic.

/// All digits that a number of 64 bits keeps, whatever they are.
const DIGITS: i32 = 15;

/// Whole numbers from here on may not be the ones that were meant.
const MOST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// The largest number of so many digits.
const LARGEST: f64 = 1.797_693_134_862_31e308;

/// Smaller and larger numbers are written with an exponent.
const PLAIN: std::ops::Range<f64> = 1e-5..1e16;

/// Reads a number as JSON writes it, with or without sign, point and exponent. One beyond all bounds is infinite.
pub fn parse(text: &str) -> Option<f64> {
    let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, saturated(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() {
        return None;
    }
    let mut mantissa = 0_u64;
    let mut places = 0_i32;
    for (at, digit) in whole.bytes().chain(fraction.bytes()).enumerate() {
        if !digit.is_ascii_digit() {
            return None;
        }
        let is_fraction = at >= whole.len();
        // Behind 18 digits no more count but for their places.
        if mantissa < 10_u64.pow(18) {
            mantissa = mantissa * 10 + u64::from(digit - b'0');
            places -= i32::from(is_fraction);
        } else {
            places += i32::from(!is_fraction);
        }
    }
    let size = scaled(mantissa as f64, places.saturating_add(exponent));
    Some(if is_negative { -size } else { size })
}

/// A whole number, or the nearest one that there is.
fn saturated(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i32::from(byte - b'0'));
    let size =
        digits.bytes().try_fold(0_i32, |size, byte| Some(size.saturating_mul(10).saturating_add(digit(byte)?)))?;
    (!digits.is_empty()).then_some(if text.starts_with('-') { -size } else { size })
}

/// Writes a finite number as JSON does: the shortest of its decimals, of at most 15 digits unless it is whole.
pub fn write(number: f64, out: &mut String) {
    if number.is_sign_negative() {
        out.push('-');
    }
    let size = number.abs();
    // Below the normal numbers there are some of ever fewer digits, down to nothing.
    let size = if size < f64::MIN_POSITIVE { 0.0 } else { size.min(LARGEST) };
    if size < MOST_WHOLE && size.fract() == 0.0 {
        push_digits(size as u64, 1, out);
        out.push_str(".0");
        return;
    }
    let (mut digits, mut exponent) = leading(size);
    while digits.is_multiple_of(10) {
        digits /= 10;
        exponent += 1;
    }
    let count = digits.checked_ilog10().unwrap_or_default() as i32 + 1;
    if PLAIN.contains(&size) {
        place_point(digits, -exponent, out);
        return;
    }
    place_point(digits, count - 1, out);
    let power = exponent + count - 1;
    out.push_str(if power < 0 { "e-" } else { "e+" });
    push_digits(u64::from(power.unsigned_abs()), 1, out);
}

/// So many decimals, rounded.
pub fn fixed(number: f64, decimals: i32) -> String {
    let mut out = String::new();
    let digits = (number.abs() * power(decimals)).round_ties_even() as u64;
    if number < 0.0 && digits > 0 {
        out.push('-');
    }
    place_point(digits, decimals, &mut out);
    out
}

/// The first digits of a positive number and the power of ten by which they count.
fn leading(size: f64) -> (u64, i32) {
    // The power of two gives the power of ten, or the one before it.
    let binary = (size.to_bits() >> 52) as i32 - 1023;
    let mut exponent = (f64::from(binary) * std::f64::consts::LOG10_2).floor() as i32 + 1 - DIGITS;
    let mut digits = scaled(size, -exponent).round_ties_even() as u64;
    if digits >= 10_u64.pow(DIGITS.unsigned_abs()) {
        exponent += 1;
        digits = scaled(size, -exponent).round_ties_even() as u64;
    }
    (digits, exponent)
}

/// `number` times a power of ten.
fn scaled(number: f64, exponent: i32) -> f64 {
    // In two steps, since the power of ten alone may be beyond all bounds.
    let exponent = exponent.clamp(-600, 600);
    let most = exponent.clamp(-300, 300);
    [most, exponent - most].iter().fold(
        number,
        |number, &step| {
            if step < 0 { number / power(-step) } else { number * power(step) }
        },
    )
}

fn power(exponent: i32) -> f64 {
    10_f64.powi(exponent)
}

/// Digits with a point before the last `decimals` of them; behind them, noughts if there are fewer than none.
fn place_point(digits: u64, decimals: i32, out: &mut String) {
    match u32::try_from(decimals) {
        Ok(0) => push_digits(digits, 1, out),
        Ok(decimals) => {
            let least = decimals as usize + 1;
            push_digits(digits, least, out);
            out.insert(out.len() - decimals as usize, '.');
        }
        Err(_) => {
            push_digits(digits, 1, out);
            out.extend((decimals..0).map(|_| '0'));
            out.push_str(".0");
        }
    }
}

/// A whole number with at least so many digits.
pub fn push_digits(number: u64, least: usize, out: &mut String) {
    let mut digits = [b'0'; 40];
    let mut from = digits.len() - least;
    let mut places = digits.iter_mut().enumerate().rev();
    let mut rest = number;
    while rest > 0 {
        // Nine at a time, since 64 bits are divided slowly.
        let mut nine = (rest % 1_000_000_000) as u32;
        rest /= 1_000_000_000;
        for (place, digit) in places.by_ref().take(9) {
            if rest == 0 && nine == 0 {
                break;
            }
            *digit = b'0' + (nine % 10) as u8;
            nine /= 10;
            from = from.min(place);
        }
    }
    out.push_str(digits.get(from..).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::random::Random;
    use super::*;

    fn written(number: f64) -> String {
        let mut out = String::new();
        write(number, &mut out);
        out
    }

    fn numbers() -> impl Iterator<Item = u64> {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        std::iter::repeat_with(move || random.bits())
    }

    #[test]
    fn decimals_of_15_digits_are_read_and_written_to_the_last_one() {
        for (count, bits) in numbers().take(50_000).enumerate() {
            let digits = bits % 10_u64.pow(1 + count as u32 % 15);
            let exponent = (bits >> 40) as i32 % 38 - 22;
            let text = format!("{digits}e{exponent}");
            let number: f64 = text.parse().unwrap();
            assert_eq!(parse(&text).unwrap().to_bits(), number.to_bits(), "{text}");
            assert_eq!(written(number), serde_json::to_string(&number).unwrap(), "{text}");
        }
    }

    #[test]
    fn any_other_number_is_read_and_written_nearly() {
        let all =
            numbers().take(50_000).map(|bits| f64::from_bits(bits & !(1 << 63))).filter(|number| number.is_normal());
        for number in all.chain([LARGEST, f64::MIN_POSITIVE, 1e300, 1e-300, 9e15, 1e16, 123_456_789_012_345_680.0]) {
            let near = |other: f64| (other - number).abs() <= number * 1e-14;
            assert!(near(written(number).parse().unwrap()), "{number:e} {}", written(number));
            assert!(near(parse(&format!("{number:e}")).unwrap()), "{number:e}");
        }
    }

    #[test]
    fn what_json_allows_is_read_and_nothing_else() {
        for (text, expected) in [("0", 0.0), ("-1.50", -1.5), ("2E+3", 2000.0), ("0.000e9", 0.0), ("1e-400", 0.0)] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        assert_eq!(parse("1e400"), Some(f64::INFINITY));
        assert_eq!(parse("1e99999999999"), Some(f64::INFINITY));
        assert_eq!((parse("0e99999999999"), parse("1e-99999999999")), (Some(0.0), Some(0.0)));
        assert_eq!(parse(&"9".repeat(400)), Some(f64::INFINITY));
        assert_eq!(parse("-0").map(f64::is_sign_negative), Some(true));
        for text in ["", "-", "inf", "nan", "1,5", " 1", "1e", "1e-", "1ex", "1e--1", "+1", ".5", "1.2.3"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_written_as_json() {
        for (number, expected) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1510695908123.0, "1510695908123.0"),
            (0.1 + 0.2, "0.3"),
            (9.999_999_999_999_999, "10.0"),
            (-1.5e16, "-1.5e+16"),
            (1e-5, "0.00001"),
            (9.9e-6, "9.9e-6"),
            (5e-324, "0.0"),
        ] {
            assert_eq!(written(number), expected);
        }
    }

    #[test]
    fn decimals_are_rounded_and_filled_up() {
        assert_eq!([fixed(29.649, 1), fixed(0.5, 2), fixed(7.0, 0), fixed(0.004, 2)], ["29.6", "0.50", "7", "0.00"]);
        assert_eq!([fixed(-3.12, 1), fixed(-0.04, 1), fixed(99.95, 0)], ["-3.1", "0.0", "100"]);
    }
}
