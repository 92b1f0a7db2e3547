//! What the bot asserts: its statements without questions, hedges and conditions, ready to be compared with each other.

use std::ops::Range;

use super::Turn;
use super::statements::Statement;
use crate::knowledge::stems::contents;
use crate::language::Cue;
use crate::text::quantities::Quantity;
use crate::text::tokens::Token;

/// Fewer words in common do not make two statements one.
pub const LEAST_COMMON: usize = 3;
/// Two statements are one when this share of the longer one's words is in both.
const SAME_SHARE: f64 = 0.75;

/// A statement of the bot.
#[derive(Debug)]
pub struct Assertion {
    /// Where it stands.
    pub statement: Statement,
    /// Content stems without the words of values, sorted.
    pub stems: Vec<u64>,
    /// A bit for each of them.
    outline: u64,
    /// Its values among those of the message.
    values: Range<usize>,
    /// Equal where the numbers that are no values are: orders, references. 0 if there are none.
    pub numbers: u64,
    /// It says "not".
    pub denies: bool,
}

/// What a message asserts.
#[inline(never)]
pub fn assertions(turn: &Turn<'_>) -> Vec<Assertion> {
    let tokens = turn.tokens.as_slice();
    let plain = turn.statements().iter().filter(|statement| {
        !statement.asks && ![Cue::Hedges, Cue::Conditional].into_iter().any(|cue| statement.says(turn, cue))
    });
    // What stands behind the start of a question is asked, not said.
    let plain = plain.filter_map(|statement| {
        let asked = turn.cues(Cue::Inquires).map(|hit| hit.start).find(|at| statement.words.contains(at));
        let words = statement.words.start..asked.unwrap_or(statement.words.end);
        let end = words.end.checked_sub(1).and_then(|last| tokens.get(last))?.end as usize;
        let end = if asked.is_some() { end } else { statement.end };
        (!words.is_empty()).then(|| Statement { words, end, ..statement.clone() })
    });
    let mut found = Vec::with_capacity(turn.statements().len());
    found.extend(plain.map(|statement| {
        let all = turn.values();
        let first = all.partition_point(|value| value.start < statement.start);
        let behind = all.partition_point(|value| value.end <= statement.end);
        let values = all.get(first..behind).unwrap_or_default();
        let is_value = |token: &Token| {
            let start = token.start as usize;
            values.iter().any(|value| value.start <= start && start < value.end)
        };
        let words = || tokens.get(statement.words.clone()).unwrap_or_default().iter();
        let stems = contents(&turn.tokens, words().filter(|token| !is_value(token)));
        let numbers = words().filter(|token| token.has_digit && !is_value(token));
        Assertion {
            outline: stems.iter().fold(0, |outline, stem| outline | 1 << (stem >> 58)),
            numbers: numbers.fold(0, |hash: u64, token| hash.rotate_left(7) ^ token.key),
            denies: statement.says(turn, Cue::Negation),
            values: first..behind,
            stems,
            statement,
        }
    }));
    found
}

impl Assertion {
    /// Its values; `turn` is its message.
    pub fn values<'t>(&self, turn: &'t Turn<'_>) -> &'t [Quantity] {
        turn.values().get(self.values.clone()).unwrap_or_default()
    }

    /// Says nearly the same, whatever the values.
    pub fn same_as(&self, other: &Self) -> bool {
        let (shorter, longer) = if self.stems.len() < other.stems.len() { (self, other) } else { (other, self) };
        shorter.outline & !longer.outline == 0
            && shorter.stems.len() >= LEAST_COMMON
            && shorter.stems.len() as f64 >= SAME_SHARE * longer.stems.len() as f64
            && self.numbers == other.numbers
            && shorter.stems.iter().all(|stem| longer.stems.binary_search(stem).is_ok())
    }
}
