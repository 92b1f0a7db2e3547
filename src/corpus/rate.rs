//! Shares with their count, denominator and interval.

use serde::Serialize;

/// A share with its 95 % Wilson score interval; `rate`, `low` and `high` are `None` when `of` is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
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

/// Quantile of the normal distribution for a two-sided 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

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
            rate: Some(p),
            low: Some(((centre - half) / scale).max(0.0)),
            high: Some(((centre + half) / scale).min(1.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn wilson_intervals_equal_published_ones() {
        // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611.
        let rate = Rate::new(81, 263);
        assert!((rate.low.unwrap() - 0.2553).abs() < 5e-5 && (rate.high.unwrap() - 0.3662).abs() < 5e-5);
        let none = Rate::new(0, 20);
        assert!(none.low.unwrap().abs() < 1e-12 && (none.high.unwrap() - 0.1611).abs() < 5e-5);
    }

    #[test]
    fn nothing_of_nothing_has_no_rate() {
        assert_eq!(Rate::new(0, 0).rate, None);
    }
}
