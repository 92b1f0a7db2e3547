//! How long customers wait for a person: Kaplan and Meier's estimate, since some are still waiting when the export ends.

use super::column::Column;
use super::rate::rounded;
use crate::conversation::Timestamp;
use crate::json::fields::fields;

/// One conversation in which a person was asked for or announced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wait {
    /// When; `None` where the export has no times.
    pub since: Option<Timestamp>,
    /// When the first person wrote afterwards.
    pub until: Option<Timestamp>,
    /// A person wrote afterwards, with or without a known time.
    pub answered: bool,
}

fields!(Wait { since, until, answered });

/// Kaplan-Meier estimate of the time from the request for a person to the first human message.
#[derive(Debug, Default)]
pub struct TimeToHuman {
    /// Conversations in which a person was asked for, or which the platform says were handed over.
    pub requests: u64,
    /// Those in which a person wrote afterwards.
    pub answered: u64,
    /// Seconds after which half of them had heard from a person; `None` if fewer than half ever do.
    pub median: Option<i64>,
    /// Share still waiting after so many seconds. Steps smaller than half a point are drawn together.
    pub curve: Vec<Step>,
}

fields!(TimeToHuman { requests, answered, median, curve });

/// One step of a survival curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Step {
    /// Seconds since the request.
    pub seconds: i64,
    /// Share still waiting.
    pub waiting: f64,
}

fields!(Step { seconds, waiting });

/// Steps of the drawn curve fall by at least this much: nobody sees less, and a curve has 200 of them at most.
const LEAST_FALL: f64 = 0.005;

/// All waits, as far as the estimate depends on them.
#[derive(Debug, Default)]
pub struct Waits {
    requests: u64,
    answered: u64,
    /// How long those waited who heard from a person.
    heard_after: Column<i64>,
    /// Since when the others wait.
    waiting_since: Column<Timestamp>,
}

impl Waits {
    /// Adds a wait.
    pub fn add(&mut self, wait: Wait) {
        self.requests += 1;
        self.answered += u64::from(wait.answered);
        match (wait.answered, wait.since, wait.until) {
            (true, Some(since), Some(until)) => self.heard_after.push(until - since),
            (false, Some(since), _) => self.waiting_since.push(since),
            _ => {}
        }
    }

    /// The estimate over all requests. Those without an answer are censored at `end`, up to which the export reaches.
    pub fn time_to_human(self, end: Option<Timestamp>) -> TimeToHuman {
        let mut observed = Vec::with_capacity(self.heard_after.len() + self.waiting_since.len());
        observed.extend(self.heard_after.into_items().map(|seconds| packed(seconds, true)));
        if let Some(end) = end {
            observed.extend(self.waiting_since.into_items().map(|since| packed(end - since, false)));
        }
        let mut median = None;
        let steps = kaplan_meier(&mut observed).inspect(|step| {
            if step.waiting <= 0.5 {
                median.get_or_insert(step.seconds);
            }
        });
        let curve = thin(steps);
        TimeToHuman { requests: self.requests, answered: self.answered, median, curve }
    }
}

/// A time and whether the event happened then, as one number: numbers are sorted at once and take little.
fn packed(seconds: i64, event: bool) -> u64 {
    (seconds.max(0) as u64) << 1 | u64::from(event)
}

/// Share without the event after each time at which one happened. `observed` holds times and whether the event happened then;
/// those that were only seen until then leave at that time, after the events of that time.
fn kaplan_meier(observed: &mut [u64]) -> impl Iterator<Item = Step> {
    observed.sort_unstable();
    let mut at_risk = observed.len();
    let mut waiting = 1.0;
    observed.chunk_by(|a, b| a >> 1 == b >> 1).filter_map(move |group| {
        let events = group.iter().filter(|&packed| packed & 1 == 1).count();
        if events > 0 {
            waiting *= (at_risk - events) as f64 / at_risk as f64;
        }
        at_risk -= group.len();
        let seconds = (group.first()? >> 1) as i64;
        (events > 0).then_some(Step { seconds, waiting })
    })
}

fn thin(steps: impl Iterator<Item = Step>) -> Vec<Step> {
    let mut kept: Vec<Step> = Vec::new();
    let mut left_out = None;
    let shown = |step: Step| Step { waiting: rounded(step.waiting), ..step };
    for step in steps {
        let before = kept.last().map_or(1.0, |kept| kept.waiting);
        left_out = Some(step);
        if before - step.waiting >= LEAST_FALL {
            kept.extend(left_out.take().map(shown));
        }
    }
    // The last step is drawn, however small.
    kept.extend(left_out.map(shown));
    kept
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    /// Remission of 21 children with leukaemia under 6-MP: Freireich et al., Blood 21 (1963) 699-716.
    const WEEKS: [(i64, bool); 21] = [
        (6, true),
        (6, true),
        (6, true),
        (6, false),
        (7, true),
        (9, false),
        (10, true),
        (10, false),
        (11, false),
        (13, true),
        (16, true),
        (17, false),
        (19, false),
        (20, false),
        (22, true),
        (23, true),
        (25, false),
        (32, false),
        (32, false),
        (34, false),
        (35, false),
    ];

    #[test]
    fn the_estimate_equals_the_published_one() {
        // Kleinbaum and Klein, Survival Analysis (2012), table 2.1.
        let mut weeks = WEEKS.map(|(week, event)| packed(week, event));
        let steps: Vec<Step> = kaplan_meier(&mut weeks).collect();
        let published =
            [(6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378), (23, 0.4482)];
        assert_eq!(steps.len(), published.len());
        for (step, (seconds, waiting)) in steps.iter().zip(published) {
            assert_eq!(step.seconds, seconds);
            assert!((step.waiting - waiting).abs() < 5e-5, "{step:?}");
        }
    }

    fn time_to_human(waits: &[Wait], end: Option<Timestamp>) -> TimeToHuman {
        let mut all = Waits::default();
        waits.iter().for_each(|&wait| all.add(wait));
        all.time_to_human(end)
    }

    #[test]
    fn who_never_hears_from_a_person_counts_until_the_end_of_the_export() {
        let wait = |since, until: Option<i64>| Wait { since: Some(since), until, answered: until.is_some() };
        let found = time_to_human(&[wait(0, Some(60)), wait(100, None), wait(0, Some(300))], Some(200));
        assert_eq!((found.requests, found.answered, found.median), (3, 2, Some(300)));
        // The second was seen waiting for 100 seconds, so one was left of whom the third answer is all.
        assert_eq!(found.curve[1], Step { seconds: 300, waiting: 0.0 });
        assert_eq!(found.curve[0], Step { seconds: 60, waiting: 0.666_667 });
    }

    #[test]
    fn the_median_is_where_half_have_been_answered() {
        let wait = |until: Option<i64>| Wait { since: Some(0), until, answered: until.is_some() };
        assert_eq!(time_to_human(&[wait(Some(60)), wait(None)], Some(900)).median, Some(60));
        assert_eq!(time_to_human(&[wait(Some(60)), wait(None), wait(None)], Some(900)).median, None);
    }

    #[test]
    fn without_times_only_the_counts_are_known() {
        let found = time_to_human(&[Wait { answered: true, ..Wait::default() }], None);
        assert_eq!((found.requests, found.answered, found.median), (1, 1, None));
        assert!(found.curve.is_empty());
    }

    #[test]
    fn a_drawn_curve_keeps_its_shape_and_its_end() {
        let mut seconds: Vec<u64> = (0..10_000).map(|second| packed(second, true)).collect();
        let drawn = thin(kaplan_meier(&mut seconds));
        assert!(drawn.len() <= 201);
        assert_eq!(drawn.last().map(|step| (step.seconds, step.waiting)), Some((9_999, 0.0)));
    }
}
