//! Where failures gather: the share of conversations with findings by tag, channel, language and article, against the rest.

use super::rate::Rate;
use super::row::Row;
use super::significance::{FALSE_DISCOVERY_RATE, benjamini_hochberg, fisher};
use crate::json::fields::{fields, words};
use crate::lean::flat_map::FlatMap;
use crate::lean::sort;

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
/// Different values of each dimension that are counted, those that come first: no team has so many tags, and a file that has one
/// for each conversation must not fill the memory.
pub const MOST_DIFFERENT: usize = 10_000;
/// p- and q-values are shown and compared to this precision.
const PRECISION: f64 = 1e4;

/// Conversations by what they have in common.
#[derive(Debug, Default)]
pub struct Groups {
    conversations: u64,
    /// The number of each value's group, by dimension in its order.
    numbers: [FlatMap<String, usize>; 4],
    groups: Vec<Group>,
    /// Conversations with a finding.
    hits: u64,
    /// There were more than [`MOST_DIFFERENT`] values.
    is_full: bool,
}

#[derive(Debug, Default)]
struct Group {
    conversations: u32,
    /// Those of them with a finding.
    hits: u32,
    /// The last of them, counted from 1.
    last: u64,
}

impl Groups {
    /// Adds a conversation; the numbers of the groups that it is in.
    pub fn add(&mut self, row: &Row) -> Vec<u32> {
        self.conversations += 1;
        let mut numbers = Vec::new();
        let [tags, channels, languages, sources] = &mut self.numbers;
        let mut enter = |of_value: &mut FlatMap<String, usize>, value: &str| {
            let number = match of_value.get(value) {
                Some(number) => *number,
                None if of_value.iter().len() == MOST_DIFFERENT => {
                    self.is_full = true;
                    return;
                }
                None => {
                    let number = self.groups.len();
                    of_value.insert(value.to_owned(), number);
                    self.groups.push(Group::default());
                    number
                }
            };
            // A tag may be given twice.
            let group = self.groups.get_mut(number).filter(|group| group.last != self.conversations);
            if let Some(group) = group {
                group.last = self.conversations;
                group.conversations += 1;
                numbers.push(number as u32);
            }
        };
        row.tags.iter().for_each(|tag| enter(tags, tag));
        row.channel.iter().for_each(|channel| enter(channels, channel));
        row.language.iter().for_each(|language| enter(languages, language));
        row.sources.iter().for_each(|source| enter(sources, source));
        numbers
    }

    /// There were too many values to count all of them.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// Notes that there is a finding in a conversation that is in these groups.
    pub fn hit(&mut self, numbers: &[u32]) {
        self.hits += 1;
        for &number in numbers {
            if let Some(group) = self.groups.get_mut(number as usize) {
                group.hits += 1;
            }
        }
    }

    /// The groups as segments, by dimension, the largest first. A dimension with a single value for all is left out.
    pub fn segments(self) -> Vec<Segment> {
        let all = self.conversations;
        let dimensions = [Dimension::Tag, Dimension::Channel, Dimension::Language, Dimension::Source];
        let mut segments = Vec::new();
        for (by, numbers) in dimensions.into_iter().zip(self.numbers) {
            for (value, number) in numbers {
                let Some(group) = self.groups.get(number) else { continue };
                let (count, of) = (group.hits.into(), group.conversations.into());
                if of < all {
                    let (share, rest) = (Rate::new(count, of), Rate::new(self.hits - count, all - of));
                    segments.push(Segment { by, value, share, rest, q: None, verdict: Verdict::TooFew });
                }
            }
        }
        judged(segments)
    }
}

/// The most frequent ones, each with what it comes to.
fn judged(mut segments: Vec<Segment>) -> Vec<Segment> {
    sort::by(&mut segments, |a, b| a.by.cmp(&b.by).then(b.share.of.cmp(&a.share.of)));
    let mut listed = (None, 0);
    segments.retain(|segment| {
        let before = if listed.0 == Some(segment.by) { listed.1 } else { 0 };
        listed = (Some(segment.by), before + 1);
        before < MOST_VALUES
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

    /// Each tag with how many conversations have it and how many of them failed.
    fn segments(tagged: &[(&[&str], usize, usize)]) -> Vec<Segment> {
        let mut groups = Groups::default();
        for &(tags, count, failed) in tagged {
            let tags = tags.iter().copied().map(str::to_owned).collect();
            let row = Row { tags, language: Some("en".into()), ..Row::default() };
            for n in 0..count {
                let numbers = groups.add(&row);
                if n < failed {
                    groups.hit(&numbers);
                }
            }
        }
        groups.segments()
    }

    fn verdict_of(segments: &[Segment], value: &str) -> Verdict {
        segments.iter().find(|segment| segment.value == value).unwrap().verdict
    }

    #[test]
    fn a_tag_that_fails_far_more_often_is_higher_and_one_like_the_rest_is_not() {
        let found = segments(&[(&["billing"], 50, 30), (&["shipping"], 40, 5), (&[], 100, 10)]);
        assert_eq!(verdict_of(&found, "billing"), Verdict::Higher);
        assert_eq!(verdict_of(&found, "shipping"), Verdict::NoClearDifference);
    }

    #[test]
    fn a_small_segment_is_said_to_be_too_small() {
        let found = segments(&[(&["vip"], 19, 19), (&[], 100, 10)]);
        assert_eq!(verdict_of(&found, "vip"), Verdict::TooFew);
    }

    #[test]
    fn what_all_have_in_common_is_no_segment_and_a_tag_given_twice_counts_once() {
        let found = segments(&[(&["a", "a"], 30, 3), (&[], 30, 4)]);
        assert_eq!(found.len(), 1);
        assert!(found.iter().all(|segment| segment.by == Dimension::Tag));
        assert!(found.iter().all(|segment| segment.share == Rate::new(3, 30) && segment.rest == Rate::new(4, 30)));
    }
}
