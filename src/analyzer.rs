//! The way of the data from bytes to report: the only file that knows every stage.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::conversation::{Conversation, Role};
use crate::corpus::rate::Rate;
use crate::corpus::{self, Trace};
use crate::detection::{Detection, Meta, Severity};
use crate::detectors::{self, Candidate, Case, Context, Detector};
use crate::error::{Code, Error};
use crate::input::{Item, Reader, Span};
use crate::knowledge::Knowledge;
use crate::language::{LEXICONS, Language};
use crate::options::Options;
use crate::report::transcript::Transcript;
use crate::report::{self, Corpus, Input, ModeSummary, Report, Row, SCHEMA_VERSION, Summary, Tool};

/// Reads exports and audits each conversation as soon as it is complete.
pub struct Analyzer {
    options: Options,
    context: Context,
    detectors: Vec<&'static dyn Detector>,
    reader: Reader,
    items: Vec<Item>,
    input: Input,
    first_error: Option<Error>,
    rows: Vec<Row>,
    traces: Vec<Trace>,
    /// Candidates with the index of their conversation.
    candidates: Vec<(usize, Candidate)>,
    /// Rows that [`Analyzer::drain`] has given out.
    drained: usize,
}

/// A conversation with its findings, before the whole file is known.
#[derive(Debug, Serialize)]
pub struct Examined<'a> {
    conversation: &'a Row,
    detections: Vec<&'a Detection>,
}

impl Analyzer {
    /// An error if the options name a detector or a language that does not exist.
    pub fn new(options: Options) -> Result<Self, Error> {
        let assumed_language = match options.lang.as_deref() {
            None | Some("auto") => None,
            Some(code) => Some(LEXICONS.iter().position(|lexicon| lexicon.code == code).ok_or_else(|| {
                let known: Vec<&str> = LEXICONS.iter().map(|lexicon| lexicon.code).collect();
                bad(format!("There is no language \"{code}\"; choose auto or one of {}.", known.join(", ")))
            })?),
        };
        let context = Context {
            languages: LEXICONS.iter().copied().map(Language::new).collect(),
            knowledge: Knowledge::default(),
            now: None,
            assumed_language,
        };
        Ok(Self {
            context,
            detectors: chosen(&options.detectors)?,
            reader: Reader::new(&options.bots),
            options,
            items: Vec::new(),
            input: Input::default(),
            first_error: None,
            rows: Vec::new(),
            traces: Vec::new(),
            candidates: Vec::new(),
            drained: 0,
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
                file.format = end.format;
                file.bytes = end.bytes;
            }
            Err(error) => {
                self.input.skipped.push(report::Skipped {
                    file: file.name.clone(),
                    offset: error.offset().unwrap_or(0),
                    id: None,
                    code: error.code().as_str(),
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
            code: "unreadable",
            reason: reason.to_owned(),
        });
    }

    /// What was examined since the last call. The whole file may still take findings back.
    pub fn drain(&mut self) -> Vec<Examined<'_>> {
        let first = std::mem::replace(&mut self.drained, self.rows.len());
        let begin = self.candidates.partition_point(|(conversation, _)| *conversation < first);
        let mut candidates = self.candidates.get(begin..).unwrap_or_default().iter().peekable();
        let rows = self.rows.iter().enumerate().skip(first);
        rows.map(|(index, conversation)| {
            let mut detections = Vec::new();
            while let Some((_, candidate)) = candidates.next_if(|(of, _)| *of == index) {
                detections.push(&candidate.detection);
            }
            Examined { conversation, detections }
        })
        .collect()
    }

    /// Ends the run. An error if no conversation could be read in any file.
    pub fn finish(mut self) -> Result<Report, Error> {
        self.reader.finish(&mut self.items);
        self.examine_items();
        if let (0, Some(error)) = (self.input.conversations, self.first_error) {
            return Err(error);
        }
        let mut candidates: Vec<Candidate> = self.candidates.iter().map(|(_, candidate)| candidate.clone()).collect();
        corpus::weigh(&self.traces, &mut candidates);
        let mut detections = Vec::with_capacity(self.candidates.len());
        for (conversation, candidate) in self.candidates {
            if let Some(row) = self.rows.get_mut(conversation) {
                row.detections.push(detections.len());
            }
            detections.push(candidate.detection);
        }
        let summary = summarise(&self.detectors, &self.rows, &detections);
        Ok(Report {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            options: serde_json::to_value(&self.options).unwrap_or(Value::Null),
            input: self.input,
            summary,
            detections,
            conversations: self.rows,
            corpus: Corpus::default(),
        })
    }

    fn examine_items(&mut self) {
        for item in std::mem::take(&mut self.items) {
            match item {
                Item::Conversation { file, span, conversation } => self.examine(file, span, &conversation),
                Item::Skipped(skipped) => {
                    let name = self.input.files.get(skipped.file).map(|file| file.name.clone()).unwrap_or_default();
                    self.input.skipped.push(report::Skipped {
                        file: name,
                        offset: skipped.offset,
                        id: skipped.id,
                        code: skipped.code,
                        reason: skipped.reason,
                    });
                }
            }
        }
    }

    fn examine(&mut self, file: usize, span: Span, conversation: &Conversation) {
        let case = Case::new(conversation, &self.context);
        let mut found = Vec::new();
        for detector in &self.detectors {
            detector.examine(&case, &mut found);
        }
        let index = self.rows.len();
        self.candidates.extend(found.into_iter().map(|candidate| (index, candidate)));
        self.traces.push(Trace::new(&case));
        self.rows.push(row(file, span, &case));
        self.input.conversations += 1;
        self.input.messages += conversation.messages.len() as u64;
        if let Some(file) = self.input.files.get_mut(file) {
            file.conversations += 1;
        }
    }
}

/// What the detectors are, in the order of reports.
pub fn detectors() -> Vec<&'static Meta> {
    detectors::ALL.iter().map(|detector| detector.meta()).collect()
}

/// The first conversation in `bytes` as JSON for a reader: messages, with notes and events in between.
pub fn transcript(bytes: &[u8], options: &Options) -> Result<String, Error> {
    let mut reader = Reader::new(&options.bots);
    let mut items = Vec::new();
    reader.begin();
    reader.push(bytes, &mut items);
    reader.end(&mut items)?;
    reader.finish(&mut items);
    let conversation = items.iter().find_map(|item| match item {
        Item::Conversation { conversation, .. } => Some(conversation),
        Item::Skipped(_) => None,
    });
    let conversation =
        conversation.ok_or_else(|| Error::new(Code::UnknownFormat, "There is no conversation in these bytes."))?;
    Ok(serde_json::to_string(&Transcript::new(conversation)).unwrap_or_default())
}

fn bad(message: String) -> Error {
    Error::new(Code::BadOptions, message)
}

fn chosen(names: &[String]) -> Result<Vec<&'static dyn Detector>, Error> {
    if names.is_empty() {
        return Ok(detectors::ALL.to_vec());
    }
    for name in names {
        if !detectors::ALL.iter().any(|detector| detector.meta().name == name) {
            let known: Vec<&str> = detectors::ALL.iter().map(|detector| detector.meta().name).collect();
            return Err(bad(format!("There is no detector \"{name}\"; choose from {}.", known.join(", "))));
        }
    }
    Ok(detectors::ALL
        .iter()
        .copied()
        .filter(|detector| names.iter().any(|name| name == detector.meta().name))
        .collect())
}

fn row(file: usize, span: Span, case: &Case<'_>) -> Row {
    let conversation = case.conversation;
    let count = |role: Role| {
        u32::try_from(conversation.messages.iter().filter(|message| message.role == role).count()).unwrap_or(u32::MAX)
    };
    Row {
        id: conversation.id.clone(),
        file,
        start: span.start,
        end: span.end,
        language: case.language_code(),
        customer_messages: count(Role::Customer),
        bot_messages: count(Role::Bot),
        human_messages: count(Role::Human),
        created_at: conversation.created_at,
        resolution: conversation.resolution,
        reported_resolved: conversation.reported_resolved,
        rating: conversation.rating,
        cx_score: conversation.cx_score,
        channel: conversation.channel.clone(),
        tags: conversation.tags.clone(),
        sources: conversation.sources.clone(),
        ..Row::default()
    }
}

fn summarise(detectors: &[&'static dyn Detector], rows: &[Row], detections: &[Detection]) -> Summary {
    let of = rows.len() as u64;
    let affected = |fits: &dyn Fn(&Detection) -> bool| {
        let hit = |row: &&Row| row.detections.iter().filter_map(|&index| detections.get(index)).any(fits);
        Rate::new(rows.iter().filter(hit).count() as u64, of)
    };
    let by_mode: BTreeMap<&'static str, ModeSummary> = detectors
        .iter()
        .map(|detector| {
            let name = detector.meta().name;
            let findings = detections.iter().filter(|detection| detection.detector == name).count() as u64;
            (name, ModeSummary { findings, rate: affected(&|detection| detection.detector == name) })
        })
        .collect();
    let by_severity = Severity::ALL
        .iter()
        .map(|&severity| {
            (severity.as_str(), detections.iter().filter(|detection| detection.severity == severity).count() as u64)
        })
        .collect();
    Summary { findings: detections.len() as u64, affected: affected(&|_| true), by_mode, by_severity }
}
