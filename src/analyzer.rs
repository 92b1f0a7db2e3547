//! The way of the data from bytes to report: the only file that knows every stage.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::mem::take;

use serde_json::Value;

use crate::conversation::{Author, Conversation, Role};
pub use crate::corpus::Concluded;
pub use crate::corpus::figures::Finding;
use crate::corpus::rate::Rate;
use crate::corpus::row::Row;
pub use crate::corpus::row::UNDECIDED;
use crate::corpus::{Gathered, MOST_DIFFERENT};
pub use crate::detection::Words;
use crate::detection::{Detection, Meta, Severity};
use crate::detectors;
use crate::error::{Code, Error};
use crate::examiner::{self, Examined, Examiner, company_side, language_codes};
use crate::helper::{self, Answer, Raw, Told};
use crate::input::{Batch, Item, Piece, Reader, Span};
use crate::json::fields::writes;
use crate::json::{read, write};
use crate::lean::flat_map::FlatMap;
use crate::lean::sort;
use crate::options::Options;
use crate::redaction::{self, Redactor};
use crate::report::transcript::Transcript;
use crate::report::{self, AuthorRow, Input, ModeSummary, Report, SCHEMA_VERSION, Summary, Tool};

/// Reads exports and audits each conversation as soon as it is complete.
pub struct Analyzer {
    options: Options,
    examiner: Examiner,
    custom: Option<Custom>,
    reader: Reader,
    items: Vec<Item>,
    /// Batches that helpers may have, in the order of the file, with the answers that came already.
    batches: VecDeque<(Batch, Option<Vec<Answer>>)>,
    /// Batches before those.
    settled: usize,
    input: Input,
    first_error: Option<Error>,
    gathered: Gathered,
    /// The rows and findings that were not released yet.
    rows: Vec<Row>,
    found: Vec<Found>,
    /// Messages by everybody on the company's side.
    authors: BTreeMap<Author, u64>,
    /// Conversations of which the export holds only a part.
    truncated: u64,
    /// Conversations with markup beyond a limit of its conversion.
    simplified: u64,
    /// Conversations with messages in several files.
    scattered: u64,
}

/// A finding as it is kept.
enum Found {
    Here(Detection),
    /// A helper's, as JSON.
    Told(String),
}

/// Rows and findings as JSON, in order, for a caller who keeps them until it is known how they end and which of them stand.
#[derive(Debug, Default)]
pub struct Released {
    /// Each as [`Row::beginning`].
    pub rows: Vec<String>,
    /// Whole.
    pub found: Vec<String>,
}

impl Found {
    fn json(self) -> String {
        match self {
            Self::Here(detection) => write::compact(&detection),
            Self::Told(json) => json,
        }
    }

    fn whole(self) -> Detection {
        match self {
            Self::Here(detection) => detection,
            Self::Told(json) => read::whole(&json).unwrap_or_default(),
        }
    }
}

/// What custom detectors find in a conversation, which is given as JSON: `[transcript, row]`.
pub type Examine = dyn FnMut(&str) -> Vec<Detection>;

/// Detectors of the caller, which run after the built-in ones.
pub struct Custom {
    /// Their names; [`Options::detectors`] may choose built-in ones among them, or none.
    pub names: Vec<String>,
    /// Runs all of them.
    pub examine: Box<Examine>,
}

impl Analyzer {
    /// An error if the options name a detector, a language or a moment that does not exist.
    pub fn new(options: Options) -> Result<Self, Error> {
        Self::with_custom(options, None)
    }

    /// The same, with detectors of the caller.
    pub fn with_custom(options: Options, custom: Option<Custom>) -> Result<Self, Error> {
        let names = custom.as_ref().map_or(&[][..], |custom| &custom.names);
        Ok(Self {
            examiner: Examiner::new(&options, names)?,
            reader: examiner::reader(&options, custom.is_some()),
            custom,
            options,
            items: Vec::new(),
            batches: VecDeque::new(),
            settled: 0,
            input: Input::default(),
            first_error: None,
            gathered: Gathered::default(),
            rows: Vec::new(),
            found: Vec::new(),
            authors: BTreeMap::new(),
            truncated: 0,
            simplified: 0,
            scattered: 0,
        })
    }

    /// From here on records are set aside in batches for helpers, unless there are detectors of the caller: those run here.
    pub fn share(&mut self) {
        if self.custom.is_none() {
            self.reader.set_aside();
        }
    }

    /// The next batch for a [`helper::Helper`], if there is one of at least so many bytes; batches are counted from 0.
    pub fn batch(&mut self, least: usize) -> Option<Vec<u8>> {
        let batch = self.reader.batch(least)?;
        let packed = helper::packed(&batch, self.gathered.sample().rank());
        self.batches.push_back((batch, None));
        Some(packed)
    }

    /// Takes a helper's answers for a batch. Without them, or if they are none, it is examined here.
    pub fn settle(&mut self, number: usize, answers: Option<&[u8]>) {
        let Some((batch, place)) = number.checked_sub(self.settled).and_then(|at| self.batches.get_mut(at)) else {
            return;
        };
        let here =
            || helper::answers(&self.examiner, &mut self.reader, &mut batch.records(), self.gathered.sample().rank());
        *place = Some(answers.and_then(helper::unpacked).unwrap_or_else(here));
        while let Some((batch, Some(answers))) = self.batches.pop_front_if(|(_, answers)| answers.is_some()) {
            self.settled += 1;
            self.add_batch(&batch, answers);
        }
    }

    fn settle_all(&mut self) {
        while !self.batches.is_empty() {
            self.settle(self.settled, None);
        }
        if let Some(batch) = self.reader.batch(0) {
            self.add_batch(&batch, Vec::new());
        }
    }

    /// Adds what is known of a batch; reads the rest of it.
    fn add_batch(&mut self, batch: &Batch, answers: Vec<Answer>) {
        let file = self.input.files.len().saturating_sub(1);
        let mut answers = answers.into_iter();
        for piece in batch.pieces() {
            let (span, answer) = match piece {
                Piece::Record { start, bytes } => {
                    (Span { start, end: start + bytes.len() as u64 }, answers.next().flatten())
                }
                Piece::Fault { start, .. } => (Span { start, end: start }, None),
            };
            let Some(told) = answer else {
                self.reader.read(piece, &mut self.items);
                self.examine_items();
                continue;
            };
            let Told { id, unfit, mut examined, found, staff, broken_parts } = *told;
            if self.reader.admit(&id, unfit, broken_parts, span, &mut self.items) {
                (examined.row.file, examined.row.start, examined.row.end) = (file, span.start, span.end);
                self.found.extend(found.into_iter().map(|Raw(json)| Found::Told(json)));
                staff.iter().for_each(|(author, messages)| self.count(author, *messages));
                self.add(examined);
            }
            self.examine_items();
        }
    }

    /// Begins a file; `name` stands in the report.
    pub fn begin(&mut self, name: &str) {
        self.input.files.push(report::File { name: name.to_owned(), ..report::File::default() });
        self.reader.begin();
    }

    /// Reads on in the file, any number of bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.reader.push(bytes, &mut self.items);
        self.examine_items();
    }

    /// Ends the file. What could not be read of it stands in the report. Batches without answers are examined here.
    pub fn end(&mut self) {
        self.settle_all();
        let end = self.reader.end(&mut self.items);
        self.examine_items();
        let Some(file) = self.input.files.last_mut() else { return };
        match end {
            Ok(end) => {
                file.format = end.format.into();
                file.bytes = end.bytes;
            }
            Err(error) => {
                self.input.skipped.push(report::Skipped {
                    file: file.name.clone(),
                    offset: error.offset().unwrap_or(0),
                    id: None,
                    code: error.code().as_str().into(),
                    reason: error.to_string(),
                });
                self.first_error.get_or_insert(error);
            }
        }
    }

    /// Ends the file before its end, because the caller could not read on; what was read so far counts.
    pub fn break_off(&mut self, reason: &str) {
        self.end();
        let file = self.input.files.last();
        self.input.skipped.push(report::Skipped {
            file: file.map(|file| file.name.clone()).unwrap_or_default(),
            offset: file.map_or(0, |file| file.bytes),
            id: None,
            code: "unreadable".into(),
            reason: reason.to_owned(),
        });
    }

    /// Conversations and findings so far. The whole file may still take findings back.
    pub fn counts(&self) -> (usize, usize) {
        (self.gathered.conversations(), self.gathered.findings())
    }

    /// The conversation in which a finding is; both are counted from 0.
    pub fn conversation_of(&self, finding: usize) -> Option<usize> {
        self.gathered.conversation_of(finding)
    }

    /// The rows and findings since the last call. Here remain a few figures of them, a tenth of the size.
    pub fn release(&mut self) -> Released {
        Released {
            rows: take(&mut self.rows).iter().map(Row::beginning).collect(),
            found: take(&mut self.found).into_iter().map(Found::json).collect(),
        }
    }

    /// Reads the conversations that only the end of all files completes.
    pub fn complete(&mut self) {
        let mut reader = take(&mut self.reader);
        if let Err(error) = reader.finish(&mut |item| self.examine_item(item)) {
            self.first_error.get_or_insert(error);
        }
        self.scattered += reader.scattered();
        let detectors: Vec<_> = self.examiner.names().collect();
        self.found.extend(self.gathered.complete(&detectors).into_iter().map(Found::Here));
    }

    /// Ends the run, for a caller to whom nothing was released. An error if no conversation could be read in any file.
    pub fn finish(mut self) -> Result<Report, Error> {
        self.complete();
        let (rows, found) = (take(&mut self.rows), take(&mut self.found));
        let (mut report, concluded) = self.conclude()?;
        report.conversations = rows;
        for (number, row) in report.conversations.iter_mut().enumerate() {
            row.settle(concluded.verdict(number));
        }
        let mut found: Vec<Option<Found>> = found.into_iter().map(Some).collect();
        let standing = concluded.findings().iter();
        let found = standing.filter_map(|finding| found.get_mut(finding.number as usize)?.take());
        report.detections = found.map(Found::whole).collect();
        Ok(report)
    }

    /// Ends the run like [`Analyzer::finish`], for a caller to whom all rows and findings were released, also those of
    /// [`Analyzer::complete`]: the report comes without them, with how the rows end and which findings stand.
    pub fn conclude(mut self) -> Result<(Report, Concluded), Error> {
        self.complete();
        if let (0, Some(error)) = (self.input.conversations, self.first_error) {
            return Err(error);
        }
        self.input.warnings.extend(warnings(
            &self.input,
            &self.authors,
            self.truncated,
            self.simplified,
            self.scattered,
            &self.gathered,
        ));
        self.input.authors = author_rows(self.authors);
        let (concluded, corpus) = self.gathered.conclude(self.examiner.now(), &self.options.prices);
        let names = self.examiner.names();
        let custom = self.custom.into_iter().flat_map(|custom| custom.names).map(Cow::Owned);
        let report = Report {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() },
            options: read::whole(&write::compact(&self.options)).unwrap_or(Value::Null),
            input: self.input,
            summary: summarise(names.chain(custom), &concluded),
            detections: Vec::new(),
            conversations: Vec::new(),
            corpus,
        };
        Ok((report, concluded))
    }

    fn examine_items(&mut self) {
        for item in take(&mut self.items) {
            self.examine_item(item);
        }
    }

    fn examine_item(&mut self, item: Item) {
        match item {
            Item::Conversation { file, span, conversation } => self.examine(file, span, *conversation),
            Item::Skipped(skipped) => {
                let name = self.input.files.get(skipped.file).map(|file| file.name.clone()).unwrap_or_default();
                self.input.skipped.push(report::Skipped {
                    file: name,
                    offset: skipped.offset,
                    id: skipped.id,
                    code: skipped.code.into(),
                    reason: skipped.reason,
                });
            }
        }
    }

    fn examine(&mut self, file: usize, span: Span, mut conversation: Conversation) {
        let mut examined = self.examiner.examine(&mut conversation, self.gathered.sample().rank());
        (examined.row.file, examined.row.start, examined.row.end) = (file, span.start, span.end);
        if let Some(custom) = &mut self.custom {
            let json =
                format!("[{},{}]", write::compact(&Transcript::new(&conversation)), write::compact(&examined.row));
            (custom.examine)(&json).into_iter().for_each(|found| examined.add(found));
        }
        for (author, messages) in company_side(&conversation) {
            self.count(author, messages);
        }
        self.add(examined);
    }

    /// Counts messages of the company's side.
    fn count(&mut self, author: &Author, messages: u64) {
        match self.authors.get_mut(author) {
            Some(count) => *count += messages,
            None => drop(self.authors.insert(author.clone(), messages)),
        }
    }

    /// Adds a conversation to the report.
    fn add(&mut self, examined: Examined) {
        let Examined { row, trace, detections, redacted, truncated, simplified } = examined;
        if let Some(redacted) = redacted {
            redaction::add(self.input.redacted.get_or_insert_default(), redacted);
        }
        self.truncated += u64::from(truncated);
        self.simplified += u64::from(simplified);
        self.input.conversations += 1;
        self.input.messages += u64::from(row.customer_messages + row.bot_messages + row.human_messages);
        if let Some(file) = self.input.files.get_mut(row.file) {
            file.conversations += 1;
        }
        self.gathered.add(&row, trace);
        self.rows.push(row);
        self.found.extend(detections.into_iter().map(Found::Here));
    }
}

/// A text without personal data, and how much of it was found.
#[derive(Debug)]
pub struct Redacted {
    text: String,
    counts: redaction::Counts,
}

writes!(object Redacted { text, counts });

/// Takes out of `text` what has the shape of personal data.
pub fn redact(text: &str) -> Redacted {
    let mut redactor = Redactor::default();
    Redacted { text: redactor.text(text), counts: redactor.counts().clone() }
}

/// What the detectors are, in the order of reports.
pub fn detectors() -> Vec<&'static Meta> {
    detectors::ALL.iter().map(|detector| detector.meta()).collect()
}

/// So many bytes are looked through at once for a transcript.
const TRANSCRIPT_CHUNK: usize = 1 << 20;

/// A conversation in `bytes` as JSON for a reader: messages, with notes and events in between. It is the one called `id`;
/// the first, if none is or no id is given.
pub fn transcript(bytes: &[u8], options: &Options, id: Option<&str>) -> Result<String, Error> {
    let is_wanted = |conversation: &Conversation| Some(&*conversation.id) == id;
    let mut found: Option<Box<Conversation>> = None;
    let mut look = |item: Item| match (item, &found) {
        (Item::Conversation { conversation, .. }, None) => found = Some(conversation),
        (Item::Conversation { conversation, .. }, Some(other)) if is_wanted(&conversation) && !is_wanted(other) => {
            found = Some(conversation);
        }
        _ => {}
    };
    let mut reader = Reader::new(&options.bots);
    let mut items = Vec::new();
    reader.begin();
    // All conversations of a large table at once would be more than the memory holds.
    for chunk in bytes.chunks(TRANSCRIPT_CHUNK) {
        reader.push(chunk, &mut items);
        items.drain(..).for_each(&mut look);
    }
    reader.end(&mut items)?;
    items.drain(..).for_each(&mut look);
    reader.finish(&mut look)?;
    let mut conversation =
        found.ok_or_else(|| Error::new(Code::UnknownFormat, "There is no conversation in these bytes."))?;
    if options.redact {
        redaction::conversation(&mut conversation);
    }
    Ok(write::compact(&Transcript::new(&conversation)))
}

/// Most messages first.
fn author_rows(authors: BTreeMap<Author, u64>) -> Vec<AuthorRow> {
    let row = |(author, messages): (Author, u64)| {
        let Author { id, name, email, role, reason } = author;
        AuthorRow { id, name, email, role, reason, messages }
    };
    let mut rows: Vec<AuthorRow> = authors.into_iter().map(row).collect();
    sort::by_key(&mut rows, |row| std::cmp::Reverse(row.messages));
    rows
}

/// What a reader of the report must know to trust its numbers.
fn warnings(
    input: &Input,
    authors: &BTreeMap<Author, u64>,
    truncated: u64,
    simplified: u64,
    scattered: u64,
    gathered: &Gathered,
) -> Vec<report::Warning> {
    let unknown = gathered.unknown_languages();
    let all = input.conversations;
    let mut warnings = Vec::new();
    let mut warn = |code: &'static str, message| warnings.push(report::Warning { code: code.into(), message });
    if truncated > 0 {
        warn(
            "truncated",
            format!("{truncated} of {all} conversations are cut off in the export: their oldest messages are missing."),
        );
    }
    if simplified > 0 {
        warn(
            "simplified-markup",
            format!(
                "{simplified} of {all} conversations have a message with more markup than anybody writes, nested or repeated \
                 thousands of times: hidden words of it may show, and its links or its end may be missing."
            ),
        );
    }
    if scattered > 0 {
        warn(
            "several-files",
            format!(
                "{scattered} of {all} conversations have messages in several files. All of them were read, but a transcript \
                 shows those of the first file alone."
            ),
        );
    }
    if unknown > 0 {
        warn(
            "unknown-language",
            format!(
                "{unknown} of {all} conversations are in none of the supported languages ({}) or too short to tell: \
                 only signs that need no words were looked for.",
                language_codes()
            ),
        );
    }
    if gathered.has_uncounted_groups() {
        warn(
            "many-groups",
            format!(
                "There are more than {MOST_DIFFERENT} different tags, channels, languages or sources: the first ones are \
                 compared with the rest, others are not."
            ),
        );
    }
    if input.redacted.is_some() {
        warn(
            "redacted",
            "Personal data was taken out where it has a known shape or is a name of somebody in the conversation. Other \
             people's names and what only a reader understands may be left: read the report before you share it."
                .to_owned(),
        );
    }
    if !gathered.has_bot() && all > 0 {
        let people = authors.keys().filter(|author| author.role == Role::Human).count();
        warn(
            "no-bot",
            format!(
                "No message by a bot was found. If one of the {people} teammates is a bot, name it in the option bots."
            ),
        );
    }
    warnings
}

fn summarise(detectors: impl Iterator<Item = Cow<'static, str>>, concluded: &Concluded) -> Summary {
    let findings = || concluded.findings().iter();
    let count = |fits: &dyn Fn(&Finding) -> bool| findings().filter(|finding| fits(finding)).count() as u64;
    let affected = |fits: &dyn Fn(&Finding) -> bool| {
        let mut last = None;
        let mut is_other = |finding: &Finding| last.replace(finding.conversation) != Some(finding.conversation);
        let affected = findings().filter(|finding| fits(finding) && is_other(finding)).count();
        Rate::new(affected as u64, concluded.conversations() as u64)
    };
    let mut by_mode = FlatMap::default();
    for name in detectors {
        let kinds: Vec<bool> = concluded.kinds().iter().map(|kind| kind.detector == name).collect();
        let of_mode = |finding: &Finding| kinds.get(usize::from(finding.kind)) == Some(&true);
        let mode = ModeSummary { findings: count(&of_mode), rate: affected(&of_mode) };
        by_mode.insert(name, mode);
    }
    let mut by_severity = FlatMap::default();
    for severity in Severity::ALL {
        by_severity.insert(severity.as_str().into(), count(&|finding| finding.severity == severity));
    }
    Summary { findings: concluded.findings().len() as u64, affected: affected(&|_| true), by_mode, by_severity }
}
