//! Many word patterns read at once: an automaton over words whose states are worked out when a text first needs them.
//!
//! Each word of each pattern is a position, and a state is the set of positions that the words read so far may stand
//! for. Most of the states that the patterns allow are never met in any text, and the few that are met come again and
//! again; so they are kept in a [`Cache`], which holds nothing that could not be worked out anew.

use std::collections::HashMap;

use super::tokens::{KeyMap, Tokens, key, unstretched};

/// All positions of all patterns.
#[derive(Debug, Default)]
pub struct Automaton {
    positions: Vec<Position>,
    /// Positions with which a pattern begins anywhere.
    first: Vec<u32>,
    /// The same, for patterns that must begin a sentence.
    first_of_sentence: Vec<u32>,
    /// Positions by the word that they stand for.
    words: KeyMap<Vec<u32>>,
    /// Positions that stand for every word that begins so.
    prefixes: Vec<(String, u32)>,
    /// Positions that stand for a word with slips of the keyboard.
    slips: Vec<(String, u32)>,
    patterns: u32,
}

/// One word of a pattern.
#[derive(Debug)]
struct Position {
    pattern: u32,
    /// Stands for every word.
    any: bool,
    /// Positions that may come next.
    next: Vec<u32>,
    end: End,
}

/// Whether a pattern ends with a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    No,
    Yes,
    /// If the sentence ends too.
    OfSentence,
}

/// What one word of a pattern may be.
#[derive(Debug, Default)]
pub struct Slot {
    any: bool,
    words: Vec<u64>,
    prefixes: Vec<String>,
    slips: Vec<String>,
}

impl Slot {
    /// Every word.
    pub fn any() -> Self {
        Self { any: true, ..Self::default() }
    }

    /// Every word, too.
    pub fn allow_any(&mut self) {
        self.any = true;
    }

    /// A folded word as patterns write it: `word`, `word*` or `word~`.
    pub fn allow(&mut self, word: &str) {
        if let Some(prefix) = word.strip_suffix('*') {
            self.prefixes.push(prefix.to_owned());
        } else if let Some(word) = word.strip_suffix('~') {
            self.words.push(key(word));
            self.slips.push(word.to_owned());
        } else {
            self.words.push(key(word));
        }
    }

    fn is_empty(&self) -> bool {
        !self.any && self.words.is_empty() && self.prefixes.is_empty()
    }
}

/// Where a part of a pattern may end, so that the next part knows what it follows.
#[derive(Clone, Debug, Default)]
pub struct Ends {
    positions: Vec<u32>,
    /// Nothing was read yet; whether the pattern must begin a sentence.
    begin: Option<bool>,
}

impl Ends {
    /// Before the first word of a pattern.
    pub fn begin(opens_sentence: bool) -> Self {
        Self { positions: Vec::new(), begin: Some(opens_sentence) }
    }

    /// Here or there.
    pub fn add(&mut self, other: &Self) {
        self.positions.extend_from_slice(&other.positions);
        self.begin = self.begin.or(other.begin);
    }
}

impl Automaton {
    /// Adds a word to the pattern in hand, after `from`; where it ends.
    pub fn slot(&mut self, slot: Slot, from: &Ends) -> Ends {
        if slot.is_empty() {
            return Ends::default();
        }
        let id = u32::try_from(self.positions.len()).unwrap_or(u32::MAX);
        for &before in &from.positions {
            if let Some(position) = self.positions.get_mut(before as usize) {
                position.next.push(id);
            }
        }
        match from.begin {
            Some(true) => self.first_of_sentence.push(id),
            Some(false) => self.first.push(id),
            None => {}
        }
        for word in slot.words {
            self.words.entry(word).or_default().push(id);
        }
        self.prefixes.extend(slot.prefixes.into_iter().map(|prefix| (prefix, id)));
        self.slips.extend(slot.slips.into_iter().map(|word| (word, id)));
        self.positions.push(Position { pattern: self.patterns, any: slot.any, next: Vec::new(), end: End::No });
        Ends { positions: vec![id], begin: None }
    }

    /// Ends the pattern in hand with `ends`.
    pub fn end(&mut self, ends: &Ends, of_sentence: bool) {
        for &last in &ends.positions {
            if let Some(position) = self.positions.get_mut(last as usize) {
                position.end = if of_sentence { End::OfSentence } else { End::Yes };
            }
        }
        self.patterns += 1;
    }

    /// Calls `found` with pattern, first token and the token behind the last for every pattern at every place where it
    /// matches, longest form of each, by place and then by pattern.
    pub fn run(&self, cache: &mut Cache, tokens: &Tokens, found: &mut dyn FnMut(usize, usize, usize)) {
        cache.make_room(self);
        let items = tokens.as_slice();
        cache.text.clear();
        for token in items {
            let class = match cache.classes.get(&token.key) {
                Some(&class) => class,
                None => cache.add_class(self, token.key, tokens.word(token)),
            };
            cache.text.push((class, token.sentence));
        }
        let mut before = None;
        for start in 0..items.len() {
            let Some(&(class, sentence)) = cache.text.get(start) else { break };
            let opens = before.replace(sentence) != Some(sentence);
            // No pattern begins with any word whatever.
            if class == UNKNOWN {
                continue;
            }
            let mut state = if opens { FIRST_OF_SENTENCE } else { FIRST };
            let mut at = start;
            while let Some(&(class, _)) = cache.text.get(at).filter(|word| word.1 == sentence) {
                state = match cache.steps.get(&step_key(state, class)) {
                    Some(&next) => next,
                    None => cache.add_step(self, state, class),
                };
                if state == DEAD {
                    break;
                }
                at += 1;
                let Some(ends) = cache.states.get(state as usize).map(|state| &state.ends) else { break };
                for &(pattern, of_sentence) in ends {
                    if of_sentence && cache.text.get(at).is_some_and(|word| word.1 == sentence) {
                        continue;
                    }
                    match cache.found.iter_mut().find(|found| found.0 == pattern) {
                        Some(found) => found.1 = at,
                        None => cache.found.push((pattern, at)),
                    }
                }
            }
            cache.found.sort_unstable();
            for (pattern, end) in cache.found.drain(..) {
                found(pattern as usize, start, end);
            }
        }
    }

    /// Positions that stand for a word beside those that stand for every one, in order.
    fn standing_for(&self, key: u64, word: &str) -> Vec<u32> {
        let word = unstretched(word);
        let mut positions = self.words.get(&key).cloned().unwrap_or_default();
        let begun = self.prefixes.iter().filter(|(prefix, _)| word.starts_with(prefix.as_str()));
        positions.extend(begun.map(|&(_, position)| position));
        let slipped = self.slips.iter().filter(|(meant, _)| is_slip(meant.as_bytes(), word.as_bytes()));
        positions.extend(slipped.map(|&(_, position)| position));
        positions.sort_unstable();
        positions.dedup();
        positions
    }
}

/// Whether `word` is what becomes of `meant` with one slip behind its first letter: a letter left out, doubled, swapped
/// with the next one, or another letter.
fn is_slip(meant: &[u8], word: &[u8]) -> bool {
    let same = meant.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (Some(meant_rest), Some(rest)) = (meant.get(same..), word.get(same..)) else { return false };
    match (meant_rest, rest) {
        _ if same == 0 => false,
        ([_, left @ ..], _) if left == rest => true,
        (_, [extra, left @ ..]) if left == meant_rest => same > 1 && meant.get(same - 1) == Some(extra),
        ([_, a @ ..], [other, b @ ..]) if a == b => other.is_ascii_lowercase(),
        ([a, b, left @ ..], [c, d, right @ ..]) => a == d && b == c && left == right,
        _ => false,
    }
}

/// What was worked out of an automaton so far.
#[derive(Debug, Default)]
pub struct Cache {
    /// What words stand for, by key. Words that stand for the same positions are not told apart from each other only
    /// where they stand for none.
    classes: KeyMap<u32>,
    /// Positions by class.
    class_positions: Vec<Vec<u32>>,
    states: Vec<State>,
    /// States by their positions.
    by_positions: HashMap<Vec<u32>, u32>,
    /// The state behind a state and a class.
    steps: KeyMap<u32>,
    /// Classes and sentences of the text in hand.
    text: Vec<(u32, u16)>,
    /// Patterns that match at the place in hand, with their ends.
    found: Vec<(u32, usize)>,
}

/// What may have been read up to a word.
#[derive(Debug)]
struct State {
    /// Positions that may come next.
    next: Vec<u32>,
    /// Patterns that end here, and whether only with the sentence.
    ends: Vec<(u32, bool)>,
}

/// The class of words that no position stands for.
const UNKNOWN: u32 = 0;

const DEAD: u32 = 0;
const FIRST: u32 = 1;
const FIRST_OF_SENTENCE: u32 = 2;

/// Above so many entries a cache begins anew, so that no text can make it grow without end; ordinary talk of a language
/// stays far below.
const MOST_ENTRIES: usize = 1 << 16;

impl Cache {
    fn make_room(&mut self, automaton: &Automaton) {
        let full = self.classes.len() > MOST_ENTRIES || self.steps.len() > MOST_ENTRIES;
        if !self.states.is_empty() && !full {
            return;
        }
        let mut first_of_sentence = automaton.first.clone();
        first_of_sentence.extend_from_slice(&automaton.first_of_sentence);
        first_of_sentence.sort_unstable();
        let nexts = [Vec::new(), automaton.first.clone(), first_of_sentence];
        *self = Self {
            class_positions: vec![Vec::new()],
            states: nexts.into_iter().map(|next| State { next, ends: Vec::new() }).collect(),
            by_positions: HashMap::from([(Vec::new(), DEAD)]),
            ..Self::default()
        };
    }

    fn add_class(&mut self, automaton: &Automaton, key: u64, word: &str) -> u32 {
        let positions = automaton.standing_for(key, word);
        let class = if positions.is_empty() { UNKNOWN } else { self.class_positions.len() as u32 };
        if class != UNKNOWN {
            self.class_positions.push(positions);
        }
        self.classes.insert(key, class);
        class
    }

    fn add_step(&mut self, automaton: &Automaton, state: u32, class: u32) -> u32 {
        let standing = self.class_positions.get(class as usize).map(Vec::as_slice).unwrap_or_default();
        let next = self.states.get(state as usize).map(|state| state.next.as_slice()).unwrap_or_default();
        let is_any = |id: u32| automaton.positions.get(id as usize).is_some_and(|position| position.any);
        let fits = |&id: &u32| is_any(id) || standing.binary_search(&id).is_ok();
        let positions: Vec<u32> = next.iter().copied().filter(fits).collect();
        let to = match self.by_positions.get(&positions) {
            Some(&known) => known,
            None => self.add_state(automaton, positions),
        };
        self.steps.insert(step_key(state, class), to);
        to
    }

    fn add_state(&mut self, automaton: &Automaton, positions: Vec<u32>) -> u32 {
        let reached = || positions.iter().filter_map(|&id| automaton.positions.get(id as usize));
        let mut next: Vec<u32> = reached().flat_map(|position| &position.next).copied().collect();
        next.sort_unstable();
        next.dedup();
        let ends = reached().filter(|position| position.end != End::No);
        let ends = ends.map(|position| (position.pattern, position.end == End::OfSentence)).collect();
        let id = self.states.len() as u32;
        self.states.push(State { next, ends });
        self.by_positions.insert(positions, id);
        id
    }
}

fn step_key(state: u32, class: u32) -> u64 {
    u64::from(state) << 32 | u64::from(class)
}
