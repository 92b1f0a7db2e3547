//! A small report built by hand, and the same with hostile text wherever text can come from outside.

use chatbot_audit::conversation::{Resolution, Role};
use chatbot_audit::corpus::agreement::Agreement;
use chatbot_audit::corpus::outcomes::{LedgerLine, Money, Outcome, ResolutionRates};
use chatbot_audit::corpus::rate::{Difference, Rate};
use chatbot_audit::corpus::row::{EscalationReason, Row};
use chatbot_audit::corpus::segments::{Dimension, Segment, Verdict};
use chatbot_audit::corpus::waiting::{Step, TimeToHuman};
use chatbot_audit::corpus::{Corpus, Escalation};
use chatbot_audit::detection::{Action, Detection, Evidence, Severity};
use chatbot_audit::lean::flat_map::FlatMap;
use chatbot_audit::report::{AuthorRow, File, Input, ModeSummary, Report, Skipped, Summary, Tool, Warning};
use serde_json::json;

fn evidence(message_index: usize, role: Role, quote: &str, note: &str) -> Evidence {
    Evidence {
        message_index,
        quote: quote.to_owned(),
        note: note.to_owned(),
        role,
        part_id: Some(format!("part-{message_index}").as_str().into()),
        start: 0,
        end: quote.encode_utf16().count(),
    }
}

fn detections() -> Vec<Detection> {
    let loops = Detection {
        conversation_id: "42301".to_owned(),
        detector: "death_loop".into(),
        failure_mode: "death_loop".into(),
        severity: Severity::Medium,
        confidence: 0.72,
        explanation: "The bot gave the same answer twice although the customer said that it did not help.".to_owned(),
        evidence: vec![
            evidence(1, Role::Bot, "You can follow your parcel in the app.", "first"),
            evidence(2, Role::Customer, "The app shows nothing.", "rejected"),
            evidence(3, Role::Bot, "You can follow your parcel in the app.", "again"),
        ],
        counter_evidence: vec![evidence(4, Role::Customer, "ok thanks", "thanks")],
        recommended_action: Action::Escalate,
        metadata: json!({"repeat_count": 2}).as_object().cloned().unwrap_or_default(),
    };
    let churn = Detection {
        conversation_id: "42305".to_owned(),
        detector: "silent_churn".into(),
        failure_mode: "silent_churn".into(),
        severity: Severity::High,
        confidence: 0.85,
        explanation: "Counted as resolved because the customer stopped writing; the last word was a question."
            .to_owned(),
        evidence: vec![evidence(
            4,
            Role::Customer,
            "Et mon remboursement, c'est pour quand ?",
            "left without an answer",
        )],
        counter_evidence: Vec::new(),
        recommended_action: Action::FollowUp,
        metadata: serde_json::Map::new(),
    };
    let lies = Detection {
        conversation_id: "42305".to_owned(),
        detector: "confident_lies".into(),
        failure_mode: "confident_lies".into(),
        severity: Severity::Critical,
        confidence: 0.6,
        explanation: "The bot promised a refund of 40 €, which the policy does not allow.".to_owned(),
        evidence: vec![evidence(3, Role::Bot, "Nous vous remboursons 40 € sous 24 h.", "commitment")],
        counter_evidence: Vec::new(),
        recommended_action: Action::Alert,
        metadata: serde_json::Map::new(),
    };
    vec![loops, churn, lies]
}

fn rows() -> Vec<Row> {
    let looped = Row {
        id: "42301".to_owned(),
        start: 30,
        end: 1_530,
        language: Some("en".into()),
        customer_messages: 3,
        bot_messages: 2,
        bot_took_part: true,
        created_at: Some(1_790_000_000),
        first_response_time: Some(12),
        resolution_time: Some(900),
        resolution: Some(Resolution::Confirmed),
        reported_resolved: true,
        auto_resolved: true,
        contrary_evidence: true,
        outcome: Some(Outcome::ConfirmedContrary),
        rating: Some(4),
        cx_score: Some(4),
        channel: Some("chat".to_owned()),
        tags: vec!["shipping".to_owned(), "vip".to_owned()],
        sources: vec!["Tracking a parcel".to_owned()],
        detections: vec![0],
        ..Row::default()
    };
    let left = Row {
        id: "42305".to_owned(),
        file: 1,
        start: 0,
        end: 2_048,
        language: Some("fr".into()),
        customer_messages: 3,
        bot_messages: 2,
        bot_took_part: true,
        created_at: Some(1_790_100_000),
        first_response_time: Some(15),
        should_escalate: vec![EscalationReason::Refund],
        resolution: Some(Resolution::Assumed),
        reported_resolved: true,
        auto_resolved: true,
        contrary_evidence: true,
        outcome: Some(Outcome::AssumedContrary),
        returned_in: Some(2),
        detections: vec![1, 2],
        ..Row::default()
    };
    let healthy = Row {
        id: "42309".to_owned(),
        file: 1,
        start: 2_049,
        end: 3_000,
        customer_messages: 1,
        bot_messages: 1,
        human_messages: 1,
        bot_took_part: true,
        created_at: Some(1_790_200_000),
        first_response_time: Some(20),
        time_to_human: Some(720),
        escalated: true,
        escalated_at: Some(2),
        should_escalate: vec![EscalationReason::AskedForPerson],
        resolution: Some(Resolution::Escalated),
        ..Row::default()
    };
    vec![looped, left, healthy]
}

fn corpus() -> Corpus {
    let line = |outcome, count, amount| LedgerLine { outcome, count, amount };
    let (tagged, rest) = (Rate::new(30, 50), Rate::new(118, 450));
    let (low, high) = (Rate::new(18, 25), Rate::new(20, 100));
    Corpus {
        from: Some(1_790_000_000),
        to: Some(1_792_000_000),
        resolution: ResolutionRates {
            reported: Rate::new(300, 480),
            confirmed: Rate::new(100, 480),
            assumed: Rate::new(200, 480),
            evidence_adjusted: Rate::new(210, 480),
            durable: Rate::new(180, 220),
            durable_unobserved: 60,
        },
        repeat_contact: Rate::new(55, 320),
        escalation: Escalation { escalated: Rate::new(120, 480), should: Rate::new(12, 480), missed: Rate::new(7, 12) },
        time_to_human: TimeToHuman {
            requests: 40,
            answered: 30,
            median: Some(720),
            curve: vec![
                Step { seconds: 60, waiting: 0.9 },
                Step { seconds: 720, waiting: 0.5 },
                Step { seconds: 90_000, waiting: 0.25 },
            ],
        },
        first_response_time: Some(15.0),
        resolution_time: Some(900.0),
        csat: Agreement { low, high, difference: Difference::between(&low, &high) },
        cx_score: Agreement::default(),
        money: Money {
            currency: "USD".to_owned(),
            outcomes: 303,
            billed: 299.97,
            disputed_outcomes: 90,
            disputed: 89.1,
            ledger: vec![
                line(Outcome::Confirmed, 90, 89.1),
                line(Outcome::ConfirmedContrary, 10, 9.9),
                line(Outcome::Assumed, 100, 99.0),
                line(Outcome::AssumedContrary, 80, 79.2),
                line(Outcome::Returned, 20, 19.8),
                line(Outcome::Handoff, 3, 2.97),
                line(Outcome::Qualification, 0, 0.0),
                line(Outcome::Disqualification, 0, 0.0),
            ],
        },
        languages: FlatMap::from_iter([("en".into(), 400), ("fr".into(), 80), ("unknown".into(), 20)]),
        segments: vec![
            Segment {
                by: Dimension::Tag,
                value: "shipping".to_owned(),
                share: tagged,
                rest,
                q: Some(0.0001),
                verdict: Verdict::Higher,
            },
            Segment {
                by: Dimension::Channel,
                value: "email".to_owned(),
                share: Rate::new(30, 100),
                rest: Rate::new(118, 400),
                q: Some(0.9),
                verdict: Verdict::NoClearDifference,
            },
        ],
    }
}

/// A report of 500 conversations of which three have rows.
pub fn sample() -> Report {
    let mode = |findings, count| ModeSummary { findings, rate: Rate::new(count, 500) };
    Report {
        schema_version: 1,
        tool: Tool { name: "chatbot-audit".into(), version: "0.0.0".into() },
        options: json!({"redact": false}),
        input: Input {
            files: vec![
                File { name: "october.json".to_owned(), bytes: 90_000, format: "intercom".into(), conversations: 300 },
                File {
                    name: "week 47/é.ndjson".to_owned(),
                    bytes: 3_000,
                    format: "intercom".into(),
                    conversations: 200,
                },
            ],
            conversations: 500,
            messages: 4_321,
            skipped: vec![Skipped {
                file: "october.json".to_owned(),
                offset: 1_531,
                id: Some("42302".to_owned()),
                code: "cut-off".into(),
                reason: "The conversation ends in the middle.".to_owned(),
            }],
            redacted: None,
            warnings: vec![Warning {
                code: "truncated".into(),
                message: "2 of 500 conversations are cut off in the export.".to_owned(),
            }],
            authors: vec![AuthorRow {
                id: Some("1".to_owned()),
                name: Some("Pip".to_owned()),
                email: None,
                role: Role::Bot,
                reason: "is the platform's own bot".into(),
                messages: 2_000,
            }],
        },
        summary: Summary {
            findings: 3,
            affected: Rate::new(148, 500),
            by_mode: FlatMap::from_iter([
                ("death_loop".into(), mode(1, 92)),
                ("silent_churn".into(), mode(1, 56)),
                ("confident_lies".into(), mode(1, 2)),
                ("brand_damage".into(), mode(0, 0)),
            ]),
            by_severity: FlatMap::from_iter([
                ("low".into(), 0),
                ("medium".into(), 1),
                ("high".into(), 1),
                ("critical".into(), 1),
            ]),
        },
        detections: detections(),
        conversations: rows(),
        corpus: corpus(),
    }
}

/// What an attacker may write into a message, a name, a tag or a file name.
pub const HOSTILE: &str = "=cmd|' /C calc'!A0\u{1b}[31m\u{202e}<script>alert(1)</script>\"'>\r\n# h\n```\n|x| @all https://evil.example ]]>&<!--\u{0}";

/// The sample with [`HOSTILE`] in every text that can come from outside.
pub fn hostile() -> Report {
    let bad = || HOSTILE.to_owned();
    let mut report = sample();
    for file in &mut report.input.files {
        file.name = bad();
        file.format = bad().into();
    }
    for skipped in &mut report.input.skipped {
        skipped.file = bad();
        skipped.id = Some(bad());
        skipped.code = bad().into();
        skipped.reason = bad();
    }
    for warning in &mut report.input.warnings {
        warning.code = bad().into();
        warning.message = bad();
    }
    for author in &mut report.input.authors {
        author.id = Some(bad());
        author.name = Some(bad());
        author.email = Some(bad());
        author.reason = bad().into();
    }
    for found in &mut report.detections {
        found.conversation_id = bad();
        found.detector = bad().into();
        found.failure_mode = bad().into();
        found.explanation = bad();
        for evidence in found.evidence.iter_mut().chain(&mut found.counter_evidence) {
            evidence.quote = bad();
            evidence.note = bad();
            evidence.part_id = Some(bad().as_str().into());
        }
    }
    for row in &mut report.conversations {
        row.id = bad();
        row.language = Some(bad().into());
        row.channel = Some(bad());
        row.tags = vec![bad()];
        row.sources = vec![bad()];
    }
    for segment in &mut report.corpus.segments {
        segment.value = bad();
    }
    report.corpus.money.currency = bad();
    report.summary.by_mode.insert(bad().into(), ModeSummary::default());
    report.tool.name = bad().into();
    report.tool.version = bad().into();
    report
}
