//! How sure a finding is: weak signs, each with a named weight, fused into one probability.
//!
//! Every detector has a table of weights in log odds. They are fitted by `examples/fit.rs` on labelled conversations, so that of
//! the findings at 0.8 about 80 % are right.

use serde_json::{Map, Value};

/// A finding that is more likely wrong than right is none.
pub const LEAST: f64 = 0.5;

/// What a detector's signs weigh.
#[derive(Debug)]
pub struct Weights {
    /// Log odds of a case in which no sign shows.
    pub bias: f64,
    /// Log odds that each sign adds when it is fully there (1.0); what speaks against is negative.
    pub signs: &'static [(&'static str, f64)],
}

/// Signs that showed, on their way to a probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    log_odds: f64,
    moved: Vec<(&'static str, f64, f64)>,
}

impl Weights {
    /// Starts with no sign.
    pub fn belief(&self) -> Belief {
        Belief { log_odds: self.bias, moved: Vec::new() }
    }

    /// Fuses all `signs`: name and strength, usually 0 to 1. A name that has no weight moves nothing.
    pub fn fuse(&self, signs: &[(&'static str, f64)]) -> Belief {
        let mut belief = self.belief();
        for &(name, strength) in signs.iter().filter(|(_, strength)| *strength != 0.0) {
            let weight = self.signs.iter().find(|(known, _)| *known == name).map_or(0.0, |&(_, weight)| weight);
            belief.log_odds += weight * strength;
            belief.moved.push((name, strength, weight * strength));
        }
        belief
    }
}

impl Belief {
    /// Probability of being right, 0 to 1.
    pub fn probability(&self) -> f64 {
        1.0 / (1.0 + (-self.log_odds).exp())
    }

    /// The probability as findings state it: two decimals, never quite 0 or 1.
    pub fn confidence(&self) -> f64 {
        ((self.probability() * 100.0).round() / 100.0).clamp(0.01, 0.99)
    }

    /// Name and strength of each sign that showed.
    pub fn signs(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.moved.iter().map(|&(name, strength, _)| (name, strength))
    }

    /// Writes what moved the confidence, in log odds and by name, under `signals`.
    pub fn note(&self, metadata: &mut Map<String, Value>) {
        let mut signals = Map::new();
        signals.extend(self.moved.iter().map(|&(name, _, by)| (name.to_owned(), rounded(by))));
        metadata.insert("signals".to_owned(), Value::Object(signals));
    }
}

fn rounded(value: f64) -> Value {
    Value::from((value * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const WEIGHTS: Weights = Weights { bias: -1.0, signs: &[("asked", 2.0), ("thanked", -3.0)] };

    #[test]
    fn signs_add_up_in_log_odds() {
        let sure = WEIGHTS.fuse(&[("asked", 1.0)]);
        assert!((sure.probability() - 0.731_058_6).abs() < 1e-6);
        assert!(WEIGHTS.fuse(&[("asked", 1.0), ("thanked", 1.0)]).probability() < 0.5);
        assert!(WEIGHTS.fuse(&[("asked", 0.0), ("unknown", 1.0)]).probability() < 0.3);
    }

    #[test]
    fn the_metadata_say_what_moved_it() {
        let mut metadata = Map::new();
        WEIGHTS.fuse(&[("asked", 0.5), ("thanked", 0.0)]).note(&mut metadata);
        assert_eq!(Value::Object(metadata), serde_json::json!({"signals": {"asked": 1.0}}));
    }

    #[test]
    fn no_finding_is_quite_certain() {
        assert!((WEIGHTS.fuse(&[("asked", 100.0)]).confidence() - 0.99).abs() < 1e-9);
        assert!((WEIGHTS.fuse(&[("thanked", 100.0)]).confidence() - 0.01).abs() < 1e-9);
    }
}
