//! Bytes of any export to conversations, in any chunking.

mod articles;
mod authors;
mod batch;
mod csv;
mod gather;
mod intercom;
mod language;
mod lenient;
mod native;
mod rows;
mod scan;
mod sniff;
pub mod splitter;
mod webhook;

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::conversation::{Conversation, Marker};
use crate::error::{Code, Error};
use crate::html;
use crate::json::Json;
use crate::json::value::Value;
pub use articles::{Article, articles};
use authors::Classifier;
pub use batch::Batch;
use gather::{Gathered, Gathering, Kind, MAX_GATHERED_BYTES};
pub use intercom::{Read, Unfit};
use intercom::{Record, Tools};
use lenient::FromJson as _;
use rows::Row;
use sniff::{Contents, sniff};
pub use splitter::Piece;
use splitter::{Fault, MAX_NESTING, MAX_RECORD_BYTES, Shape, Sink, Splitter};
use webhook::Delivery;

/// Where a conversation stands in its file: its JSON, or the whole file if it came in pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u64,
    /// The byte behind it.
    pub end: u64,
}

/// What a reader comes upon.
#[derive(Debug)]
pub enum Item {
    /// A whole conversation; `file` counts the files that were begun, from 0.
    Conversation {
        /// Index of the file that it came from.
        file: usize,
        /// Where its JSON stands there.
        span: Span,
        /// What was read.
        conversation: Box<Conversation>,
    },
    /// Something that could not be read, or is not to be analysed.
    Skipped(Skipped),
}

/// Something that could not be read, or is not to be analysed; the rest goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Index of the file.
    pub file: usize,
    /// Byte offset in it.
    pub offset: u64,
    /// The conversation's id, where it could be read.
    pub id: Option<String>,
    /// Stable word.
    pub code: &'static str,
    /// What happened, in words.
    pub reason: String,
}

/// What a file was, once it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileEnd {
    /// What it was taken for.
    pub format: &'static str,
    /// Its bytes.
    pub bytes: u64,
}

/// The most things of one file that are listed one by one as skipped; the rest is counted. A report with more lines
/// helps nobody, and a hostile file could fill the memory with them.
const MAX_LISTED: usize = 10_000;

/// How to get what a list or search export leaves out.
const FULL_EXPORT: &str = "the list and search answers of Intercom's API leave the messages out. \
    Get each conversation by its id (GET /conversations/{id}), or run: chatbot-audit export-intercom";

/// Reads one file after the other.
#[derive(Default)]
pub struct Reader {
    tools: Tools,
    /// The bytes of each file that was begun; of the one in hand those before what was gathered last.
    sizes: Vec<u64>,
    file: File,
    /// Hashes of the conversations that were read, so that none counts twice.
    seen: HashSet<u64>,
    /// Conversations that come in pieces; they come out when the run ends, or when there is no room for them any more.
    gathering: Gathering,
    /// Hashes of those that came out before the end.
    past: HashSet<u64>,
    /// Those of them that came out with pieces of several files.
    scattered: u64,
    /// Records that others will read; `None` if all are read here at once.
    aside: Option<Batch>,
}

/// The file in hand.
#[derive(Default)]
struct File {
    bytes: u64,
    contents: Contents,
    format: Option<&'static str>,
    /// Conversations that were read from it.
    conversations: u64,
    /// Pieces of conversations were read from it.
    gathered: bool,
    /// There was a list or envelope, though perhaps an empty one.
    saw_list: bool,
    /// Skipped before the first conversation: if none follows, they say what is wrong with the file.
    pending: Vec<Skipped>,
    listed: usize,
    unlisted: u64,
}

/// How a record was come upon.
#[derive(Clone, Copy)]
struct Way {
    place: Place,
    /// How many envelopes it stood in.
    nesting: usize,
    /// It is a row of a data pipeline, so its parts may stand elsewhere.
    row: bool,
}

/// To what stands at the top of the file.
const TOP: Way = Way { place: Place::At(0), nesting: 0, row: false };

/// What a splitter finds, on its way to the reader.
struct Pieces<'r> {
    reader: &'r mut Reader,
    items: &'r mut Vec<Item>,
    /// The way to the bytes that are split.
    around: Way,
}

impl Pieces<'_> {
    /// Where pieces are set aside, if these are.
    fn aside(&mut self) -> Option<&mut Batch> {
        self.reader.aside.as_mut().filter(|_| self.around.nesting == 0)
    }
}

impl Sink for Pieces<'_> {
    fn piece(&mut self, piece: Piece<'_>) {
        match self.aside() {
            Some(batch) => batch.add(piece),
            None => self.reader.piece(piece, self.around, self.items),
        }
    }

    fn begun(&mut self, start: u64, bytes: &[u8]) -> Option<usize> {
        if self.aside().is_some() {
            return None;
        }
        self.reader.begun(bytes, self.around.at(start), self.items)
    }
}

/// Where the bytes of a record stand.
#[derive(Clone, Copy)]
enum Place {
    /// In the file from this byte on.
    At(u64),
    /// Unpacked from this span, so that offsets in them mean nothing.
    From(Span),
}

impl Way {
    fn span(self, bytes: &[u8]) -> Span {
        match self.place {
            Place::At(start) => Span { start, end: start + bytes.len() as u64 },
            Place::From(span) => span,
        }
    }

    fn start(self) -> u64 {
        match self.place {
            Place::At(start) => start,
            Place::From(span) => span.start,
        }
    }

    /// The same way, to the byte `start`.
    fn at(self, start: u64) -> Self {
        match self.place {
            Place::At(_) => Self { place: Place::At(start), ..self },
            Place::From(_) => self,
        }
    }

    /// The way to `part`, which stands in `bytes`.
    fn inside(self, bytes: &[u8], part: &[u8]) -> Self {
        let within = (part.as_ptr() as usize).wrapping_sub(bytes.as_ptr() as usize) as u64;
        let place = match self.place {
            Place::At(start) => Place::At(start + within),
            from @ Place::From(_) => from,
        };
        Self { place, nesting: self.nesting + 1, ..self }
    }

    /// The way to something unpacked from `bytes`.
    fn unpacked(self, bytes: &[u8]) -> Self {
        Self { place: Place::From(self.span(bytes)), nesting: self.nesting + 1, ..self }
    }
}

impl Reader {
    /// `bots` are ids, e-mail addresses or names of authors that are bots whatever the export says; with `!` before
    /// it, of authors that are none.
    pub fn new(bots: &[String]) -> Self {
        Self { tools: Tools { classifier: Classifier::new(bots), ..Tools::default() }, ..Self::default() }
    }

    /// From here on leaves out what events were about where only a transcript tells it; what a bot's actions were about
    /// counts.
    pub fn forgo_transcripts(&mut self) {
        self.tools.terse = true;
    }

    /// From here on sets records aside, for [`Reader::batch`] to give out.
    pub fn set_aside(&mut self) {
        self.aside.get_or_insert_default();
    }

    /// The records that were set aside since the last batch, if they have at least so many bytes.
    pub fn batch(&mut self, least: usize) -> Option<Batch> {
        self.aside.as_mut().filter(|batch| batch.size() >= least).map(std::mem::take)
    }

    /// Reads a record that was set aside, if it is a conversation with its messages: all that can be told from the record
    /// alone. `None` for any other; [`Reader::read`] knows what it is.
    pub fn read_alone(&mut self, start: u64, bytes: &[u8]) -> Option<Read> {
        let record = Record::whole(bytes).ok().filter(Record::stands_alone)?;
        Some(record.convert(&mut self.tools, &|| format!("byte-{start}")))
    }

    /// Reads what was set aside.
    pub fn read(&mut self, piece: Piece<'_>, items: &mut Vec<Item>) {
        self.piece(piece, TOP, items);
    }

    /// Begins the next file.
    pub fn begin(&mut self) {
        self.file = File::default();
        self.sizes.push(0);
    }

    /// Reads on; appends what is complete to `items`.
    pub fn push(&mut self, bytes: &[u8], items: &mut Vec<Item>) {
        self.file.bytes += bytes.len() as u64;
        self.feed(bytes, false, items);
    }

    /// Ends the file; an error if nothing in it could be read. What is set aside must have been read before.
    ///
    /// Conversations that come in pieces (event archives, data pipelines, tables) are held until [`Reader::finish`], the
    /// latest 256 MB of them.
    pub fn end(&mut self, items: &mut Vec<Item>) -> Result<FileEnd, Error> {
        let aside = self.aside.take();
        let end = self.end_file(items);
        self.aside = aside;
        end
    }

    fn end_file(&mut self, items: &mut Vec<Item>) -> Result<FileEnd, Error> {
        self.feed(&[], true, items);
        let mut error = None;
        match std::mem::take(&mut self.file.contents) {
            Contents::Unknown(_) => {}
            Contents::Json(mut splitter) => {
                splitter.end(&mut self.at_top(items));
                self.file.saw_list |= splitter.saw_list();
            }
            Contents::Table(mut table) => table.end(&mut |start, row| self.row(start, row, items)),
            Contents::Unreadable(why) => error = Some(why),
        }
        let error = error.or_else(|| self.verdict());
        self.list_pending(items);
        if self.file.unlisted > 0 {
            let reason = format!("{} more were skipped in this file, not listed one by one.", self.file.unlisted);
            let (file, offset) = (self.file_index(), self.file.bytes);
            items.push(Item::Skipped(Skipped { file, offset, id: None, code: "more", reason }));
        }
        if let Some(size) = self.sizes.last_mut() {
            *size = self.file.bytes;
        }
        let end = FileEnd { format: self.file.format.unwrap_or("unknown"), bytes: self.file.bytes };
        self.file = File::default();
        error.map_or(Ok(end), Err)
    }

    /// Ends the run: conversations that were gathered in pieces come out here, one by one, since all at once could be more
    /// than the memory holds. An error if pieces were gathered, but none of them holds a message.
    pub fn finish(&mut self, give: &mut dyn FnMut(Item)) -> Result<(), Error> {
        let count = self.gathering.count();
        let mut without_messages = 0;
        let mut listed = 0;
        let mut unlisted = None;
        for entry in self.gathering.take() {
            without_messages += usize::from(!entry.has_messages);
            match self.join(&entry) {
                Ok(item) => give(item),
                Err(_) if listed >= MAX_LISTED => *unlisted.get_or_insert(0) += 1,
                Err(skipped) => {
                    listed += 1;
                    give(Item::Skipped(skipped));
                }
            }
        }
        if let Some(unlisted) = unlisted {
            let reason = format!("{unlisted} more conversations in pieces were skipped, not listed one by one.");
            let (file, offset) = (self.file_index(), self.sizes.last().copied().unwrap_or_default());
            give(Item::Skipped(Skipped { file, offset, id: None, code: "more", reason }));
        }
        if count > 0 && without_messages == count {
            let message = format!("There are {count} conversations here without their messages: {FULL_EXPORT}.");
            return Err(Error::new(Code::MetadataOnly, message));
        }
        Ok(())
    }

    /// How many conversations came out whose pieces stand in several files; the place of each is in the first one alone.
    pub fn scattered(&self) -> u64 {
        self.scattered
    }

    fn file_index(&self) -> usize {
        self.sizes.len().saturating_sub(1)
    }

    /// Reads bytes as what the file is; `all` if there will be no more.
    fn feed(&mut self, bytes: &[u8], all: bool, items: &mut Vec<Item>) {
        match std::mem::take(&mut self.file.contents) {
            Contents::Unknown(mut head) => {
                // Mostly the first bytes tell, and are not copied.
                let mut known = bytes;
                if !head.is_empty() {
                    head.extend_from_slice(bytes);
                    known = &head;
                }
                let Some((contents, from)) = sniff(known, all) else {
                    self.file.contents = Contents::Unknown(known.to_vec());
                    return;
                };
                self.file.contents = contents;
                self.feed(known.get(from..).unwrap_or_default(), all, items);
            }
            Contents::Json(mut splitter) => {
                splitter.push(bytes, &mut self.at_top(items));
                self.file.contents = Contents::Json(splitter);
            }
            Contents::Table(mut table) => {
                // Even one without rows is a table.
                self.file.format = Some("csv");
                self.file.gathered = true;
                table.push(bytes, &mut |start, row| self.row(start, row, items));
                self.file.contents = Contents::Table(table);
            }
            unreadable @ Contents::Unreadable(_) => self.file.contents = unreadable,
        }
    }

    /// Reads a row of a table.
    fn row(&mut self, start: u64, row: csv::Row<'_>, items: &mut Vec<Item>) {
        match row {
            csv::Row::Piece(id, kind, bytes) => self.gather(id.to_owned(), kind, bytes, start, items),
            csv::Row::Bad(why) => {
                let reason = format!("The row that begins at byte {start} cannot be used: {why}.");
                self.skip(start, None, "row", reason, items);
            }
        }
    }

    /// Takes what stands at the top of the file.
    fn at_top<'r>(&'r mut self, items: &'r mut Vec<Item>) -> Pieces<'r> {
        Pieces { reader: self, items, around: TOP }
    }

    fn piece(&mut self, piece: Piece<'_>, around: Way, items: &mut Vec<Item>) {
        match piece {
            Piece::Record { start, bytes } => self.record(bytes, around.at(start), items),
            Piece::Fault { start, fault, bytes } => self.fault(around.at(start).start(), fault, bytes, items),
        }
    }

    /// Says what is wrong in a place of the file.
    fn fault(&mut self, start: u64, fault: Fault, bytes: &[u8], items: &mut Vec<Item>) {
        let id = splitter::first_id(bytes);
        let of = id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
        let (code, reason) = match fault {
            Fault::Cut => (
                "cut-off",
                format!("The conversation{of} that begins at byte {start} breaks off in the middle. Export it again."),
            ),
            Fault::BrokenLine => (
                "not-json",
                format!("The line that begins at byte {start} breaks off in the middle of a conversation{of}."),
            ),
            Fault::TooLarge => (
                "too-large",
                format!(
                    "The record{of} at byte {start} is larger than {} MB; no conversation is.",
                    MAX_RECORD_BYTES >> 20
                ),
            ),
            Fault::Stray => {
                ("not-json", format!("At byte {start} stands something that is neither a conversation nor JSON."))
            }
            Fault::TooDeep => {
                ("too-deep", format!("Lists stand more than {MAX_NESTING} deep in each other at byte {start}."))
            }
            Fault::Unclosed => (
                "cut-off",
                format!(
                    "The file ends at byte {start} before its list does: conversations may be missing. Export it again."
                ),
            ),
        };
        self.skip(start, id, code, reason, items);
    }

    /// Reads the record that `bytes` begin with, if it is valid and all there; its length.
    fn begun(&mut self, bytes: &[u8], way: Way, items: &mut Vec<Item>) -> Option<usize> {
        if way.nesting > MAX_NESTING {
            return None;
        }
        let mut json = Json::new(bytes);
        let record = Record::read(&mut json).ok()?;
        let bytes = bytes.get(..json.used())?;
        self.known(&record, bytes, way, items);
        Some(bytes.len())
    }

    /// Reads a record, whatever it is.
    fn record(&mut self, bytes: &[u8], way: Way, items: &mut Vec<Item>) {
        let start = way.start();
        if way.nesting > MAX_NESTING {
            let reason = format!("Envelopes stand more than {MAX_NESTING} deep in each other at byte {start}.");
            return self.skip(start, None, "too-deep", reason, items);
        }
        let problem = match Record::whole(bytes) {
            Ok(record) => return self.known(&record, bytes, way, items),
            Err(problem) => problem,
        };
        let listed = self.file.listed;
        if self.unwrap_list(bytes, way, items) {
            if self.file.listed == listed {
                let reason =
                    format!("Around the conversations, from byte {start} on, the JSON is not valid: {problem}.");
                self.skip(start, None, "not-json", reason, items);
            }
            return;
        }
        let reason =
            format!("The record that begins at byte {start} is not valid JSON: {problem}, counted from there.");
        self.skip(start, splitter::first_id(bytes), "not-json", reason, items);
    }

    /// Does with a record what its kind asks for.
    fn known(&mut self, record: &Record<'_>, bytes: &[u8], way: Way, items: &mut Vec<Item>) {
        let messages = record.messages.json();
        // A list item that the exporter gave the whole conversation as `messages`.
        if messages.starts_with(b"{") && !record.parts.listed {
            return self.record(messages, way.inside(bytes, messages), items);
        }
        if let Some(id) = record.part_of() {
            self.file.format.get_or_insert("records");
            return self.gather(id.into_owned(), Kind::Part, bytes, way.start(), items);
        }
        if record.is_conversation() {
            return self.conversation(record, bytes, way, items);
        }
        if messages.starts_with(b"[") {
            return self.plain(bytes, way, items);
        }
        if let Some(problem) = record.errors.items.first() {
            return self.skip(way.start(), None, Code::ApiError.as_str(), problem.sentence(), items);
        }
        match webhook::delivery(record) {
            Some(Delivery::Item(item)) => return self.event(item, way, items),
            Some(Delivery::Deleted(id)) => {
                self.file.gathered = true;
                return self.gathering.delete(&id);
            }
            Some(Delivery::Nothing) => return self.file.gathered = true,
            None => {}
        }
        match rows::row(record) {
            Some(Row::Payload(payload)) => {
                self.file.format.get_or_insert("records");
                let way = Way { row: true, ..way };
                let json = payload.json();
                if json.starts_with(b"{") {
                    return self.record(json, way.inside(bytes, json), items);
                }
                self.unwrap_text(payload, way.unpacked(bytes), items);
                return;
            }
            Some(Row::Nothing) => return self.file.gathered = true,
            None => {}
        }
        if !self.unwrap(record, bytes, way, items) && !way.row {
            let reason = format!("The record at byte {} is not a conversation.", way.start());
            self.skip(way.start(), record.id.id().map(Cow::into_owned), "not-a-conversation", reason, items);
        }
    }

    /// Reads what is wrapped in a record; whether there was anything.
    fn unwrap(&mut self, record: &Record<'_>, bytes: &[u8], way: Way, items: &mut Vec<Item>) -> bool {
        if self.unwrap_list(bytes, way, items) {
            return true;
        }
        let mut found = false;
        for value in [record.inner, record.record, record.data] {
            let json = value.json();
            if json.starts_with(b"{") {
                self.record(json, way.inside(bytes, json), items);
                found = true;
            } else {
                found |= self.unwrap_text(value, way.unpacked(bytes), items);
            }
        }
        found || self.unwrap_text(record.text, way.unpacked(bytes), items)
    }

    /// Reads the lists in an envelope; whether it is one.
    fn unwrap_list(&mut self, bytes: &[u8], way: Way, items: &mut Vec<Item>) -> bool {
        let shape = splitter::shape(bytes);
        if shape == Shape::Record {
            return false;
        }
        self.split_inside(bytes.get(1..).unwrap_or_default(), Splitter::within(shape, way.start() + 1), way, items);
        true
    }

    /// Reads the JSON that a string holds; whether it holds any.
    fn unwrap_text(&mut self, value: Value<'_>, way: Way, items: &mut Vec<Item>) -> bool {
        let Some(text) = value.text() else { return false };
        let json = text.trim_start().starts_with(['{', '[']);
        if json {
            self.split_inside(text.as_bytes(), Splitter::new(0), way, items);
        }
        json
    }

    fn split_inside(&mut self, bytes: &[u8], mut splitter: Splitter, way: Way, items: &mut Vec<Item>) {
        let mut sink = Pieces { reader: self, items, around: Way { nesting: way.nesting + 1, ..way } };
        splitter.push(bytes, &mut sink);
        splitter.end(&mut sink);
        self.file.saw_list |= splitter.saw_list();
    }

    fn conversation(&mut self, record: &Record<'_>, bytes: &[u8], way: Way, items: &mut Vec<Item>) {
        let span = way.span(bytes);
        if way.row || self.gathering.has_rows() && record.is_metadata_only() {
            let id = record.id.id().map_or_else(|| format!("byte-{}", span.start), Cow::into_owned);
            self.file.format.get_or_insert("records");
            return self.gather(id, kind(record), bytes, way.start(), items);
        }
        let read = record.convert(&mut self.tools, &|| format!("byte-{}", span.start));
        if record.is_metadata_only() {
            self.file.format.get_or_insert("intercom");
            let id = read.conversation.id;
            let reason = format!("Conversation {id} stands here without its messages: {FULL_EXPORT}.");
            return self.skip(span.start, Some(id), Code::MetadataOnly.as_str(), reason, items);
        }
        let Read { conversation, broken_parts, unfit } = read;
        if self.admit(&conversation.id, unfit, broken_parts, span, items) {
            self.deliver(conversation, span, items);
        }
    }

    /// Whether a conversation that was read is to be analysed; lists what there is to say of it if not, and of its parts.
    pub fn admit(
        &mut self,
        id: &str,
        unfit: Option<Unfit>,
        broken_parts: usize,
        span: Span,
        items: &mut Vec<Item>,
    ) -> bool {
        self.file.format.get_or_insert("intercom");
        let refusal = if self.seen.insert(hash(&id)) {
            unfit.map(|unfit| refusal(unfit, id))
        } else {
            Some(("duplicate", format!("Conversation {id} was already read; the earlier record counts.")))
        };
        if let Some((code, reason)) = refusal {
            self.skip(span.start, Some(id.to_owned()), code, reason, items);
            return false;
        }
        self.count(items);
        self.skip_parts(broken_parts, "parts", id, span, items);
        true
    }

    /// Keeps a piece of a conversation, and hands out conversations of which nothing more is waited for.
    fn gather(&mut self, id: String, kind: Kind, bytes: &[u8], start: u64, items: &mut Vec<Item>) {
        self.file.gathered = true;
        for entry in self.gathering.add(id, gather::Piece { kind, bytes, file: self.file_index(), start }) {
            // All of it stands before the piece that took its room.
            if let Some(size) = self.sizes.last_mut() {
                *size = start;
            }
            match self.join(&entry) {
                Ok(item) => items.push(item),
                Err(skipped) => self.list(skipped, items),
            }
            self.past.insert(hash(&entry.id));
        }
    }

    /// Keeps what a webhook delivery brought, if it belongs to a conversation.
    fn event(&mut self, item: &[u8], way: Way, items: &mut Vec<Item>) {
        self.file.format.get_or_insert("webhook");
        self.file.gathered = true;
        let record = Record::of_json(item);
        if let Some(id) = record.id.id().filter(|_| record.is_conversation()) {
            self.gather(id.into_owned(), kind(&record), item, way.start(), items);
        }
    }

    /// The conversation that was gathered in pieces, or why it is not to be analysed.
    fn join(&mut self, entry: &Gathered) -> Result<Item, Skipped> {
        let id = &entry.id;
        let megabytes = MAX_GATHERED_BYTES >> 20;
        let problem = if entry.dropped {
            let reason = format!(
                "Conversation {id} comes in pieces that no longer fit into {megabytes} MB. Split the file by time, or \
                 export conversations whole."
            );
            Some(("too-large", reason))
        } else if self.past.contains(&hash(id)) {
            let reason = format!(
                "Of conversation {id} there are pieces behind {megabytes} MB of others; they were left out. Sort the file \
                 by conversation, or export conversations whole."
            );
            Some(("late", reason))
        } else if entry.deleted {
            Some(("deleted", format!("Conversation {id} was deleted, says the archive.")))
        } else if !entry.has_messages {
            let reason = format!("Conversation {id} stands here without its messages: {FULL_EXPORT}.");
            Some((Code::MetadataOnly.as_str(), reason))
        } else if !self.seen.insert(hash(id)) {
            Some(("duplicate", format!("Conversation {id} was already read; the earlier record counts.")))
        } else {
            None
        };
        let (file, offset) = (entry.file, entry.start);
        let skipped = |(code, reason)| Skipped { file, offset, id: Some(id.clone()), code, reason };
        if let Some(problem) = problem {
            return Err(skipped(problem));
        }
        let mut read = entry.join().convert(&mut self.tools, &|| id.clone());
        if let Some(unfit) = read.unfit {
            return Err(skipped(refusal(unfit, id)));
        }
        // Records of single parts name it otherwise, or not at all.
        read.conversation.id.clone_from(id);
        self.scattered += u64::from(entry.elsewhere);
        // Nothing less than the whole file surely gives it once more: its pieces stand anywhere, a table's behind its header.
        let span = Span { start: 0, end: self.sizes.get(file).copied().unwrap_or_default() };
        Ok(Item::Conversation { file, span, conversation: Box::new(read.conversation) })
    }

    fn plain(&mut self, bytes: &[u8], way: Way, items: &mut Vec<Item>) {
        let span = way.span(bytes);
        self.file.format.get_or_insert("native");
        let read = native::Plain::of_json(bytes).convert(&mut self.tools.converter, || format!("byte-{}", span.start));
        let id = read.conversation.id.clone();
        if !self.seen.insert(hash(&(self.sizes.len(), bytes))) {
            let reason = format!("Conversation {id} stands twice in this file, word for word; the first one counts.");
            return self.skip(span.start, Some(id), "duplicate", reason, items);
        }
        if read.conversation.messages.is_empty() {
            let reason = format!("Conversation {id} has no messages.");
            return self.skip(span.start, Some(id), "no-messages", reason, items);
        }
        self.count(items);
        self.deliver(read.conversation, span, items);
        for role in read.unknown_roles {
            let reason =
                format!("Nobody knows who speaks as \"{role}\" in conversation {id}; those messages were left out.");
            self.skip(span.start, Some(id.clone()), "unknown-role", reason, items);
        }
        self.skip_parts(read.broken_messages, "messages", &id, span, items);
    }

    fn deliver(&mut self, conversation: Conversation, span: Span, items: &mut Vec<Item>) {
        items.push(Item::Conversation { file: self.file_index(), span, conversation: Box::new(conversation) });
    }

    /// Counts a conversation that is to be analysed.
    fn count(&mut self, items: &mut Vec<Item>) {
        self.list_pending(items);
        self.file.conversations += 1;
    }

    /// Lists each part or message that could not be read.
    fn skip_parts(&mut self, count: usize, what: &str, id: &str, span: Span, items: &mut Vec<Item>) {
        for _ in 0..count {
            let reason = format!("One of the {what} of conversation {id} is none, and was left out.");
            self.skip(span.start, Some(id.to_owned()), "part", reason, items);
        }
    }

    fn skip(&mut self, offset: u64, id: Option<String>, code: &'static str, reason: String, items: &mut Vec<Item>) {
        self.list(Skipped { file: self.file_index(), offset, id, code, reason }, items);
    }

    fn list(&mut self, skipped: Skipped, items: &mut Vec<Item>) {
        if self.file.listed >= MAX_LISTED {
            self.file.unlisted += 1;
            return;
        }
        self.file.listed += 1;
        if self.file.conversations == 0 {
            self.file.pending.push(skipped);
        } else {
            items.push(Item::Skipped(skipped));
        }
    }

    fn list_pending(&mut self, items: &mut Vec<Item>) {
        items.extend(self.file.pending.drain(..).map(Item::Skipped));
    }

    /// What is wrong with a file of which no conversation was read.
    fn verdict(&mut self) -> Option<Error> {
        if self.file.conversations > 0 || self.file.gathered {
            return None;
        }
        let pending = &mut self.file.pending;
        let metadata_only = Code::MetadataOnly.as_str();
        if pending.is_empty() {
            return Some(if self.file.saw_list {
                Error::new(Code::Empty, "There is no conversation in this file: its list is empty.")
            } else {
                Error::new(Code::UnknownFormat, "There is no conversation in this file.")
            });
        }
        if pending.iter().all(|skipped| skipped.code == metadata_only) {
            let count = pending.len() as u64 + self.file.unlisted;
            pending.clear();
            self.file.unlisted = 0;
            let message =
                format!("The conversations of this file ({count}) stand here without their messages: {FULL_EXPORT}.");
            return Some(Error::new(Code::MetadataOnly, message));
        }
        let readable = ["preview", "no-customer", "no-messages", "duplicate", metadata_only];
        if pending.iter().any(|skipped| readable.contains(&skipped.code)) {
            return None;
        }
        // What was met first is the error; the rest is listed beside it.
        let first = pending.remove(0);
        let code = match first.code {
            "api-error" => Code::ApiError,
            "too-large" => Code::TooLarge,
            "too-deep" => Code::TooDeep,
            "not-a-conversation" => Code::UnknownFormat,
            _ => Code::NotJson,
        };
        Some(Error::at(code, first.offset, first.reason))
    }
}

/// What a record of a conversation is among its pieces.
fn kind(record: &Record<'_>) -> Kind {
    if record.is_metadata_only() { Kind::Conversation } else { Kind::WithParts }
}

/// Why a conversation that was read is not to be analysed.
fn refusal(unfit: Unfit, id: &str) -> (&'static str, String) {
    let reason = match unfit {
        Unfit::Preview => format!("Conversation {id} is a preview: the team tried the bot out."),
        Unfit::NoCustomer => format!("The customer wrote nothing in conversation {id}."),
    };
    (unfit.as_str(), reason)
}

/// The markers of a body's lists as a conversation keeps them.
fn markers(found: &[html::Marker]) -> Vec<Marker> {
    found.iter().map(|marker| Marker { line: marker.line, text: marker.to_string() }).collect()
}

/// A hash that is the same in every run.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
