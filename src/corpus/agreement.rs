//! Whether customers' ratings and the platform's own score agree with the findings.

use super::rate::{Difference, Rate};
use super::row::Row;
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
pub fn agreement(rows: &[Row], score: impl Fn(&Row) -> Option<u8>) -> Agreement {
    let share = |fits: fn(u8) -> bool| {
        Rate::share(rows.iter().filter(|row| score(row).is_some_and(fits)), |row| !row.detections.is_empty())
    };
    let (low, high) = (share(|score| score <= 2), share(|score| score >= 4));
    Agreement { low, high, difference: Difference::between(&low, &high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_and_high_scores_are_told_apart_and_a_three_is_neither() {
        let row = |rating, finding: bool| Row {
            rating: Some(rating),
            detections: finding.then_some(0).into_iter().collect(),
            ..Row::default()
        };
        let rows = [row(1, true), row(2, false), row(3, true), row(4, false), row(5, false)];
        let found = agreement(&rows, |row| row.rating);
        assert_eq!((found.low, found.high), (Rate::new(1, 2), Rate::new(0, 2)));
        assert_eq!(found.difference.map(|difference| difference.difference), Some(0.5));
        assert_eq!(agreement(&rows, |row| row.cx_score).difference, None);
    }
}
