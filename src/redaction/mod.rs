//! Takes personal data out of a conversation and puts a stand-in in its place, the same one for the same value.
//!
//! Known by shape: e-mail addresses, phone numbers, cards (Luhn), IBANs, national ids, street addresses, IP addresses,
//! order-like numbers, passwords, tokens and keys. Known by name: the people of the conversation, and those who
//! introduce themselves or are greeted. What has neither a shape nor a known name stays, for instance a third
//! person's name or "the red house by the church"; a report that was redacted is still to be read before it is shared.

mod patterns;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::conversation::{Conversation, Role};
use crate::json::fields::words;
use crate::lean::flat_map::FlatMap;
use crate::lean::letters::{lower, lowered};
use crate::lean::sort;
use patterns::SHAPES;

/// What was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A person's name.
    #[default]
    Name,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A payment card number.
    Card,
    /// A bank account number.
    Iban,
    /// A street address, a post code of a known shape, or a post box.
    Address,
    /// An IP address.
    Ip,
    /// A social security number.
    NationalId,
    /// An order, ticket, account or similar number.
    Order,
    /// A password, token or key.
    Secret,
}

words!(Kind { Name = "name", Email = "email", Phone = "phone", Card = "card", Iban = "iban", Address = "address", Ip = "ip", NationalId = "national_id", Order = "order", Secret = "secret" });

impl Kind {
    /// The word in the stand-in.
    fn stand_in(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Card => "card",
            Self::Iban => "iban",
            Self::Address => "address",
            Self::Ip => "ip",
            Self::NationalId => "national id",
            Self::Order => "number",
            Self::Secret => "secret",
        }
    }
}

/// How many of each kind were taken out.
pub type Counts = FlatMap<Kind, u64>;

/// Adds up what was taken out of several texts.
pub fn add(total: &mut Counts, more: Counts) {
    for (kind, count) in more {
        total.change(kind, |total| *total += count);
    }
}

/// Redacts one conversation or text: equal values get equal stand-ins within it.
///
/// Stand-ins are numbered, not hashed, since a hash of a phone number can be turned back by trying all numbers.
#[derive(Debug, Default)]
pub struct Redactor {
    /// Names to look for, longest first.
    names: Vec<String>,
    /// The number of each value's stand-in.
    stand_ins: FlatMap<Kind, BTreeMap<String, usize>>,
    counts: Counts,
}

/// Shorter parts of a name are too often other words.
const SHORTEST_NAME: usize = 3;

impl Redactor {
    /// Also takes out these people's names, whole and in parts.
    pub fn know<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        for name in names.map(str::trim) {
            for part in std::iter::once(name).chain(name.split_whitespace()) {
                if part.chars().count() >= SHORTEST_NAME && !self.names.iter().any(|known| known == part) {
                    self.names.push(part.to_owned());
                }
            }
        }
        sort::by(&mut self.names, |a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    }

    /// The text without what was found in it.
    pub fn text(&mut self, text: &str) -> String {
        // By where they begin; none overlaps another.
        let mut found: BTreeMap<usize, (usize, Kind)> = BTreeMap::new();
        let mut add = |range: Range<usize>, kind: Kind| {
            let before = found.range(..range.end).next_back();
            if before.is_none_or(|(_, &(end, _))| end <= range.start) {
                found.insert(range.start, (range.end, kind));
            }
        };
        let beginnings = patterns::beginnings(text);
        for shape in SHAPES.iter() {
            shape.find(text, &beginnings, &mut |range| add(range, shape.kind));
        }
        let words = words(text);
        for range in introduced(text, &words) {
            add(range, Kind::Name);
        }
        for name in &self.names {
            let common = COMMON_WORDS.contains(&lowered(name).as_str());
            for &start in &words {
                let range = start..start + name.len();
                let Some(word) = text.get(range.clone()) else { continue };
                let same = word == name || equal_but_for_case(word, name) && !(common && is_lower(word));
                if same && is_whole_word(text, &range) {
                    add(range, Kind::Name);
                }
            }
        }
        let mut redacted = String::with_capacity(text.len());
        let mut done = 0;
        for (start, (end, kind)) in found {
            redacted.push_str(text.get(done..start).unwrap_or_default());
            redacted.push_str(&self.stand_in(kind, text.get(start..end).unwrap_or_default()));
            done = end;
        }
        redacted.push_str(text.get(done..).unwrap_or_default());
        redacted
    }

    /// How many of each kind were taken out so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    fn stand_in(&mut self, kind: Kind, value: &str) -> String {
        self.counts.change(kind, |count| *count += 1);
        let same = value.chars().filter(|c| c.is_alphanumeric()).map(lower).collect();
        let mut number = 0;
        self.stand_ins.change(kind, |known| {
            let next = known.len() + 1;
            number = *known.entry(same).or_insert(next);
        });
        format!("[{} {number}]", kind.stand_in())
    }
}

/// Redacts everything that people wrote in a conversation. Ids stay: they lead back to the conversation in its inbox.
/// Teammates lose name and address; customers keep stand-ins, to tell them apart in a transcript.
pub fn conversation(conversation: &mut Conversation) -> Counts {
    let mut redactor = Redactor::default();
    // Links conversations of the same customer and is never shown, so it is taken before the address goes.
    let customer = conversation.authors.iter().find(|author| author.role == Role::Customer);
    let known = customer.and_then(|customer| customer.id.clone().or_else(|| customer.email.clone()));
    conversation.contact = conversation.contact.take().or(known);
    let names: Vec<String> = conversation.authors.iter().filter_map(|author| author.name.clone()).collect();
    redactor.know(names.iter().map(String::as_str));
    // Markers belong to lines, and a stand-in may take the place of several.
    let lines: Vec<usize> = conversation.messages.iter().map(|message| message.text.lines().count()).collect();
    let messages = conversation.messages.iter_mut().map(|message| &mut message.text);
    let notes = conversation.notes.iter_mut().map(|note| &mut note.text);
    let details = conversation.events.iter_mut().map(|event| &mut event.detail);
    let remark = conversation.rating_remark.iter_mut();
    for text in messages.chain(notes).chain(details).chain(remark) {
        *text = redactor.text(text);
    }
    for (message, lines) in conversation.messages.iter_mut().zip(lines) {
        if message.text.lines().count() != lines {
            message.markers.clear();
        }
        for text in message.links.iter_mut().chain(&mut message.attachments) {
            *text = redactor.text(text);
        }
    }
    for author in &mut conversation.authors {
        let is_customer = author.role == Role::Customer;
        let name = author.name.take().filter(|name| !name.is_empty());
        let email = author.email.take().filter(|email| !email.is_empty());
        author.name = name.map(|name| redactor.stand_in(Kind::Name, &name)).filter(|_| is_customer);
        author.email = email.map(|email| redactor.stand_in(Kind::Email, &email)).filter(|_| is_customer);
    }
    redactor.counts
}

/// Words before a name that its bearer, or somebody who greets them, says. Compared in lower case.
const INTRODUCTIONS: &[&str] = &[
    "my name is ",
    "my name's ",
    "name: ",
    "this is ",
    "i am called ",
    "on behalf of ",
    "signed, ",
    "je m'appelle ",
    "je m’appelle ",
    "mon nom est ",
    "nom : ",
    "je suis madame ",
    "je suis monsieur ",
    "je suis mme ",
    "je suis m. ",
    "de la part de ",
    "mr ",
    "mr. ",
    "mrs ",
    "mrs. ",
    "ms ",
    "ms. ",
    "dr ",
    "dr. ",
    "monsieur ",
    "madame ",
    "mme ",
    "mlle ",
    "m. ",
    "dear ",
    "hi ",
    "hello ",
    "hey ",
    "bonjour ",
    "bonsoir ",
    "salut ",
    "cher ",
    "chère ",
    "coucou ",
    "regards,\n",
    "best,\n",
    "cheers,\n",
    "thanks,\n",
    "thank you,\n",
    "sincerely,\n",
    "cordialement,\n",
    "merci,\n",
    "cordialement\n",
    "regards\n",
    "bien à vous,\n",
    "thanks, ",
    "cheers, ",
    "regards, ",
    "cordialement, ",
];

/// Capitalised words that follow an introduction without being a name.
const NO_NAMES: &[&str] = &[
    "i",
    "i'm",
    "the",
    "there",
    "team",
    "support",
    "customer",
    "service",
    "sir",
    "madam",
    "all",
    "everyone",
    "fin",
    "operator",
    "bot",
    "just",
    "can",
    "could",
    "what",
    "how",
    "my",
    "we",
    "it",
    "is",
    "a",
    "an",
    "again",
    "still",
    "not",
    "why",
    "when",
    "where",
    "thanks",
    "thank",
    "please",
    "yes",
    "no",
    "ok",
    "je",
    "j'ai",
    "vous",
    "nous",
    "le",
    "la",
    "les",
    "un",
    "une",
    "mon",
    "ma",
    "est-ce",
    "pouvez-vous",
    "merci",
    "monsieur",
    "madame",
    "équipe",
    "service",
    "client",
    "à",
    "tous",
    "toute",
    "toutes",
    "comment",
    "pourquoi",
    "quand",
    "où",
    "quel",
    "quelle",
    "c'est",
    "ça",
    "il",
    "elle",
    "on",
    "que",
    "qui",
    "quoi",
    "non",
    "oui",
];

/// Names that are everyday words when they are written in lower case.
const COMMON_WORDS: &[&str] = &[
    "amber", "april", "art", "august", "baker", "bill", "black", "blanc", "brown", "carter", "chase", "cook", "dawn",
    "drew", "faith", "frank", "grace", "grand", "green", "hope", "hunter", "jack", "joy", "june", "king", "long",
    "mark", "mars", "mason", "max", "may", "miles", "olive", "page", "pat", "petit", "pierre", "price", "ray", "rich",
    "rob", "rose", "rouge", "short", "small", "sue", "summer", "west", "white", "will", "wood", "young",
];

/// Longest name in words.
const LONGEST_NAME: usize = 3;

/// Where a letter or sign stands behind no letter.
fn words(text: &str) -> Vec<usize> {
    let mut before = ' ';
    let mut begins = |c: char| !std::mem::replace(&mut before, c).is_alphanumeric();
    text.char_indices().filter(|&(_, c)| begins(c)).map(|(at, _)| at).collect()
}

/// Names that stand behind words of introduction: up to three capitalised words.
fn introduced(text: &str, words: &[usize]) -> Vec<Range<usize>> {
    let lower = lowered(text);
    if lower.len() != text.len() {
        return Vec::new(); // Offsets would not fit; a few capital letters of other scripts change their length.
    }
    let mut names = Vec::new();
    for introduction in INTRODUCTIONS {
        let at = words.iter().filter(|&&at| lower.get(at..).is_some_and(|text| text.starts_with(introduction)));
        for start in at.map(|at| at + introduction.len()) {
            if let Some(len) = text.get(start..).and_then(name_length) {
                names.push(start..start + len);
            }
        }
    }
    names
}

/// Bytes of the capitalised words at the start of `text`, if they can be a name.
fn name_length(text: &str) -> Option<usize> {
    let mut end = 0;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace).take(LONGEST_NAME) {
        let bare = word.trim_end().trim_end_matches(|c: char| !c.is_alphanumeric());
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let shouted = bare.chars().count() > 1 && bare.chars().all(|c| !c.is_lowercase());
        if !capital || shouted || NO_NAMES.contains(&lowered(bare).as_str()) {
            break;
        }
        end = at + bare.len();
        at += word.len();
        if bare.len() != word.trim_end_matches(' ').len() {
            break; // A comma, a full stop or a line's end closes the name.
        }
    }
    (end > 1).then_some(end)
}

fn equal_but_for_case(a: &str, b: &str) -> bool {
    a.chars().map(lower).eq(b.chars().map(lower))
}

fn is_lower(word: &str) -> bool {
    !word.chars().any(char::is_uppercase)
}

fn is_whole_word(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}
