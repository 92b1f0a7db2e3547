//! Where failures gather: the share of conversations with findings by tag, channel, language and article, against the rest.

use std::collections::BTreeMap;

use super::rate::Rate;
use super::row::Row;
use super::significance::{FALSE_DISCOVERY_RATE, benjamini_hochberg, fisher};

use crate::json::fields::{fields, words};
use crate::sort;

/// Conversations that have something in common, against all others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segment {
    /// What they have in common.
    pub by: Dimension,
    /// Its value.
    pub value: String,
    /// Conversations with a finding, of those in the segment.
    pub share: Rate,
    /// The same for all others.
    pub rest: Rate,
    /// Benjamini and Hochberg's q-value of Fisher's exact test over all tested segments; `None` where it was not tested.
    pub q: Option<f64>,
    /// What it comes to.
    pub verdict: Verdict,
}

fields!(Segment { by, value, share, rest, q, verdict });

/// What conversations can have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// A tag.
    #[default]
    Tag,
    /// The channel.
    Channel,
    /// The language.
    Language,
    /// An article that the bot used.
    Source,
}

words!(Dimension { Tag = "tag", Channel = "channel", Language = "language", Source = "source" });

/// What a segment's difference from the rest comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// More findings than elsewhere.
    #[default]
    Higher,
    /// Fewer findings than elsewhere.
    Lower,
    /// Chance can explain it.
    NoClearDifference,
    /// The segment or the rest has fewer than [`super::rate::FEW`] conversations.
    TooFew,
}

words!(Verdict { Higher = "higher", Lower = "lower", NoClearDifference = "no_clear_difference", TooFew = "too_few" });

/// Listed values of each dimension, the most frequent ones: what one tag in ten thousand does is no segment.
const MOST_VALUES: usize = 100;
/// p- and q-values are shown and compared to this precision.
const PRECISION: f64 = 1e4;

/// The segments of `rows`, by dimension, the largest first. A dimension with a single value for all is left out.
pub fn segments(rows: &[Row]) -> Vec<Segment> {
    let mut groups: BTreeMap<(Dimension, &str), (u64, u64)> = BTreeMap::new();
    let mut total = (0u64, 0u64);
    for row in rows {
        let hit = u64::from(!row.detections.is_empty());
        total = (total.0 + hit, total.1 + 1);
        let mut values: Vec<(Dimension, &str)> = Vec::new();
        values.extend(row.tags.iter().map(|tag| (Dimension::Tag, tag.as_str())));
        values.extend(row.channel.iter().map(|channel| (Dimension::Channel, channel.as_str())));
        values.extend(row.language.iter().map(|language| (Dimension::Language, language.as_ref())));
        values.extend(row.sources.iter().map(|source| (Dimension::Source, source.as_str())));
        sort::by_key(&mut values, |&value| value);
        values.dedup();
        for value in values {
            let group = groups.entry(value).or_default();
            *group = (group.0 + hit, group.1 + 1);
        }
    }
    let mut segments: Vec<Segment> = groups
        .into_iter()
        .filter(|(_, (_, of))| *of < total.1)
        .map(|((by, value), (count, of))| Segment {
            by,
            value: value.to_owned(),
            share: Rate::new(count, of),
            rest: Rate::new(total.0 - count, total.1 - of),
            q: None,
            verdict: Verdict::TooFew,
        })
        .collect();
    sort::by(&mut segments, |a, b| a.by.cmp(&b.by).then(b.share.of.cmp(&a.share.of)));
    let mut listed: BTreeMap<Dimension, usize> = BTreeMap::new();
    segments.retain(|segment| {
        let listed = listed.entry(segment.by).or_default();
        *listed += 1;
        *listed <= MOST_VALUES
    });
    judge(&mut segments);
    segments
}

fn judge(segments: &mut [Segment]) {
    let mut tested: Vec<&mut Segment> =
        segments.iter_mut().filter(|segment| !segment.share.is_few() && !segment.rest.is_few()).collect();
    let p: Vec<f64> = tested.iter().map(|segment| fisher(&segment.share, &segment.rest)).collect();
    for (segment, q) in tested.iter_mut().zip(benjamini_hochberg(&p)) {
        let q = (q * PRECISION).round() / PRECISION;
        segment.q = Some(q);
        segment.verdict = match segment.share.rate > segment.rest.rate {
            _ if q > FALSE_DISCOVERY_RATE => Verdict::NoClearDifference,
            true => Verdict::Higher,
            false => Verdict::Lower,
        };
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rows(count: usize, failed: usize, tag: Option<&str>) -> impl Iterator<Item = Row> {
        (0..count).map(move |n| Row {
            detections: if n < failed { vec![0] } else { Vec::new() },
            tags: tag.map(str::to_owned).into_iter().collect(),
            language: Some("en".into()),
            ..Row::default()
        })
    }

    fn verdict_of(rows: &[Row], value: &str) -> Verdict {
        segments(rows).iter().find(|segment| segment.value == value).unwrap().verdict
    }

    #[test]
    fn a_tag_that_fails_far_more_often_is_higher_and_one_like_the_rest_is_not() {
        let rows: Vec<Row> =
            rows(50, 30, Some("billing")).chain(rows(40, 5, Some("shipping"))).chain(rows(100, 10, None)).collect();
        assert_eq!(verdict_of(&rows, "billing"), Verdict::Higher);
        assert_eq!(verdict_of(&rows, "shipping"), Verdict::NoClearDifference);
    }

    #[test]
    fn a_small_segment_is_said_to_be_too_small() {
        let rows: Vec<Row> = rows(19, 19, Some("vip")).chain(rows(100, 10, None)).collect();
        assert_eq!(verdict_of(&rows, "vip"), Verdict::TooFew);
    }

    #[test]
    fn what_all_have_in_common_is_no_segment_and_a_tag_given_twice_counts_once() {
        let mut all: Vec<Row> = rows(30, 3, Some("a")).chain(rows(30, 3, None)).collect();
        all.iter_mut().for_each(|row| row.tags.extend(row.tags.clone()));
        let found = segments(&all);
        assert_eq!(found.len(), 1);
        assert!(found.iter().all(|segment| segment.by == Dimension::Tag && segment.share.of == 30));
    }
}
