//! Joins conversations whose records are scattered: event archives, data pipelines, tables of messages.
//!
//! They are held as they came, since the next record may belong to any of them. What there is no room for any more goes
//! out by the conversation that was heard of longest ago: in a table or an archive of any size, that one is over.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::intercom::{Part, Record};
use super::lenient::FromJson as _;
use crate::lean::sort;

/// The most bytes of records that are held: what a worker of a browser surely has beside everything else.
pub const MAX_GATHERED_BYTES: usize = 256 << 20;

/// All conversations that are being joined.
#[derive(Debug)]
pub struct Gathering {
    /// The most bytes of records that are held.
    most: usize,
    bytes: usize,
    /// Those of conversations that wait for their messages.
    waiting: usize,
    /// In the order of their first records; nothing in place of those that went out.
    entries: Vec<Option<Box<Gathered>>>,
    /// From a conversation's id to its place in `entries`.
    index: HashMap<String, usize>,
    /// The places of those with messages, longest unheard of first, each with the number of records that it had: only the
    /// last mention of a conversation has the number right.
    heard: VecDeque<(usize, usize)>,
    rows: bool,
}

/// What is known of one conversation.
#[derive(Debug)]
pub struct Gathered {
    /// Its id.
    pub id: String,
    /// The file of its first record.
    pub file: usize,
    /// Where its first record begins there.
    pub start: u64,
    /// Records of it stand in other files, too.
    pub elsewhere: bool,
    /// There was no room for it, so that nothing of it is held.
    pub dropped: bool,
    /// It was deleted, says the archive.
    pub deleted: bool,
    /// Some of its records have messages.
    pub has_messages: bool,
    /// Those of all records.
    bytes: usize,
    records: Vec<Vec<u8>>,
    parts: Vec<Vec<u8>>,
}

/// What a gathered record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The conversation without its parts.
    Conversation,
    /// The conversation with some of its parts.
    WithParts,
    /// One part.
    Part,
}

/// A record of a conversation.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its JSON.
    pub bytes: &'a [u8],
    /// The file that it stands in.
    pub file: usize,
    /// Where it begins there.
    pub start: u64,
}

impl Default for Gathering {
    fn default() -> Self {
        Self::holding(MAX_GATHERED_BYTES)
    }
}

impl Gathering {
    fn holding(most: usize) -> Self {
        Self {
            most,
            bytes: 0,
            waiting: 0,
            entries: Vec::new(),
            index: HashMap::new(),
            heard: VecDeque::new(),
            rows: false,
        }
    }

    /// Whether parts came as records of their own, so that conversations without parts are to be waited for.
    pub fn has_rows(&self) -> bool {
        self.rows
    }

    /// Keeps a record of the conversation `id`, and gives out those for which there is no room any more.
    pub fn add(&mut self, id: String, piece: Piece<'_>) -> Vec<Gathered> {
        self.rows |= piece.kind == Kind::Part;
        let at = *self.index.entry(id).or_insert_with_key(|id| {
            self.entries.push(Some(Box::new(Gathered::new(id.clone(), piece.file, piece.start))));
            self.entries.len() - 1
        });
        let Some(Some(entry)) = self.entries.get_mut(at) else { return Vec::new() };
        entry.elsewhere |= entry.file != piece.file;
        if entry.dropped {
            return Vec::new();
        }
        let waited = entry.waiting();
        entry.keep(piece);
        self.bytes += piece.bytes.len();
        self.waiting = self.waiting + entry.waiting() - waited;
        if entry.has_messages {
            let mention = (at, entry.pieces());
            match self.heard.back_mut() {
                Some(last) if last.0 == at => *last = mention,
                _ => self.heard.push_back(mention),
            }
        } else if self.waiting > self.most / 2 {
            // Some room must be left for messages.
            self.give_up(at);
        }
        let mut out = Vec::new();
        while self.bytes > self.most {
            match self.longest_unheard_of().filter(|&past| past != at).and_then(|past| self.take_out(past)) {
                Some(past) => out.push(past),
                None => {
                    self.give_up(at);
                    break;
                }
            }
        }
        out
    }

    /// The place of the conversation with messages that was heard of longest ago.
    fn longest_unheard_of(&mut self) -> Option<usize> {
        while let Some(&(at, pieces)) = self.heard.front() {
            let entry = self.entries.get(at).and_then(Option::as_ref);
            if entry.is_some_and(|entry| entry.pieces() == pieces) {
                return Some(at);
            }
            self.heard.pop_front();
        }
        None
    }

    fn take_out(&mut self, at: usize) -> Option<Gathered> {
        let entry = self.entries.get_mut(at)?.take()?;
        self.index.remove(&entry.id);
        self.bytes -= entry.bytes;
        Some(*entry)
    }

    /// Lets go of the records of a conversation for which there is no room, even if it were alone.
    fn give_up(&mut self, at: usize) {
        let Some(Some(entry)) = self.entries.get_mut(at) else { return };
        self.bytes -= entry.bytes;
        self.waiting -= entry.waiting();
        entry.dropped = true;
        (entry.bytes, entry.records, entry.parts) = (0, Vec::new(), Vec::new());
    }

    /// Notes that the conversation `id` was deleted, if anything of it is held.
    pub fn delete(&mut self, id: &str) {
        let entry = self.index.get(id).and_then(|&at| self.entries.get_mut(at));
        if let Some(Some(entry)) = entry {
            entry.deleted = true;
        }
    }

    /// How many conversations there were, those that went out among them.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// Gives everything out that is left, in the order of first records.
    pub fn take(&mut self) -> impl Iterator<Item = Gathered> + use<> {
        std::mem::take(self).entries.into_iter().flatten().map(|entry| *entry)
    }
}

impl Gathered {
    fn new(id: String, file: usize, start: u64) -> Self {
        Self {
            id,
            file,
            start,
            elsewhere: false,
            dropped: false,
            deleted: false,
            has_messages: false,
            bytes: 0,
            records: Vec::new(),
            parts: Vec::new(),
        }
    }

    fn keep(&mut self, piece: Piece<'_>) {
        self.has_messages |= piece.kind != Kind::Conversation;
        self.bytes += piece.bytes.len();
        let list = if piece.kind == Kind::Part { &mut self.parts } else { &mut self.records };
        list.push(piece.bytes.to_vec());
    }

    /// Its bytes, if it waits for messages.
    fn waiting(&self) -> usize {
        if self.has_messages { 0 } else { self.bytes }
    }

    fn pieces(&self) -> usize {
        self.records.len() + self.parts.len()
    }

    /// One record of all: the newest one's fields, and every part once, in its newest form.
    pub fn join(&self) -> Record<'_> {
        let mut records: Vec<Record<'_>> = self.records.iter().map(|json| Record::of_json(json)).collect();
        let newest = (0..records.len()).max_by_key(|&at| records.get(at).map(|record| record.updated_at.time()));
        let mut joined = newest.map(|at| records.remove(at)).unwrap_or_default();
        let mut parts: Vec<Part<'_>> = Vec::new();
        for record in records {
            joined.parts.listed |= record.parts.listed;
            joined.parts.broken = joined.parts.broken.max(record.parts.broken);
            if !joined.source.given {
                joined.source = record.source;
            }
            parts.extend(record.parts.items);
        }
        parts.append(&mut joined.parts.items);
        joined.parts.listed |= !self.parts.is_empty();
        parts.extend(self.parts.iter().map(|json| Part::of_json(json)));
        joined.parts.items = newest_of_each(parts);
        sort::by_key(&mut joined.parts.items, |part| (part.created_at().time(), part.id().int()));
        joined
    }
}

/// Every part once: of those with the same id the one that was changed last, in the place of the first.
fn newest_of_each(parts: Vec<Part<'_>>) -> Vec<Part<'_>> {
    let mut kept: Vec<Part<'_>> = Vec::with_capacity(parts.len());
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for part in parts {
        let known = part.id().id().map(|id| *index.entry(id.into_owned()).or_insert(kept.len()));
        match known.and_then(|at| kept.get_mut(at)) {
            Some(older) if part.updated_at().time() >= older.updated_at().time() => *older = part,
            Some(_) => {}
            None => kept.push(part),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// What comes out when these records, of so many bytes each, are kept one after the other, and what is left.
    fn gather(most: usize, records: &[(&str, Kind, usize)]) -> (Vec<String>, Vec<String>) {
        let mut gathering = Gathering::holding(most);
        let name = |entry: Gathered| {
            let state = if entry.dropped { " dropped" } else { "" };
            format!("{} {}{state}", entry.id, entry.pieces())
        };
        let mut out = Vec::new();
        for &(id, kind, size) in records {
            let piece = Piece { kind, bytes: &vec![b' '; size], file: 0, start: 0 };
            out.extend(gathering.add(id.to_owned(), piece).into_iter().map(name));
            assert!(gathering.bytes <= most);
        }
        (out, gathering.take().map(name).collect())
    }

    #[test]
    fn the_conversation_longest_unheard_of_goes_out_where_room_is_short() {
        let records = [("a", Kind::Part, 40), ("b", Kind::WithParts, 30), ("a", Kind::Part, 20), ("c", Kind::Part, 20)];
        assert_eq!(gather(110, &records), (vec![], vec!["a 2".into(), "b 1".into(), "c 1".into()]));
        assert_eq!(gather(100, &records), (vec!["b 1".into()], vec!["a 2".into(), "c 1".into()]));
        assert_eq!(gather(50, &records), (vec!["a 1".into(), "b 1".into()], vec!["a 1".into(), "c 1".into()]));
    }

    #[test]
    fn a_conversation_without_messages_waits_for_them_while_half_the_room_is_left() {
        let records = [
            ("a", Kind::Conversation, 30),
            ("b", Kind::Conversation, 30),
            ("a", Kind::Part, 20),
            ("c", Kind::Conversation, 40),
            ("d", Kind::Part, 40),
        ];
        let (out, left) = gather(100, &records);
        assert_eq!(out, ["a 2"]);
        assert_eq!(left, ["b 0 dropped", "c 1", "d 1"]);
    }

    #[test]
    fn one_that_is_larger_than_all_room_is_dropped_and_the_others_go_on() {
        let records = [("a", Kind::Part, 60), ("b", Kind::Part, 10), ("a", Kind::Part, 60), ("c", Kind::Part, 90)];
        let (out, left) = gather(100, &records);
        assert_eq!(out, ["b 1"]);
        assert_eq!(left, ["a 0 dropped", "c 1"]);
    }
}
