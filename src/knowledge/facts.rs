//! What is true, by topic, and what a sentence says about the same topics.
//!
//! A topic is a name ("return window"), or a path of subject, slot and conditions parted by `#`, `/`, `>` or nesting
//! ("Berlin#opening hours#sunday"). Subjects may have other names.

use std::ops::Range;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::periods::periods;
use super::stems::{self, is_empty_word, stem};
use crate::json::write;
use crate::lean::decimal;
use crate::lean::flat_map::FlatMap;
use crate::lean::sort;
use crate::text::quantities::{Kind, Quantity, quantities};
use crate::text::table::Table;
use crate::text::tokens::{Token, Tokens, key};

/// The caller's facts.
#[derive(Debug, Default)]
pub struct Facts {
    items: Vec<Fact>,
    /// Subjects of paths by the words of their names that say something, without blanks and endings: "my dogs" is "dog", and
    /// "take your medicine" is "taking medicine".
    subjects: FlatMap<String, Vec<usize>>,
    /// Words of the longest subject name.
    longest_name: usize,
    /// Nouns that end several values of a slot: "traffic" where values are "heavy traffic" and "no traffic".
    heads: Table<()>,
    /// Nouns that end the names of several subjects.
    subject_heads: Table<()>,
    /// Stems of every word in topics, names and values.
    words: Table<()>,
}

#[derive(Debug)]
struct Fact {
    topic: String,
    /// Any of these, as stems, names the topic. Of a path: its subject.
    names: Vec<Vec<u64>>,
    /// Which subject of a path, slot and conditions; `None` for a plain topic.
    path: Option<Path>,
    values: Vec<Truth>,
}

#[derive(Debug)]
struct Path {
    subject: usize,
    slot: Vec<u64>,
    conditions: Vec<Vec<u64>>,
}

#[derive(Debug)]
struct Truth {
    text: String,
    quantities: Vec<Quantity>,
    /// Every word's stem, for values that are words.
    words: Vec<u64>,
    yes: Option<bool>,
    /// The [`periods`] for which a price is given.
    periods: u8,
}

/// A sentence to compare.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The words of the whole message.
    pub tokens: &'a Tokens,
    /// The sentence's words.
    pub sentence: &'a Range<usize>,
    /// The values of the whole message.
    pub quantities: &'a [Quantity],
    /// Words that turn a value into its opposite, as token indices.
    pub negations: &'a [usize],
    /// Words that begin with a capital letter inside their sentence, as token indices.
    pub capitals: &'a [usize],
    /// The message has capital letters at all, so that a word without one is no name.
    pub has_capitals: bool,
    /// Where a question begins inside the sentence, as token index: what follows is asked, not said.
    pub asks_from: Option<usize>,
    /// The messages before, the newest first.
    pub earlier: &'a [&'a Tokens],
}

/// What a fact says about a value in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison<'a> {
    /// The fact's topic as given.
    pub topic: &'a str,
    /// The value that the facts give, as given; several parted by " or ".
    pub expected: String,
    /// Bytes of the value in the message.
    pub span: (usize, usize),
    /// The same, or another.
    pub agrees: bool,
    /// The subject stands in an earlier message, not in this sentence.
    pub carried: bool,
    /// The span is no value but a subject that the facts do not know, named in place of the one that was asked about.
    pub stranger: bool,
}

/// Words for a time that only the moment of speaking tells.
const VAGUE_TIMES: [&str; 12] = [
    "today",
    "tonight",
    "tomorrow",
    "now",
    "currently",
    "later",
    "soon",
    "yesterday",
    "aujourd",
    "demain",
    "maintenant",
    "bientot",
];
/// Words for a stretch of such times.
const WHILES: [&str; 7] = ["week", "weekend", "days", "hours", "semaine", "jours", "heures"];
/// Words before the subject of a statement.
const SUBJECT_PREPOSITIONS: [&str; 4] = ["in", "for", "at", "pour"];
/// Words that count or choose; no name begins with them.
const QUANTIFIERS: [&str; 18] = [
    "next", "last", "least", "most", "both", "several", "many", "few", "example", "sure", "two", "three", "four",
    "five", "deux", "trois", "quatre", "cinq",
];
/// Verbs behind the subject at the start of a sentence.
const COPULAS: [&str; 6] = ["is", "are", "costs", "est", "sont", "coute"];
/// A name at the start of a sentence has two words at least, since every sentence starts with a capital, and rarely more than this.
const LONGEST_OPENING: usize = 4;
/// A list of fewer subjects is no register in which one could be missing.
const REGISTER: usize = 3;
/// Negations that belong to a noun, and how far it may stand behind them.
const DETERMINERS: [&str; 5] = ["no", "aucun", "aucune", "without", "sans"];
const DETERMINER_REACH: usize = 3;
/// Words so close before a value that it is what happened in one case ("was charged 12", "took 9 days"), and no rule.
const HAPPENED: [&str; 11] =
    ["was", "were", "took", "paid", "charged", "waited", "ete", "pris", "paye", "attendu", "etait"];
const HAPPENED_REACH: usize = 3;
/// First words of an answer to a question for yes or no.
const YES: [&str; 2] = ["yes", "oui"];
const NO: [&str; 3] = ["no", "unfortunately", "non"];
/// Words of a question that leave open what a yes to it means.
const TURNED: [&str; 10] = ["not", "dont", "isnt", "arent", "no", "or", "only", "ne", "pas", "ou"];
/// Behind these words a negation reaches no farther.
const TURNS: [&str; 4] = ["but", "although", "mais", "however"];
/// Words more than the name has that may stand between its words.
const NAME_SLACK: usize = 4;
/// Words for "at no price".
const FREE: [&str; 11] = [
    "free",
    "complimentary",
    "gratuit",
    "gratuite",
    "gratuits",
    "gratuites",
    "gratuitement",
    "offert",
    "offerte",
    "offerts",
    "offertes",
];
/// Words of those for whom or for which it is, when that is not a part alone.
const EVERY: [&str; 11] =
    ["all", "any", "every", "everyone", "everybody", "everywhere", "tout", "tous", "toute", "toutes", "chaque"];
/// Share of a value's words that must be a quantity, so that it is compared as one: "6 miles", but not "271 Springer Street".
const TYPED_SHARE: f64 = 0.5;

/// Words for the same property: facts have a name for it, and bots say it with a verb.
const PROPERTIES: [&[&str]; 6] = [
    &["price", "pricing", "cost", "prix", "coute", "coutent", "cout", "tarif"],
    &["period", "window", "deadline", "periode"],
    &["time", "take", "duration", "delai", "duree", "dure", "durent", "prend", "prennent"],
    &[
        "hours",
        "open",
        "opening",
        "available",
        "reachable",
        "joignable",
        "horaires",
        "ouvert",
        "ouverte",
        "ouverture",
        "disponible",
    ],
    &["limit", "maximum", "max", "up", "exceed", "limite", "maximale", "plafond", "jusqu", "depasser"],
    &["weight", "weigh", "poids", "pese", "pesent", "peser"],
];

static PROPERTY: LazyLock<Table<u64>> = LazyLock::new(|| {
    let mut senses = Table::new();
    for words in PROPERTIES {
        let mut stems = words.iter().map(|word| key(stem(word)));
        let Some(first) = stems.next() else { continue };
        for stem in stems {
            senses.insert(stem, first);
        }
    }
    senses
});

/// A word without its ending; nothing where it says nothing.
fn bare<'t>(tokens: &'t Tokens, token: &Token) -> &'t str {
    if is_empty_word(token.key) { "" } else { stem(tokens.word(token)) }
}

/// What stands for a folded word in names and in what is said of them.
fn sense(word: &str) -> u64 {
    property(key(stem(word)))
}

fn property(stem: u64) -> u64 {
    PROPERTY.get(stem).unwrap_or(stem)
}

/// The telling words of a name.
fn phrase(name: &str) -> Vec<u64> {
    stems::phrase(name).into_iter().map(property).collect()
}

impl Facts {
    /// `facts` maps a topic to a value, a list of values that are all true, or more topics; `aliases` gives other names.
    pub fn new(facts: &Map<String, Value>, aliases: &FlatMap<String, Vec<String>>) -> Self {
        let mut built = Self::default();
        let mut subjects: Vec<String> = Vec::new();
        for (topic, value) in facts {
            let other = aliases.get(topic).map(Vec::as_slice).unwrap_or_default();
            let parts: Vec<&str> =
                topic.split(['#', '/', '>']).map(str::trim).filter(|part| !part.is_empty()).collect();
            built.add(topic, &parts, value, other, &mut subjects);
        }
        built.heads = built.find_heads();
        built.subject_heads = shared_heads(&subjects);
        built
    }

    fn find_heads(&self) -> Table<()> {
        // Slots with the last and the first word of a value.
        let mut values: Vec<(&[u64], u64, u64)> = Vec::new();
        for fact in &self.items {
            let Some(path) = &fact.path else { continue };
            for truth in fact.values.iter().filter(|truth| !truth.is_typed() && !truth.is_numbered()) {
                if let [first, head] = truth.words.as_slice() {
                    values.push((&path.slot, *head, *first));
                }
            }
        }
        sort::by_key(&mut values, |value| *value);
        let several = |group: &&[_]| group.first() != group.last();
        let ends = values.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(several);
        ends.filter_map(<[_]>::first).map(|(_, head, _)| *head).collect()
    }

    fn add(&mut self, topic: &str, parts: &[&str], value: &Value, aliases: &[String], subjects: &mut Vec<String>) {
        if let Value::Object(inner) = value {
            for (name, value) in inner {
                let mut parts = parts.to_vec();
                parts.push(name);
                self.add(&format!("{topic}#{name}"), &parts, value, aliases, subjects);
            }
            return;
        }
        let values: Vec<Truth> = match value {
            Value::Array(values) => values.iter().filter_map(Truth::new).collect(),
            value => Truth::new(value).into_iter().collect(),
        };
        let Some((first, rest)) = parts.split_first() else { return };
        if values.is_empty() {
            return;
        }
        let first = readable(first);
        let path = rest.split_first().map(|(slot, conditions)| {
            let subject = subjects.iter().position(|name| *name == first).unwrap_or_else(|| {
                subjects.push(first.clone());
                subjects.len() - 1
            });
            for name in std::iter::once(&first).chain(aliases) {
                let words = Tokens::new(name);
                self.longest_name = self.longest_name.max(words.len());
                let name = words.as_slice().iter().map(|word| bare(&words, word)).collect();
                self.subjects.change(name, |subjects: &mut Vec<usize>| {
                    if !subjects.contains(&subject) {
                        subjects.push(subject);
                    }
                });
            }
            Path {
                subject,
                slot: phrase(&readable(slot)),
                conditions: conditions.iter().map(|part| phrase(&readable(part))).collect(),
            }
        });
        // What a subject has or lacks is said in one breath with its name: "Dogs are allowed at the Inn".
        let said_whole = values.iter().any(|truth| truth.yes.is_some());
        let path = path.filter(|_| !said_whole);
        let rest = if said_whole { rest.join(" ") } else { String::new() };
        let names = std::iter::once(&first).chain(aliases).map(|name| phrase(&readable(&format!("{name} {rest}"))));
        let mut names: Vec<Vec<u64>> = names.collect();
        names.retain(|name| !name.is_empty());
        self.words.extend(values.iter().flat_map(|truth| &truth.words).copied());
        for text in std::iter::once(topic).chain(aliases.iter().map(String::as_str)) {
            self.words.extend(Tokens::new(&readable(text)).words().map(sense));
        }
        self.items.push(Fact { topic: topic.to_owned(), names, path, values });
    }

    /// Nothing was given.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The subjects of paths that `tokens` name, in order, with the words that name them.
    fn subjects_in(&self, tokens: &Tokens, range: &Range<usize>) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let mut name = String::new();
            let mut longest = None;
            // "Jill's" is two words, so a name may be a little longer in the text than as given.
            for end in at..range.end.min(at + self.longest_name + 2) {
                let Some(token) = tokens.as_slice().get(end) else { break };
                let telling = bare(tokens, token);
                name.push_str(telling);
                if let Some(subjects) = self.subjects.get(&name).filter(|_| !telling.is_empty()) {
                    longest = subjects.first().map(|&subject| (subject, at..end + 1));
                }
            }
            at = longest.as_ref().map_or(at + 1, |(_, words)| words.end);
            found.extend(longest);
        }
        found
    }

    /// What the facts say about the values in a sentence.
    pub fn compare<'a>(&'a self, said: Said<'_>) -> Vec<Comparison<'a>> {
        if self.items.is_empty() {
            return Vec::new();
        }
        let mut found = self.compare_plain(said);
        if self.longest_name > 0 {
            self.compare_paths(said, &mut found);
        }
        found
    }

    fn compare_plain<'a>(&'a self, said: Said<'_>) -> Vec<Comparison<'a>> {
        let values = said.values();
        let mut found = Vec::new();
        let mut asked = Vec::new();
        for fact in self.items.iter().filter(|fact| fact.path.is_none()) {
            let place = fact.names.iter().filter_map(|name| find_name(said.tokens, said.sentence, name)).next();
            match place {
                Some(place) => found.extend(fact.compare_values(said, &values, &place, false)),
                None => {
                    // The customer named the topic, the bot answers with a bare value.
                    let question = said.question().is_some_and(|tokens| {
                        fact.names
                            .iter()
                            .any(|name| stands_in(tokens, name) && (fact.yes().is_none() || asks_for(tokens, name)))
                    });
                    if question {
                        asked.extend(fact.compare_values(said, &values, said.sentence, true));
                    }
                }
            }
        }
        // A bare value answers one question; with two topics asked about nobody can tell which.
        if found.is_empty() && asked.len() == 1 { asked } else { found }
    }

    fn compare_paths<'a>(&'a self, said: Said<'_>, found: &mut Vec<Comparison<'a>>) {
        // Over the whole message, since a name may hold a full stop.
        let mut named = self.subjects_in(said.tokens, &(0..said.tokens.len()));
        named.retain(|(_, name)| name.start < said.sentence.end && said.sentence.start < name.end);
        let before = said.tokens;
        let carried = || {
            self.subjects_in(before, &(0..said.sentence.start))
                .pop()
                .or_else(|| said.earlier.iter().find_map(|tokens| self.subjects_in(tokens, &(0..tokens.len())).pop()))
        };
        let carried = if named.is_empty() { carried().map(|(subject, _)| subject) } else { None };
        let mut mentions: Vec<(Range<usize>, Mention)> = said
            .values()
            .into_iter()
            .map(|quantity| (said.tokens_of(quantity), Mention::Quantity(*quantity)))
            .collect();
        mentions.extend(self.words_in(said, &named));
        // A value inside another one ("the 271" of "271 Springer Street") is no value.
        let inside = |range: &Range<usize>, other: &Range<usize>| {
            other.start <= range.start && range.end <= other.end && other.len() > range.len()
        };
        let ranges: Vec<Range<usize>> = mentions
            .iter()
            .map(|(range, _)| range.clone())
            .chain(named.iter().map(|(_, range)| range.clone()))
            .collect();
        mentions.retain(|(range, _)| !ranges.iter().any(|other| inside(range, other)));
        if named.is_empty()
            && mentions.iter().any(|(range, _)| said.asks_from.is_none_or(|asked| range.start < asked))
            && let Some(name) = self.stranger(said, carried)
            && let Some(fact) = self.items.iter().find(|fact| {
                fact.path.as_ref().is_some_and(|path| carried.is_none_or(|subject| path.subject == subject))
            })
        {
            found.push(Comparison {
                topic: &fact.topic,
                expected: if carried.is_some() { fact.subject_name() } else { String::new() },
                span: said.bytes(&name),
                agrees: false,
                carried: true,
                stranger: true,
            });
            return;
        }
        let values: Vec<Range<usize>> = mentions.iter().map(|(range, _)| range.clone()).collect();
        for (range, mention) in &mentions {
            if said.asks_from.is_some_and(|asked| asked <= range.start) {
                continue;
            }
            // "A costs 2 and B 6", "2 for A and 6 for B": the subject stands before the value or behind it.
            let before = named.iter().rev().find(|(_, name)| name.end <= range.start).map(|&(subject, _)| subject);
            let behind = named.iter().find(|(_, name)| name.start >= range.end).map(|&(subject, _)| subject);
            let mut comparisons: Vec<Comparison<'a>> = [before, behind.filter(|_| before != behind), carried]
                .into_iter()
                .flatten()
                .filter_map(|subject| self.compare_mention(said, subject, range, mention, &values, named.is_empty()))
                .collect();
            let chosen = comparisons.iter().position(|comparison| comparison.agrees).unwrap_or(0);
            if chosen < comparisons.len() {
                found.push(comparisons.swap_remove(chosen));
            }
        }
    }

    /// Values that are words of some fact's slot, the longest at each place.
    fn words_in(&self, said: Said<'_>, named: &[(usize, Range<usize>)]) -> Vec<(Range<usize>, Mention)> {
        let stems: Vec<u64> = said.tokens.as_slice().iter().map(|token| sense(said.tokens.word(token))).collect();
        let mut found: Vec<(Range<usize>, Mention)> = Vec::new();
        let mut numbered: Table<()> = ROADS.iter().map(|road| sense(road)).collect();
        for truth in self.items.iter().filter(|fact| fact.path.is_some()).flat_map(|fact| &fact.values) {
            if truth.words.is_empty() || truth.is_typed() {
                continue;
            }
            if truth.is_numbered() {
                numbered.extend(truth.words.last().copied());
            }
            for at in said.sentence.clone() {
                let range = at..at + truth.words.len();
                let fits = range.end <= said.sentence.end && stems.get(range.clone()) == Some(truth.words.as_slice());
                let words = truth.words.clone();
                let is_name = named.iter().any(|(_, name)| name.start <= range.start && range.end <= name.end);
                if fits && !is_name && !found.iter().any(|(other, _)| *other == range) {
                    found.push((
                        range,
                        if truth.is_numbered() { Mention::Address(words) } else { Mention::Words(words) },
                    ));
                }
            }
        }
        for (at, stem) in stems.iter().enumerate().take(said.sentence.end).skip(said.sentence.start + 1) {
            let plain = |at: usize| {
                let word = said.word(at);
                !word.is_empty() && !is_empty_word(key(word)) && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            };
            let known = found.iter().any(|(range, _)| range.contains(&at));
            if self.heads.get(*stem).is_some() && plain(at - 1) && !known {
                found.push((at - 1..at + 1, Mention::Words(stems.get(at - 1..at + 1).unwrap_or_default().to_vec())));
            }
        }
        // "12 Hill Road" is an address as soon as the facts know other roads.
        for at in said.sentence.clone() {
            if !is_house_number(said.word(at)) {
                continue;
            }
            let end = (at + 1..said.sentence.end.min(at + 1 + STREET_WORDS))
                .rev()
                .find(|&end| stems.get(end).is_some_and(|stem| numbered.get(*stem).is_some()));
            let known = found.iter().any(|(range, _)| range.contains(&at));
            if let (Some(end), false) = (end, known) {
                found.push((at..end + 1, Mention::Address(stems.get(at..end + 1).unwrap_or_default().to_vec())));
            }
        }
        found
    }

    fn compare_mention<'a>(
        &'a self,
        said: Said<'_>,
        subject: usize,
        range: &Range<usize>,
        mention: &Mention,
        values: &[Range<usize>],
        carried: bool,
    ) -> Option<Comparison<'a>> {
        let of_subject = || {
            self.items
                .iter()
                .filter_map(|fact| fact.path.as_ref().map(|path| (fact, path)))
                .filter(move |(_, path)| path.subject == subject)
        };
        // Slots that hold values of this sort, in this subject or in any other.
        let mut slots: Vec<&[u64]> = Vec::new();
        for (fact, path) in self.items.iter().filter_map(|fact| fact.path.as_ref().map(|path| (fact, path))) {
            let holds = fact.values.iter().any(|truth| truth.could_be(mention));
            if holds && !slots.contains(&path.slot.as_slice()) {
                slots.push(&path.slot);
            }
        }
        slots.retain(|slot| of_subject().any(|(_, path)| path.slot == *slot));
        let slot = said.nearest_slot(&slots, range);
        let candidates: Vec<(&Fact, &Path)> = of_subject()
            .filter(|(_, path)| match slot {
                Some(slot) => path.slot == slot,
                None => slots.contains(&path.slot.as_slice()),
            })
            .collect();
        let chosen = said.under_conditions(&candidates, range);
        let conditioned = chosen.len() < candidates.len();
        let (first, _) = *chosen.first()?;
        let same = chosen.iter().any(|(fact, _)| fact.values.iter().any(|truth| truth.is(mention)));
        let negated = said.negated(range, values);
        let agrees = match (negated, mention) {
            (false, _) => same,
            // "Not rain on Monday" is wrong when Monday is the rainy day; "not rain" alone leaves the days open.
            (true, Mention::Words(_) | Mention::Address(_)) if conditioned || !said.is_vague() => !same,
            (true, _) => return None,
        };
        let expected = chosen.iter().flat_map(|(fact, _)| &fact.values).map(|truth| truth.text.as_str());
        Some(Comparison {
            topic: &first.topic,
            expected: list(expected),
            span: said.bytes(range),
            agrees,
            carried,
            stranger: false,
        })
    }

    /// A name that stands where a subject would, and is in none of the facts and in no earlier message.
    fn stranger(&self, said: Said<'_>, asked: Option<usize>) -> Option<Range<usize>> {
        let items = said.tokens.as_slice();
        let is_name = |at: usize| {
            let text = said.word(at);
            said.sentence.contains(&at)
                && text.len() > 2
                && text.bytes().all(|byte| byte.is_ascii_alphabetic())
                && (!said.has_capitals || said.capitals.contains(&at))
                && !is_empty_word(key(text))
                && !VAGUE_TIMES.contains(&text)
                && !QUANTIFIERS.contains(&text)
                && said.values().iter().all(|value| !said.tokens_of(value).contains(&at))
        };
        let is_new = |at: usize| {
            is_name(at)
                && self.words.get(sense(said.word(at))).is_none()
                && !said.earlier.iter().any(|tokens| {
                    tokens.as_slice().iter().any(|other| Some(other.key) == items.get(at).map(|token| token.key))
                })
        };
        let behind_preposition = || {
            let at = said.sentence.clone().find(|&at| {
                let starts = SUBJECT_PREPOSITIONS.contains(&said.word(at)) && is_name(at + 1);
                starts && (is_new(at + 1) || is_new(at + 2))
            })?;
            Some(at + 1..if is_name(at + 2) { at + 3 } else { at + 2 })
        };
        // The noun that ends the name of the subject that was asked about.
        let asked_head = self
            .items
            .iter()
            .find(|fact| asked.is_some() && fact.path.as_ref().map(|path| path.subject) == asked)
            .and_then(|fact| fact.names.first().filter(|name| name.len() > 1)?.last().copied());
        // "Team plan" where the facts know a "basic plan" and a "pro plan".
        let before_head = || {
            let mut places = said.sentence.clone().skip(1);
            let is_head = |at: usize| {
                let word = sense(said.word(at));
                self.subject_heads.get(word).is_some() || asked_head == Some(word)
            };
            let at = places.find(|&at| is_head(at) && is_new(at - 1))?;
            Some(at - 1..at + 1)
        };
        // "Jing Jing is 4 miles away" where the facts list other places.
        let opening = || {
            let start = said.sentence.start;
            let verb = (start + 2..said.sentence.end.min(start + 1 + LONGEST_OPENING))
                .find(|&at| COPULAS.contains(&said.word(at)))?;
            let mut known: Vec<usize> = Vec::new();
            for subject in self.subjects.iter().flat_map(|(_, subjects)| subjects) {
                if !known.contains(subject) && known.len() < REGISTER {
                    known.push(*subject);
                }
            }
            let register = known.len() >= REGISTER;
            (register && is_name(start) && is_new(verb - 1)).then_some(start..verb)
        };
        behind_preposition().or_else(before_head).or_else(opening)
    }
}

impl Fact {
    /// The noun that a count in the sentence counts is one of the topic's words, and the fact is a bare number.
    fn counts(&self, said: Said<'_>, count: &Quantity) -> bool {
        let bare = self
            .values
            .iter()
            .flat_map(|truth| &truth.quantities)
            .any(|value| value.unit == BARE && value.kind == Kind::Count);
        let noun = said.tokens_of(count).last().and_then(|at| said.tokens.as_slice().get(at));
        let topic = phrase(&readable(&self.topic));
        bare && noun.is_some_and(|noun| {
            let noun = sense(said.tokens.word(noun));
            topic.contains(&noun) || self.names.iter().any(|name| name.contains(&noun))
        })
    }

    /// The fact says that it is so, or that it is not.
    fn yes(&self) -> Option<bool> {
        self.values.iter().find_map(|truth| truth.yes)
    }

    /// The first part of a path.
    fn subject_name(&self) -> String {
        readable(self.topic.split(['#', '/', '>']).next().unwrap_or_default())
    }

    /// Compares the values near the name with those of a plain topic.
    fn compare_values<'a>(
        &'a self,
        said: Said<'_>,
        values: &[&Quantity],
        place: &Range<usize>,
        carried: bool,
    ) -> Option<Comparison<'a>> {
        let expected = list(self.values.iter().map(|truth| truth.text.as_str()));
        let done = |span, agrees| {
            Some(Comparison { topic: &self.topic, expected: expected.clone(), span, agrees, carried, stranger: false })
        };
        if let Some(yes) = self.yes() {
            if carried {
                let answer = said.tokens.words().next().filter(|_| said.sentence.start == 0)?;
                let says_yes = YES.contains(&answer);
                return done(said.bytes(&(0..1)), says_yes == yes).filter(|_| says_yes || NO.contains(&answer));
            }
            // "A has parking, B has none" says nothing of B's parking where the name stands.
            let is_whole = said.clause(place.start) == said.clause(place.end - 1);
            return done(said.bytes(place), said.negates(place) != yes).filter(|_| is_whole);
        }
        let typed: Vec<&Quantity> = self.values.iter().flat_map(|truth| &truth.quantities).collect();
        let has = |kind: Kind| typed.iter().any(|truth| truth.kind == kind);
        let of_kind = |kind: Kind| values.iter().filter(move |value| value.kind == kind);
        let on_days = has(Kind::Weekday) && has(Kind::Time) && of_kind(Kind::Time).next().is_some();
        let on_other_days = on_days && of_kind(Kind::Weekday).any(|day| !typed.iter().any(|truth| truth.agrees(day)));
        let mut nearest: Option<(usize, Comparison<'a>)> = None;
        for value in values {
            let named = Quantity { unit: BARE, ..**value };
            let own_noun = value.kind == Kind::Count && self.counts(said, value);
            let value = if own_noun { &named } else { *value };
            if value.kind == Kind::Money && self.for_another_period(said) {
                continue;
            }
            // Hours are compared, and the days beside them only say which hours are meant.
            if on_days && (value.kind == Kind::Weekday || on_other_days) {
                continue;
            }
            let comparable: Vec<&&Quantity> = typed.iter().filter(|truth| truth.comparable(value)).collect();
            if comparable.is_empty() {
                continue;
            }
            // Of opening hours only a whole range can be compared: "come at 14:00" is no opening time.
            let said_like_it: Vec<&&Quantity> = of_kind(value.kind).collect();
            let is_range = comparable.len() > 1 && self.values.len() == 1;
            if is_range && said_like_it.len() < 2 {
                continue;
            }
            let range = said.tokens_of(value);
            // "Delivery is free from 50": the sum is no price.
            let threshold = carried && value.kind == Kind::Money && said.speaks_of_free();
            if said.negated(&range, &[]) || said.happened(&range) || threshold {
                continue;
            }
            if is_range && said_like_it.len() == comparable.len() {
                let mut ends = said_like_it.iter().zip(&comparable);
                if ends.clone().all(|(said, truth)| truth.agrees(said)) {
                    return done((value.start, value.end), true);
                }
                if ends.any(|(said, truth)| said.start == value.start && truth.agrees(said)) {
                    continue;
                }
            } else if comparable.iter().any(|truth| truth.agrees(value)) {
                return done((value.start, value.end), true);
            }
            let distance = range.start.abs_diff(place.end).min(place.start.abs_diff(range.end));
            if nearest.as_ref().is_none_or(|(other, _)| distance < *other) {
                nearest = done((value.start, value.end), false).map(|comparison| (distance, comparison));
            }
        }
        let has_price = typed.iter().all(|value| value.kind == Kind::Money && value.low > 0) && typed.len() == 1;
        let free = || said.free(place).filter(|_| has_price);
        nearest.map(|(_, comparison)| comparison).or_else(|| done(said.bytes(&free()?), false))
    }

    /// The sentence names prices for other periods than the fact's: "$80 paid yearly" says nothing of "$8 per month".
    fn for_another_period(&self, said: Said<'_>) -> bool {
        let named = periods(said.tokens, said.sentence);
        let own = self.values.iter().fold(0, |all, truth| all | truth.periods);
        named != 0 && own != 0 && named & own == 0
    }
}

/// Unit of a number that a fact gives without a noun: the topic's own words are the noun.
const BARE: u64 = 0;

#[derive(Clone, Debug)]
enum Mention {
    Quantity(Quantity),
    Words(Vec<u64>),
    Address(Vec<u64>),
}

impl Truth {
    /// Another value with the same noun: "heavy traffic" and "no traffic".
    fn shares_head(&self, words: &[u64]) -> bool {
        self.words.len() == 2 && words.len() == 2 && self.words.last() == words.last()
    }

    /// Begins with a number that is no quantity: an address.
    fn is_numbered(&self) -> bool {
        let tokens = Tokens::new(&self.text);
        self.words.len() > 1 && tokens.as_slice().first().is_some_and(|token| is_house_number(tokens.word(token)))
    }

    fn new(value: &Value) -> Option<Self> {
        let text = match value {
            Value::String(text) => readable(text),
            Value::Number(_) => write::compact(value),
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            _ => return None,
        };
        let tokens = Tokens::new(&text);
        let yes = match value {
            Value::Bool(yes) => Some(*yes),
            _ => match tokens.words().collect::<Vec<_>>().as_slice() {
                ["yes" | "true" | "oui"] => Some(true),
                ["no" | "false" | "non"] => Some(false),
                _ => None,
            },
        };
        let words = tokens.words().map(sense).collect();
        let mut found = quantities(&text, &tokens);
        // "18 h" may be an hour of the day.
        let hours =
            found.iter().filter(|value| value.kind == Kind::Duration && value.low < 86_400 && value.low % 3600 == 0);
        let times: Vec<Quantity> = hours
            .map(|value| Quantity { kind: Kind::Time, unit: 0, low: value.low / 60, high: value.low / 60, ..*value })
            .filter(|_| text.trim_end().ends_with(['h', 'H']))
            .collect();
        found.extend(times);
        let bare = decimal::parse(text.trim());
        if let (Some(number), true) = (bare, found.is_empty()) {
            let value = (number * 1000.0).round() as i64;
            found.push(Quantity { kind: Kind::Count, unit: BARE, low: value, high: value, start: 0, end: text.len() });
        }
        Some(Self { quantities: found, words, yes, periods: periods(&tokens, &(0..tokens.len())), text })
    }

    /// Most of its words are a quantity.
    fn is_typed(&self) -> bool {
        let tokens = Tokens::new(&self.text);
        let inside = |token: &Token| {
            self.quantities.iter().any(|value| value.start <= token.start as usize && token.end as usize <= value.end)
        };
        let words: Vec<&Token> =
            tokens.as_slice().iter().filter(|token| inside(token) || !is_empty_word(token.key)).collect();
        let typed = words.iter().filter(|token| inside(token)).count();
        let count = self.quantities.iter().any(|value| value.kind == Kind::Count);
        typed > 0 && (typed == words.len() || (!count && typed as f64 >= TYPED_SHARE * words.len() as f64))
    }

    /// The mention is a value of the same sort.
    fn could_be(&self, mention: &Mention) -> bool {
        match mention {
            Mention::Quantity(said) => self.is_typed() && self.quantities.iter().any(|value| value.comparable(said)),
            Mention::Words(words) => !self.is_typed() && (self.words == *words || self.shares_head(words)),
            Mention::Address(_) => !self.is_typed() && self.is_numbered(),
        }
    }

    fn is(&self, mention: &Mention) -> bool {
        match mention {
            Mention::Quantity(said) => self.quantities.iter().any(|value| value.agrees(said)),
            Mention::Words(words) => self.words == *words,
            // Streets are abbreviated and misspelt, numbers are not: "436 Alger Drive" is "436 Alger Dr".
            Mention::Address(words) => self.words.first() == words.first(),
        }
    }
}

/// A number that may stand before a street's name: two digits at least, since "2 shops" is a count.
fn is_house_number(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Kinds of road that French writes between number and name, and the common English ones.
const ROADS: [&str; 24] = [
    "rue",
    "avenue",
    "boulevard",
    "place",
    "quai",
    "chemin",
    "allee",
    "impasse",
    "street",
    "road",
    "lane",
    "drive",
    "square",
    "court",
    "st",
    "rd",
    "ave",
    "av",
    "dr",
    "blvd",
    "ct",
    "ln",
    "pl",
    "way",
];
/// How many words behind a house number the kind of road may stand.
const STREET_WORDS: usize = 4;

impl<'a> Said<'a> {
    /// The values that begin in the sentence; a sign such as "€" may stand behind its last word.
    fn values(&self) -> Vec<&'a Quantity> {
        let (start, end) = self.bytes(self.sentence);
        self.quantities.iter().filter(|value| start <= value.start && value.start < end).collect()
    }

    /// The message before, which the sentence may answer.
    fn question(&self) -> Option<&'a Tokens> {
        self.earlier.first().copied()
    }

    /// The folded word at a place; nothing behind the end.
    fn word(&self, at: usize) -> &'a str {
        self.tokens.as_slice().get(at).map_or("", |token| self.tokens.word(token))
    }

    /// The clause in which that word stands.
    fn clause(&self, at: usize) -> Option<u16> {
        self.tokens.as_slice().get(at).map(|token| token.clause)
    }

    fn tokens_of(&self, value: &Quantity) -> Range<usize> {
        let items = self.tokens.as_slice();
        let start = items.partition_point(|token| (token.end as usize) <= value.start);
        let end = items.partition_point(|token| (token.start as usize) < value.end);
        start..end.max(start)
    }

    fn bytes(&self, range: &Range<usize>) -> (usize, usize) {
        let items = self.tokens.as_slice();
        let start = items.get(range.start).map_or(0, |token| token.start as usize);
        let end = range.end.checked_sub(1).and_then(|last| items.get(last)).map_or(start, |token| token.end as usize);
        (start, end)
    }

    /// The statement about the words in `range` is a negative one, wherever in their clause the negation stands.
    fn negates(&self, range: &Range<usize>) -> bool {
        self.negations.iter().any(|&at| self.sentence.contains(&at) && self.clause(at) == self.clause(range.start))
    }

    /// The value in `range` is what happened, not what holds.
    fn happened(&self, range: &Range<usize>) -> bool {
        let before = range.start.saturating_sub(HAPPENED_REACH).max(self.sentence.start)..range.start;
        let words = self.tokens.as_slice().get(before).unwrap_or_default().iter();
        words.map(|token| self.tokens.word(token)).any(|word| HAPPENED.contains(&word))
    }

    /// A negation stands before `range` in the same clause, and belongs to no value itself ("no traffic").
    fn negated(&self, range: &Range<usize>, values: &[Range<usize>]) -> bool {
        self.negations.iter().any(|&at| {
            // "No" and its like deny the noun behind them; as an answer they deny nothing that follows.
            let reach = if DETERMINERS.contains(&self.word(at)) { DETERMINER_REACH } else { usize::MAX };
            let turned = (at..range.start).any(|at| TURNS.contains(&self.word(at)));
            self.sentence.contains(&at)
                && at < range.start
                && range.start - at <= reach
                && !turned
                && self.clause(at) == self.clause(range.start)
                && !values.iter().any(|value| value.contains(&at))
        })
    }

    /// Speaks of a time that only the moment of speaking tells.
    fn is_vague(&self) -> bool {
        self.sentence.clone().any(|at| VAGUE_TIMES.contains(&self.word(at)) || WHILES.contains(&self.word(at)))
    }

    #[inline(never)]
    fn speaks_of_free(&self) -> bool {
        self.sentence.clone().any(|at| FREE.contains(&self.word(at)))
    }

    /// Where the sentence says that what stands at `place` costs nothing. "Free for members" and "free over
    /// $50" say it of a part.
    #[inline(never)]
    fn free(&self, place: &Range<usize>) -> Option<Range<usize>> {
        let ends = |at: usize| {
            at >= self.sentence.end || self.clause(at) != self.clause(at - 1) || EVERY.contains(&self.word(at + 1))
        };
        let found = self.sentence.clone().find_map(|at| {
            let behind = if at + 1 == place.start { place.end } else { at + 1 };
            let is_free = FREE.contains(&self.word(at)) && !self.negated(&(at..at + 1), &[]);
            (is_free && ends(behind)).then_some(at..at + 1)
        })?;
        self.values().iter().all(|value| value.kind != Kind::Money).then_some(found)
    }

    /// The slot whose own word ("low", "high") stands nearest to the value; `None` if none does or there is one slot only.
    fn nearest_slot<'s>(&self, slots: &[&'s [u64]], range: &Range<usize>) -> Option<&'s [u64]> {
        if slots.len() < 2 {
            return slots.first().copied();
        }
        let own = |slot: &[u64], word: u64| {
            slot.contains(&word) && slots.iter().filter(|other| other.contains(&word)).count() == 1
        };
        let mut best: Option<(usize, &'s [u64])> = None;
        for at in self.sentence.clone() {
            let Some(token) = self.tokens.as_slice().get(at) else { continue };
            let word = sense(self.tokens.word(token));
            for &slot in slots.iter().filter(|slot| own(slot, word)) {
                // A word behind the value counts as farther away: "a low of 20 and a high of 30".
                let distance = if at < range.start { range.start - at } else { 2 * (at + 1 - range.end.min(at)) };
                if best.is_none_or(|(other, _)| distance < other) {
                    best = Some((distance, slot));
                }
            }
        }
        best.map(|(_, slot)| slot)
    }

    /// The facts whose conditions the sentence names nearest to the value, before or behind it, or else the question
    /// before it; all when none does.
    fn under_conditions<'f>(&self, facts: &[(&'f Fact, &'f Path)], range: &Range<usize>) -> Vec<(&'f Fact, &'f Path)> {
        let places = |path: &Path| {
            let at = path
                .conditions
                .iter()
                .filter_map(|condition| find_name_from(self.tokens, self.sentence, condition, range));
            at.fold((None, None), |(before, behind): (Option<usize>, Option<usize>), (b, a)| {
                (nearer(before, b), nearer(behind, a))
            })
        };
        let distances: Vec<(Option<usize>, Option<usize>)> = facts.iter().map(|(_, path)| places(path)).collect();
        let before = distances.iter().filter_map(|distance| distance.0).min();
        let behind = distances.iter().filter_map(|distance| distance.1).min();
        // "Rain tomorrow" may be any of the days that the facts name; a word of time that stands nearer hides the others.
        let vague = |within: Range<usize>| {
            let words = within.filter(|&at| VAGUE_TIMES.contains(&self.word(at)));
            words.map(|at| if at < range.start { range.start - at } else { at - range.end + 1 }).min()
        };
        let hidden = |nearest: Option<usize>, vague: Option<usize>| {
            nearest.filter(|&distance| vague.is_none_or(|vague| distance <= vague))
        };
        let before = hidden(before, vague(self.sentence.start..range.start));
        let behind = hidden(behind, vague(range.end..self.sentence.end));
        if before.is_none() && behind.is_none() {
            let mut named = facts.to_vec();
            if let (Some(question), false) = (self.question(), self.is_vague()) {
                named.retain(|(_, path)| path.conditions.iter().all(|name| stands_in(question, name)));
            }
            return if named.is_empty() { facts.to_vec() } else { named };
        }
        facts
            .iter()
            .zip(&distances)
            .filter(|(_, distance)| {
                (before.is_some() && distance.0 == before) || (behind.is_some() && distance.1 == behind)
            })
            .map(|(fact, _)| *fact)
            .collect()
    }
}

fn nearer(a: Option<usize>, b: Option<usize>) -> Option<usize> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Distances from `range` to the nearest place of a name before and behind it; `None` if it does not stand in the sentence.
fn find_name_from(
    tokens: &Tokens,
    sentence: &Range<usize>,
    name: &[u64],
    range: &Range<usize>,
) -> Option<(Option<usize>, Option<usize>)> {
    let before = find_last_name(tokens, &(sentence.start..range.start), name).map(|place| range.start - place.end + 1);
    let behind = find_name(tokens, &(range.end..sentence.end), name).map(|place| place.start - range.end + 1);
    (before.is_some() || behind.is_some()).then_some((before, behind))
}

fn find_last_name(tokens: &Tokens, within: &Range<usize>, name: &[u64]) -> Option<Range<usize>> {
    let mut last = None;
    let mut from = within.start;
    while let Some(place) = find_name(tokens, &(from..within.end), name) {
        from = place.start + 1;
        last = Some(place);
    }
    last
}

/// Whether a name stands anywhere in a message.
fn stands_in(tokens: &Tokens, name: &[u64]) -> bool {
    find_name(tokens, &(0..tokens.len()), name).is_some()
}

/// A message that holds a name asks for little else, and a yes to it is no riddle.
fn asks_for(tokens: &Tokens, name: &[u64]) -> bool {
    let mut telling = 0;
    for token in tokens.as_slice() {
        if TURNED.contains(&tokens.word(token)) {
            return false;
        }
        telling += usize::from(!is_empty_word(token.key));
    }
    telling < 2 * name.len()
}

/// Where all stems of a name stand close together, in any order.
fn find_name(tokens: &Tokens, within: &Range<usize>, name: &[u64]) -> Option<Range<usize>> {
    let items = tokens.as_slice();
    for start in within.clone() {
        let token = items.get(start)?;
        if !name.contains(&sense(tokens.word(token))) {
            continue;
        }
        let mut missing: Vec<u64> = name.to_vec();
        for at in start..within.end.min(start + name.len() + NAME_SLACK) {
            let Some(next) = items.get(at).filter(|next| next.sentence == token.sentence) else { break };
            let word = sense(tokens.word(next));
            missing.retain(|stem| *stem != word);
            if missing.is_empty() {
                return Some(start..at + 1);
            }
        }
    }
    None
}

/// Stems that end two names or more, each with another word before it.
fn shared_heads(names: &[String]) -> Table<()> {
    let (mut seen, mut shared) = (Table::new(), Table::new());
    for name in names {
        let tokens = Tokens::new(name);
        if let (Some(head), true) = (tokens.words().last(), tokens.len() > 1)
            && seen.insert(sense(head), ()).is_some()
        {
            shared.insert(sense(head), ());
        }
    }
    shared
}

fn readable(text: &str) -> String {
    text.replace('_', " ").trim().to_owned()
}

/// Longest list of true values that is shown.
const MOST_SHOWN: usize = 4;

fn list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut shown: Vec<&str> = Vec::new();
    for value in values {
        if !shown.contains(&value) {
            shown.push(value);
        }
    }
    let more = shown.len() > MOST_SHOWN;
    shown.truncate(MOST_SHOWN);
    let mut text = shown.join(" or ");
    if more {
        text.push_str(" or …");
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn facts(json: &str) -> Facts {
        let facts: Map<String, Value> = serde_json::from_str(json).unwrap();
        Facts::new(&facts, &FlatMap::default())
    }

    /// What the facts say about one sentence, as "value: agrees".
    fn compare(facts: &Facts, earlier: &str, text: &str) -> Vec<(String, bool)> {
        let tokens = Tokens::new(text);
        let values = quantities(text, &tokens);
        let negations: Vec<usize> = (0..tokens.len())
            .filter(|&at| ["not", "no", "closed"].contains(&tokens.word(&tokens.as_slice()[at])))
            .collect();
        let earlier = Tokens::new(earlier);
        let earlier = [&earlier];
        let said = Said {
            tokens: &tokens,
            sentence: &(0..tokens.len()),
            quantities: &values,
            negations: &negations,
            asks_from: None,
            capitals: &[],
            has_capitals: true,
            earlier: &earlier,
        };
        let found = facts.compare(said);
        found.into_iter().map(|found| (text[found.span.0..found.span.1].to_owned(), found.agrees)).collect()
    }

    #[test]
    fn a_known_road_makes_an_address() {
        let facts = facts(r#"{"Philz#address": "583 Alester Ave", "Valero#address": "91 El Camino Real"}"#);
        assert_eq!(compare(&facts, "", "Philz is at 583 Alester Avenue"), [("583 Alester Avenue".to_owned(), true)]);
        assert_eq!(compare(&facts, "", "Philz is at 583 Alester Ave"), [("583 Alester Ave".to_owned(), true)]);
        assert_eq!(compare(&facts, "philz please", "it is at 12 Arbol Ave"), [("12 Arbol Ave".to_owned(), false)]);
    }
}
