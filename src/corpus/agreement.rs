//! Whether customers' ratings and the platform's own score agree with the findings.

use super::End;
use super::figures::Figures;
use super::rate::{Difference, Rate};
use crate::json::fields::fields;

/// Findings among conversations that were scored low and among those that were scored high.
#[derive(Debug, Default)]
pub struct Agreement {
    /// Conversations with a finding, of those scored 1 or 2.
    pub low: Rate,
    /// Conversations with a finding, of those scored 4 or 5.
    pub high: Rate,
    /// `low` less `high`: above 0 where score and findings agree.
    pub difference: Option<Difference>,
}

fields!(Agreement { low, high, difference });

/// How `score`, from 1 to 5, agrees with the findings. A 3 is neither low nor high.
pub fn agreement<'a>(
    all: impl Iterator<Item = (&'a Figures, &'a End)> + Clone,
    score: fn(&Figures) -> Option<u8>,
) -> Agreement {
    let share = |fits: fn(u8) -> bool| {
        let scored = all.clone().filter(|(figures, _)| score(figures).is_some_and(fits));
        Rate::share(scored, |(_, end)| end.has_findings)
    };
    let (low, high) = (share(|score| score <= 2), share(|score| score >= 4));
    Agreement { low, high, difference: Difference::between(&low, &high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_and_high_scores_are_told_apart_and_a_three_is_neither() {
        let rated = |rating, has_findings| {
            (Figures { rating: Some(rating), ..Figures::default() }, End { has_findings, ..End::default() })
        };
        let all = [rated(1, true), rated(2, false), rated(3, true), rated(4, false), rated(5, false)];
        let all = all.iter().map(|(figures, end)| (figures, end));
        let found = agreement(all.clone(), |figures| figures.rating);
        assert_eq!((found.low, found.high), (Rate::new(1, 2), Rate::new(0, 2)));
        assert_eq!(found.difference.map(|difference| difference.difference), Some(0.5));
        assert_eq!(agreement(all, |figures| figures.cx_score).difference, None);
    }
}
