//! What one conversation tells without any other.

use std::borrow::Cow;
use std::mem::take;

use crate::conversation::{Author, Conversation, Role, Timestamp};
use crate::corpus::Trace;
use crate::corpus::figures::Claim;
use crate::corpus::row::Row;
use crate::detection::Detection;
use crate::detectors::{self, Case, Context, Detector};
use crate::error::{Code, Error};
use crate::input::{self, Reader};
use crate::json::fields::fields;
use crate::knowledge::{Article, Articles, Facts, Knowledge, Policy};
use crate::language::{LANGUAGES, LEXICONS};
use crate::options::Options;
use crate::redaction;

/// Examines conversations by the options of an audit.
pub struct Examiner {
    context: Context,
    detectors: Vec<&'static dyn Detector>,
    redact: bool,
}

/// What a conversation tells.
#[derive(Debug, Default)]
pub struct Examined {
    /// It in numbers; where it stands is for the caller to fill in.
    pub row: Row,
    /// What it tells about the whole file.
    pub trace: Trace,
    /// What was found; what the findings claim is in the trace.
    pub detections: Vec<Detection>,
    /// What was taken out of it, where that was asked for.
    pub redacted: Option<redaction::Counts>,
    /// The export holds only a part of it.
    pub truncated: bool,
    /// It has markup beyond a limit of its conversion.
    pub simplified: bool,
}

fields!(Examined { row, trace, detections, redacted, truncated, simplified });

impl Examined {
    /// Adds a finding that nothing in the whole file could speak against.
    pub fn add(&mut self, detection: Detection) {
        self.trace.claims.push(Claim::of(&detection));
        self.detections.push(detection);
    }
}

impl Examiner {
    /// An error if the options name a detector, a language or a moment that does not exist. `custom` are the names of the
    /// detectors of the caller.
    pub fn new(options: &Options, custom: &[String]) -> Result<Self, Error> {
        let assumed_language = match options.lang.as_deref() {
            None | Some("auto") => None,
            Some(code) => Some(LEXICONS.iter().position(|lexicon| lexicon.code == code).ok_or_else(|| {
                bad(format!("There is no language \"{code}\"; choose auto or one of {}.", language_codes()))
            })?),
        };
        let context = Context {
            languages: &LANGUAGES,
            knowledge: knowledge(options)?,
            now: options.moment().map_err(bad)?,
            assumed_language,
            least_confidence: detectors::confidence::LEAST,
        };
        Ok(Self { context, detectors: chosen(&options.detectors, custom)?, redact: options.redact })
    }

    /// The names of the built-in detectors that run.
    pub fn names(&self) -> impl Iterator<Item = Cow<'static, str>> {
        self.detectors.iter().map(|detector| Cow::Borrowed(detector.meta().name))
    }

    /// The moment to judge from, if the caller named one.
    pub fn now(&self) -> Option<Timestamp> {
        self.context.now
    }

    /// Examines a conversation, whose channel, tags and sources go over to its row. No answer is drawn from it whose rank
    /// is not below `rank`.
    pub fn examine(&self, conversation: &mut Conversation, rank: Option<u64>) -> Examined {
        let redacted = self.redact.then(|| redaction::conversation(conversation));
        let case = Case::new(conversation, &self.context);
        let mut candidates = Vec::new();
        for detector in &self.detectors {
            detector.examine(&case, &mut candidates);
        }
        let mut trace = Trace::new(&case, rank);
        let mut row = Row::new(&case);
        row.channel = conversation.channel.take();
        row.tags = take(&mut conversation.tags);
        row.sources = take(&mut conversation.sources);
        let detections;
        (detections, trace.claims) = candidates.into_iter().map(Claim::parted).unzip();
        Examined {
            row,
            trace,
            detections,
            redacted,
            truncated: conversation.truncated,
            simplified: conversation.simplified,
        }
    }
}

/// Reads what will be examined. Detectors of the caller get transcripts, and redaction counts what it takes out of them.
pub fn reader(options: &Options, custom: bool) -> Reader {
    let mut reader = Reader::new(&options.bots);
    if !custom && !options.redact {
        reader.forgo_transcripts();
    }
    reader
}

/// Everybody who wrote for the company's side, and how many messages.
pub fn company_side(conversation: &Conversation) -> Vec<(&Author, u64)> {
    let mut authors: Vec<(&Author, u64)> = conversation.authors.iter().map(|author| (author, 0)).collect();
    for index in conversation.messages.iter().filter_map(|message| message.author) {
        if let Some((_, messages)) = authors.get_mut(index) {
            *messages += 1;
        }
    }
    authors.retain(|(author, messages)| author.role != Role::Customer && *messages > 0);
    authors
}

/// The languages that a caller can choose; `zxx` marks exports that hold no words at all, and nobody chooses it.
pub fn language_codes() -> String {
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
