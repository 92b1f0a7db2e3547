//! How alike two texts are: sentence by sentence, by the words that carry meaning, with numbers compared by value.

use std::cell::OnceCell;

use super::tokens::{Token, Tokens};
use crate::json::fields::fields;
use crate::json::read::Read;
use crate::json::write::{Write, Writer};
use crate::json::{Json, Walked};

/// One sentence, ready to be compared.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// Equal for sentences of the same words in the same order.
    pub key: u64,
    /// First byte in the text.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// Number of words.
    pub len: usize,
    keys: Keys,
}

fields!(Sentence { key, start, end, len, keys });

/// What a sentence is compared by.
#[derive(Clone, Debug, Default)]
struct Keys {
    /// Three lists in one: the stems of its words, in the lowest bit whether the word is [`HEAVY`]; its numbers and ids, since
    /// another value is another answer; its names, since in a template that is the same but for them another name is another
    /// answer. The latter two each once and in order.
    all: Vec<u64>,
    /// Where the words end.
    words: usize,
    /// Where the numbers end.
    numbers: usize,
    outline: Outline,
    /// Made when neither numbers nor outlines say that two texts are not alike: hardly ever.
    weighed: OnceCell<Weighed>,
}

/// Different words with their weights.
#[derive(Clone, Debug, Default)]
struct Weighed {
    /// As in [`Keys`], in order.
    words: Vec<u64>,
    norm: f64,
}

/// How much a word counts that carries meaning, …
const HEAVY: u32 = 10;
/// … and one that does not. In whole numbers, sums are the same in whichever order they are made.
const LIGHT: u32 = 3;

fn weight(word: u64) -> u32 {
    if word & 1 == 1 { HEAVY } else { LIGHT }
}

impl Weighed {
    /// Words in any order, perhaps several times; a word that is light anywhere is.
    fn new(mut words: Vec<u64>) -> Self {
        words.sort_unstable();
        words.dedup_by(|next, word| *next | 1 == *word | 1);
        let mass: u32 = words.iter().map(|&word| weight(word) * weight(word)).sum();
        Self { words, norm: f64::from(mass).sqrt() }
    }
}

impl Keys {
    fn new(words: Vec<u64>, numbers: &mut Vec<u64>, names: &mut Vec<u64>) -> Self {
        let mut keys = Self { words: words.len(), outline: Outline::of(&words), all: words, ..Self::default() };
        keys.all.extend_from_slice(different(numbers));
        keys.numbers = keys.all.len();
        keys.all.extend_from_slice(different(names));
        keys
    }

    fn weighed(&self) -> &Weighed {
        self.weighed.get_or_init(|| Weighed::new(self.words().to_vec()))
    }

    #[inline(always)]
    fn words(&self) -> &[u64] {
        self.all.get(..self.words).unwrap_or_default()
    }

    #[inline(always)]
    fn numbers(&self) -> &[u64] {
        self.all.get(self.words..self.numbers).unwrap_or_default()
    }

    #[inline(always)]
    fn names(&self) -> &[u64] {
        self.all.get(self.numbers..).unwrap_or_default()
    }
}

/// Each key once, in order.
#[inline(never)]
fn different(keys: &mut Vec<u64>) -> &[u64] {
    if keys.len() > 1 {
        keys.sort_unstable();
        keys.dedup();
    }
    keys
}

impl Write for Keys {
    /// As one list, the ends of the words and the numbers last.
    fn write(&self, json: &mut Writer) {
        let mut all = self.all.clone();
        all.extend([self.words as u64, self.numbers as u64]);
        all.write(json);
    }
}

impl Read for Keys {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        let mut all: Vec<u64> = Vec::new();
        all.read(json)?;
        let numbers = all.pop().unwrap_or_default() as usize;
        let words = all.pop().unwrap_or_default() as usize;
        *self = Self { all, words, numbers, ..Self::default() };
        self.outline = Outline::of(self.words());
        Ok(())
    }
}

/// What says in a moment of most texts that they are not alike.
#[derive(Clone, Copy, Debug, Default)]
struct Outline {
    /// A bit for every word, which its key chooses.
    words: u64,
    /// Those of them that heavy words alone have chosen.
    heavy: u64,
    /// At least the sum of the squared weights of its different words.
    mass: u32,
}

impl Outline {
    fn of(words: &[u64]) -> Self {
        let (mut all, mut light, mut heavy_words) = (0, 0, 0);
        for &word in words {
            let (bit, is_heavy) = (word >> 58, word & 1);
            all |= 1 << bit;
            light |= (is_heavy ^ 1) << bit;
            heavy_words += is_heavy as u32;
        }
        let mass = HEAVY * HEAVY * heavy_words + LIGHT * LIGHT * (words.len() as u32 - heavy_words);
        Self { words: all, heavy: all & !light, mass }
    }

    /// That of two texts together.
    fn and(self, other: Self) -> Self {
        let words = self.words | other.words;
        let light = self.words & !self.heavy | other.words & !other.heavy;
        Self { words, heavy: words & !light, mass: self.mass + other.mass }
    }

    /// Whether the texts may be as alike as `least`. Every heavy bit that only one has stands for a heavy word at least that
    /// the other does not share, and by Cauchy's inequality what both share is at most the root of their masses without such
    /// words.
    #[inline]
    fn may_reach(&self, least: f64, other: &Self) -> bool {
        let shared = |one: &Self, other: &Self| {
            let alone = (one.heavy & !other.words).count_ones();
            f64::from(one.mass.saturating_sub(HEAVY * HEAVY * alone))
        };
        let least = least * least - ROUNDING;
        let here = shared(self, other);
        let all = f64::from(self.mass);
        // Most differ so much that one side tells.
        here >= least * all && here * shared(other, self) >= least * all * f64::from(other.mass)
    }
}

/// More than the last digits that roots and products may lose.
const ROUNDING: f64 = 1e-9;

/// More sentences of one text are not compared: the rest of a long article pasted into a chat adds nothing.
const MOST_SENTENCES: usize = 24;

/// Splits a text into sentences. `is_light` says whether a word counts little.
pub fn sentences(text: &str, tokens: &Tokens, is_light: impl Fn(&Token) -> bool) -> Vec<Sentence> {
    let mut sentences = Vec::with_capacity(tokens.most_sentences().min(MOST_SENTENCES));
    let (mut numbers, mut names) = (Vec::new(), Vec::new());
    for words in tokens.by_sentence().take(MOST_SENTENCES) {
        sentences.push(sentence(text, words, &is_light, &mut numbers, &mut names));
        numbers.clear();
        names.clear();
    }
    sentences
}

fn sentence(
    text: &str,
    words: &[Token],
    is_light: &impl Fn(&Token) -> bool,
    numbers: &mut Vec<u64>,
    names: &mut Vec<u64>,
) -> Sentence {
    let start = words.first().map_or(0, |token| token.start as usize);
    let mut key = 0xcbf2_9ce4_8422_2325_u64;
    for token in words {
        key = (key ^ token.key).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(17);
        if token.has_digit {
            numbers.push(token.key);
        }
        if token.start as usize > start && is_name(text, token) {
            names.push(token.key);
        }
    }
    let mut stems = Vec::with_capacity(words.len() + numbers.len() + names.len());
    stems.extend(words.iter().map(|token| token.stem & !1 | u64::from(!is_light(token))));
    Sentence {
        key,
        start,
        end: words.last().map_or(0, |token| token.end as usize),
        len: words.len(),
        keys: Keys::new(stems, numbers, names),
    }
}

/// Written like a name: one capital at the beginning.
#[inline]
fn is_name(text: &str, token: &Token) -> bool {
    // Most words begin with a small letter.
    if text.as_bytes().get(token.start as usize).is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    is_capitalised(text.get(token.start as usize..token.end as usize).unwrap_or_default())
}

fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

/// Sentences that share this much are made from one template when only names differ.
const TEMPLATE: f64 = 0.7;

impl Sentence {
    /// The [`similarity`](Self::similarity) if it is `least` or more, 0 otherwise.
    pub fn similarity_from(&self, least: f64, other: &Self) -> f64 {
        if self.key != other.key && !self.keys.outline.may_reach(least, &other.keys.outline) {
            return 0.0;
        }
        let similarity = self.similarity(other);
        if similarity >= least { similarity } else { 0.0 }
    }

    /// 0 (nothing in common) to 1 (the same words): the cosine of the weighted words; 0 where numbers or names differ.
    pub fn similarity(&self, other: &Self) -> f64 {
        if self.key == other.key {
            return 1.0;
        }
        if !agree(self.keys.numbers(), other.keys.numbers()) {
            return 0.0;
        }
        let (one, two) = (self.keys.weighed(), other.keys.weighed());
        if one.words.is_empty() || two.words.is_empty() {
            return 0.0;
        }
        let mut product = 0;
        let (mut here, mut there) = (0, 0);
        while let (Some(&a), Some(&b)) = (one.words.get(here), two.words.get(there)) {
            let (stem, twin) = (a | 1, b | 1);
            if stem == twin {
                product += weight(a) * weight(b);
            }
            here += usize::from(stem <= twin);
            there += usize::from(twin <= stem);
        }
        let cosine = f64::from(product) / (one.norm * two.norm);
        if cosine >= TEMPLATE && !agree(self.keys.names(), other.keys.names()) { 0.0 } else { cosine }
    }

    /// Numbers and ids that both name, by key.
    pub fn shared_numbers<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = u64> + 's {
        self.keys.numbers().iter().copied().filter(|number| other.keys.numbers().binary_search(number).is_ok())
    }
}

/// Whether the values of two sentences may be the same values: one names no other values than the other.
#[inline]
fn agree(a: &[u64], b: &[u64]) -> bool {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    few.iter().all(|slot| many.binary_search(slot).is_ok())
}

/// Sentences as one, so that texts are compared as a whole, wherever their sentences end.
#[derive(Debug)]
pub struct Whole<'s> {
    sentences: Vec<&'s Sentence>,
    outline: Outline,
    /// Each once, in order.
    numbers: Vec<u64>,
    /// Made when neither numbers nor outlines say that two texts are not alike.
    merged: OnceCell<Sentence>,
}

impl<'s> Whole<'s> {
    /// All of these sentences.
    pub fn new(sentences: Vec<&'s Sentence>) -> Self {
        let outline = sentences.iter().map(|sentence| sentence.keys.outline).fold(Outline::default(), Outline::and);
        let mut numbers = Vec::with_capacity(sentences.iter().map(|sentence| sentence.keys.numbers().len()).sum());
        sentences.iter().for_each(|sentence| numbers.extend_from_slice(sentence.keys.numbers()));
        different(&mut numbers);
        Self { sentences, outline, numbers, merged: OnceCell::new() }
    }

    /// The sentences.
    pub fn sentences(&self) -> &[&'s Sentence] {
        &self.sentences
    }

    /// The words that carry meaning, each once and in order.
    #[inline(never)]
    pub fn heavy_words(&self) -> Vec<u64> {
        let mut heavy = Vec::new();
        for sentence in &self.sentences {
            heavy.extend_from_slice(sentence.keys.words());
        }
        heavy.retain(|word| word & 1 == 1);
        different(&mut heavy);
        heavy
    }

    /// False where a look at outlines and numbers tells that the [`similarity`](Self::similarity) is below `least`.
    pub fn may_reach(&self, least: f64, other: &Self) -> bool {
        self.outline.may_reach(least, &other.outline) && agree(&self.numbers, &other.numbers)
    }

    /// The [`similarity`](Self::similarity), or 0 where the outlines say that it is below `least`.
    pub fn similarity_from(&self, least: f64, other: &Self) -> f64 {
        if self.outline.may_reach(least, &other.outline) { self.similarity(other) } else { 0.0 }
    }

    /// That of [`Sentence::similarity`].
    pub fn similarity(&self, other: &Self) -> f64 {
        if agree(&self.numbers, &other.numbers) { self.merged().similarity(other.merged()) } else { 0.0 }
    }

    #[inline(never)]
    fn merged(&self) -> &Sentence {
        match self.sentences.as_slice() {
            [only] => only,
            sentences => self.merged.get_or_init(|| merged(sentences)),
        }
    }
}

/// Without the numbers, which have been compared.
fn merged(sentences: &[&Sentence]) -> Sentence {
    let room = sentences.iter().map(|sentence| sentence.keys.all.len()).sum();
    let (mut words, mut names) = (Vec::with_capacity(room), Vec::new());
    for Sentence { keys, .. } in sentences {
        words.extend_from_slice(keys.words());
        names.extend_from_slice(keys.names());
    }
    Sentence {
        key: sentences.iter().fold(0, |hash: u64, sentence| hash.rotate_left(7) ^ sentence.key),
        keys: Keys::new(words, &mut Vec::new(), &mut names),
        ..Sentence::default()
    }
}

/// The share of `part` that `whole` says too: each sentence counts by its words, with its best similarity if that reaches
/// `least`.
pub fn containment(part: &[Sentence], whole: &[Sentence], least: f64) -> f64 {
    let mut shared = 0.0;
    let mut all = 0.0;
    for sentence in part {
        let best = whole.iter().map(|other| sentence.similarity_from(least, other)).fold(0.0, f64::max);
        all += sentence.len as f64;
        shared += best * sentence.len as f64;
    }
    if all == 0.0 { 0.0 } else { shared / all }
}

/// The greater one of both texts' [`containment`] in the other.
#[inline(never)]
pub fn overlap(a: &[&Sentence], b: &[&Sentence], least: f64) -> f64 {
    let mut best_of_b = [0.0f64; MOST_SENTENCES];
    let mut shared_by_a = 0.0;
    for one in a {
        let mut best = 0.0f64;
        for (other, best_of_other) in b.iter().zip(&mut best_of_b) {
            let similarity = one.similarity_from(least, other);
            // Most are not alike.
            if similarity > 0.0 {
                best = best.max(similarity);
                *best_of_other = best_of_other.max(similarity);
            }
        }
        if best > 0.0 {
            shared_by_a += best * one.len as f64;
        }
    }
    if shared_by_a == 0.0 {
        return 0.0;
    }
    let shared_by_b: f64 = b.iter().zip(&best_of_b).map(|(other, best)| best * other.len as f64).sum();
    let words = |sentences: &[&Sentence]| sentences.iter().map(|sentence| sentence.len as f64).sum::<f64>();
    (shared_by_a / words(a)).max(shared_by_b / words(b))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::json::{read, write};
    use crate::lean::random::Random;
    use crate::text::tokens::key;

    fn read(text: &str) -> Vec<Sentence> {
        sentences(text, &Tokens::new(text), |_| false)
    }

    fn alike(a: &str, b: &str) -> f64 {
        read(a)[0].similarity(&read(b)[0])
    }

    #[test]
    fn the_same_words_are_alike_and_other_words_are_not() {
        assert!((alike("Please check the FAQ.", "please, check the faq!") - 1.0).abs() < 1e-9);
        assert!((alike("one two three four", "one two three five") - 0.75).abs() < 1e-9);
        assert!(alike("one two", "three four").abs() < 1e-9);
    }

    #[test]
    fn no_outline_denies_a_likeness_that_there_is() {
        let words: Vec<&str> =
            "the order parcel account is was closed sent Anna 7 to app again box there therefore".split(' ').collect();
        let mut random = Random(1);
        let mut below = |bound: usize| random.below(bound);
        let mut said = || {
            let text: Vec<&str> = (0..1 + below(9)).map(|_| words[below(words.len())]).collect();
            // "there" and "therefore" have one stem, which then is light.
            let is_light = |word: &Token| ["the", "is", "there"].iter().any(|light| word.key == key(light));
            let text = text.join(" ");
            sentences(&text, &Tokens::new(&text), is_light).remove(0)
        };
        let (mut alike, mut denied) = (0, 0);
        for _ in 0..20_000 {
            let (one, other, third) = (said(), said(), said());
            let (whole, wider) = (Whole::new(vec![&one, &third]), Whole::new(vec![&other, &third]));
            for least in [0.3, 0.5, 0.62, 0.9] {
                let similarity = whole.similarity(&wider);
                assert!(similarity < least || whole.similarity_from(least, &wider) >= least, "{whole:?} {wider:?}");
                let may_reach = one.keys.outline.may_reach(least, &other.keys.outline);
                assert!(may_reach || one.similarity(&other) < least, "{one:?} {other:?}");
                alike += u32::from(one.similarity(&other) >= least);
                denied += u32::from(!may_reach);
            }
        }
        assert!(alike > 1_000 && denied > 1_000, "{alike} alike, {denied} denied");
    }

    #[test]
    fn a_sentence_is_the_same_to_the_last_bit_where_it_is_read_again() {
        let is_light = |word: &Token| word.key.is_multiple_of(3);
        let text = "Your 2 refunds go to Anna and to the card that you paid with, in the next 14 days or so";
        for sentence in sentences(text, &Tokens::new(text), is_light) {
            let again: Sentence = read::whole(&write::compact(&sentence)).unwrap();
            assert_eq!(format!("{again:?}"), format!("{sentence:?}"));
            assert!(sentence.keys.weighed().norm.fract() > 0.0);
        }
    }

    #[test]
    fn a_template_with_another_value_is_another_answer() {
        assert!(alike("Your order 123 was sent.", "Your order 456 was sent.").abs() < 1e-9);
        assert!(alike("You can meet Anna at noon.", "You can meet Paul at noon.").abs() < 1e-9);
        assert!(alike("Refunds take 5 days.", "Usually refunds take 5 days.") > 0.8);
    }

    #[test]
    fn texts_are_alike_as_a_whole_wherever_their_sentences_end() {
        let alike = |one: &str, other: &str| {
            let (one, other) = (read(one), read(other));
            Whole::new(one.iter().collect()).similarity(&Whole::new(other.iter().collect()))
        };
        let said = "Refunds take days. They go to your card.";
        assert!((alike(said, "They go to your card, refunds take days") - 1.0).abs() < 1e-9);
        assert!(alike(said, "Refunds take 5 days. They go to your card.") > 0.9);
        assert!(alike("Refunds take 6 days. Wait.", "Refunds take 5 days. Wait.").abs() < 1e-9);
    }

    #[test]
    fn a_longer_message_may_contain_a_shorter_one() {
        let short = read("Please check the FAQ page.");
        let long = read("I am sorry to hear that. Please check the FAQ page. Anything else?");
        assert!((containment(&short, &long, 0.6) - 1.0).abs() < 1e-9);
        assert!(containment(&long, &short, 0.6) < 0.5);
        assert!(containment(&[], &long, 0.6).abs() < 1e-9);
    }

    #[test]
    fn an_endless_text_is_compared_by_its_beginning() {
        assert_eq!(read(&"More and more. ".repeat(1_000)).len(), MOST_SENTENCES);
    }
}
