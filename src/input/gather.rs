//! Joins conversations whose records are scattered: event archives, data pipelines, tables of messages.
//!
//! They are held as they came until the run ends, since the last record may still belong to the first conversation.

use std::collections::{BTreeMap, HashMap};

use super::intercom::{Part, Record};
use super::lenient::FromJson as _;
use crate::lean::sort;

/// The most bytes of records that are held: what a worker of a browser surely has beside everything else.
pub const MAX_GATHERED_BYTES: usize = 256 << 20;

/// All conversations that are being joined.
#[derive(Debug, Default)]
pub struct Gathering {
    entries: Vec<Gathered>,
    /// From a conversation's id to its place in `entries`.
    index: HashMap<String, usize>,
    bytes: usize,
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
    /// Records of it are missing, because [`MAX_GATHERED_BYTES`] was reached.
    pub incomplete: bool,
    /// It was deleted, says the archive.
    pub deleted: bool,
    records: Vec<Vec<u8>>,
    parts: Vec<Vec<u8>>,
}

/// What a gathered record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The conversation, perhaps with some of its parts.
    Conversation,
    /// One part.
    Part,
}

impl Gathering {
    /// Whether parts came as records of their own, so that conversations without parts are to be waited for.
    pub fn has_rows(&self) -> bool {
        self.rows
    }

    /// Keeps a record of the conversation `id`.
    pub fn add(&mut self, id: String, kind: Kind, bytes: &[u8], file: usize, start: u64) {
        self.rows |= kind == Kind::Part;
        let at = *self.index.entry(id).or_insert_with_key(|id| {
            self.entries.push(Gathered::new(id.clone(), file, start));
            self.entries.len() - 1
        });
        let Some(entry) = self.entries.get_mut(at) else { return };
        entry.elsewhere |= entry.file != file;
        if self.bytes + bytes.len() > MAX_GATHERED_BYTES {
            entry.incomplete = true;
            return;
        }
        self.bytes += bytes.len();
        match kind {
            Kind::Conversation => entry.records.push(bytes.to_vec()),
            Kind::Part => entry.parts.push(bytes.to_vec()),
        }
    }

    /// Notes that the conversation `id` was deleted, if anything of it is held.
    pub fn delete(&mut self, id: &str) {
        let entry = self.index.get(id).and_then(|&at| self.entries.get_mut(at));
        if let Some(entry) = entry {
            entry.deleted = true;
        }
    }

    /// Gives everything out, in the order of first records.
    pub fn take(&mut self) -> Vec<Gathered> {
        std::mem::take(self).entries
    }
}

impl Gathered {
    fn new(id: String, file: usize, start: u64) -> Self {
        Self {
            id,
            file,
            start,
            elsewhere: false,
            incomplete: false,
            deleted: false,
            records: Vec::new(),
            parts: Vec::new(),
        }
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
