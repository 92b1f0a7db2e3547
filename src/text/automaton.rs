//! Many word patterns read at once: an automaton over words whose states are worked out when a text first needs them.
//!
//! A pattern is a way from place to place, each step a word out of a set, any word or none; and a state is the set of
//! places to which the words read so far may lead. Most of the states that the patterns allow are never met in any text,
//! and the few that are met come again and again; so they are kept in a [`Cache`], which holds nothing that could not be
//! worked out anew.

use std::hash::Hasher;

use super::table::Table;
use super::tokens::{KeyHasher, Tokens, key, mixed, unstretched};
use crate::lean::sort;

/// All places of all patterns, and the steps between them.
#[derive(Debug)]
pub struct Automaton {
    places: Vec<Place>,
    steps: Vec<Step>,
    sets: Vec<Set>,
    /// The last member of each word's sets, by the word.
    words: Table<u32>,
    /// Sets to which a word belongs, and the member before that is about the same word.
    members: Vec<(u32, u32)>,
    /// Sets to which every word belongs that begins so.
    prefixes: Vec<Form>,
    /// Sets to which a word belongs with slips of the keyboard.
    slips: Vec<Form>,
    patterns: u32,
}

/// Where patterns begin.
pub const ANYWHERE: u32 = 0;
/// Where patterns begin that must begin a sentence.
pub const SENTENCE: u32 = 1;

/// Between two words of a pattern.
#[derive(Debug)]
struct Place {
    /// The last of the steps that lead on, but for those from the beginnings by words, which are many.
    steps: u32,
    end: End,
}

/// Whether a pattern ends here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    No,
    Yes(u32),
    /// If the sentence ends too.
    OfSentence(u32),
}

/// From one place to another.
#[derive(Clone, Copy, Debug)]
struct Step {
    reads: Reads,
    to: u32,
    /// The step before that leads on from the same place.
    before: u32,
}

/// What a step reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// No word.
    Nothing,
    /// Any word.
    Any,
    /// A word of this set.
    Word(u32),
}

/// Words that may stand for each other.
#[derive(Debug)]
struct Set {
    /// The last step that reads it from each of the beginnings.
    begins: [u32; 2],
}

/// A word of a set that stands for others too.
#[derive(Debug)]
struct Form {
    /// Its first byte: nearly all words begin with another one, which is seen soonest.
    first: Option<u8>,
    written: String,
    set: u32,
}

impl Form {
    fn new(written: &str, set: u32) -> Self {
        Self { first: first_of(written), written: written.to_owned(), set }
    }
}

fn first_of(word: &str) -> Option<u8> {
    word.as_bytes().first().copied()
}

/// Room for the words of nearly every language from the beginning, since making room moves all.
const MOST_WORDS: usize = 1 << 11;

/// The end of a list.
const NONE: u32 = u32::MAX;

impl Default for Automaton {
    fn default() -> Self {
        let mut automaton = Self {
            places: Vec::new(),
            steps: Vec::new(),
            sets: Vec::new(),
            words: Table::with_room(MOST_WORDS),
            members: Vec::new(),
            prefixes: Vec::new(),
            slips: Vec::new(),
            patterns: 0,
        };
        automaton.place(); // ANYWHERE
        automaton.place(); // SENTENCE
        automaton
    }
}

impl Automaton {
    /// A new place.
    pub fn place(&mut self) -> u32 {
        self.places.push(Place { steps: NONE, end: End::No });
        self.places.len() as u32 - 1
    }

    /// A new set without words.
    pub fn set(&mut self) -> u32 {
        self.sets.push(Set { begins: [NONE; 2] });
        self.sets.len() as u32 - 1
    }

    /// Adds a folded word to a set as patterns write it: `word`, `word*` or `word~`.
    pub fn allow(&mut self, set: u32, word: &str) {
        if let Some(prefix) = word.strip_suffix('*') {
            self.prefixes.push(Form::new(prefix, set));
            return;
        }
        let word = match word.strip_suffix('~') {
            Some(word) => {
                self.slips.push(Form::new(word, set));
                word
            }
            None => word,
        };
        self.allow_key(set, key(word));
    }

    /// Adds the word with this key to a set.
    pub fn allow_key(&mut self, set: u32, word: u64) {
        let before = self.words.insert(word, self.members.len() as u32);
        self.members.push((set, before.unwrap_or(NONE)));
    }

    /// Adds a step.
    pub fn step(&mut self, from: u32, reads: Reads, to: u32) {
        let last = match (reads, from) {
            (Reads::Word(set), ANYWHERE | SENTENCE) => {
                self.sets.get_mut(set as usize).and_then(|set| set.begins.get_mut(from as usize))
            }
            _ => self.places.get_mut(from as usize).map(|place| &mut place.steps),
        };
        if let Some(last) = last {
            self.steps.push(Step { reads, to, before: *last });
            *last = self.steps.len() as u32 - 1;
        }
    }

    /// Ends the pattern in hand here.
    pub fn end(&mut self, place: u32, of_sentence: bool) {
        if let Some(place) = self.places.get_mut(place as usize) {
            place.end = if of_sentence { End::OfSentence(self.patterns) } else { End::Yes(self.patterns) };
        }
        self.patterns += 1;
    }

    /// Every pattern at every place where it matches, longest form of each, by place and then by pattern.
    pub fn run<'c>(&self, cache: &'c mut Cache, tokens: &Tokens) -> &'c [Match] {
        cache.make_room(self);
        cache.found.clear();
        let mut text = std::mem::take(&mut cache.text);
        text.clear();
        let mut before = None;
        text.extend(tokens.as_slice().iter().map(|token| {
            let known = match cache.classes.get(token.key) {
                Some(known) => known,
                None => cache.add_class(self, token.key, tokens.word(token)),
            };
            let opens = before.replace(token.sentence) != Some(token.sentence);
            if opens { Word { state: known.opens, sets: 0, ..known.word } } else { known.word }
        }));
        text.push(Word::default());
        let mut behind = text.as_slice();
        let mut start = 0;
        while let [first, rest @ ..] = behind {
            if first.state != DEAD {
                self.follow(cache, first.state, rest, start);
            }
            behind = rest;
            start += 1;
        }
        cache.text = text;
        &cache.found
    }

    /// Notes the patterns that match from word `start`, by the state behind it, and the words that follow.
    #[inline(always)]
    fn follow(&self, cache: &mut Cache, mut state: u32, words: &[Word], start: usize) {
        for (passed, next) in words.iter().enumerate() {
            if state & ENDS != 0 {
                cache.note_ends(state, start, start + 1 + passed, next.sets == 0);
            }
            // Of the words that begin a pattern, most lead nowhere.
            if cache.reads.get(place_of(state)).copied().unwrap_or_default() & next.sets == 0 {
                break;
            }
            state = match cache.steps.get(step_key(state, next.class)) {
                Some(next) => next,
                None => cache.add_step(self, state, next.class),
            };
            if state == DEAD {
                break;
            }
        }
    }

    /// The sets to which a word belongs.
    fn sets_of(&self, key: u64, word: &str) -> Vec<u32> {
        let word = unstretched(word);
        let mut sets = Vec::new();
        let mut member = self.words.get(key).unwrap_or(NONE);
        while let Some(&(set, before)) = self.members.get(member as usize) {
            sets.push(set);
            member = before;
        }
        let first = first_of(&word);
        let begun = self.prefixes.iter().filter(|form| form.first == first && word.starts_with(form.written.as_str()));
        sets.extend(begun.map(|form| form.set));
        let is_slip = |form: &&Form| form.first == first && is_slip(form.written.as_bytes(), word.as_bytes());
        sets.extend(self.slips.iter().filter(is_slip).map(|form| form.set));
        sets
    }

    /// The steps of a list, from its last one.
    fn list(&self, last: u32) -> impl Iterator<Item = &Step> {
        let step = |at: u32| self.steps.get(at as usize);
        std::iter::successors(step(last), move |here| step(here.before))
    }

    fn steps_from(&self, place: u32) -> impl Iterator<Item = &Step> {
        self.list(self.places.get(place as usize).map_or(NONE, |place| place.steps))
    }

    /// Where a word of these sets leads from `places`.
    fn reached(&self, places: &[u32], sets: &[u32]) -> Vec<u32> {
        let mut reached = Vec::new();
        for &place in places {
            if let begin @ (ANYWHERE | SENTENCE) = place {
                let begins = sets.iter().filter_map(|&set| self.sets.get(set as usize)?.begins.get(begin as usize));
                reached.extend(begins.flat_map(|&last| self.list(last)).map(|step| step.to));
            }
            let steps = self.steps_from(place).filter(|step| match step.reads {
                Reads::Nothing => false,
                Reads::Any => true,
                Reads::Word(set) => sets.contains(&set),
            });
            reached.extend(steps.map(|step| step.to));
        }
        self.closed(reached)
    }

    /// The places with all to which no word leads from them, in order.
    fn closed(&self, mut places: Vec<u32>) -> Vec<u32> {
        let mut at = 0;
        while let Some(&place) = places.get(at) {
            places.extend(self.steps_from(place).filter(|step| step.reads == Reads::Nothing).map(|step| step.to));
            at += 1;
        }
        sort::by_key(&mut places, |place| *place);
        places.dedup();
        places
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
    /// What words stand for, by key. Words that belong to no set are not told apart.
    classes: Table<Class>,
    /// The sets of each class.
    sets: Vec<Vec<u32>>,
    states: Vec<State>,
    /// What each of them reads, see [`bit_of`].
    reads: Vec<u64>,
    /// States by the hash of their places; of two with the same one, the later.
    by_places: Table<u32>,
    /// The state behind a state and a class.
    steps: Table<u32>,
    /// The text in hand.
    text: Vec<Word>,
    /// What was found in it.
    found: Vec<Match>,
}

/// A pattern that matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its place among the patterns.
    pub pattern: u32,
    /// Index of the first token.
    pub start: usize,
    /// Index behind the last token.
    pub end: usize,
}

/// A word of a text.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    class: u32,
    /// The state behind it if a pattern begins with it.
    state: u32,
    /// What its class belongs to, see [`bit_of`]; nothing if a sentence begins with it, since no pattern goes on there.
    sets: u64,
}

/// Words that belong to the same sets.
#[derive(Clone, Copy, Debug, Default)]
struct Class {
    /// Such a word inside a sentence.
    word: Word,
    /// The state behind it at the beginning of a sentence.
    opens: u32,
}

/// What a word belongs to as one bit of a few, and what a place reads: two that have none in common have no set in common.
fn bit_of(reads: Reads) -> u64 {
    match reads {
        Reads::Nothing => 0,
        Reads::Any => ANY,
        Reads::Word(set) => 1 << (set % ANY.trailing_zeros()),
    }
}

/// The bit of every word.
const ANY: u64 = 1 << 63;

/// What may have been read up to a word.
#[derive(Debug)]
struct State {
    /// Where the words may have led.
    places: Vec<u32>,
    /// Patterns that end here, and whether only with the sentence.
    ends: Vec<(u32, bool)>,
}

/// States are known by their place among all, and in the lowest bit whether patterns end there.
const ENDS: u32 = 1;

/// The state from which nothing leads on.
const DEAD: u32 = 0;
/// The places of those before the first word.
const FIRST: usize = 1;
const FIRST_OF_SENTENCE: usize = 2;
/// Those of them where nothing begins that may stand anywhere.
const SENTENCE_ALONE: usize = 3;

fn place_of(state: u32) -> usize {
    state as usize >> 1
}

/// Above so many entries a cache begins anew, so that no text can make it grow without end; ordinary talk of a language
/// stays far below.
const MOST_ENTRIES: usize = 1 << 16;

impl Cache {
    fn make_room(&mut self, automaton: &Automaton) {
        let full = self.classes.len() > MOST_ENTRIES || self.steps.len() > MOST_ENTRIES;
        if !self.states.is_empty() && !full {
            return;
        }
        *self = Self { sets: vec![Vec::new()], ..Self::default() };
        for places in [vec![], vec![ANYWHERE], vec![ANYWHERE, SENTENCE], vec![SENTENCE]] {
            self.add_state(automaton, automaton.closed(places));
        }
    }

    /// Apart from the loop over words, as the next two are: hardly any word comes here, and the loop has few registers.
    #[cold]
    fn add_class(&mut self, automaton: &Automaton, key: u64, word: &str) -> Class {
        let sets = automaton.sets_of(key, word);
        let mut known = Class::default();
        known.word.sets = sets.iter().fold(ANY, |bits, &set| bits | bit_of(Reads::Word(set)));
        if !sets.is_empty() {
            let class = self.sets.len() as u32;
            self.sets.push(sets);
            known.word.class = class;
            known.word.state = self.state_behind(automaton, FIRST, class);
            // Few begin a pattern that must begin a sentence.
            let opens = self.state_behind(automaton, SENTENCE_ALONE, class) != DEAD;
            known.opens = if opens { self.state_behind(automaton, FIRST_OF_SENTENCE, class) } else { known.word.state };
        }
        self.classes.insert(key, known);
        known
    }

    #[cold]
    fn add_step(&mut self, automaton: &Automaton, state: u32, class: u32) -> u32 {
        let to = self.state_behind(automaton, place_of(state), class);
        self.steps.insert(step_key(state, class), to);
        to
    }

    fn state_behind(&mut self, automaton: &Automaton, place: usize, class: u32) -> u32 {
        let places = self.states.get(place).map(|state| state.places.as_slice());
        let sets = self.sets.get(class as usize).map(Vec::as_slice);
        let places = automaton.reached(places.unwrap_or_default(), sets.unwrap_or_default());
        let known = self.by_places.get(hash(&places));
        let is_it = |id: &u32| self.states.get(place_of(*id)).is_some_and(|state| state.places == places);
        known.filter(is_it).unwrap_or_else(|| self.add_state(automaton, places))
    }

    fn add_state(&mut self, automaton: &Automaton, places: Vec<u32>) -> u32 {
        let ends = places.iter().filter_map(|&place| match automaton.places.get(place as usize)?.end {
            End::No => None,
            End::Yes(pattern) => Some((pattern, false)),
            End::OfSentence(pattern) => Some((pattern, true)),
        });
        let steps = places.iter().flat_map(|&place| automaton.steps_from(place));
        self.reads.push(steps.fold(0, |bits, step| bits | bit_of(step.reads)));
        let hash = hash(&places);
        let state = State { ends: ends.collect(), places };
        let id = (self.states.len() as u32) << 1 | if state.ends.is_empty() { 0 } else { ENDS };
        self.states.push(state);
        self.by_places.insert(hash, id);
        id
    }

    /// Notes the patterns that match from word `start` if the words end before `end`.
    #[cold]
    fn note_ends(&mut self, state: u32, start: usize, end: usize, sentence_ends: bool) {
        let ends = self.states.get(place_of(state)).map(|state| state.ends.as_slice());
        for &(pattern, of_sentence) in ends.unwrap_or_default() {
            if of_sentence && !sentence_ends {
                continue;
            }
            let before = self.found.iter().rposition(|found| (found.start, found.pattern) <= (start, pattern));
            let place = before.map_or(0, |before| before + 1);
            match before.and_then(|before| self.found.get_mut(before)) {
                Some(shorter) if (shorter.start, shorter.pattern) == (start, pattern) => shorter.end = end,
                _ => self.found.insert(place, Match { pattern, start, end }),
            }
        }
    }
}

fn hash(places: &[u32]) -> u64 {
    let mut hasher = KeyHasher::default();
    places.iter().for_each(|&place| hasher.write_u64(place.into()));
    hasher.finish()
}

fn step_key(state: u32, class: u32) -> u64 {
    mixed(u64::from(state) << 32 | u64::from(class))
}
