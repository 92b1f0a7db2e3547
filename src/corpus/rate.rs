//! Shares with their count, denominator and interval, and the difference of two of them.

use crate::json::fields::fields;

/// A share with its 95 % Wilson score interval; `rate`, `low` and `high` are `None` when `of` is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// `count / of`.
    pub rate: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}

fields!(Rate { count, of, rate, low, high });

/// Quantile of the normal distribution for a two-sided 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// To six decimals: more than anybody reads, and few enough that JSON gives back the same number.
pub fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// With fewer, a percentage says more than is known: the Wilson interval of one half is then wider than 40 points.
pub const FEW: u64 = 20;

impl Rate {
    /// `count` of `of`; `count` must not be larger.
    pub fn new(count: u64, of: u64) -> Self {
        if of == 0 {
            return Self { count, ..Self::default() };
        }
        let n = of as f64;
        let p = count as f64 / n;
        let z2 = Z * Z;
        let centre = p + z2 / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z2 / n;
        Self {
            count,
            of,
            rate: Some(rounded(p)),
            low: Some(if count == 0 { 0.0 } else { rounded((centre - half) / scale) }),
            high: Some(if count == of { 1.0 } else { rounded((centre + half) / scale) }),
        }
    }

    /// The share of `all` that `hit`s.
    pub fn share<T>(all: impl IntoIterator<Item = T>, mut hit: impl FnMut(T) -> bool) -> Self {
        let (mut count, mut of) = (0, 0);
        for one in all {
            of += 1;
            count += u64::from(hit(one));
        }
        Self::new(count, of)
    }

    /// Too few to speak of a share.
    pub fn is_few(&self) -> bool {
        self.of < FEW
    }
}

/// One share less another, with its 95 % interval (Newcombe's hybrid score method, his number 10).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Difference {
    /// The difference, -1 to 1.
    pub difference: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

fields!(Difference { difference, low, high });

impl Difference {
    /// `a` less `b`; `None` where one of them has no rate.
    pub fn between(a: &Rate, b: &Rate) -> Option<Self> {
        let (p, p_low, p_high) = (a.rate?, a.low?, a.high?);
        let (q, q_low, q_high) = (b.rate?, b.low?, b.high?);
        let side = |x: f64, y: f64| (x * x + y * y).sqrt();
        let difference = p - q;
        Some(Self {
            difference: rounded(difference),
            low: rounded(difference - side(p - p_low, q_high - q)),
            high: rounded(difference + side(p_high - p, q - q_low)),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn wilson_intervals_equal_published_ones() {
        // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives
        // 0 to 0.1611.
        let rate = Rate::new(81, 263);
        assert!((rate.low.unwrap() - 0.2553).abs() < 5e-5 && (rate.high.unwrap() - 0.3662).abs() < 5e-5);
        let none = Rate::new(0, 20);
        assert_eq!(none.low, Some(0.0));
        assert!((none.high.unwrap() - 0.1611).abs() < 5e-5);
    }

    #[test]
    fn nothing_of_nothing_has_no_rate() {
        assert_eq!(Rate::new(0, 0).rate, None);
        assert_eq!(Difference::between(&Rate::new(0, 0), &Rate::new(1, 2)), None);
    }

    #[test]
    fn differences_equal_published_ones() {
        // Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10.
        for (a, m, b, n, low, high) in [
            (56, 70, 48, 80, 0.0524, 0.3339),
            (9, 10, 3, 10, 0.1705, 0.8090),
            (6, 7, 2, 7, 0.0582, 0.8062),
            (5, 56, 0, 29, -0.0381, 0.1926),
            (0, 10, 0, 20, -0.1611, 0.2775),
            (10, 10, 0, 20, 0.6791, 1.0),
        ] {
            let found = Difference::between(&Rate::new(a, m), &Rate::new(b, n)).unwrap();
            assert!((found.low - low).abs() < 5e-5, "{a}/{m} - {b}/{n}: low {}", found.low);
            assert!((found.high - high).abs() < 5e-5, "{a}/{m} - {b}/{n}: high {}", found.high);
        }
    }

    #[test]
    fn fewer_than_twenty_are_few() {
        assert!(Rate::new(3, 19).is_few() && !Rate::new(3, 20).is_few());
    }
}
