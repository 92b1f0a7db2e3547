//! What only the whole file can tell: shared templates, returning contacts, rates.

pub mod agreement;
pub mod column;
pub mod consistency;
pub mod contacts;
pub mod figures;
pub mod likeness;
pub mod outcomes;
pub mod rate;
pub mod row;
pub mod segments;
pub mod significance;
pub mod templates;
pub mod waiting;

use std::borrow::Cow;
use std::mem::take;
use std::num::NonZeroU32;

use crate::conversation::{Conversation, Resolution, Role, Timestamp};
use crate::detection::Detection;
use crate::detectors::{Case, Kept};
use crate::json::fields::fields;
use crate::lean::flat_map::FlatMap;
use crate::options::Prices;
use crate::text::tokens;
use agreement::Agreement;
use column::Column;
use consistency::{Consistency, Slip, Stated, Talk};
use contacts::{Visit, Visits};
use figures::{Claim, Figures, Finding, Kind, Names, Pending};
use likeness::Sample;
use outcomes::{Money, Outcome, ResolutionRates};
use rate::Rate;
use row::{Row, Verdict};
pub use segments::MOST_DIFFERENT;
use segments::{Groups, Segment};
use templates::Templates;
use waiting::{TimeToHuman, Wait, Waits};

/// What one conversation tells about the whole file, beside its row.
#[derive(Debug, Default)]
pub struct Trace {
    /// Keys of the sentences that the bot said, each once.
    pub sentences: Vec<u64>,
    /// Those of them that it said in more than one message.
    pub repeated: Vec<u64>,
    /// What was found.
    pub claims: Vec<Claim>,
    /// Values that the bot stated.
    stated: Vec<Stated>,
    /// One of the bot's answers, drawn by its hash.
    answer: Option<(u64, Kept)>,
    visit: Option<Visit>,
    wait: Option<Wait>,
    sales: Option<String>,
    latest: Option<Timestamp>,
}

fields!(Trace { sentences, repeated, claims, stated, answer, visit, wait, sales, latest });

impl Trace {
    /// Reads a conversation. No answer is drawn whose rank is not below `rank`.
    pub fn new(case: &Case<'_>, rank: Option<u64>) -> Self {
        let conversation = case.conversation;
        let (sentences, repeated) = said(case);
        Self {
            sentences,
            repeated,
            claims: Vec::new(),
            stated: consistency::stated(case),
            answer: Sample::draw(case, rank),
            visit: visit(conversation),
            wait: row::wait(case),
            sales: conversation.sales_outcome.clone(),
            latest: latest(conversation),
        }
    }
}

/// The sentences of the bot, and those that stand in more than one of its messages.
fn said(case: &Case<'_>) -> (Vec<u64>, Vec<u64>) {
    let turns = || case.by(Role::Bot).filter_map(|index| case.turns.get(index));
    let mut said: Vec<u64> = Vec::with_capacity(turns().map(|turn| turn.sentences().len()).sum());
    for turn in turns() {
        let before = said.len();
        for sentence in turn.sentences() {
            if !said.iter().skip(before).any(|key| *key == sentence.key) {
                said.push(sentence.key);
            }
        }
    }
    said.sort_unstable();
    let repeated = said.chunk_by(u64::eq).filter(|messages| messages.len() > 1);
    let repeated = repeated.filter_map(|messages| messages.first().copied()).collect();
    said.dedup();
    (said, repeated)
}

/// Key of the customer: the contact's id, or else the id or address of the customer who wrote first.
fn contact(conversation: &Conversation) -> Option<u64> {
    let author = conversation.authors.iter().find(|author| author.role == Role::Customer);
    let author = author.and_then(|author| author.id.as_ref().or(author.email.as_ref()));
    conversation.contact.as_ref().or(author).map(|id| tokens::key(id))
}

/// Nothing if the customer or when they wrote is not known.
fn visit(conversation: &Conversation) -> Option<Visit> {
    let messages = conversation.messages.iter().filter(|message| message.role == Role::Customer);
    let mut times = messages.filter_map(|message| message.at);
    let first = times.next()?;
    Some(Visit { contact: contact(conversation)?, first, last: times.next_back().unwrap_or(first) })
}

fn latest(conversation: &Conversation) -> Option<Timestamp> {
    let messages = conversation.messages.iter().filter_map(|message| message.at);
    let events = conversation.events.iter().filter_map(|event| event.at);
    messages.chain(events).chain(conversation.created_at).chain(conversation.updated_at).max()
}

/// What is kept of a run until all conversations are read: some sixty bytes of each conversation, and of each finding some
/// numbers.
#[derive(Debug, Default)]
pub struct Gathered {
    figures: Column<Figures>,
    findings: Column<Pending>,
    /// Findings that only the whole file shows, in the order of their conversations.
    late: Vec<Finding>,
    /// The conversations that have or may come to have a finding, and the groups that they are in.
    grouped: Column<(u32, Vec<u32>)>,
    groups: Groups,
    kinds: Names<Kind>,
    language_names: Names<Cow<'static, str>>,
    languages: FlatMap<Cow<'static, str>, u64>,
    templates: Templates,
    consistency: Consistency,
    sample: Sample,
    visits: Visits,
    waits: Waits,
    first_response_times: Durations,
    resolution_times: Durations,
    /// A bot wrote.
    has_bot: bool,
    earliest: Option<Timestamp>,
    latest: Option<Timestamp>,
}

/// Stands for the language of conversations whose language is not known.
const UNKNOWN: &str = "unknown";

impl Gathered {
    /// Adds the next conversation.
    pub fn add(&mut self, row: &Row, trace: Trace) {
        let conversation = self.figures.len() as u32;
        let groups = self.groups.add(row);
        let language = row.language.clone().unwrap_or(Cow::Borrowed(UNKNOWN));
        let talk = Talk { number: conversation, id: &row.id, language: &language, began: row.created_at };
        let may_slip = self.consistency.add(&talk, trace.stated);
        if may_slip || !trace.claims.is_empty() {
            self.grouped.push((conversation, groups));
        }
        if !trace.claims.is_empty() {
            let language = self.language_names.number(language.clone());
            trace.claims.into_iter().for_each(|claim| self.claim(conversation, language, claim));
        }
        self.languages.change(language, |conversations| *conversations += 1);
        self.templates.add(&trace.sentences, &trace.repeated);
        trace.answer.into_iter().for_each(|draw| self.sample.add(draw));
        trace.visit.into_iter().for_each(|visit| self.visits.add(conversation, visit));
        trace.wait.into_iter().for_each(|wait| self.waits.add(wait));
        row.first_response_time.into_iter().for_each(|seconds| self.first_response_times.add(seconds));
        row.resolution_time.into_iter().for_each(|seconds| self.resolution_times.add(seconds));
        self.has_bot |= row.bot_messages > 0;
        self.earliest = self.earliest.into_iter().chain(row.created_at).min();
        self.latest = self.latest.max(trace.latest);
        self.figures.push(Figures::new(row, trace.sales.as_deref()));
    }

    fn claim(&mut self, conversation: u32, language: u16, claim: Claim) {
        let number = self.findings.len() as u32;
        let finding = self.finding(number, conversation, language, &claim);
        self.findings.push(Pending { finding, rests_on: claim.rests_on.into(), likeness: claim.likeness });
    }

    fn finding(&mut self, number: u32, conversation: u32, language: u16, claim: &Claim) -> Finding {
        let Claim { detector, failure_mode, severity, confidence, .. } = claim;
        let kind = self.kinds.number(Kind { detector: detector.clone(), failure_mode: failure_mode.clone() });
        Finding { number, conversation, kind, language, severity: *severity, confidence: *confidence }
    }

    /// Adds what the detectors of these names find only when all conversations are known; the findings, numbered on behind
    /// those before.
    pub fn complete(&mut self, detectors: &[Cow<'static, str>]) -> Vec<Detection> {
        let slips = take(&mut self.consistency).slips().into_iter();
        let mut found = Vec::new();
        for Slip { conversation, language, detection } in
            slips.filter(|slip| detectors.contains(&slip.detection.detector))
        {
            let (number, language) = (self.findings() as u32, self.language_names.number(language));
            let finding = self.finding(number, conversation, language, &Claim::of(&detection));
            let place = self.late.partition_point(|late| late.conversation <= conversation);
            self.late.insert(place, finding);
            found.push(detection);
        }
        found
    }

    /// Conversations so far.
    pub fn conversations(&self) -> usize {
        self.figures.len()
    }

    /// Findings so far. The whole file may still take some back.
    pub fn findings(&self) -> usize {
        self.findings.len() + self.late.len()
    }

    /// The number of the conversation in which finding `number` is.
    pub fn conversation_of(&self, number: usize) -> Option<usize> {
        self.findings.get(number).map(|pending| pending.finding.conversation as usize)
    }

    /// Conversations whose language is not known.
    pub fn unknown_languages(&self) -> u64 {
        self.languages.get(UNKNOWN).copied().unwrap_or_default()
    }

    /// A bot wrote in one of them.
    pub fn has_bot(&self) -> bool {
        self.has_bot
    }

    /// There are more tags, channels, languages or sources than are counted.
    pub fn has_uncounted_groups(&self) -> bool {
        self.groups.is_full()
    }

    /// The answers that were drawn so far.
    pub fn sample(&self) -> &Sample {
        &self.sample
    }

    /// Decides what the whole file decides. `now` is the moment up to which the export reaches, if the caller knows
    /// better than its newest moment.
    pub fn conclude(mut self, now: Option<Timestamp>, prices: &Prices) -> (Concluded, Corpus) {
        let to = now.or(self.latest);
        let first_response_time = self.first_response_times.median();
        let resolution_time = self.resolution_times.median();
        let findings = stand(self.findings, self.late, &self.templates, &self.sample);
        let time_to_human = self.waits.time_to_human(to);
        let mut ends = ends(self.figures.len() as u32, &findings, self.kinds.all());
        for (conversation, groups) in self.grouped.into_items() {
            if ends.get(conversation as usize).is_some_and(|end| end.has_findings) {
                self.groups.hit(&groups);
            }
        }
        let (mut repeat_contact, mut durable, mut durable_unobserved) = ((0, 0), (0, 0), 0);
        self.visits.returns(to, &mut |back| {
            let index = back.conversation as usize;
            let Some((figures, end)) = self.figures.get(index).zip(ends.get_mut(index)) else { return };
            end.returned_in = back.next.and_then(|next| NonZeroU32::new(next + 1));
            let (is_resolved, came_back) = (figures.bot_took_part && figures.auto_resolved, back.next.is_some());
            if back.observed {
                repeat_contact = (repeat_contact.0 + u64::from(came_back), repeat_contact.1 + 1);
            }
            match (is_resolved, back.observed) {
                (true, true) => durable = (durable.0 + u64::from(!came_back), durable.1 + 1),
                (true, false) => durable_unobserved += 1,
                (false, _) => {}
            }
        });
        for (figures, end) in self.figures.iter().zip(ends.iter_mut()) {
            end.outcome = Outcome::of(figures, end.contrary_evidence, end.returned_in.is_some());
        }
        let all = || self.figures.iter().zip(ends.iter());
        let corpus = Corpus {
            from: self.earliest,
            to,
            resolution: outcomes::resolution(all(), Rate::new(durable.0, durable.1), durable_unobserved),
            repeat_contact: Rate::new(repeat_contact.0, repeat_contact.1),
            escalation: escalation(self.figures.iter()),
            time_to_human,
            first_response_time,
            resolution_time,
            csat: agreement::agreement(all(), |figures| figures.rating),
            cx_score: agreement::agreement(all(), |figures| figures.cx_score),
            money: outcomes::money(ends.iter().filter_map(|end| end.outcome), prices),
            languages: self.languages,
            segments: self.groups.segments(),
        };
        (Concluded { ends, findings, kinds: self.kinds, languages: self.language_names }, corpus)
    }
}

/// The findings that the whole file does not speak against.
fn stand(findings: Column<Pending>, late: Vec<Finding>, templates: &Templates, sample: &Sample) -> Column<Finding> {
    let is_reworded = findings.iter().any(|pending| pending.likeness.is_some());
    let by_chance = if is_reworded { sample.by_chance() } else { None };
    let stands = |pending: &Pending| !rests_on_templates(templates, pending) && !is_chance(by_chance, pending);
    let mut standing = Column::default();
    let mut late = late.into_iter().peekable();
    for finding in findings.into_items().filter(stands).map(|pending| pending.finding) {
        while let Some(before) = late.next_if(|late| late.conversation < finding.conversation) {
            standing.push(before);
        }
        standing.push(finding);
    }
    standing.extend(late);
    standing
}

/// Whether it rests on sentences, and all of them are templates.
fn rests_on_templates(templates: &Templates, pending: &Pending) -> bool {
    !pending.rests_on.is_empty() && pending.rests_on.iter().all(|&key| templates.contains(key))
}

/// Whether it takes texts for one that are no more alike than the answers of this file are by chance.
fn is_chance(by_chance: Option<f64>, pending: &Pending) -> bool {
    pending.likeness.zip(by_chance).is_some_and(|(likeness, by_chance)| likeness < by_chance)
}

/// What the findings that stand say of each of so many conversations.
fn ends(conversations: u32, findings: &Column<Finding>, kinds: &[Kind]) -> Column<End> {
    let contrary: Vec<bool> = kinds.iter().map(|kind| outcomes::is_contrary_mode(&kind.failure_mode)).collect();
    let mut next = findings.iter().peekable();
    let mut first = 0;
    let end = |conversation| {
        let mut end = End { first, ..End::default() };
        while let Some(finding) = next.next_if(|finding| finding.conversation == conversation) {
            first += 1;
            end.has_findings = true;
            let is_contrary = contrary.get(usize::from(finding.kind)) == Some(&true);
            end.contrary_evidence |= is_contrary && finding.confidence >= outcomes::CONTRARY_CONFIDENCE;
        }
        end
    };
    let mut ends = Column::default();
    ends.extend((0..conversations).map(end));
    ends
}

/// What the whole file decided of each conversation and finding.
#[derive(Debug, Default)]
pub struct Concluded {
    ends: Column<End>,
    findings: Column<Finding>,
    kinds: Names<Kind>,
    languages: Names<Cow<'static, str>>,
}

/// What the whole file decides of a conversation.
#[derive(Clone, Copy, Debug, Default)]
pub struct End {
    /// How many findings stand in the conversations before.
    first: u32,
    /// Counted from 1.
    returned_in: Option<NonZeroU32>,
    outcome: Option<Outcome>,
    contrary_evidence: bool,
    has_findings: bool,
}

impl Concluded {
    /// What was decided of a conversation.
    pub fn verdict(&self, conversation: usize) -> Verdict {
        let Some(end) = self.ends.get(conversation) else { return Verdict::default() };
        let behind = self.ends.get(conversation + 1).map_or(self.findings.len(), |next| next.first as usize);
        Verdict {
            contrary_evidence: end.contrary_evidence,
            outcome: end.outcome,
            returned_in: end.returned_in.map(|conversation| conversation.get() as usize - 1),
            detections: (end.first as usize..behind).collect(),
        }
    }

    /// How many conversations there are.
    pub fn conversations(&self) -> usize {
        self.ends.len()
    }

    /// The findings that stand, in input order.
    pub fn findings(&self) -> &Column<Finding> {
        &self.findings
    }

    /// The kinds of findings, in the order of their numbers.
    pub fn kinds(&self) -> &[Kind] {
        self.kinds.all()
    }

    /// The languages of conversations with findings, in the order of their numbers.
    pub fn languages(&self) -> &[Cow<'static, str>] {
        self.languages.all()
    }
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
    pub languages: FlatMap<Cow<'static, str>, u64>,
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

fn escalation<'a>(all: impl Iterator<Item = &'a Figures> + Clone) -> Escalation {
    let automated = || all.clone().filter(|figures| figures.bot_took_part);
    Escalation {
        escalated: Rate::share(automated(), |figures| figures.escalated),
        should: Rate::share(automated(), |figures| figures.should_escalate),
        missed: Rate::share(automated().filter(|figures| figures.should_escalate), |figures| {
            !figures.escalated && figures.resolution != Some(Resolution::Confirmed)
        }),
    }
}

/// Times in seconds, up to 136 years.
#[derive(Debug, Default)]
struct Durations(Column<u32>);

impl Durations {
    fn add(&mut self, seconds: i64) {
        self.0.push(u32::try_from(seconds).unwrap_or(u32::MAX));
    }

    /// The middle value, or the mean of the two in the middle.
    fn median(self) -> Option<f64> {
        let mut values = Vec::with_capacity(self.0.len());
        values.extend(self.0.into_items().map(u64::from));
        values.sort_unstable();
        let upper = *values.get(values.len() / 2)?;
        let lower = *values.get((values.len() - 1) / 2)?;
        Some((lower as f64 + upper as f64) / 2.0)
    }
}
