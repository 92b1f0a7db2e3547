//! Finds the records of an export in a stream of bytes, in any chunking, without reading them.
//!
//! A record is an object that stands at the top of the file, in an array, or in the list of an envelope such as
//! `{"conversations": [...]}`. An envelope is told from a record by its keys, and only when it has grown past
//! a quarter of a megabyte: a smaller one is handed over whole, and its reader looks inside with [`Splitter::within`]. So memory
//! holds one record, and the bytes of records are looked at once.

use super::scan::Scan;

/// The largest record that is gathered. A conversation holds at most 500 parts, so it would take parts of 130 KB each.
pub const MAX_RECORD_BYTES: usize = 64 << 20;

/// An object that is longer than this is searched for a list of records; larger than nearly all conversations, so that
/// the search is rare.
const PROBE_BYTES: usize = 256 << 10;

/// How deep lists and envelopes may stand in each other. Real exports need three.
pub const MAX_NESTING: usize = 16;

/// Keys of envelopes, under which records stand.
const ENVELOPE_KEYS: [&[u8]; 16] = [
    b"conversations",
    b"data",
    b"items",
    b"results",
    b"records",
    b"tickets",
    b"articles",
    b"record",
    b"item",
    b"conversation",
    b"raw_conversation",
    b"raw_payload",
    b"response",
    b"body",
    b"result",
    b"_airbyte_data",
];

/// Keys that only records have.
const RECORD_KEYS: [&[u8]; 9] = [
    b"conversation_parts",
    b"ticket_parts",
    b"source",
    b"conversation_message",
    b"messages",
    b"part_type",
    b"stream",
    b"topic",
    b"role",
];

/// What an object is, by its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A record, or nothing that is known.
    Record,
    /// Records stand in lists under some of its keys.
    Envelope,
    /// Every value is a record; the keys are ids.
    Map,
}

/// What the splitter comes upon.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A record, from its first to its last brace.
    Record {
        /// Where it begins in the file.
        start: u64,
        /// All of it.
        bytes: &'a [u8],
    },
    /// Something that is no record.
    Fault {
        /// Where it begins in the file.
        start: u64,
        /// What is wrong.
        fault: Fault,
        /// The bytes of the record, as far as they came.
        bytes: &'a [u8],
    },
}

/// Takes what a splitter comes upon.
pub trait Sink {
    /// Takes a record or a fault.
    fn piece(&mut self, piece: Piece<'_>);

    /// Offered the bytes from the beginning of a record on, before its end is searched: reads the record on the spot if
    /// all of it is there, and says its length. A valid record is so looked at once.
    fn begun(&mut self, start: u64, bytes: &[u8]) -> Option<usize> {
        let _ = (start, bytes);
        None
    }
}

impl<F: FnMut(Piece<'_>)> Sink for F {
    fn piece(&mut self, piece: Piece<'_>) {
        self(piece);
    }
}

/// What is wrong in a place of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file ends inside a record.
    Cut,
    /// A line ends inside a record, and the next line begins another.
    BrokenLine,
    /// A record is larger than [`MAX_RECORD_BYTES`].
    TooLarge,
    /// Bytes that do not belong between records.
    Stray,
    /// Lists in lists beyond [`MAX_NESTING`].
    TooDeep,
    /// The file ends inside a list or envelope, between two records.
    Unclosed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    Array,
    Envelope,
    Map,
}

/// What may come next between records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    /// A value, or at the top also the end.
    Value,
    /// A value or the end of the array.
    FirstValue,
    Key,
    /// A key or the end of the object.
    FirstKey,
    Colon,
    Comma,
}

#[derive(Clone, Copy, Debug)]
enum Mode {
    Between,
    /// In a record that is gathered.
    Record(Scan),
    /// In a value that is passed over.
    Passing(Scan),
    /// In a key, which is gathered.
    Key(Scan),
}

/// Takes bytes, gives records.
#[derive(Debug)]
pub struct Splitter {
    /// Offset of the next byte in the file.
    at: u64,
    frames: Vec<Frame>,
    expect: Expect,
    mode: Mode,
    /// Where the record or key in hand begins.
    start: u64,
    /// The record or key in hand, as far as earlier chunks brought it.
    held: Vec<u8>,
    /// The length of the record at which it is searched for a list.
    probe_at: usize,
    /// Records may stand under the key that was read last.
    key_holds_records: bool,
    /// In a run of stray bytes, which is reported once.
    straying: bool,
    /// In a number or a word of an envelope.
    in_scalar: bool,
    /// The first record stood on one line: a line that begins with a brace begins a record.
    lines: Option<bool>,
    /// The byte before was a line feed inside a record of a file of lines.
    line_begins: bool,
    /// Where the line in hand ends, if that was found.
    line_end: Option<u64>,
    /// Up to here there is no other line feed, so that nothing is searched twice.
    searched_to: u64,
    /// A list was begun, though it may be empty.
    saw_list: bool,
}

impl Splitter {
    /// For a file whose next byte has the offset `at`.
    pub fn new(at: u64) -> Self {
        Self {
            at,
            frames: Vec::new(),
            expect: Expect::Value,
            mode: Mode::Between,
            start: at,
            held: Vec::new(),
            probe_at: PROBE_BYTES,
            key_holds_records: false,
            straying: false,
            in_scalar: false,
            lines: None,
            line_begins: false,
            line_end: None,
            searched_to: at,
            saw_list: false,
        }
    }

    /// For the inside of an envelope or map whose brace stood before `at`.
    pub fn within(shape: Shape, at: u64) -> Self {
        let mut splitter = Self::new(at);
        splitter.enter(if shape == Shape::Map { Frame::Map } else { Frame::Envelope });
        splitter
    }

    /// A list or envelope was found, though nothing may stand in it.
    pub fn saw_list(&self) -> bool {
        self.saw_list
    }

    /// Splits on.
    pub fn push(&mut self, bytes: &[u8], sink: &mut dyn Sink) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let used = match self.mode {
                Mode::Between => self.between(rest, sink),
                Mode::Record(scan) => self.record(scan, rest, sink),
                Mode::Passing(scan) => self.passing(scan, rest),
                Mode::Key(scan) => self.key(scan, rest),
            };
            rest = rest.get(used..).unwrap_or_default();
        }
    }

    /// Ends the file.
    pub fn end(&mut self, sink: &mut dyn Sink) {
        let mut faults = 0;
        let mut counted = |piece: Piece<'_>| {
            faults += usize::from(matches!(piece, Piece::Fault { .. }));
            sink.piece(piece);
        };
        let mut envelope = None;
        while let Mode::Record(_) = self.mode {
            let start = self.start;
            if self.probe(&mut counted) {
                envelope = Some(start);
            } else if !self.recover_line(&mut counted) {
                let held = std::mem::take(&mut self.held);
                counted.piece(Piece::Fault { start: self.start, fault: Fault::Cut, bytes: &held });
                self.mode = Mode::Between;
                self.frames.clear();
            }
        }
        if !self.frames.is_empty() || !matches!(self.mode, Mode::Between) {
            counted.piece(Piece::Fault { start: self.at, fault: Fault::Unclosed, bytes: &[] });
        }
        // An envelope whose braces do not match, though nothing in it broke off: something beside the records is wrong.
        if let (Some(start), 0) = (envelope, faults) {
            sink.piece(Piece::Fault { start, fault: Fault::Stray, bytes: &[] });
        }
    }

    fn enter(&mut self, frame: Frame) {
        self.frames.push(frame);
        self.saw_list = true;
        self.expect = if frame == Frame::Array { Expect::FirstValue } else { Expect::FirstKey };
    }

    /// A value has ended.
    fn after_value(&mut self) {
        self.expect = if self.frames.is_empty() { Expect::Value } else { Expect::Comma };
    }

    /// Reads between records; the number of bytes used.
    fn between(&mut self, bytes: &[u8], sink: &mut dyn Sink) -> usize {
        for (index, &byte) in bytes.iter().enumerate() {
            let here = self.at + index as u64;
            let fits = match (byte, self.expect) {
                (b' ' | b'\t' | b'\r' | b'\n', _) => {
                    self.in_scalar = false;
                    continue;
                }
                // A byte order mark of a file that was appended, or the separator of JSON text sequences.
                (0xEF | 0xBB | 0xBF | 0x1E, Expect::Value) if self.frames.is_empty() => continue,
                (b'{' | b'[' | b'"', expect) => {
                    if let Some(scan) = self.opens(byte, expect, here, sink) {
                        self.mode = scan;
                        self.at = here;
                        return index;
                    }
                    continue;
                }
                (b',', Expect::Comma) => {
                    let array = self.frames.last() == Some(&Frame::Array);
                    self.expect = if array { Expect::Value } else { Expect::Key };
                    true
                }
                (b':', Expect::Colon) => {
                    self.expect = Expect::Value;
                    true
                }
                (b']' | b'}', expect) => {
                    let array = byte == b']';
                    let closes = self.frames.last().is_some_and(|&frame| (frame == Frame::Array) == array);
                    if closes {
                        self.frames.pop();
                        self.after_value();
                    }
                    closes && matches!(expect, Expect::Comma | Expect::FirstValue | Expect::FirstKey)
                }
                (_, Expect::Value) if self.in_envelope() => {
                    self.in_scalar = true;
                    self.after_value();
                    true
                }
                (_, Expect::Comma) if self.in_scalar => true,
                _ => false,
            };
            self.in_scalar &= fits && !matches!(byte, b',' | b':' | b']' | b'}');
            self.note(fits, here, sink);
        }
        self.at += bytes.len() as u64;
        bytes.len()
    }

    fn in_envelope(&self) -> bool {
        self.frames.last().is_some_and(|&frame| frame != Frame::Array)
    }

    /// Reports the first byte of a run that does not fit.
    fn note(&mut self, fits: bool, here: u64, sink: &mut dyn Sink) {
        if !fits && !self.straying {
            sink.piece(Piece::Fault { start: here, fault: Fault::Stray, bytes: &[] });
        }
        self.straying = !fits;
    }

    /// What a bracket or quote begins; `None` if a list was entered.
    fn opens(&mut self, byte: u8, expect: Expect, here: u64, sink: &mut dyn Sink) -> Option<Mode> {
        let key = byte == b'"' && matches!(expect, Expect::Key | Expect::FirstKey);
        let value = matches!(expect, Expect::Value | Expect::FirstValue);
        let wanted = match self.frames.last() {
            None | Some(Frame::Array) => true,
            Some(Frame::Map) => byte == b'{',
            Some(Frame::Envelope) => self.key_holds_records,
        };
        // A string where a conversation should be is as stray as a number.
        self.note(key || value && (byte != b'"' || self.in_envelope()), here, sink);
        self.in_scalar = false;
        if byte == b'[' && wanted {
            if self.frames.len() < MAX_NESTING {
                self.enter(Frame::Array);
                return None;
            }
            sink.piece(Piece::Fault { start: here, fault: Fault::TooDeep, bytes: &[] });
        }
        self.start = here;
        self.held.clear();
        self.probe_at = PROBE_BYTES;
        let scan = Scan::of(byte)?;
        Some(match byte {
            b'{' if wanted => Mode::Record(scan),
            b'"' if key => Mode::Key(scan),
            _ => Mode::Passing(scan),
        })
    }

    fn passing(&mut self, mut scan: Scan, bytes: &[u8]) -> usize {
        let end = scan.feed(bytes);
        self.mode = Mode::Passing(scan);
        if end.is_some() {
            self.mode = Mode::Between;
            self.after_value();
        }
        let used = end.unwrap_or(bytes.len());
        self.at += used as u64;
        used
    }

    fn key(&mut self, mut scan: Scan, bytes: &[u8]) -> usize {
        let end = scan.feed(bytes);
        let used = end.unwrap_or(bytes.len());
        // Only short keys matter.
        if self.held.len() <= ENVELOPE_KEYS.iter().map(|key| key.len()).max().unwrap_or(0) {
            self.held.extend(bytes.iter().take(used.min(64)));
        }
        self.mode = Mode::Key(scan);
        if end.is_some() {
            let name = self.held.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""));
            self.key_holds_records = name.is_some_and(|name| ENVELOPE_KEYS.contains(&name));
            self.mode = Mode::Between;
            self.expect = Expect::Colon;
        }
        self.at += used as u64;
        used
    }

    fn record(&mut self, mut scan: Scan, bytes: &[u8], sink: &mut dyn Sink) -> usize {
        let in_lines = self.frames.is_empty() && self.lines == Some(true);
        if in_lines && std::mem::take(&mut self.line_begins) && bytes.first() == Some(&b'{') {
            let held = std::mem::take(&mut self.held);
            sink.piece(Piece::Fault { start: self.start, fault: Fault::BrokenLine, bytes: &held });
            self.mode = Mode::Between;
            self.after_value();
            return 0;
        }
        // In a file of lines the scan stops at each line's end, since the next line may begin a record.
        let line = if in_lines { self.find_line_end(bytes) } else { None };
        let within = bytes.get(..line.unwrap_or(bytes.len())).unwrap_or(bytes);
        // Up to the length at which the record is searched, so that chunking changes nothing.
        let room = self.probe_at.saturating_sub(self.held.len());
        let (within, cut_short) = match within.get(..room) {
            Some(part) if part.len() < within.len() => (part, true),
            _ => (within, false),
        };
        let is_due = within.len() >= room;
        // An envelope around the whole file is not offered, but what stands in it.
        let first = self.frames.is_empty() && self.lines.is_none();
        if self.at == self.start
            && !(first && shape(within) != Shape::Record)
            && let Some(len) = sink.begun(self.start, within)
        {
            self.at += len as u64;
            self.end_record(within.get(..len).unwrap_or_default());
            return len;
        }
        let end = scan.feed(within);
        let used = end.unwrap_or(within.len());
        self.at += used as u64;
        let fresh = within.get(..used).unwrap_or_default();
        if end.is_some() {
            let start = self.start;
            let mut held = std::mem::take(&mut self.held);
            let record = if held.is_empty() {
                fresh
            } else {
                held.extend_from_slice(fresh);
                held.as_slice()
            };
            self.end_record(record);
            sink.piece(Piece::Record { start, bytes: record });
            held.clear();
            // One large record must not hold its memory for good.
            held.shrink_to(PROBE_BYTES);
            self.held = held;
            return used;
        }
        if is_due
            && self.held.is_empty()
            && let Some(frame) = self.frame_of(within)
        {
            // Its bytes are at hand, so that nothing is held to be split again.
            self.enter(frame);
            self.go_to(self.start + 1);
            return 1;
        }
        self.held.extend_from_slice(fresh);
        self.mode = Mode::Record(scan);
        self.line_begins = line.is_some() && !cut_short;
        if is_due && !self.probe(sink) {
            self.probe_at *= 2;
            if self.held.len() >= MAX_RECORD_BYTES && !self.recover_line(sink) {
                let held = std::mem::take(&mut self.held);
                sink.piece(Piece::Fault { start: self.start, fault: Fault::TooLarge, bytes: &held });
                self.mode = Mode::Passing(scan);
            }
        }
        used
    }

    /// Goes on behind a whole record.
    fn end_record(&mut self, record: &[u8]) {
        self.mode = Mode::Between;
        self.after_value();
        if self.frames.is_empty() && self.lines.is_none() {
            self.lines = Some(memchr::memchr(b'\n', record).is_none());
        }
    }

    /// The bytes up to and with the next line feed.
    fn find_line_end(&mut self, bytes: &[u8]) -> Option<usize> {
        let end = self.at + bytes.len() as u64;
        if self.line_end.is_none_or(|at| at < self.at) && self.searched_to < end {
            let from = self.searched_to.saturating_sub(self.at) as usize;
            let found = memchr::memchr(b'\n', bytes.get(from..).unwrap_or_default());
            self.line_end = found.map(|at| self.at + (from + at) as u64);
            self.searched_to = self.line_end.map_or(end, |at| at + 1);
        }
        self.line_end.filter(|&at| (self.at..end).contains(&at)).map(|at| (at - self.at) as usize + 1)
    }

    /// What the record in hand is, if it is none but holds a list.
    fn frame_of(&self, record: &[u8]) -> Option<Frame> {
        match shape(record) {
            Shape::Record => None,
            _ if self.frames.len() >= MAX_NESTING => None,
            Shape::Envelope => Some(Frame::Envelope),
            Shape::Map => Some(Frame::Map),
        }
    }

    /// Searches the record in hand for a list; enters it and splits again what is held, if there is one.
    fn probe(&mut self, sink: &mut dyn Sink) -> bool {
        let Some(frame) = self.frame_of(&self.held) else { return false };
        self.enter(frame);
        self.again(1, sink);
        true
    }

    /// A record that swallowed what follows because its line was cut: gives the line up and splits the rest again.
    fn recover_line(&mut self, sink: &mut dyn Sink) -> bool {
        if !self.frames.is_empty() || self.lines == Some(true) {
            return false;
        }
        let Some(line) = memchr::memmem::find(&self.held, b"\n{") else { return false };
        self.lines = Some(true);
        sink.piece(Piece::Fault {
            start: self.start,
            fault: Fault::BrokenLine,
            bytes: self.held.get(..line).unwrap_or_default(),
        });
        self.after_value();
        self.again(line, sink);
        true
    }

    /// Splits again what is held, from the byte `from` on.
    fn again(&mut self, from: usize, sink: &mut dyn Sink) {
        let held = std::mem::take(&mut self.held);
        self.go_to(self.start + from as u64);
        self.push(held.get(from..).unwrap_or_default(), sink);
    }

    /// Begins anew between records.
    fn go_to(&mut self, at: u64) {
        self.at = at;
        self.line_end = None;
        self.searched_to = at;
        self.mode = Mode::Between;
    }
}

/// What an object is, by the keys that stand in `bytes`, which begin with its brace and may be cut.
pub fn shape(bytes: &[u8]) -> Shape {
    shape_at(bytes, MAX_NESTING)
}

fn shape_at(bytes: &[u8], nesting: usize) -> Shape {
    let mut rest = bytes.get(1..).unwrap_or_default();
    while let Some((key, value)) = next_key(rest) {
        let first = value.first().copied().unwrap_or_default();
        if RECORD_KEYS.contains(&key) {
            return Shape::Record;
        }
        if ENVELOPE_KEYS.contains(&key) {
            let inner = first == b'{' && nesting > 0 && shape_at(value, nesting - 1) != Shape::Record;
            if first == b'[' || inner {
                return Shape::Envelope;
            }
        } else if first == b'{' && !key.is_empty() && key.iter().all(u8::is_ascii_digit) {
            return Shape::Map;
        }
        let Some(after) = after_value(value) else { break };
        rest = after;
    }
    Shape::Record
}

/// The next key of an object and the bytes from its value on.
fn next_key(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let bytes = bytes.trim_ascii_start();
    let bytes = bytes.strip_prefix(b",").unwrap_or(bytes).trim_ascii_start();
    let end = Scan::of(*bytes.first().filter(|&&byte| byte == b'"')?)?.feed(bytes)?;
    let value = bytes.get(end..)?.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    Some((bytes.get(1..end - 1)?, value))
}

/// The bytes behind the value that `bytes` begin with; `None` if it does not end there.
fn after_value(bytes: &[u8]) -> Option<&[u8]> {
    match Scan::of(*bytes.first()?) {
        Some(mut scan) => bytes.get(scan.feed(bytes)?..),
        None => bytes.get(bytes.iter().position(|&byte| byte == b',' || byte == b'}')?..),
    }
}

/// The id in a record that cannot be read, if it stands among the first keys.
pub fn first_id(bytes: &[u8]) -> Option<String> {
    /// Behind this many keys nobody looks for an id.
    const KEYS: usize = 8;
    let mut rest = bytes.get(1..).unwrap_or_default();
    for _ in 0..KEYS {
        let (key, value) = next_key(rest)?;
        let after = after_value(value)?;
        if key == b"id" {
            let id = value.get(..value.len() - after.len())?;
            let id = std::str::from_utf8(id).ok()?.trim().trim_matches('"');
            return (!id.is_empty() && !id.starts_with(['{', '['])).then(|| id.to_owned());
        }
        rest = after;
    }
    None
}
