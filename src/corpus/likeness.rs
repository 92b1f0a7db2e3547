//! How alike answers to different customers are by chance, from a sample of the file's own in a fixed amount of memory.

use super::templates::mixed;
use crate::detectors::{Case, Kept};

/// One answer of each of some conversations, drawn by the hash of what it says. Equal in whichever order the conversations
/// came.
#[derive(Debug, Default)]
pub struct Sample {
    /// By rank, the lowest first.
    answers: Vec<(u64, Kept)>,
}

/// Answers that are kept: some five hundred pairs, which say where the upper quarter begins to a few hundredths.
const MOST: usize = 32;
/// Fewer answers show no habit of the bot.
const LEAST: usize = 8;

impl Sample {
    /// Draws one of the answers in a conversation, if its rank is below `rank`.
    pub fn draw(case: &Case<'_>, rank: Option<u64>) -> Option<(u64, Kept)> {
        let ranked = case.turns.iter().filter_map(|turn| Some((mixed(Kept::key(turn)?), turn)));
        let drawn = ranked.min_by_key(|(rank, _)| *rank);
        drawn.filter(|(drawn, _)| rank.is_none_or(|rank| *drawn < rank)).map(|(drawn, turn)| (drawn, Kept::new(turn)))
    }

    /// The rank below which an answer is still kept; `None` while all are.
    pub fn rank(&self) -> Option<u64> {
        self.answers.get(MOST - 1).map(|(last, _)| *last)
    }

    /// Keeps a draw if it is among the first.
    pub fn add(&mut self, (rank, answer): (u64, Kept)) {
        if let Err(at) = self.answers.binary_search_by_key(&rank, |(rank, _)| *rank) {
            self.answers.insert(at, (rank, answer));
            self.answers.truncate(MOST);
        }
    }

    /// The likeness that two different answers hardly reach by chance, 0 to 1; `None` if there are too few to tell. It is the
    /// upper fence of Tukey, which a quarter of the pairs may pass without moving it: the bot tells many customers the same.
    pub fn by_chance(&self) -> Option<f64> {
        if self.answers.len() < LEAST {
            return None;
        }
        let answers: Vec<_> = self.answers.iter().map(|(_, kept)| kept.answer()).collect();
        let answers = || answers.iter().enumerate();
        let pairs = answers().flat_map(|(at, one)| answers().skip(at + 1).map(|(_, other)| one.likeness(other)));
        // Positive numbers are in the order of their bits.
        let mut pairs: Vec<u64> = pairs.map(f64::to_bits).collect();
        pairs.sort_unstable();
        let quartile = |n: usize| pairs.get(pairs.len() * n / 4).copied().map(f64::from_bits);
        let (low, high) = (quartile(1)?, quartile(3)?);
        Some((high + 1.5 * (high - low)).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::conversation::{Conversation, Message, Role};
    use crate::detectors::Context;
    use crate::knowledge::Knowledge;
    use crate::language::LANGUAGES;

    #[test]
    fn a_sample_is_bounded_and_the_same_in_any_order() {
        let context = Context {
            languages: &LANGUAGES,
            knowledge: Knowledge::default(),
            now: None,
            assumed_language: None,
            least_confidence: 0.5,
        };
        let draws: Vec<(u64, Kept)> = ('a'..='z')
            .flat_map(|one| ('a'..='d').map(move |other| format!("Ask for {one}{other}{one} at the desk.")))
            .filter_map(|text| {
                let messages = vec![Message { role: Role::Bot, text, ..Message::default() }];
                let conversation = Conversation { messages, ..Conversation::default() };
                Sample::draw(&Case::new(&conversation, &context), None)
            })
            .collect();
        assert_eq!(draws.len(), 104);
        let (mut forth, mut back) = (Sample::default(), Sample::default());
        draws.iter().cloned().for_each(|draw| forth.add(draw));
        draws.iter().rev().cloned().for_each(|draw| back.add(draw));
        let ranks = |sample: &Sample| sample.answers.iter().map(|answer| answer.0).collect::<Vec<u64>>();
        assert_eq!(forth.answers.len(), MOST);
        assert_eq!(ranks(&forth), ranks(&back));
        assert_eq!(forth.rank(), ranks(&forth).last().copied());
    }
}
