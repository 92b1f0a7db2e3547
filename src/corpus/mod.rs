//! What only the whole file can tell: shared templates, returning contacts, rates.

pub mod agreement;
pub mod contacts;
pub mod likeness;
pub mod outcomes;
pub mod rate;
pub mod row;
pub mod segments;
pub mod significance;
pub mod templates;
pub mod waiting;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::conversation::{Conversation, Resolution, Role, Timestamp};
use crate::detection::Detection;
use crate::detectors::{Answer, Candidate, Case};
use crate::json::fields::fields;
use crate::options::Prices;
use crate::text::tokens;
use agreement::Agreement;
use contacts::Visit;
use likeness::Sample;
use outcomes::{Money, Outcome, ResolutionRates};
use rate::Rate;
use row::Row;
use segments::Segment;
use templates::Templates;
use waiting::{TimeToHuman, Wait};

/// What one conversation tells about the whole file.
#[derive(Debug, Default)]
pub struct Trace {
    /// Keys of the sentences that the bot said, each once.
    pub sentences: Vec<u64>,
    /// Those of them that it said in more than one message.
    pub repeated: Vec<u64>,
    /// One of the bot's answers, drawn by its hash.
    answer: Option<(u64, Answer)>,
    visit: Visit,
    wait: Option<Wait>,
    sales: Option<String>,
    latest: Option<Timestamp>,
}

fields!(Trace { sentences, repeated, answer, visit, wait, sales, latest });

impl Trace {
    /// Reads a conversation. No answer is drawn whose rank is not below `rank`.
    pub fn new(case: &Case<'_>, rank: Option<u64>) -> Self {
        let conversation = case.conversation;
        let mut times = conversation
            .messages
            .iter()
            .filter(|message| message.role == Role::Customer)
            .filter_map(|message| message.at);
        let first = times.next();
        let (sentences, repeated) = said(case);
        Self {
            sentences,
            repeated,
            answer: Sample::draw(case, rank),
            visit: Visit { contact: contact(conversation), first, last: times.next_back().or(first) },
            wait: row::wait(case),
            sales: conversation.sales_outcome.clone(),
            latest: latest(conversation),
        }
    }
}

/// The sentences of the bot, and those that stand in more than one of its messages.
fn said(case: &Case<'_>) -> (Vec<u64>, Vec<u64>) {
    let turns = case.by(Role::Bot).filter_map(|index| Some((index, case.turns.get(index)?)));
    let mut said: Vec<(u64, usize)> =
        turns.flat_map(|(index, turn)| turn.sentences().iter().map(move |sentence| (sentence.key, index))).collect();
    said.sort_unstable();
    said.dedup();
    let by_sentence = || said.chunk_by(|a, b| a.0 == b.0);
    let key = |messages: &[(u64, usize)]| messages.first().map(|message| message.0);
    let repeated = by_sentence().filter(|messages| messages.len() > 1);
    (by_sentence().filter_map(key).collect(), repeated.filter_map(key).collect())
}

/// Key of the customer: the contact's id, or else the id or address of the customer who wrote first.
fn contact(conversation: &Conversation) -> Option<u64> {
    let author = conversation.authors.iter().find(|author| author.role == Role::Customer);
    let author = author.and_then(|author| author.id.as_ref().or(author.email.as_ref()));
    conversation.contact.as_ref().or(author).map(|id| tokens::key(id))
}

fn latest(conversation: &Conversation) -> Option<Timestamp> {
    let messages = conversation.messages.iter().filter_map(|message| message.at);
    let events = conversation.events.iter().filter_map(|event| event.at);
    messages.chain(events).chain(conversation.created_at).chain(conversation.updated_at).max()
}

/// What is kept of a run until all conversations are read.
#[derive(Debug, Default)]
pub struct Gathered {
    rows: Vec<Row>,
    /// With the index of their conversation, in its order.
    candidates: Vec<(usize, Candidate)>,
    templates: Templates,
    sample: Sample,
    visits: Vec<Visit>,
    waits: Vec<Wait>,
    /// Sales outcomes by the index of their conversation; few have one.
    sales: BTreeMap<usize, String>,
    latest: Option<Timestamp>,
}

impl Gathered {
    /// Adds the next conversation.
    pub fn add(&mut self, row: Row, trace: Trace, candidates: Vec<Candidate>) {
        let index = self.rows.len();
        self.candidates.extend(candidates.into_iter().map(|candidate| (index, candidate)));
        self.templates.add(&trace.sentences, &trace.repeated);
        trace.answer.into_iter().for_each(|draw| self.sample.add(draw));
        self.visits.push(trace.visit);
        self.waits.extend(trace.wait);
        self.sales.extend(trace.sales.map(|outcome| (index, outcome)));
        self.latest = self.latest.max(trace.latest);
        self.rows.push(row);
    }

    /// The conversations so far, in input order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The candidates so far with the index of their conversation, in its order.
    pub fn candidates(&self) -> &[(usize, Candidate)] {
        &self.candidates
    }

    /// The answers that were drawn so far.
    pub fn sample(&self) -> &Sample {
        &self.sample
    }

    /// Takes the findings of the candidates from number `first` on; see [`Candidate::release`].
    pub fn release(&mut self, first: usize) -> impl Iterator<Item = Detection> {
        self.candidates.get_mut(first..).unwrap_or_default().iter_mut().map(|(_, candidate)| candidate.release())
    }

    /// Decides what the whole file decides. `now` is the moment up to which the export reaches, if the caller knows
    /// better than its newest moment.
    pub fn conclude(mut self, now: Option<Timestamp>, prices: &Prices) -> Concluded {
        let reworded = self.candidates.iter().any(|(_, candidate)| candidate.likeness.is_some());
        let by_chance = if reworded { self.sample.by_chance() } else { None };
        let mut detections = Vec::with_capacity(self.candidates.len());
        let mut kept = Vec::with_capacity(self.candidates.len());
        for (number, (index, candidate)) in self.candidates.into_iter().enumerate() {
            if rests_on_templates(&self.templates, &candidate) || is_chance(by_chance, &candidate) {
                continue;
            }
            if let Some(row) = self.rows.get_mut(index) {
                row.contrary_evidence |= outcomes::is_contrary(&candidate.detection);
                row.detections.push(detections.len());
            }
            detections.push(candidate.detection);
            kept.push(number);
        }
        let to = now.or(self.latest);
        let returns = contacts::returns(&self.visits, to);
        for (index, (row, back)) in self.rows.iter_mut().zip(&returns).enumerate() {
            row.returned_in = back.conversation;
            row.outcome = Outcome::of(row, self.sales.get(&index).map(String::as_str));
        }
        let rows = &self.rows;
        let observed = || rows.iter().zip(&returns).filter(|(_, back)| back.known && back.observed);
        let corpus = Corpus {
            from: rows.iter().filter_map(|row| row.created_at).min(),
            to,
            resolution: outcomes::resolution(rows, &returns),
            repeat_contact: Rate::share(observed(), |(_, back)| back.conversation.is_some()),
            escalation: escalation(rows),
            time_to_human: waiting::time_to_human(&self.waits, to),
            first_response_time: median(rows.iter().filter_map(|row| row.first_response_time)),
            resolution_time: median(rows.iter().filter_map(|row| row.resolution_time)),
            csat: agreement::agreement(rows, |row| row.rating),
            cx_score: agreement::agreement(rows, |row| row.cx_score),
            money: outcomes::money(rows, prices),
            languages: languages(rows),
            segments: segments::segments(rows),
        };
        Concluded { rows: self.rows, detections, kept, corpus }
    }
}

/// What the whole file says.
#[derive(Debug)]
pub struct Concluded {
    /// The conversations, complete now.
    pub rows: Vec<Row>,
    /// The findings that stand, in input order.
    pub detections: Vec<Detection>,
    /// Which of the candidates they were.
    pub kept: Vec<usize>,
    /// The numbers.
    pub corpus: Corpus,
}

/// Whether it rests on sentences, and all of them are templates.
fn rests_on_templates(templates: &Templates, candidate: &Candidate) -> bool {
    !candidate.rests_on.is_empty() && candidate.rests_on.iter().all(|&key| templates.contains(key))
}

/// Whether it takes texts for one that are no more alike than the answers of this file are by chance.
fn is_chance(by_chance: Option<f64>, candidate: &Candidate) -> bool {
    candidate.likeness.zip(by_chance).is_some_and(|(likeness, by_chance)| likeness < by_chance)
}

/// Numbers about the whole file.
#[derive(Debug, Default)]
pub struct Corpus {
    /// When the oldest conversation began.
    pub from: Option<Timestamp>,
    /// The moment up to which the export is taken to reach: the option `now`, or else the newest moment in it.
    pub to: Option<Timestamp>,
    /// What the dashboard says, beside the evidence.
    pub resolution: ResolutionRates,
    /// Conversations whose contact came back within 7 days with another one; of those whose contact is known and whose 7 days
    /// lie within the export.
    pub repeat_contact: Rate,
    /// Who was passed on to people, and who should have been.
    pub escalation: Escalation,
    /// From asking for a person to hearing from one.
    pub time_to_human: TimeToHuman,
    /// Median seconds to the first answer by anybody.
    pub first_response_time: Option<f64>,
    /// Median seconds to the last close.
    pub resolution_time: Option<f64>,
    /// Customers' ratings beside the findings.
    pub csat: Agreement,
    /// The platform's score beside the findings.
    pub cx_score: Agreement,
    /// What the outcomes cost.
    pub money: Money,
    /// Conversations by language; `unknown` for the rest.
    pub languages: BTreeMap<Cow<'static, str>, u64>,
    /// Where findings gather.
    pub segments: Vec<Segment>,
}

fields!(Corpus {
    from,
    to,
    resolution,
    repeat_contact,
    escalation,
    time_to_human,
    first_response_time,
    resolution_time,
    csat,
    cx_score,
    money,
    languages,
    segments
});

/// Who was passed on to people, and who should have been.
#[derive(Debug, Default)]
pub struct Escalation {
    /// A person wrote or it was handed over, of conversations in which a bot took part.
    pub escalated: Rate,
    /// There was a reason to, of the same.
    pub should: Rate,
    /// It was not, and the customer did not confirm a resolution either; of those with a reason.
    pub missed: Rate,
}

fields!(Escalation { escalated, should, missed });

fn escalation(rows: &[Row]) -> Escalation {
    let automated = || rows.iter().filter(|row| row.bot_took_part);
    let should = |row: &Row| !row.should_escalate.is_empty();
    Escalation {
        escalated: Rate::share(automated(), |row| row.escalated),
        should: Rate::share(automated(), should),
        missed: Rate::share(automated().filter(|row| should(row)), |row| {
            !row.escalated && row.resolution != Some(Resolution::Confirmed)
        }),
    }
}

fn languages(rows: &[Row]) -> BTreeMap<Cow<'static, str>, u64> {
    let mut languages = BTreeMap::new();
    for row in rows {
        *languages.entry(row.language.clone().unwrap_or(Cow::Borrowed("unknown"))).or_default() += 1;
    }
    languages
}

/// The middle value, or the mean of the two in the middle.
fn median(values: impl Iterator<Item = i64>) -> Option<f64> {
    let mut values: Vec<i64> = values.collect();
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get((values.len() - 1) / 2)?;
    Some((lower as f64 + upper as f64) / 2.0)
}
