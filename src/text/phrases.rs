//! A matcher for many phrase patterns over folded tokens, by an index of first words.
//!
//! A pattern is words parted by blanks. `(a|b c)` is any of several words or phrases, `word?` and `(a|b)?` may be missing,
//! `word*` is any word that begins so (three letters at least), `word~` the word with the usual slips of the keyboard,
//! `_` any one word and `..3` up to three words. `^` before and `$` behind tie it to the begin and the end of a sentence.
//! A match never crosses the end of a sentence.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::tokens::{Token, Tokens, fold, key};

/// A pattern found in a text; `start..end` are token indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<L> {
    /// The label that the pattern was added with.
    pub label: L,
    /// Index of the first token.
    pub start: usize,
    /// Index behind the last token.
    pub end: usize,
}

#[derive(Clone, Debug, Default)]
struct Element {
    words: Vec<u64>,
    prefixes: Vec<String>,
    phrases: Vec<Vec<Element>>,
    any: bool,
    optional: bool,
    gap: usize,
}

#[derive(Clone, Debug)]
struct Pattern<L> {
    label: L,
    elements: Vec<Element>,
    opens_sentence: bool,
    ends_sentence: bool,
}

/// Many patterns, each with a label.
#[derive(Clone, Debug)]
pub struct Phrases<L> {
    patterns: Vec<Pattern<L>>,
    by_word: Index,
    by_prefix: Index,
}

type Index = HashMap<u64, Vec<u32>, BuildHasherDefault<KeyHasher>>;

/// Keys are hashes already.
#[derive(Clone, Copy, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// Letters by which prefix patterns are indexed.
const PREFIX_LETTERS: usize = 3;

impl<L> Default for Phrases<L> {
    fn default() -> Self {
        Self { patterns: Vec::new(), by_word: Index::default(), by_prefix: Index::default() }
    }
}

impl<L: Copy> Phrases<L> {
    /// Adds a pattern. It must begin with a word, a prefix or a group of them.
    pub fn add(&mut self, pattern: &str, label: L) {
        let (opens, pattern) = pattern.strip_prefix('^').map_or((false, pattern), |rest| (true, rest));
        let (ends, pattern) = pattern.strip_suffix('$').map_or((false, pattern), |rest| (true, rest));
        let elements = parse(pattern);
        let id = u32::try_from(self.patterns.len()).unwrap_or(u32::MAX);
        self.index(&elements, id);
        self.patterns.push(Pattern { label, elements, opens_sentence: opens, ends_sentence: ends });
    }

    /// Notes under which words a match of `elements` can begin; true if it can be empty.
    fn index(&mut self, elements: &[Element], id: u32) -> bool {
        let note = |index: &mut Index, key: u64| {
            let ids = index.entry(key).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        };
        for element in elements {
            element.words.iter().for_each(|&word| note(&mut self.by_word, word));
            let stems = element.prefixes.iter().filter_map(|prefix| prefix.get(..PREFIX_LETTERS));
            stems.for_each(|stem| note(&mut self.by_prefix, key(stem)));
            let mut passable = element.optional;
            for phrase in &element.phrases {
                passable |= self.index(phrase, id);
            }
            if !passable {
                return false;
            }
        }
        true
    }

    /// Calls `found` for every pattern at every place where it matches, longest form of each, in text order.
    pub fn for_each(&self, tokens: &Tokens, mut found: impl FnMut(Hit<L>)) {
        let mut before = None;
        for (start, token) in tokens.as_slice().iter().enumerate() {
            let opens = before != Some(token.sentence);
            before = Some(token.sentence);
            let mut try_all = |ids: Option<&Vec<u32>>| {
                for &id in ids.into_iter().flatten() {
                    if let Some(pattern) = self.patterns.get(id as usize)
                        && (opens || !pattern.opens_sentence)
                        && let Some(end) = pattern.end(tokens, start, token.sentence)
                    {
                        found(Hit { label: pattern.label, start, end });
                    }
                }
            };
            try_all(self.by_word.get(&token.key));
            if !self.by_prefix.is_empty()
                && let Some(stem) = tokens.word(token).get(..PREFIX_LETTERS)
            {
                try_all(self.by_prefix.get(&key(stem)));
            }
        }
    }
}

impl<L> Pattern<L> {
    /// Where the longest match ends that begins at token `at`.
    fn end(&self, tokens: &Tokens, at: usize, sentence: u16) -> Option<usize> {
        longest(&self.elements, tokens, at, sentence, &|end| {
            let on = tokens.as_slice().get(end).is_some_and(|token| token.sentence == sentence);
            (!on || !self.ends_sentence).then_some(end)
        })
    }
}

/// The furthest end of a match of `elements` at `at` after which `then` agrees.
fn longest(
    elements: &[Element],
    tokens: &Tokens,
    at: usize,
    sentence: u16,
    then: &dyn Fn(usize) -> Option<usize>,
) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else { return then(at) };
    let on = |at: usize| longest(rest, tokens, at, sentence, then);
    let inside = |at: usize| tokens.as_slice().get(at).filter(|token| token.sentence == sentence);
    if element.gap > 0 {
        let reach = (0..element.gap).take_while(|&step| inside(at + step).is_some()).count();
        return (0..=reach).rev().find_map(|step| on(at + step));
    }
    let word = inside(at).filter(|token| fits(element, tokens, token)).and_then(|_| on(at + 1));
    let phrase = element.phrases.iter().filter_map(|phrase| longest(phrase, tokens, at, sentence, &on)).max();
    let skipped = if element.optional { on(at) } else { None };
    word.max(phrase).max(skipped)
}

fn fits(element: &Element, tokens: &Tokens, token: &Token) -> bool {
    element.any
        || element.words.binary_search(&token.key).is_ok()
        || element.prefixes.iter().any(|prefix| tokens.word(token).starts_with(prefix.as_str()))
}

fn parse(pattern: &str) -> Vec<Element> {
    // "don't" is one word in a text, see [`Tokens`]; "j'ai" and "wi-fi" are two.
    let pattern = pattern.replace("n't", "nt").replace(['\'', '’', '-'], " ");
    parts(&pattern, ' ').into_iter().filter(|item| !item.is_empty()).map(element).collect()
}

/// Cuts at `mark` where it stands outside of brackets.
fn parts(pattern: &str, mark: char) -> Vec<&str> {
    let mut depth = 0usize;
    let outside = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && c == mark
    };
    pattern.split(outside).map(str::trim).collect()
}

fn element(item: &str) -> Element {
    if let Some(gap) = item.strip_prefix("..") {
        return Element { gap: gap.parse().unwrap_or(1), ..Element::default() };
    }
    let (item, optional) = item.strip_suffix('?').map_or((item, false), |item| (item, true));
    let mut element = Element { optional, ..Element::default() };
    let group = item.strip_prefix('(').and_then(|item| item.strip_suffix(')')).unwrap_or(item);
    for choice in parts(group, '|') {
        match choice {
            "" => {}
            "_" => element.any = true,
            choice if choice.contains([' ', '(', '?']) => element.phrases.push(parse(choice)),
            word => add_word(&mut element, word),
        }
    }
    element.words.sort_unstable();
    element.words.dedup();
    element
}

fn add_word(element: &mut Element, word: &str) {
    if let Some(prefix) = word.strip_suffix('*') {
        element.prefixes.push(fold(prefix));
    } else if let Some(word) = word.strip_suffix('~') {
        let word = fold(word);
        element.words.extend(slips(&word).iter().map(|slip| key(slip)));
        element.words.push(key(&word));
    } else {
        element.words.push(key(&fold(word)));
    }
}

/// How `word` looks after one slip behind its first letter: a letter left out, doubled, swapped with the next one, or
/// another letter.
fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let with = |at: usize, skip: usize, put: &[char]| -> String {
        let (before, behind) = (letters.iter().take(at), letters.iter().skip(at + skip));
        before.chain(put).chain(behind).collect()
    };
    let mut slips = Vec::new();
    for (at, &letter) in letters.iter().enumerate().skip(1) {
        slips.push(with(at, 1, &[]));
        slips.push(with(at, 1, &[letter, letter]));
        if let Some(&next) = letters.get(at + 1) {
            slips.push(with(at, 2, &[next, letter]));
        }
        slips.extend(('a'..='z').map(|other| with(at, 1, &[other])));
    }
    slips
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn found(patterns: &[&'static str], text: &str) -> Vec<String> {
        let mut phrases = Phrases::default();
        for &pattern in patterns {
            phrases.add(pattern, pattern);
        }
        let tokens = Tokens::new(text);
        let mut hits = Vec::new();
        phrases.for_each(&tokens, |hit| {
            let from = tokens.as_slice()[hit.start].start as usize;
            let to = tokens.as_slice()[hit.end - 1].end as usize;
            hits.push(text[from..to].to_owned());
        });
        hits
    }

    #[test]
    fn a_phrase_is_found_whatever_its_case_accents_and_apostrophes() {
        assert_eq!(found(&["j'ai deja essaye"], "Mais J’AI DÉJÀ essayé !"), ["J’AI DÉJÀ essayé"]);
    }

    #[test]
    fn a_word_inside_another_word_is_not_found() {
        assert!(found(&["crap", "done"], "crapaudine abandoned").is_empty());
    }

    #[test]
    fn groups_optional_words_prefixes_and_gaps() {
        let patterns = ["(speak|talk) (to|with) (a|an)? (human|person)", "frustrat*", "want ..2 refund"];
        assert_eq!(found(&patterns, "let me talk to a person"), ["talk to a person"]);
        assert_eq!(found(&patterns, "speak with human"), ["speak with human"]);
        assert_eq!(found(&patterns, "so frustrating"), ["frustrating"]);
        assert_eq!(found(&patterns, "I want my full refund"), ["want my full refund"]);
        assert!(found(&patterns, "I want my very own full refund").is_empty());
    }

    #[test]
    fn a_group_may_hold_phrases_and_the_longest_match_counts() {
        let patterns = ["(i|i would|we) like (it|it a lot)?"];
        assert_eq!(found(&patterns, "I would like it a lot"), ["I would like it a lot"]);
        assert_eq!(found(&patterns, "we like"), ["we like"]);
        assert_eq!(found(&["(c'est (bien)? tout|voila)"], "Oui c’est tout"), ["c’est tout"]);
    }

    #[test]
    fn a_match_does_not_cross_the_end_of_a_sentence() {
        assert!(found(&["want ..2 refund"], "What I want. A refund").is_empty());
        assert!(found(&["talk to"], "I talk. To whom").is_empty());
    }

    #[test]
    fn slips_of_the_keyboard_are_forgiven_where_the_pattern_says_so() {
        for text in ["humn", "huamn", "humman", "humen", "humam", "human"] {
            assert_eq!(found(&["human~"], text), [text]);
        }
        assert!(found(&["human~"], "woman urban").is_empty());
        assert!(found(&["human"], "humn").is_empty());
    }

    #[test]
    fn marks_tie_a_pattern_to_the_sentence() {
        assert_eq!(found(&["^ agent please? $"], "No. Agent please!"), ["Agent please"]);
        assert!(found(&["^ agent please? $"], "the agent please").is_empty());
        assert!(found(&["^ agent please? $"], "agent of change").is_empty());
        assert_eq!(found(&["^ (so|no)? agent $"], "no agent"), ["no agent"]);
    }

    #[test]
    fn contractions_are_one_word_with_or_without_apostrophe() {
        assert_eq!(found(&["don't work"], "they don’t work"), ["don’t work"]);
        assert_eq!(found(&["(dont|cant) work"], "they can't work"), ["can't work"]);
    }

    #[test]
    fn a_pattern_that_begins_with_optional_words_matches_with_and_without_them() {
        assert_eq!(found(&["please? call me"], "call me"), ["call me"]);
        assert_eq!(found(&["please? call me"], "please call me"), ["please call me", "call me"]);
    }
}
