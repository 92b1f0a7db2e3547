//! The report: one result, of which every rendering is a pure function.

pub mod compare;
mod csv;
pub mod findings;
mod html;
mod json;
mod junit;
mod markdown;
mod sarif;
mod text;
pub mod transcript;
mod wording;

use std::borrow::Cow;

use crate::conversation::Role;
use crate::corpus::Corpus;
use crate::corpus::rate::Rate;
use crate::corpus::row::Row;
use crate::detection::Detection;
use crate::json::fields::fields;
use crate::json::read::{self, Read};
use crate::json::write::{PIECE, Write, Writer};
use crate::json::{Json, Walked};
use crate::lean::flat_map::FlatMap;
use crate::redaction::Counts;
use findings::{Findings, Whole};

/// How a report can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line per finding, for terminals.
    Text,
    /// The findings as a JSON array.
    Json,
    /// The whole report as JSON.
    Report,
    /// For job summaries and chat.
    Markdown,
    /// One self-contained page.
    Html,
    /// A row per finding, for spreadsheets.
    Csv,
    /// For code scanners.
    Sarif,
    /// For build servers.
    Junit,
}

impl Format {
    /// All, with their names.
    pub const ALL: [(&'static str, Self); 8] = [
        ("text", Self::Text),
        ("json", Self::Json),
        ("report", Self::Report),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
        ("csv", Self::Csv),
        ("sarif", Self::Sarif),
        ("junit", Self::Junit),
    ];

    /// The format of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|&(_, format)| format)
    }
}

/// Writes a report that has all its findings and rows.
pub fn render(report: &Report, format: Format) -> String {
    let mut text = String::new();
    write(report, &Whole::new(report), format, &mut |piece| text.push_str(piece));
    text
}

/// Writes a report with these findings and rows in place of its own, which are left alone. It is given in pieces: as one text
/// it may be longer than a text can be.
pub fn write(report: &Report, all: &dyn Findings, format: Format, give: &mut dyn FnMut(&str)) {
    match format {
        Format::Text => text::render(report, all, give),
        Format::Json => json::findings(all, give),
        Format::Report => json::whole(report, all, give),
        Format::Markdown => give(&markdown::render(report, all)),
        Format::Html => give(&html::render(report, all)),
        Format::Csv => csv::render(report, all, give),
        Format::Sarif => sarif::render(report, all, give),
        Format::Junit => junit::render(report, all, give),
    }
}

/// Gives what was written, if it is enough for a piece.
fn pour(out: &mut String, give: &mut dyn FnMut(&str)) {
    if out.len() >= PIECE {
        give(out);
        out.clear();
    }
}

/// Version of the report's JSON layout.
pub const SCHEMA_VERSION: u32 = 1;

/// All that an audit found.
#[derive(Debug, Default)]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// Who made it.
    pub tool: Tool,
    /// The options that it was made with.
    pub options: serde_json::Value,
    /// What was read.
    pub input: Input,
    /// The findings in numbers.
    pub summary: Summary,
    /// The findings, in input order.
    pub detections: Vec<Detection>,
    /// A row per conversation, in input order.
    pub conversations: Vec<Row>,
    /// Numbers about the whole file.
    pub corpus: Corpus,
}

fields!(Report { schema_version, tool, options, input, summary, detections, conversations, corpus });

/// Who made a report.
#[derive(Debug, Default)]
pub struct Tool {
    /// `chatbot-audit`.
    pub name: Cow<'static, str>,
    /// Its version.
    pub version: Cow<'static, str>,
}

fields!(Tool { name, version });

/// What was read.
#[derive(Debug, Default)]
pub struct Input {
    /// The files.
    pub files: Vec<File>,
    /// Conversations analysed.
    pub conversations: u64,
    /// Messages in them that the customer could see.
    pub messages: u64,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
    /// What redaction took out, where it was asked for.
    pub redacted: Option<Counts>,
    /// What the reader of the report should know.
    pub warnings: Vec<Warning>,
    /// Everybody on the company's side who wrote, and what they were taken for; most messages first.
    pub authors: Vec<AuthorRow>,
}

fields!(sparse Input { files, conversations, messages, skipped, redacted, warnings, authors });

/// One file.
#[derive(Debug, Default)]
pub struct File {
    /// Its name as the caller gave it.
    pub name: String,
    /// Bytes read, after decompression.
    pub bytes: u64,
    /// What it was taken for.
    pub format: Cow<'static, str>,
    /// Conversations found in it.
    pub conversations: u64,
}

fields!(File { name, bytes, format, conversations });

/// Something that could not be read; the rest was analysed.
#[derive(Clone, Debug, Default)]
pub struct Skipped {
    /// The file's name.
    pub file: String,
    /// Byte offset in the file, after decompression.
    pub offset: u64,
    /// The conversation's id, where it could be read.
    pub id: Option<String>,
    /// Stable word.
    pub code: Cow<'static, str>,
    /// What happened, in words.
    pub reason: String,
}

fields!(sparse Skipped { file, offset, id, code, reason });

/// Something that the reader of the report should know.
#[derive(Clone, Debug, Default)]
pub struct Warning {
    /// Stable word.
    pub code: Cow<'static, str>,
    /// In words.
    pub message: String,
}

fields!(Warning { code, message });

/// Somebody who wrote.
#[derive(Clone, Debug, Default)]
pub struct AuthorRow {
    /// Id in the export.
    pub id: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// What they were taken for.
    pub role: Role,
    /// Why.
    pub reason: Cow<'static, str>,
    /// How many messages they wrote.
    pub messages: u64,
}

fields!(sparse AuthorRow { id, name, email, role, reason, messages });

/// The findings in numbers.
#[derive(Debug, Default)]
pub struct Summary {
    /// All findings.
    pub findings: u64,
    /// Conversations with at least one.
    pub affected: Rate,
    /// By failure mode.
    pub by_mode: FlatMap<Cow<'static, str>, ModeSummary>,
    /// By severity.
    pub by_severity: FlatMap<Cow<'static, str>, u64>,
}

fields!(Summary { findings, affected, by_mode, by_severity });

/// One failure mode in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct ModeSummary {
    /// Findings.
    pub findings: u64,
    /// Conversations with at least one.
    pub rate: Rate,
}

impl Read for ModeSummary {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        let Self { findings, rate: Rate { count, of, rate, low, high } } = self;
        let fields: &mut read::Fields<'_> =
            &mut [("findings", findings), ("count", count), ("of", of), ("rate", rate), ("low", low), ("high", high)];
        read::object(json, fields)
    }
}

impl Write for ModeSummary {
    fn write(&self, json: &mut Writer) {
        let Self { findings, rate: Rate { count, of, rate, low, high } } = self;
        json.object(&[
            ("findings", findings),
            ("count", count),
            ("of", of),
            ("rate", rate),
            ("low", low),
            ("high", high),
        ]);
    }
}
