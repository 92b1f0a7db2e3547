//! A matcher for many phrase patterns over folded tokens.
//!
//! A pattern is folded words parted by blanks. `(a|b c)` is any of several words or phrases, `word?` and `(a|b)?` may be missing,
//! `word*` is any word that begins so (three letters at least), `word~` the word with the usual slips of the keyboard,
//! `_` any one word and `..3` up to three words. `^` before and `$` behind tie it to the begin and the end of a sentence.
//! A match never crosses the end of a sentence.
//!
//! Patterns become the [`super::automaton`], which reads all of them at once.

use std::borrow::Cow;
use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use super::automaton::{ANYWHERE, Automaton, Cache, Match, Reads, SENTENCE};
use super::table::Table;
use super::tokens::{KeyHasher, Tokens, first_key, has_stretched};

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

/// Many patterns, each with a label.
#[derive(Debug)]
pub struct Phrases<L> {
    /// Names for words of groups, see [`Phrases::with_groups`].
    groups: Groups,
    /// By pattern.
    labels: Vec<L>,
    /// Letters may be [stretched](has_stretched) in the patterns in hand.
    stretched: bool,
    automaton: Automaton,
    /// What single words a group may be, by the hash of how it is written; most are written many times.
    words: Table<Choice>,
    /// What was worked out of it so far; texts repeat themselves.
    cache: Mutex<Cache>,
}

/// Names of groups and the words that they stand for.
pub type Groups = &'static [(&'static str, &'static str)];

/// What may stand for one item of a pattern.
#[derive(Clone, Copy, Debug, Default)]
struct Choice {
    /// Single words.
    words: Option<Reads>,
    any: bool,
    /// There are phrases of several words among the choices.
    phrases: bool,
}

impl<L> Default for Phrases<L> {
    fn default() -> Self {
        Self {
            groups: &[],
            labels: Vec::new(),
            stretched: false,
            automaton: Automaton::default(),
            words: Table::default(),
            cache: Mutex::default(),
        }
    }
}

impl<L: Copy> Phrases<L> {
    /// Without patterns; in those to come, the choice `{name}` of a group stands for the words `a|b|c` of that name.
    pub fn with_groups(groups: Groups) -> Self {
        Self { groups, ..Self::default() }
    }

    /// Adds patterns, one a line. Each must begin with a word, a prefix or a group of them.
    pub fn add_all(&mut self, patterns: &str, label: L) {
        let patterns = parted(patterns);
        self.stretched = has_stretched(patterns.as_bytes());
        let mut rest = &*patterns;
        while let Some(end) = memchr::memchr(b'\n', rest.as_bytes()) {
            let (pattern, behind) = rest.split_at(end);
            self.add(pattern, label);
            rest = behind.get(1..).unwrap_or_default();
        }
        self.add(rest, label);
    }

    /// Adds a pattern.
    fn add(&mut self, pattern: &str, label: L) {
        let (opens, pattern) = pattern.strip_prefix('^').map_or((false, pattern), |rest| (true, rest));
        let (ends, pattern) = pattern.strip_suffix('$').map_or((false, pattern), |rest| (true, rest));
        let end = self.sequence(pattern, if opens { SENTENCE } else { ANYWHERE });
        self.automaton.end(end, ends);
        self.labels.push(label);
    }

    /// Adds words one behind the other after `from`; where they end.
    fn sequence(&mut self, pattern: &str, from: u32) -> u32 {
        parts(pattern, b' ').filter(|item| !item.is_empty()).fold(from, |from, item| self.item(item, from))
    }

    /// Adds a word, a group or a gap after `from`; where it ends.
    fn item(&mut self, item: &str, from: u32) -> u32 {
        let to = self.automaton.place();
        if let Some(gap) = item.strip_prefix("..") {
            let mut last = from;
            for _ in 0..gap.parse().unwrap_or(1) {
                self.automaton.step(last, Reads::Nothing, to);
                let next = self.automaton.place();
                self.automaton.step(last, Reads::Any, next);
                last = next;
            }
            self.automaton.step(last, Reads::Nothing, to);
            return to;
        }
        let (item, optional) = item.strip_suffix('?').map_or((item, false), |item| (item, true));
        let group = item.strip_prefix('(').and_then(|item| item.strip_suffix(')')).unwrap_or(item);
        if optional {
            self.automaton.step(from, Reads::Nothing, to);
        }
        let choice = match self.words.get(hash(group)) {
            Some(choice) => choice,
            None => self.choice(group),
        };
        for reads in choice.words.into_iter().chain(choice.any.then_some(Reads::Any)) {
            self.automaton.step(from, reads, to);
        }
        if choice.phrases {
            self.phrases(group, from, to);
        }
        to
    }

    /// Reads what single words a group may be.
    fn choice(&mut self, group: &str) -> Choice {
        let mut choice = Choice::default();
        self.allow(group, self.stretched, &mut choice);
        self.words.insert(hash(group), choice);
        choice
    }

    fn allow(&mut self, group: &str, stretched: bool, choice: &mut Choice) {
        let mut rest = Some(group);
        while let Some(here) = rest {
            // Nearly all are words without any marks, of which one look makes the key.
            let (key, len) = first_key(here, stretched);
            if len > 0 && matches!(here.as_bytes().get(len), None | Some(b'|')) {
                let set = self.set(choice);
                self.automaton.allow_key(set, key);
                rest = here.get(len + 1..);
                continue;
            }
            let (part, behind) = cut(here, b'|');
            rest = behind;
            match part {
                "" => {}
                "_" => choice.any = true,
                named if named.starts_with('{') => {
                    let words = self.named(named);
                    self.allow(&words, has_stretched(words.as_bytes()), choice);
                }
                phrase if is_phrase(phrase) => choice.phrases = true,
                word => {
                    let set = self.set(choice);
                    self.automaton.allow(set, word);
                }
            }
        }
    }

    /// The set of a choice's single words.
    fn set(&mut self, choice: &mut Choice) -> u32 {
        match choice.words {
            Some(Reads::Word(set)) => set,
            _ => {
                let set = self.automaton.set();
                choice.words = Some(Reads::Word(set));
                set
            }
        }
    }

    /// Adds the phrases of several words in a group.
    fn phrases(&mut self, group: &str, from: u32, to: u32) {
        for part in parts(group, b'|') {
            if part.starts_with('{') {
                self.phrases(&self.named(part), from, to);
            } else if is_phrase(part) {
                let end = self.sequence(part, from);
                self.automaton.step(end, Reads::Nothing, to);
            }
        }
    }

    /// The words for which `{name}` stands.
    fn named(&self, name: &str) -> Cow<'static, str> {
        let name = name.trim_matches(['{', '}']);
        parted(self.groups.iter().find(|group| group.0 == name).map_or("", |group| group.1))
    }

    /// Every pattern at every place where it matches, longest form of each, in text order.
    pub fn find(&self, tokens: &Tokens) -> Vec<Hit<L>> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let found = self.automaton.run(&mut cache, tokens);
        let mut hits = Vec::with_capacity(found.len());
        hits.extend(found.iter().filter_map(|&Match { pattern, start, end }| {
            let label = *self.labels.get(pattern as usize)?;
            Some(Hit { label, start, end })
        }));
        hits
    }
}

fn is_phrase(choice: &str) -> bool {
    choice.bytes().any(|byte| matches!(byte, b' ' | b'(' | b'?'))
}

/// "don't" is one word in a text, see [`Tokens`]; "j'ai" and "wi-fi" are two.
fn parted(patterns: &str) -> Cow<'_, str> {
    let mut parted = String::new();
    let mut rest = patterns;
    while let Some(at) = memchr::memchr2(b'\'', b'-', rest.as_bytes()) {
        let (before, behind) = rest.split_at(at);
        parted.reserve(rest.len());
        parted.push_str(before);
        if !(before.ends_with('n') && behind.starts_with("'t")) {
            parted.push(' ');
        }
        rest = behind.get(1..).unwrap_or_default();
    }
    if parted.is_empty() {
        return Cow::Borrowed(patterns);
    }
    parted.push_str(rest);
    Cow::Owned(parted)
}

fn hash(written: &str) -> u64 {
    let mut hasher = KeyHasher::default();
    hasher.write(written.as_bytes());
    hasher.finish()
}

/// Cuts at `mark` where it stands outside of brackets.
fn parts(pattern: &str, mark: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(pattern);
    std::iter::from_fn(move || {
        let (part, behind) = cut(rest?, mark);
        rest = behind;
        Some(part)
    })
}

/// What stands before the first `mark` outside of brackets, and what behind it if there is one.
fn cut(pattern: &str, mark: u8) -> (&str, Option<&str>) {
    let mut at = 0;
    let end = loop {
        match pattern.as_bytes().get(at) {
            None => break None,
            Some(byte) if *byte == mark => break Some(at),
            Some(b'(') => at = behind_brackets(pattern, at),
            Some(_) => at += 1,
        }
    };
    let part = end.and_then(|end| pattern.get(..end)).unwrap_or(pattern);
    // Hardly any has blanks around it, and looking for them as characters takes long.
    let is_bare = !part.starts_with(' ') && !part.ends_with(' ');
    (if is_bare { part } else { part.trim_matches(' ') }, end.and_then(|end| pattern.get(end + 1..)))
}

/// The byte behind the bracket that closes the one at byte `open`.
fn behind_brackets(pattern: &str, open: usize) -> usize {
    let rest = pattern.as_bytes().get(open..).unwrap_or_default();
    let mut depth = 0usize;
    let mut brackets = memchr::memchr2_iter(b'(', b')', rest);
    let closing = brackets.find(|&at| {
        depth = if rest.get(at) == Some(&b'(') { depth + 1 } else { depth - 1 };
        depth == 0
    });
    closing.map_or(pattern.len(), |at| open + at + 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn found(patterns: &[&'static str], text: &str) -> Vec<String> {
        let mut phrases = Phrases::default();
        for &pattern in patterns {
            phrases.add_all(pattern, pattern);
        }
        let tokens = Tokens::new(text);
        let said = |hit: Hit<_>| {
            let from = tokens.as_slice()[hit.start].start as usize;
            let to = tokens.as_slice()[hit.end - 1].end as usize;
            text[from..to].to_owned()
        };
        phrases.find(&tokens).into_iter().map(said).collect()
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
    fn a_word_whose_letters_are_three_in_a_row_is_found_as_it_is_written() {
        assert_eq!(found(&["ete (cree|creee)"], "elle a été créée"), ["été créée"]);
        assert_eq!(found(&["pfff"], "Pfffff !"), ["Pfffff"]);
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
