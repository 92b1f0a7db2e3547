//! What the whole file says: rows, ledger, resolutions that last, and that none of it depends on how the file was cut.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::LazyLock;

use chatbot_audit::analyzer::Analyzer;
use chatbot_audit::conversation::{Conversation, Event, EventKind, Message, Origin, Resolution, Role};
use chatbot_audit::corpus::figures::Claim;
use chatbot_audit::corpus::outcomes::Outcome;
use chatbot_audit::corpus::rate::Rate;
use chatbot_audit::corpus::row::{EscalationReason, Row};
use chatbot_audit::corpus::{Corpus, Gathered, Trace};
use chatbot_audit::detection::{Action, Detection, Severity};
use chatbot_audit::detectors::confidence;
use chatbot_audit::detectors::{Candidate, Case, Context};
use chatbot_audit::knowledge::Knowledge;
use chatbot_audit::language::LANGUAGES;
use chatbot_audit::options::{Options, Prices};
use chatbot_audit::report::{Format, render};

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;
/// Every talk below begins here.
const START: i64 = 1_790_000_000;

/// A conversation whose messages are a minute apart: `c` customer, `b` bot, `h` human, `-` a scripted line of the bot.
fn talk(id: &str, lines: &[(char, &str)]) -> Conversation {
    let message = |(index, (who, text)): (usize, &(char, &str))| Message {
        role: match who {
            'c' => Role::Customer,
            'h' => Role::Human,
            _ => Role::Bot,
        },
        origin: if *who == '-' { Origin::Scripted } else { Origin::Written },
        text: (*text).to_owned(),
        at: Some(START + index as i64 * MINUTE),
        ..Message::default()
    };
    Conversation {
        id: id.to_owned(),
        messages: lines.iter().enumerate().map(message).collect(),
        created_at: Some(START),
        ..Conversation::default()
    }
}

fn event(conversation: &mut Conversation, before: usize, kind: EventKind, minute: i64) {
    let at = Some(START + minute * MINUTE);
    conversation.events.push(Event { before, at, kind, by: None, name: "".into(), detail: String::new() });
}

/// Made once, since compiling the languages takes longer than all tests.
static CONTEXT: LazyLock<Context> = LazyLock::new(|| Context {
    languages: &LANGUAGES,
    knowledge: Knowledge::default(),
    now: None,
    assumed_language: None,
    least_confidence: confidence::LEAST,
});

fn row(conversation: &Conversation) -> Row {
    Row::new(&Case::new(conversation, &CONTEXT))
}

fn finding(conversation: &Conversation, mode: &'static str, confidence: f64) -> Candidate {
    Detection {
        conversation_id: conversation.id.clone(),
        detector: mode.into(),
        failure_mode: mode.into(),
        severity: Severity::High,
        confidence,
        explanation: String::new(),
        evidence: Vec::new(),
        counter_evidence: Vec::new(),
        recommended_action: Action::Flag,
        metadata: serde_json::Map::new(),
    }
    .into()
}

/// Key of a sentence that every talk holds.
const GREETING: u64 = 1;

/// Conversations with their findings as the whole file has them.
struct Concluded {
    rows: Vec<Row>,
    detections: Vec<Detection>,
    corpus: Corpus,
}

fn conclude(talks: &[(Conversation, Vec<Candidate>)], now: i64) -> Concluded {
    conclude_said(talks, |_| vec![GREETING], now)
}

/// The same, where the bot of each conversation `said` these sentences.
fn conclude_said(talks: &[(Conversation, Vec<Candidate>)], said: impl Fn(usize) -> Vec<u64>, now: i64) -> Concluded {
    let mut gathered = Gathered::default();
    let (mut rows, mut found) = (Vec::new(), Vec::new());
    for (index, (conversation, candidates)) in talks.iter().enumerate() {
        let case = Case::new(conversation, &CONTEXT);
        let mut trace = Trace::new(&case, None);
        trace.sentences = said(index);
        for candidate in candidates {
            let (detection, claim) = Claim::parted(candidate.clone());
            found.push(detection);
            trace.claims.push(claim);
        }
        let row = Row::new(&case);
        gathered.add(&row, trace);
        rows.push(row);
    }
    found.extend(gathered.complete(&["confident_misinformation".into()]));
    let (concluded, corpus) = gathered.conclude(Some(now), &Prices::default());
    rows.iter_mut().enumerate().for_each(|(number, row)| row.settle(concluded.verdict(number)));
    let detections = concluded.findings().iter().map(|finding| found[finding.number as usize].clone()).collect();
    Concluded { rows, detections, corpus }
}

#[test]
fn the_first_response_is_the_first_answer_and_not_a_scripted_greeting() {
    let talk = talk(
        "1",
        &[('-', "Hi, I am Pip."), ('c', "Where is my parcel?"), ('-', "One moment."), ('b', "At the depot.")],
    );
    assert_eq!(row(&talk).first_response_time, Some(2 * MINUTE));
}

#[test]
fn the_time_to_a_human_runs_from_the_request_to_a_message_and_a_promise_is_none() {
    let lines = [
        ('c', "Where is my parcel?"),
        ('c', "Can I speak to a real person?"),
        ('b', "I will pass you on to the team."),
        ('h', "Hello, Marie here."),
    ];
    let answered = row(&talk("1", &lines));
    assert_eq!((answered.time_to_human, answered.escalated, answered.escalated_at), (Some(2 * MINUTE), true, Some(3)));
    let promised = row(&talk("2", &lines[..3]));
    assert_eq!((promised.time_to_human, promised.escalated, promised.escalated_at), (None, false, None));
}

#[test]
fn a_request_that_was_taken_back_is_none() {
    let lines = [
        ('c', "I want to talk to a human."),
        ('b', "The team is back at nine."),
        ('c', "Never mind, I don't need a person anymore."),
        ('b', "All right."),
    ];
    assert_eq!(row(&talk("1", &lines)).should_escalate, []);
    assert_eq!(row(&talk("1", &lines[..2])).should_escalate, [EscalationReason::AskedForPerson]);
    let mut again = lines.to_vec();
    again.extend([('c', "I want to talk to a human after all."), ('h', "Here I am.")]);
    assert_eq!(row(&talk("1", &again)).time_to_human, Some(MINUTE));
}

#[test]
fn a_reason_to_escalate_is_missed_where_nobody_came_and_nothing_was_confirmed() {
    let refund = |id: &str, resolution: Resolution| {
        let mut talk = resolved(id, id, 0, resolution);
        talk.messages[0].text = "I want a refund.".to_owned();
        (talk, Vec::new())
    };
    let talks = [
        refund("left", Resolution::Assumed),
        refund("answered", Resolution::Confirmed),
        refund("passed on", Resolution::Escalated),
        (resolved("no reason", "x", 0, Resolution::Assumed), Vec::new()),
    ];
    let escalation = conclude(&talks, START).corpus.escalation;
    assert_eq!((escalation.should, escalation.missed), (Rate::new(3, 4), Rate::new(1, 3)));
    assert_eq!(escalation.escalated, Rate::new(1, 4));
}

#[test]
fn an_assignment_is_a_handover_only_where_the_platform_says_so() {
    let mut talk = talk("1", &[('c', "Where is my parcel?"), ('b', "Let me see."), ('h', "It is here.")]);
    event(&mut talk, 2, EventKind::Assigned, 1);
    assert_eq!(row(&talk).escalated_at, Some(2));
    assert_eq!(row(&talk).time_to_human, None, "nobody asked, nobody announced");
    talk.resolution = Some(Resolution::Escalated);
    assert_eq!(row(&talk).escalated_at, Some(1));
    assert_eq!(row(&talk).time_to_human, Some(MINUTE));
}

#[test]
fn the_resolution_time_ends_with_the_last_close() {
    let mut talk = talk("1", &[('c', "Where is my parcel?"), ('b', "At the depot.")]);
    assert_eq!(row(&talk).resolution_time, None);
    event(&mut talk, 2, EventKind::Closed, 3);
    event(&mut talk, 2, EventKind::Reopened, 4);
    event(&mut talk, 2, EventKind::Closed, 9);
    assert_eq!(row(&talk).resolution_time, Some(9 * MINUTE));
}

#[test]
fn reasons_to_escalate_are_what_the_customer_said_before_a_person_came() {
    use EscalationReason::{AskedForPerson, Cancellation, Complaint, Frustrated, Refund};
    let reasons = |lines: &[(char, &str)]| row(&talk("1", lines)).should_escalate;
    assert_eq!(reasons(&[('c', "Where is my parcel, please?")]), []);
    assert_eq!(reasons(&[('c', "I want my money back, and I will file a complaint.")]), [Refund, Complaint]);
    assert_eq!(reasons(&[('c', "Je veux résilier mon abonnement et être remboursé.")]), [Refund, Cancellation]);
    assert_eq!(reasons(&[('c', "I want to talk to a human.")]), [AskedForPerson]);
    assert_eq!(reasons(&[('c', "How are you?"), ('h', "Fine."), ('c', "Then please refund me.")]), []);
    let angry = [('c', "You are useless."), ('b', "Sorry."), ('c', "That is not helpful at all, you are useless.")];
    assert_eq!(reasons(&angry), [Frustrated]);
    assert_eq!(reasons(&angry[..1]), [], "once is no repetition");
}

#[test]
fn more_than_ten_messages_without_a_solution_are_too_many() {
    let mut lines = [('c', "The page of the parcel is empty."), ('b', "Please look at the page.")].repeat(5);
    assert_eq!(row(&talk("1", &lines)).should_escalate, []);
    lines.push(('c', "It is still empty, the page of the parcel."));
    assert_eq!(row(&talk("1", &lines)).should_escalate, [EscalationReason::LongUnresolved]);
    lines.push(('c', "Ah, that worked, thanks!"));
    assert_eq!(row(&talk("1", &lines)).should_escalate, []);
}

#[test]
fn who_resolved_is_what_the_platform_says_or_else_that_no_person_wrote() {
    let mut bot = talk("1", &[('c', "Where is my parcel?"), ('b', "At the depot.")]);
    assert!(!row(&bot).auto_resolved, "nobody reports it as resolved");
    bot.reported_resolved = true;
    assert!(row(&bot).auto_resolved);
    bot.resolution = Some(Resolution::NegativeFeedback);
    assert!(!row(&bot).auto_resolved);
    let mut human = talk("2", &[('c', "Where is my parcel?"), ('h', "At the depot.")]);
    human.reported_resolved = true;
    assert!(!row(&human).auto_resolved && !row(&human).bot_took_part);
    let mut both = talk("3", &[('c', "Where is my parcel?"), ('b', "At the depot."), ('h', "I bring it.")]);
    both.reported_resolved = true;
    assert!(!row(&both).auto_resolved && row(&both).bot_took_part);
    human.ai_participated = Some(true);
    assert!(row(&human).bot_took_part);
}

/// A talk with a stated resolution by a contact, `days` after the start.
fn resolved(id: &str, contact: &str, days: i64, resolution: Resolution) -> Conversation {
    let mut talk = talk(id, &[('c', "Where is my parcel?"), ('b', "At the depot.")]);
    talk.messages.iter_mut().for_each(|message| message.at = message.at.map(|at| at + days * DAY));
    talk.created_at = talk.created_at.map(|at| at + days * DAY);
    talk.contact = Some(contact.to_owned());
    talk.resolution = Some(resolution);
    talk.reported_resolved = resolution.is_resolved();
    talk
}

#[test]
fn every_outcome_has_its_line_and_contrary_evidence_disputes() {
    use Resolution::{Abandoned, Assumed, Confirmed, Escalated, ProcedureHandoff};
    let plain = |talk: Conversation| (talk, Vec::new());
    let with = |talk: Conversation, mode, confidence| {
        let candidate = finding(&talk, mode, confidence);
        (talk, vec![candidate])
    };
    let mut sold = resolved("sold", "k", 0, Assumed);
    sold.sales_outcome = Some("qualified".to_owned());
    let talks = [
        plain(resolved("confirmed", "a", 0, Confirmed)),
        plain(resolved("assumed", "b", 0, Assumed)),
        with(resolved("contrary", "c", 0, Assumed), "silent_churn", 0.5),
        with(resolved("unsure", "d", 0, Assumed), "silent_churn", 0.49),
        with(resolved("harmful but resolved", "e", 0, Confirmed), "brand_damage", 0.9),
        with(resolved("confirmed contrary", "f", 0, Confirmed), "death_loop", 0.8),
        plain(resolved("returned", "g", 0, Assumed)),
        plain(resolved("back", "g", 3, Abandoned)),
        plain(resolved("handoff", "h", 0, ProcedureHandoff)),
        plain(resolved("escalated", "i", 0, Escalated)),
        plain(sold),
    ];
    let concluded = conclude(&talks, START + 30 * DAY);
    let outcomes: Vec<Option<Outcome>> = concluded.rows.iter().map(|row| row.outcome).collect();
    assert_eq!(
        outcomes,
        [
            Some(Outcome::Confirmed),
            Some(Outcome::Assumed),
            Some(Outcome::AssumedContrary),
            Some(Outcome::Assumed),
            Some(Outcome::Confirmed),
            Some(Outcome::ConfirmedContrary),
            Some(Outcome::Returned),
            None,
            Some(Outcome::Handoff),
            None,
            Some(Outcome::Qualification),
        ]
    );
    assert_eq!(concluded.rows[6].returned_in, Some(7));
    let money = &concluded.corpus.money;
    // Eight at 0.99 and one at 9.99; of them two are disputed.
    assert_eq!((money.outcomes, money.billed), (9, 17.91));
    assert_eq!((money.disputed_outcomes, money.disputed), (2, 1.98));
    let resolution = &concluded.corpus.resolution;
    assert_eq!(resolution.reported, Rate::new(8, 11));
    assert_eq!(resolution.evidence_adjusted, Rate::new(6, 11));
    assert_eq!(resolution.confirmed, Rate::new(3, 11));
    assert_eq!(resolution.assumed, Rate::new(5, 11));
    assert_eq!(resolution.durable, Rate::new(7, 8));
}

#[test]
fn a_resolution_whose_week_is_not_over_is_not_called_durable() {
    let talks = [
        (resolved("old", "a", 0, Resolution::Assumed), Vec::new()),
        (resolved("new", "b", 5, Resolution::Assumed), Vec::new()),
        (resolved("new and back", "c", 5, Resolution::Assumed), Vec::new()),
        (resolved("back", "c", 6, Resolution::Escalated), Vec::new()),
    ];
    let corpus = conclude(&talks, START + 8 * DAY).corpus;
    assert_eq!((corpus.resolution.durable, corpus.resolution.durable_unobserved), (Rate::new(1, 1), 2));
    assert_eq!(corpus.repeat_contact, Rate::new(0, 1));
}

#[test]
fn a_finding_falls_when_it_rests_on_templates_alone() {
    let answer = 2;
    let with_findings = |index: usize| {
        let talk = talk(&index.to_string(), &[('c', "Where is my parcel?"), ('b', "At the depot.")]);
        let on = |keys: &[u64]| Candidate { rests_on: keys.to_vec(), ..finding(&talk, "death_loop", 0.8) };
        let candidates = match index {
            0 => vec![on(&[GREETING])],
            1 => vec![on(&[GREETING, answer])],
            2 => vec![on(&[])],
            _ => Vec::new(),
        };
        (talk, candidates)
    };
    let talks: Vec<_> = (0..20).map(with_findings).collect();
    let concluded = conclude_said(&talks, |index| vec![GREETING, 1_000 + index as u64], START);
    let ids: Vec<&str> = concluded.detections.iter().map(|found| found.conversation_id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(concluded.rows[0].detections, [0usize; 0]);
    assert_eq!((&concluded.rows[1].detections[..], &concluded.rows[2].detections[..]), (&[0][..], &[1][..]));
    assert!(!concluded.rows[0].contrary_evidence && concluded.rows[1].contrary_evidence);
}

/// Conversations in which the bot gives one price, and another one in the sixth, with findings of another mode in the fifth and
/// in the last.
fn priced() -> Vec<(Conversation, Vec<Candidate>)> {
    let talk_about = |index: usize| {
        let price = if index == 5 { "49" } else { "29" };
        let answer = format!("The Premium plan costs ${price} per month.");
        let talk = talk(&index.to_string(), &[('c', "How much is Premium?"), ('b', &answer)]);
        let found = if index % 7 == 4 { vec![finding(&talk, "silent_churn", 0.8)] } else { Vec::new() };
        (talk, found)
    };
    (0..12).map(talk_about).collect()
}

#[test]
fn a_finding_that_the_whole_file_shows_stands_in_its_conversation_like_any_other() {
    let concluded = conclude(&priced(), START);
    let found = concluded.detections.iter();
    let found: Vec<_> = found.map(|found| (found.conversation_id.as_str(), &*found.failure_mode)).collect();
    let expected = [("4", "silent_churn"), ("5", "confident_misinformation"), ("11", "silent_churn")];
    assert_eq!(found, expected);
    let detections: Vec<_> = [4, 5, 6, 11].map(|index| concluded.rows[index].detections.clone()).into();
    assert_eq!(detections, [vec![0], vec![1], vec![], vec![2]]);
}

#[test]
fn a_detector_that_was_not_chosen_finds_nothing_in_the_whole_file() {
    let bot = |index: usize| {
        let price = if index == 5 { 49 } else { 29 };
        format!(
            r#"{{"type":"conversation","id":"{index}","created_at":{index},"source":{{"body":"How much is Premium?","author":{{"type":"user","id":"u"}}}},"conversation_parts":{{"conversation_parts":[{{"part_type":"comment","body":"The Premium plan costs ${price} per month.","author":{{"type":"bot","id":"b"}}}}]}}}}"#
        )
    };
    let export = format!("[{}]", (0..12).map(bot).collect::<Vec<_>>().join(","));
    let found = |detectors: &[&str]| {
        let detectors = detectors.iter().map(|&name| name.to_owned()).collect();
        let mut analyzer = Analyzer::new(Options { detectors, ..Options::default() }).unwrap();
        analyzer.begin("export.json");
        analyzer.push(export.as_bytes());
        analyzer.end();
        let report = analyzer.finish().unwrap();
        assert_eq!(report.summary.findings as usize, report.detections.len());
        report.detections.into_iter().map(|found| found.conversation_id).collect::<Vec<_>>()
    };
    assert_eq!(found(&["confident_misinformation"]), ["5"]);
    assert_eq!(found(&["confident_lies"]), [""; 0]);
}

/// Conversations with one answer each, the first `alike` of which are made from one narrow pattern; the first one holds a finding
/// that rests on this `likeness`.
fn answered(alike: usize, all: usize, likeness: f64) -> Vec<(Conversation, Vec<Candidate>)> {
    let things =
        ["lamp", "sofa", "shelf", "table", "mirror", "carpet", "stool", "curtain", "vase", "clock", "bench", "bed"];
    let others = [
        "Parcels leave our house on weekdays before noon.",
        "Every invoice can be downloaded from your profile.",
        "We replace broken glasses free of charge.",
        "Gift cards never expire.",
        "Nobody needs an account to order.",
        "Samples of fabric cost nothing.",
        "Opening hours are printed on the receipt.",
        "The workshop repairs what is older than that.",
        "Students pay half of the price.",
        "Colours may fade in bright sunshine.",
        "Couriers ring twice and leave a note.",
        "Cotton shrinks when it is washed hot.",
    ];
    (0..all)
        .map(|index| {
            let answer = match index < alike {
                true => format!("Please clean the surface of the {} with warm water and a soft cloth.", things[index]),
                false => others[index].to_owned(),
            };
            let talk = talk(&index.to_string(), &[('c', "What about this?"), ('b', &answer)]);
            let found = Candidate { likeness: Some(likeness), ..finding(&talk, "death_loop", 0.8) };
            (talk, if index == 0 { vec![found] } else { Vec::new() })
        })
        .collect()
}

#[test]
fn a_reworded_answer_must_be_more_alike_than_the_answers_of_the_file_are_by_chance() {
    let stands = |alike, all, likeness| !conclude(&answered(alike, all, likeness), START).detections.is_empty();
    // Nine words of ten return in every answer of this bot.
    assert!(!stands(12, 12, 0.7));
    assert!(stands(12, 12, 0.99));
    // Answers to other questions share next to nothing.
    assert!(stands(0, 12, 0.6));
    // Some customers who are told the same do not make it chance.
    assert!(stands(4, 12, 0.6));
    // Seven answers are too few to know.
    assert!(stands(7, 7, 0.7));
}

#[test]
fn any_chunking_of_the_sample_export_gives_the_same_report() {
    let export = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/www/sample/export.json")).unwrap();
    let report = |size: usize| {
        let mut analyzer = Analyzer::new(Options::default()).unwrap();
        analyzer.begin("export.json");
        export.chunks(size).for_each(|chunk| analyzer.push(chunk));
        analyzer.end();
        render(&analyzer.finish().unwrap(), Format::Report)
    };
    let whole = report(export.len());
    assert!(report(4_093) == whole && report(65_536) == whole);
}
