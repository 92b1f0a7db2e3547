//! The way of the data from bytes to report: the only file that knows every stage.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::conversation::{Author, Conversation, Role};
use crate::corpus::rate::Rate;
use crate::corpus::row::Row;
use crate::corpus::{Concluded, Gathered, Trace};
use crate::detection::{Detection, Meta, Severity};
use crate::detectors::{self, Candidate, Case, Context, Detector};
use crate::error::{Code, Error};
use crate::input::{self, Item, Reader, Span};
use crate::knowledge::{Article, Articles, Facts, Knowledge, Policy};
use crate::language::{LANGUAGES, LEXICONS};
use crate::options::Options;
use crate::redaction::{self, Redactor};
use crate::report::transcript::Transcript;
use crate::report::{self, AuthorRow, Input, ModeSummary, Report, SCHEMA_VERSION, Summary, Tool};
use crate::sort;

/// Reads exports and audits each conversation as soon as it is complete.
pub struct Analyzer {
    options: Options,
    context: Context,
    detectors: Vec<&'static dyn Detector>,
    custom: Option<Custom>,
    reader: Reader,
    items: Vec<Item>,
    input: Input,
    first_error: Option<Error>,
    gathered: Gathered,
    /// Messages by everybody on the company's side.
    authors: BTreeMap<Author, u64>,
    /// Conversations of which the export holds only a part.
    truncated: u64,
    /// Conversations with markup beyond a limit of its conversion.
    simplified: u64,
    /// Conversations that [`Analyzer::examined`] has given out.
    given: usize,
    /// Findings that [`Analyzer::release`] has given out.
    released: usize,
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
        let assumed_language = match options.lang.as_deref() {
            None | Some("auto") => None,
            Some(code) => Some(LEXICONS.iter().position(|lexicon| lexicon.code == code).ok_or_else(|| {
                bad(format!("There is no language \"{code}\"; choose auto or one of {}.", language_codes()))
            })?),
        };
        let context = Context {
            languages: &LANGUAGES,
            knowledge: knowledge(&options)?,
            now: options.moment().map_err(bad)?,
            assumed_language,
            least_confidence: detectors::confidence::LEAST,
        };
        Ok(Self {
            context,
            detectors: chosen(&options.detectors, custom.as_ref().map_or(&[], |custom| &custom.names))?,
            custom,
            reader: Reader::new(&options.bots),
            options,
            items: Vec::new(),
            input: Input::default(),
            first_error: None,
            gathered: Gathered::default(),
            authors: BTreeMap::new(),
            truncated: 0,
            simplified: 0,
            given: 0,
            released: 0,
        })
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

    /// Ends the file. What could not be read of it stands in the report.
    pub fn end(&mut self) {
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
        (self.gathered.rows().len(), self.gathered.candidates().len())
    }

    /// The conversations examined since the last call, each with how many findings it has. The whole file may still take
    /// findings back.
    pub fn examined(&mut self) -> impl Iterator<Item = (&Row, usize)> {
        let first = std::mem::replace(&mut self.given, self.gathered.rows().len());
        let all = self.gathered.candidates();
        let begin = all.partition_point(|(conversation, _)| *conversation < first);
        let mut of_row = all.get(begin..).unwrap_or_default().chunk_by(|a, b| a.0 == b.0).peekable();
        self.gathered.rows().iter().enumerate().skip(first).map(move |(index, row)| {
            let found = of_row.next_if(|found| found.first().is_some_and(|(of, _)| *of == index));
            (row, found.map_or(0, <[_]>::len))
        })
    }

    /// The findings since the last call, in order, for a caller who keeps them until it is known which of them stand; here
    /// remain shells of them, a tenth of the size.
    pub fn release(&mut self) -> Vec<Detection> {
        let first = std::mem::replace(&mut self.released, self.gathered.candidates().len());
        self.gathered.release(first)
    }

    /// Ends the run. An error if no conversation could be read in any file.
    pub fn finish(self) -> Result<Report, Error> {
        self.conclude().map(|(report, _)| report)
    }

    /// Ends the run like [`Analyzer::finish`], and says which findings stand, counted from the first that was ever found.
    /// Released ones are shells in the report.
    pub fn conclude(mut self) -> Result<(Report, Vec<usize>), Error> {
        let mut reader = std::mem::take(&mut self.reader);
        if let Err(error) = reader.finish(&mut |item| self.examine_item(item)) {
            self.first_error.get_or_insert(error);
        }
        if let (0, Some(error)) = (self.input.conversations, self.first_error) {
            return Err(error);
        }
        self.input.warnings.extend(warnings(
            &self.input,
            &self.authors,
            self.truncated,
            self.simplified,
            reader.scattered(),
            self.gathered.rows(),
        ));
        self.input.authors = author_rows(self.authors);
        let Concluded { rows, detections, kept, corpus } =
            self.gathered.conclude(self.context.now, &self.options.prices);
        let names = self.detectors.iter().map(|detector| Cow::Borrowed(detector.meta().name));
        let custom = self.custom.into_iter().flat_map(|custom| custom.names).map(Cow::Owned);
        let summary = summarise(names.chain(custom), &rows, &detections);
        let report = Report {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() },
            options: serde_json::to_value(&self.options).unwrap_or(Value::Null),
            input: self.input,
            summary,
            detections,
            conversations: rows,
            corpus,
        };
        Ok((report, kept))
    }

    fn examine_items(&mut self) {
        for item in std::mem::take(&mut self.items) {
            self.examine_item(item);
        }
    }

    fn examine_item(&mut self, item: Item) {
        match item {
            Item::Conversation { file, span, mut conversation } => {
                if self.options.redact {
                    let counts = self.input.redacted.get_or_insert_default();
                    redaction::add(counts, redaction::conversation(&mut conversation));
                }
                self.examine(file, span, &conversation);
            }
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

    fn examine(&mut self, file: usize, span: Span, conversation: &Conversation) {
        let case = Case::new(conversation, &self.context);
        let mut found = Vec::new();
        for detector in &self.detectors {
            detector.examine(&case, &mut found);
        }
        let row = Row { file, start: span.start, end: span.end, ..Row::new(&case) };
        if let Some(custom) = &mut self.custom {
            let json = serde_json::to_string(&(Transcript::new(conversation), &row)).unwrap_or_default();
            found.extend((custom.examine)(&json).into_iter().map(Candidate::from));
        }
        self.gathered.add(row, Trace::new(&case), found);
        for author in conversation.messages.iter().filter_map(|message| conversation.authors.get(message.author?)) {
            if author.role == Role::Customer {
                continue;
            }
            match self.authors.get_mut(author) {
                Some(messages) => *messages += 1,
                None => drop(self.authors.insert(author.clone(), 1)),
            }
        }
        self.truncated += u64::from(conversation.truncated);
        self.simplified += u64::from(conversation.simplified);
        self.input.conversations += 1;
        self.input.messages += conversation.messages.len() as u64;
        if let Some(file) = self.input.files.get_mut(file) {
            file.conversations += 1;
        }
    }
}

/// A text without personal data, and how much of it was found.
#[derive(Debug, Serialize)]
pub struct Redacted {
    text: String,
    counts: redaction::Counts,
}

/// Takes out of `text` what has the shape of personal data.
pub fn redact(text: &str) -> Redacted {
    let mut redactor = Redactor::default();
    Redacted { text: redactor.text(text), counts: redactor.counts().clone() }
}

/// What the detectors are, in the order of reports.
pub fn detectors() -> Vec<&'static Meta> {
    detectors::ALL.iter().map(|detector| detector.meta()).collect()
}

/// A conversation in `bytes` as JSON for a reader: messages, with notes and events in between. It is the one called `id`;
/// the first, if none is or no id is given.
pub fn transcript(bytes: &[u8], options: &Options, id: Option<&str>) -> Result<String, Error> {
    let mut reader = Reader::new(&options.bots);
    let mut items = Vec::new();
    reader.begin();
    reader.push(bytes, &mut items);
    reader.end(&mut items)?;
    reader.finish(&mut |item| items.push(item))?;
    let mut conversations: Vec<Box<Conversation>> = items
        .into_iter()
        .filter_map(|item| match item {
            Item::Conversation { conversation, .. } => Some(conversation),
            Item::Skipped(_) => None,
        })
        .collect();
    let at = conversations.iter().position(|conversation| Some(&*conversation.id) == id).unwrap_or_default();
    let mut conversation = (at < conversations.len())
        .then(|| conversations.swap_remove(at))
        .ok_or_else(|| Error::new(Code::UnknownFormat, "There is no conversation in these bytes."))?;
    if options.redact {
        redaction::conversation(&mut conversation);
    }
    Ok(serde_json::to_string(&Transcript::new(&conversation)).unwrap_or_default())
}

/// The languages that a caller can choose; `zxx` marks exports that hold no words at all, and nobody chooses it.
fn language_codes() -> String {
    let codes: Vec<&str> = LEXICONS.iter().map(|lexicon| lexicon.code).filter(|&code| code != "zxx").collect();
    codes.join(", ")
}

fn bad(message: String) -> Error {
    Error::new(Code::BadOptions, message)
}

/// An error if the articles cannot be read.
fn knowledge(options: &Options) -> Result<Knowledge, Error> {
    let policy = options.policy.as_ref();
    let facts = options.facts.as_ref();
    let articles = match &options.articles {
        Some(export) => input::articles(export.as_bytes())?,
        None => Vec::new(),
    };
    let articles =
        articles.into_iter().map(|article| Article { title: article.title, text: article.text, url: article.url });
    Ok(Knowledge {
        policy: policy.map(|policy| Policy::new(&policy.allowed_commitments, &policy.disallowed_commitment_topics)),
        facts: facts.map(|facts| Facts::new(&facts.facts, &facts.aliases)).unwrap_or_default(),
        articles: Articles::new(articles.collect()),
    })
}

/// The built-in detectors among `names`, which may also name custom ones.
fn chosen(names: &[String], custom: &[String]) -> Result<Vec<&'static dyn Detector>, Error> {
    if names.is_empty() {
        return Ok(detectors::ALL.to_vec());
    }
    let built_in = detectors::ALL.iter().map(|detector| detector.meta().name);
    let known: Vec<&str> = built_in.chain(custom.iter().map(String::as_str)).collect();
    for name in names {
        if !known.contains(&name.as_str()) {
            return Err(bad(format!("There is no detector \"{name}\"; choose from {}.", known.join(", "))));
        }
    }
    Ok(detectors::ALL
        .iter()
        .copied()
        .filter(|detector| names.iter().any(|name| name == detector.meta().name))
        .collect())
}

/// Most messages first.
fn author_rows(authors: BTreeMap<Author, u64>) -> Vec<AuthorRow> {
    let row = |(author, messages): (Author, u64)| {
        let Author { id, name, email, role, reason } = author;
        AuthorRow { id, name, email, role, reason: reason.into(), messages }
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
    rows: &[Row],
) -> Vec<report::Warning> {
    let unknown = rows.iter().filter(|row| row.language.is_none()).count();
    let bots = rows.iter().any(|row| row.bot_messages > 0);
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
    if input.redacted.is_some() {
        warn(
            "redacted",
            "Personal data was taken out where it has a known shape or is a name of somebody in the conversation. Other \
             people's names and what only a reader understands may be left: read the report before you share it."
                .to_owned(),
        );
    }
    if !bots && all > 0 {
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

fn summarise(detectors: impl Iterator<Item = Cow<'static, str>>, rows: &[Row], detections: &[Detection]) -> Summary {
    let affected = |fits: &dyn Fn(&Detection) -> bool| {
        Rate::share(rows, |row| row.detections.iter().filter_map(|&index| detections.get(index)).any(fits))
    };
    let count =
        |fits: &dyn Fn(&Detection) -> bool| detections.iter().filter(|detection| fits(detection)).count() as u64;
    let mut by_mode = BTreeMap::new();
    for name in detectors {
        let of_mode = |detection: &Detection| detection.detector == name;
        let mode = ModeSummary { findings: count(&of_mode), rate: affected(&of_mode) };
        by_mode.insert(name, mode);
    }
    let mut by_severity = BTreeMap::new();
    for severity in Severity::ALL {
        by_severity.insert(severity.as_str().into(), count(&|detection| detection.severity == severity));
    }
    Summary { findings: detections.len() as u64, affected: affected(&|_| true), by_mode, by_severity }
}
