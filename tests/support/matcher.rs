//! A slow matcher of phrase patterns that follows their description word by word, to hold the automaton to it.

use std::collections::BTreeSet;

use chatbot_audit::text::phrases::Phrases;
use chatbot_audit::text::tokens::Tokens;

/// Words of patterns and of texts: prefixes, slips and doubles of each other, so that patterns meet and cross.
const WORDS: [&str; 12] =
    ["stop", "stopped", "stpo", "stopp", "sto", "stap", "agent", "agnet", "please", "no", "chat", "chats"];

/// A part of a pattern.
enum Item {
    Word(&'static str),
    Prefix(&'static str),
    Slips(&'static str),
    Any,
    Gap(usize),
    Optional(Box<Item>),
    Group(Vec<Vec<Item>>),
}

struct Pattern {
    opens_sentence: bool,
    items: Vec<Item>,
    ends_sentence: bool,
}

/// What the bytes choose, 0 when there are none left.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn below(&mut self, bound: usize) -> usize {
        self.0.next().map_or(0, |&byte| usize::from(byte) % bound)
    }

    fn pattern(&mut self) -> Pattern {
        let opens_sentence = self.below(4) == 1;
        let mut items: Vec<Item> = (0..self.below(3)).map(|_| Item::Optional(Box::new(self.beginning()))).collect();
        items.push(self.beginning());
        items.extend((0..self.below(4)).map(|_| self.item()));
        Pattern { opens_sentence, items, ends_sentence: self.below(4) == 1 }
    }

    /// What a pattern may begin with: no gap and not any word.
    fn beginning(&mut self) -> Item {
        if self.below(3) == 1 {
            return Item::Group((0..=self.below(3)).map(|_| self.phrase()).collect());
        }
        self.word()
    }

    fn phrase(&mut self) -> Vec<Item> {
        let mut items = vec![self.word()];
        items.extend((0..self.below(3)).map(|_| self.item_without_group()));
        items
    }

    fn word(&mut self) -> Item {
        let word = WORDS[self.below(WORDS.len())];
        match self.below(4) {
            1 if word.len() >= 3 => Item::Prefix(word),
            2 => Item::Slips(word),
            _ => Item::Word(word),
        }
    }

    fn item_without_group(&mut self) -> Item {
        match self.below(5) {
            1 => Item::Any,
            2 => Item::Gap(1 + self.below(3)),
            3 => Item::Optional(Box::new(self.word())),
            _ => self.word(),
        }
    }

    fn item(&mut self) -> Item {
        match self.below(3) {
            1 => Item::Group((0..=self.below(3)).map(|_| self.phrase()).collect()),
            2 => Item::Optional(Box::new(self.beginning())),
            _ => self.item_without_group(),
        }
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        while !self.0.as_slice().is_empty() {
            match self.below(WORDS.len() + 4) {
                0 => text.push('.'),
                1 => text.push(','),
                2 => text.push_str(" stranger"),
                3 => text.push_str("!\n"),
                word => text.extend([" ", WORDS[word - 4]]),
            }
        }
        text
    }
}

fn written(items: &[Item]) -> String {
    items.iter().map(write).collect::<Vec<_>>().join(" ")
}

fn write(item: &Item) -> String {
    match item {
        Item::Word(word) => (*word).to_owned(),
        Item::Prefix(word) => format!("{word}*"),
        Item::Slips(word) => format!("{word}~"),
        Item::Any => "_".to_owned(),
        Item::Gap(words) => format!("..{words}"),
        Item::Optional(item) => format!("{}?", write(item)),
        Item::Group(choices) => {
            format!("({})", choices.iter().map(|choice| written(choice)).collect::<Vec<_>>().join("|"))
        }
    }
}

/// Where `item` may end in the sentence if it begins at word `at`.
fn ends(item: &Item, sentence: &[&str], at: usize) -> BTreeSet<usize> {
    let word_is = |fits: &dyn Fn(&str) -> bool| sentence.get(at).filter(|word| fits(word)).map(|_| at + 1);
    match item {
        Item::Word(meant) => word_is(&|word| word == *meant).into_iter().collect(),
        Item::Prefix(begin) => word_is(&|word| word.starts_with(begin)).into_iter().collect(),
        Item::Slips(meant) => word_is(&|word| word == *meant || is_slip(meant, word)).into_iter().collect(),
        Item::Any => word_is(&|_| true).into_iter().collect(),
        Item::Gap(words) => (at..=(at + words).min(sentence.len())).collect(),
        Item::Optional(item) => ends(item, sentence, at).into_iter().chain([at]).collect(),
        Item::Group(choices) => choices.iter().flat_map(|choice| sequence_ends(choice, sentence, at)).collect(),
    }
}

fn sequence_ends(items: &[Item], sentence: &[&str], at: usize) -> BTreeSet<usize> {
    items
        .iter()
        .fold(BTreeSet::from([at]), |from, item| from.into_iter().flat_map(|at| ends(item, sentence, at)).collect())
}

/// Tries every slip behind the first letter.
fn is_slip(meant: &str, word: &str) -> bool {
    (1..meant.len()).any(|at| {
        let (before, letter, after) = (&meant[..at], &meant[at..=at], &meant[at + 1..]);
        let swapped = after.get(..1).map(|next| format!("{before}{next}{letter}{}", &after[1..]));
        let replaced = |other: char| format!("{before}{other}{after}") == word;
        word == format!("{before}{after}")
            || word == format!("{before}{letter}{letter}{after}")
            || swapped.is_some_and(|swapped| swapped == word)
            || ('a'..='z').any(replaced)
    })
}

/// Patterns and a text that the bytes choose: the automaton finds what the description says, also when it remembers.
pub fn compare(data: &[u8]) {
    let mut choices = Choices(data.iter());
    let patterns: Vec<Pattern> = (0..=choices.below(5)).map(|_| choices.pattern()).collect();
    let text = choices.text();
    let tokens = Tokens::new(&text);

    let mut phrases = Phrases::default();
    let mut sources = Vec::new();
    for (index, pattern) in patterns.iter().enumerate() {
        let mark = |is_there: bool, mark: &'static str| if is_there { mark } else { "" };
        let (opens, ends) = (mark(pattern.opens_sentence, "^ "), mark(pattern.ends_sentence, " $"));
        let source = format!("{opens}{}{ends}", written(&pattern.items));
        phrases.add_all(&source, index);
        sources.push(source);
    }
    let found = || phrases.find(&tokens).iter().map(|hit| (hit.start, hit.label, hit.end)).collect::<Vec<_>>();

    let items = tokens.as_slice();
    let mut expected = Vec::new();
    for start in 0..items.len() {
        let sentence_start = items.partition_point(|token| token.sentence < items[start].sentence);
        let sentence_end = items.partition_point(|token| token.sentence <= items[start].sentence);
        let sentence: Vec<&str> = items[..sentence_end].iter().map(|token| tokens.word(token)).collect();
        for (index, pattern) in patterns.iter().enumerate() {
            let fits = |&end: &usize| end > start && (!pattern.ends_sentence || end == sentence_end);
            if pattern.opens_sentence && start != sentence_start {
                continue;
            }
            if let Some(end) = sequence_ends(&pattern.items, &sentence, start).into_iter().filter(fits).max() {
                expected.push((start, index, end));
            }
        }
    }
    assert_eq!(found(), expected, "{sources:?} in {text:?}");
    assert_eq!(found(), expected, "the second time, {sources:?} in {text:?}");
}
