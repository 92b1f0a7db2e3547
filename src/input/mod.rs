//! Bytes of any export to conversations, in any chunking.

mod authors;
mod intercom;
mod language;
mod lenient;
mod native;
mod repair;
mod scan;
mod splitter;
mod time;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::value::RawValue;

use crate::conversation::Conversation;
use crate::error::{Code, Error};
use authors::Classifier;
use intercom::{Record, Tools, Unfit};
use splitter::{Fault, MAX_NESTING, MAX_RECORD_BYTES, Piece, Shape, Splitter};

/// Where a conversation's JSON stands in its file.
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
    files: usize,
    file: File,
    /// Hashes of the conversations that were read, so that none counts twice.
    seen: HashSet<u64>,
}

/// The file in hand.
#[derive(Default)]
struct File {
    bytes: u64,
    /// The first bytes, until it is known what the file is.
    head: Vec<u8>,
    splitter: Option<Splitter>,
    /// Why the file cannot be read at all.
    error: Option<Error>,
    format: Option<&'static str>,
    conversations: u64,
    /// Skipped before the first conversation: if none follows, they say what is wrong with the file.
    pending: Vec<Skipped>,
    listed: usize,
    unlisted: u64,
}

/// Where the bytes of a record stand.
#[derive(Clone, Copy)]
enum Place {
    /// In the file from this byte on.
    At(u64),
    /// Unpacked from this span, so that offsets in them mean nothing.
    From(Span),
}

impl Place {
    fn span(self, bytes: &[u8]) -> Span {
        match self {
            Self::At(start) => Span { start, end: start + bytes.len() as u64 },
            Self::From(span) => span,
        }
    }

    fn start(self) -> u64 {
        match self {
            Self::At(start) => start,
            Self::From(span) => span.start,
        }
    }

    /// The place of a part of `bytes`.
    fn inside(self, bytes: &[u8], part: &str) -> Self {
        match self {
            Self::At(start) => Self::At(start + (part.as_ptr() as usize).wrapping_sub(bytes.as_ptr() as usize) as u64),
            from @ Self::From(_) => from,
        }
    }
}

impl Reader {
    /// `bots` are ids, e-mail addresses or names of authors that are bots whatever the export says; with `!` before
    /// it, of authors that are none.
    pub fn new(bots: &[String]) -> Self {
        Self { tools: Tools { classifier: Classifier::new(bots), ..Tools::default() }, ..Self::default() }
    }

    /// Begins the next file.
    pub fn begin(&mut self) {
        self.file = File::default();
        self.files += 1;
    }

    /// Reads on; appends what is complete to `items`.
    pub fn push(&mut self, bytes: &[u8], items: &mut Vec<Item>) {
        self.file.bytes += bytes.len() as u64;
        if self.file.error.is_some() {
            return;
        }
        if self.file.splitter.is_some() {
            self.split(bytes, items);
            return;
        }
        self.file.head.extend_from_slice(bytes);
        self.sniff(false, items);
    }

    /// Ends the file; an error if nothing in it could be read.
    pub fn end(&mut self, items: &mut Vec<Item>) -> Result<FileEnd, Error> {
        if self.file.splitter.is_none() && self.file.error.is_none() {
            self.sniff(true, items);
        }
        let mut saw_list = false;
        if let Some(mut splitter) = self.file.splitter.take() {
            splitter.end(&mut |piece| self.piece(piece, 0, items));
            saw_list = splitter.saw_list();
        }
        let error = self.file.error.take().or_else(|| self.verdict(saw_list));
        self.list_pending(items);
        if self.file.unlisted > 0 {
            let reason = format!("{} more were skipped in this file, not listed one by one.", self.file.unlisted);
            let (file, offset) = (self.files.saturating_sub(1), self.file.bytes);
            items.push(Item::Skipped(Skipped { file, offset, id: None, code: "more", reason }));
        }
        let end = FileEnd { format: self.file.format.unwrap_or("unknown"), bytes: self.file.bytes };
        self.file = File::default();
        error.map_or(Ok(end), Err)
    }

    /// Ends the run: conversations that were gathered from many records come out here.
    pub fn finish(&mut self, _items: &mut Vec<Item>) {}

    /// Looks at the first bytes of a file and decides what it is; `all` if there will be no more.
    fn sniff(&mut self, all: bool, items: &mut Vec<Item>) {
        let head = std::mem::take(&mut self.file.head);
        let bom = [0xEF, 0xBB, 0xBF];
        if !all && (head.len() < 4 || head.trim_ascii().is_empty()) {
            self.file.head = head;
            return;
        }
        let text = head.strip_prefix(&bom).unwrap_or(&head);
        let refusal = match text.trim_ascii_start() {
            [] if all => Some((Code::Empty, "This file is empty.".to_owned())),
            [0x1F, 0x8B, ..] | [b'P', b'K', 3, 4, ..] | [0x28, 0xB5, 0x2F, 0xFD, ..] => {
                Some((Code::Compressed, "This file is compressed. Unpack it first.".to_owned()))
            }
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
                Some((Code::NotJson, "This file is text in UTF-16. Save it as UTF-8.".to_owned()))
            }
            [b'{' | b'[' | 0x1E, ..] => None,
            [b'<', ..] => Some((
                Code::HtmlPage,
                "This is a web page, not an export: the download was probably answered with an error or a log-in page. \
                 Export again and look at the file before you drop it."
                    .to_owned(),
            )),
            _ => Some((
                Code::UnknownFormat,
                "This is not JSON. Wanted are conversations as Intercom's API gives them: JSON, or one object a line."
                    .to_owned(),
            )),
        };
        if let Some((code, message)) = refusal {
            self.file.error = Some(Error::new(code, message));
            return;
        }
        self.file.splitter = Some(Splitter::new((head.len() - text.len()) as u64));
        let text = text.to_vec();
        self.split(&text, items);
    }

    fn split(&mut self, bytes: &[u8], items: &mut Vec<Item>) {
        let Some(mut splitter) = self.file.splitter.take() else { return };
        splitter.push(bytes, &mut |piece| self.piece(piece, 0, items));
        self.file.splitter = Some(splitter);
    }

    fn piece(&mut self, piece: Piece<'_>, nesting: usize, items: &mut Vec<Item>) {
        let (start, fault, bytes) = match piece {
            Piece::Record { start, bytes } => return self.record(bytes, Place::At(start), nesting, items),
            Piece::Fault { start, fault, bytes } => (start, fault, bytes),
        };
        let id = splitter::first_id(bytes);
        let (code, reason) = match fault {
            Fault::Cut => (
                "cut-off",
                format!("The file breaks off inside the conversation that begins at byte {start}. Export it again."),
            ),
            Fault::TooLarge => (
                "too-large",
                format!("The record at byte {start} is larger than {} MB; no conversation is.", MAX_RECORD_BYTES >> 20),
            ),
            Fault::Stray => {
                ("invalid-json", format!("At byte {start} stands something that is neither a conversation nor JSON."))
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

    /// Reads a record, whatever it is.
    fn record(&mut self, bytes: &[u8], place: Place, nesting: usize, items: &mut Vec<Item>) {
        let problem = match serde_json::from_slice::<Record<'_>>(bytes) {
            Ok(record) => return self.known(&record, bytes, place, nesting, items),
            Err(problem) => problem,
        };
        if self.unwrap_list(bytes, place, nesting, items) {
            return;
        }
        let repaired = repair::repair(bytes).unwrap_or_default();
        if let Ok(record) = serde_json::from_slice::<Record<'_>>(&repaired) {
            return self.known(&record, &repaired, Place::From(place.span(bytes)), nesting, items);
        }
        let start = place.start();
        let reason =
            format!("The record that begins at byte {start} is not valid JSON: {problem} (counted from there).");
        self.skip(start, splitter::first_id(bytes), "invalid-json", reason, items);
    }

    /// Does with a record what its kind asks for.
    fn known(&mut self, record: &Record<'_>, bytes: &[u8], place: Place, nesting: usize, items: &mut Vec<Item>) {
        let messages = record.messages.map(RawValue::get);
        // A list item that the exporter gave the whole conversation as `messages`.
        if let Some(full) = messages.filter(|messages| !record.parts.listed && messages.starts_with('{')) {
            return self.record(full.as_bytes(), place.inside(bytes, full), nesting, items);
        }
        if record.is_conversation() {
            self.conversation(record, bytes, place, items);
        } else if messages.is_some_and(|messages| messages.starts_with('[')) {
            self.plain(bytes, place, items);
        } else if let Some(problem) = record.errors.items.first() {
            let said =
                [problem.code.word(), problem.message.word()].into_iter().flatten().collect::<Vec<_>>().join(": ");
            let reason = format!(
                "Instead of a conversation stands an error answer of the API ({said}). Check the token's rights and the \
                 rate limit, and export again."
            );
            self.skip(place.start(), None, Code::ApiError.as_str(), reason, items);
        } else if nesting < MAX_NESTING && !self.unwrap(record, bytes, place, nesting, items) {
            let reason = format!("The record at byte {} is not a conversation.", place.start());
            self.skip(place.start(), record.id.id(), "not-a-conversation", reason, items);
        }
    }

    /// Reads what is wrapped in a record; whether there was anything.
    fn unwrap(
        &mut self,
        record: &Record<'_>,
        bytes: &[u8],
        place: Place,
        nesting: usize,
        items: &mut Vec<Item>,
    ) -> bool {
        if self.unwrap_list(bytes, place, nesting, items) {
            return true;
        }
        let raw = [record.inner, record.record, record.data].into_iter().flatten().map(RawValue::get);
        let mut found = false;
        for raw in raw {
            if raw.starts_with('{') {
                self.record(raw.as_bytes(), place.inside(bytes, raw), nesting + 1, items);
                found = true;
            } else if let Ok(text) = serde_json::from_str::<String>(raw) {
                found |= self.unwrap_text(&text, place.span(bytes), nesting, items);
            }
        }
        found || record.text.text().is_some_and(|text| self.unwrap_text(text, place.span(bytes), nesting, items))
    }

    /// Reads the lists in an envelope; whether it is one.
    fn unwrap_list(&mut self, bytes: &[u8], place: Place, nesting: usize, items: &mut Vec<Item>) -> bool {
        let shape = splitter::shape(bytes);
        if shape == Shape::Record || nesting >= MAX_NESTING {
            return false;
        }
        let mut splitter = Splitter::within(shape, place.start() + 1);
        let mut sink = |piece: Piece<'_>| match (piece, place) {
            (Piece::Record { bytes, .. }, Place::From(_)) => self.record(bytes, place, nesting + 1, items),
            (piece, _) => self.piece(piece, nesting + 1, items),
        };
        splitter.push(bytes.get(1..).unwrap_or_default(), &mut sink);
        splitter.end(&mut sink);
        true
    }

    /// Reads JSON that stands in a string; whether it is any.
    fn unwrap_text(&mut self, text: &str, span: Span, nesting: usize, items: &mut Vec<Item>) -> bool {
        if !text.trim_start().starts_with(['{', '[']) {
            return false;
        }
        let mut splitter = Splitter::new(0);
        let mut sink = |piece: Piece<'_>| match piece {
            Piece::Record { bytes, .. } => self.record(bytes, Place::From(span), nesting + 1, items),
            Piece::Fault { fault, bytes, .. } => {
                self.piece(Piece::Fault { start: span.start, fault, bytes }, nesting + 1, items);
            }
        };
        splitter.push(text.as_bytes(), &mut sink);
        splitter.end(&mut sink);
        true
    }

    fn conversation(&mut self, record: &Record<'_>, bytes: &[u8], place: Place, items: &mut Vec<Item>) {
        let span = place.span(bytes);
        self.file.format.get_or_insert("intercom");
        let read = record.read(&mut self.tools, || format!("byte-{}", span.start));
        let id = read.conversation.id.clone();
        if record.is_metadata_only() {
            let reason = format!("Conversation {id} stands here without its messages: {FULL_EXPORT}.");
            return self.skip(span.start, Some(id), Code::MetadataOnly.as_str(), reason, items);
        }
        if !self.seen.insert(hash(&id)) {
            let reason = format!("Conversation {id} was already read; the first one counts.");
            return self.skip(span.start, Some(id), "duplicate", reason, items);
        }
        self.give(read, span, items);
    }

    /// Hands a conversation out, or says why not.
    fn give(&mut self, read: intercom::Read, span: Span, items: &mut Vec<Item>) {
        let id = read.conversation.id.clone();
        match read.unfit {
            Some(Unfit::Preview) => {
                let reason = format!("Conversation {id} is a preview: the team tried the bot out.");
                return self.skip(span.start, Some(id), "preview", reason, items);
            }
            Some(Unfit::NoCustomer) => {
                let reason = format!("The customer wrote nothing in conversation {id}.");
                return self.skip(span.start, Some(id), "no-customer", reason, items);
            }
            None => {}
        }
        self.deliver(read.conversation, span, items);
        if read.broken_parts > 0 {
            let reason = format!("{} parts of conversation {id} are not objects and were left out.", read.broken_parts);
            self.skip(span.start, Some(id), "unreadable-part", reason, items);
        }
    }

    fn plain(&mut self, bytes: &[u8], place: Place, items: &mut Vec<Item>) {
        let span = place.span(bytes);
        self.file.format.get_or_insert("native");
        // The record parsed before, so it parses again.
        let plain: native::Plain<'_> = serde_json::from_slice(bytes).unwrap_or_default();
        let read = plain.read(&mut self.tools.converter, || format!("byte-{}", span.start));
        let id = read.conversation.id.clone();
        if !self.seen.insert(hash(&(self.files, bytes))) {
            let reason = format!("Conversation {id} stands twice in this file, word for word; the first one counts.");
            return self.skip(span.start, Some(id), "duplicate", reason, items);
        }
        self.deliver(read.conversation, span, items);
        for role in read.unknown_roles {
            let reason =
                format!("Nobody knows who speaks as \"{role}\" in conversation {id}; those messages were left out.");
            self.skip(span.start, Some(id.clone()), "unknown-role", reason, items);
        }
        if read.broken_messages > 0 {
            let reason =
                format!("{} messages of conversation {id} are not objects and were left out.", read.broken_messages);
            self.skip(span.start, Some(id), "unreadable-part", reason, items);
        }
    }

    fn deliver(&mut self, conversation: Conversation, span: Span, items: &mut Vec<Item>) {
        self.list_pending(items);
        self.file.conversations += 1;
        let file = self.files.saturating_sub(1);
        items.push(Item::Conversation { file, span, conversation: Box::new(conversation) });
    }

    fn skip(&mut self, offset: u64, id: Option<String>, code: &'static str, reason: String, items: &mut Vec<Item>) {
        if self.file.listed >= MAX_LISTED {
            self.file.unlisted += 1;
            return;
        }
        self.file.listed += 1;
        let skipped = Skipped { file: self.files.saturating_sub(1), offset, id, code, reason };
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
    fn verdict(&mut self, saw_list: bool) -> Option<Error> {
        if self.file.conversations > 0 {
            return None;
        }
        let pending = &mut self.file.pending;
        let metadata_only = Code::MetadataOnly.as_str();
        if pending.is_empty() {
            return Some(if saw_list {
                Error::new(Code::Empty, "There is no conversation in this file: its list is empty.")
            } else {
                Error::new(Code::UnknownFormat, "There is no conversation in this file.")
            });
        }
        if pending.iter().all(|skipped| skipped.code == metadata_only) {
            let count = pending.len() as u64 + self.file.unlisted;
            pending.clear();
            self.file.unlisted = 0;
            return Some(Error::new(
                Code::MetadataOnly,
                format!("This file lists {count} conversations without their messages: {FULL_EXPORT}."),
            ));
        }
        let readable = ["preview", "no-customer", "duplicate", metadata_only];
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

/// A hash that is the same in every run.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
