//! Whether a difference of two shares can be chance: Fisher's exact test, and Benjamini and Hochberg's correction for many tests.

use super::rate::Rate;

use crate::lean::sort;

/// Of what is called a difference, at most about this share is chance.
pub const FALSE_DISCOVERY_RATE: f64 = 0.05;

/// Outcomes whose probabilities differ by less than this factor count as equally likely, so that rounding decides nothing.
const TIE: f64 = 1.0 + 1e-7;

/// Two-sided p-value of Fisher's exact test that both shares are of one kind.
///
/// Only the four basic operations are used, so every platform gets the same bits.
pub fn fisher(a: &Rate, b: &Rate) -> f64 {
    let drawn = a.of;
    let marked = a.count + b.count;
    let unmarked = (a.of + b.of).saturating_sub(marked);
    let first = drawn.saturating_sub(unmarked);
    let last = drawn.min(marked);
    // Probabilities relative to the most likely outcome, which keeps them in the range of f64.
    let mode = u128::from(drawn + 1) * u128::from(marked + 1) / (u128::from(a.of + b.of) + 2);
    let mode = u64::try_from(mode).unwrap_or(u64::MAX).clamp(first, last);
    let step_up = |x: u64| {
        (marked - x) as f64 * (drawn - x) as f64 / ((x + 1) as f64 * ((unmarked + x + 1).saturating_sub(drawn)) as f64)
    };
    let weights = |seen: u64| {
        let mut weight = 1.0;
        if seen >= mode {
            (mode..seen).for_each(|x| weight *= step_up(x));
        } else {
            (seen..mode).rev().for_each(|x| weight /= step_up(x));
        }
        weight
    };
    let limit = weights(a.count) * TIE;
    let (mut total, mut extreme) = (0.0, 0.0);
    let mut add = |weight: f64| {
        total += weight;
        if weight <= limit {
            extreme += weight;
        }
        weight > 0.0
    };
    let mut weight = 1.0;
    for x in mode..=last {
        if !add(weight) {
            break;
        }
        weight = if x < last { weight * step_up(x) } else { weight };
    }
    weight = 1.0;
    for x in (first..mode).rev() {
        weight /= step_up(x);
        if !add(weight) {
            break;
        }
    }
    (extreme / total).min(1.0)
}

/// Adjusted p-values (q-values) in the order of `p`: `q <= FALSE_DISCOVERY_RATE` is a discovery.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    sort::by(&mut order, |(_, a), (_, b)| a.total_cmp(b));
    let mut q = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (rank, (index, value)) in order.iter().enumerate().rev() {
        least = least.min(value * p.len() as f64 / (rank + 1) as f64);
        if let Some(q) = q.get_mut(*index) {
            *q = least;
        }
    }
    q
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn fisher_equals_published_values() {
        // Agresti, Categorical Data Analysis (2002), section 3.5.2: the tea taster, 3 of 4 against 1 of 4, p = 0.486.
        let tea = fisher(&Rate::new(3, 4), &Rate::new(1, 4));
        assert!((tea - 0.4857).abs() < 5e-5, "{tea}");
        // Fisher's criminal twins (1962), in the manual page of R's fisher.test: 2 of 17 against 10 of 13.
        let twins = fisher(&Rate::new(2, 17), &Rate::new(10, 13));
        assert!((twins - 0.0005367).abs() < 5e-8, "{twins}");
        let turned = fisher(&Rate::new(10, 13), &Rate::new(2, 17));
        assert!((twins - turned).abs() < 1e-12, "{twins} {turned}");
    }

    #[test]
    fn equal_shares_and_empty_groups_are_chance() {
        assert_eq!(fisher(&Rate::new(5, 10), &Rate::new(5, 10)), 1.0);
        assert_eq!(fisher(&Rate::new(0, 0), &Rate::new(5, 10)), 1.0);
        assert_eq!(fisher(&Rate::new(0, 7), &Rate::new(0, 10)), 1.0);
        assert_eq!(fisher(&Rate::new(7, 7), &Rate::new(10, 10)), 1.0);
    }

    #[test]
    fn large_groups_stay_in_range() {
        let p = fisher(&Rate::new(400_000, 500_000), &Rate::new(100_000, 500_000));
        assert!((0.0..1e-100).contains(&p), "{p}");
    }

    #[test]
    fn benjamini_hochberg_finds_the_four_of_its_paper() {
        // Benjamini and Hochberg, J. R. Statist. Soc. B 57 (1995), section 4.1: of 15 hypotheses, four are rejected.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let q = benjamini_hochberg(&p);
        assert_eq!(q.iter().filter(|&&q| q <= FALSE_DISCOVERY_RATE).count(), 4);
        // The fourth: 0.0095 * 15 / 4; the sixth takes the least of those after it, 0.0298 * 15 / 7.
        assert!((q[3] - 0.035_625).abs() < 1e-12 && (q[5] - 0.0298 * 15.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn the_order_of_the_input_is_kept() {
        assert_eq!(benjamini_hochberg(&[0.5, 0.01]), [0.5, 0.02]);
    }
}
