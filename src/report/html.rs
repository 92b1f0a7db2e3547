//! One HTML file that needs nothing else: no script, no request, light and dark, fit for printing.

use std::fmt::Write;

use super::Report;
use super::findings::Findings;
use super::wording::{
    action, amount, by_severity, count_of, counted, date, duration, escape_markup, file_name, interval, lines, outcome,
    percent, percent_or_few, resolution_rates, role, share, title, worst_first,
};
use crate::conversation::Role;
use crate::corpus::agreement::Agreement;
use crate::corpus::rate::Rate;
use crate::corpus::row::Row;
use crate::corpus::segments::{Dimension, Segment, Verdict};
use crate::corpus::waiting::TimeToHuman;
use crate::detection::{Detection, Evidence};
use crate::lean::decimal::fixed;

/// Findings that are told in full; browsers stay quick with so many, and the worst are among them.
const MOST_FINDINGS: usize = 1_000;
/// Skipped entries that are listed.
const MOST_SKIPPED: usize = 100;

const STYLE: &str = include_str!("html.css");

/// The whole report. Sections without content are left out.
pub fn render(report: &Report, all: &dyn Findings) -> String {
    let mut out = String::with_capacity(32_768);
    // Writing to a String cannot fail, so the results of `write!` are dropped here and below.
    let _ = writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>Chatbot audit</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>"
    );
    header(&mut out, report);
    key_figures(&mut out, report);
    modes(&mut out, report);
    resolution(&mut out, report);
    waiting(&mut out, &report.corpus.time_to_human);
    money(&mut out, report);
    segments(&mut out, report);
    agreement(&mut out, report);
    findings(&mut out, report, all);
    skipped(&mut out, report);
    footer(&mut out, report);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Foreign text as content or attribute value.
fn html(text: &str) -> String {
    escape_markup(&lines(text)).into_owned()
}

fn header(out: &mut String, report: &Report) {
    let files: Vec<String> = report.input.files.iter().map(|file| format!("<bdi>{}</bdi>", html(&file.name))).collect();
    let _ = write!(
        out,
        "<header>\n<h1>Chatbot audit</h1>\n<p>{} with {}",
        counted(report.input.conversations, "conversation", "conversations"),
        counted(report.input.messages, "message", "messages")
    );
    if let (Some(from), Some(to)) = (report.corpus.from, report.corpus.to) {
        let _ = write!(out, ", <time>{}</time> to <time>{}</time>", date(from), date(to));
    }
    if !files.is_empty() {
        let _ = write!(out, ", from {}", files.join(", "));
    }
    out.push_str(".</p>\n");
    for warning in &report.input.warnings {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", html(&warning.message));
    }
    out.push_str("</header>\n");
}

fn key_figures(out: &mut String, report: &Report) {
    let corpus = &report.corpus;
    let rates = [
        ("Conversations with findings", &report.summary.affected),
        ("Reported as resolved by the bot", &corpus.resolution.reported),
        ("Evidence-adjusted resolution", &corpus.resolution.evidence_adjusted),
    ];
    let mut figures: Vec<(&str, String, String)> = rates
        .into_iter()
        .map(|(name, rate)| match rate.of {
            0 => (name, "–".to_owned(), "not in this export".to_owned()),
            _ if rate.is_few() => (name, count_of(rate), "too few for a percentage".to_owned()),
            _ => (name, percent(rate.rate), format!("{}, 95 % interval {}", count_of(rate), interval(rate))),
        })
        .collect();
    let money = &corpus.money;
    if money.outcomes > 0 {
        let of = counted(money.outcomes, "outcome", "outcomes");
        let below = format!("{} of {of}, billed {}", money.disputed_outcomes, amount(money.billed, &money.currency));
        figures.push(("Disputed by contrary evidence", amount(money.disputed, &money.currency), below));
    }
    out.push_str("<dl class=\"figures\">\n");
    for (name, value, below) in figures {
        let _ = writeln!(out, "<div><dt>{name}</dt><dd>{}<small>{}</small></dd></div>", html(&value), html(&below));
    }
    out.push_str("</dl>\n");
}

fn modes(out: &mut String, report: &Report) {
    out.push_str(
        "<section>\n<h2>Findings by failure mode</h2>\n<table>\n<thead><tr><th scope=\"col\">Failure mode</th>\
         <th scope=\"col\">Findings</th><th scope=\"col\">Conversations</th><th scope=\"col\">Share</th>\
         <th scope=\"col\">95 % interval</th><th scope=\"col\" class=\"bar\"><span>Share, 0 to 100 %</span></th></tr></thead>\n<tbody>\n",
    );
    for (name, mode) in &report.summary.by_mode {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td>{}</tr>",
            html(&title(name)),
            mode.findings,
            rate_cells(&mode.rate)
        );
    }
    out.push_str("</tbody>\n</table>\n");
    let severities = by_severity(report)
        .map(|(severity, count)| format!("{count} <span class=\"severity {severity}\">{severity}</span>"));
    let _ = writeln!(out, "<p>By severity: {}.</p>\n</section>", severities.join(", "));
}

/// Count, share, interval and bar.
fn rate_cells(rate: &Rate) -> String {
    format!(
        "<td>{}</td><td>{}</td><td>{}</td><td class=\"bar\">{}</td>",
        count_of(rate),
        percent_or_few(rate),
        interval(rate),
        bar(rate)
    )
}

/// The interval as a band, the share as a mark in it. It repeats the cells beside it, so readers for the blind skip it.
fn bar(rate: &Rate) -> String {
    let (Some(share), Some(low), Some(high)) = (rate.rate, rate.low, rate.high) else { return String::new() };
    format!(
        "<span aria-hidden=\"true\" style=\"--from:{}%;--wide:{}%;--at:{}%\"></span>",
        fixed(low * 100.0, 1),
        fixed((high - low) * 100.0, 1),
        fixed(share * 100.0, 1)
    )
}

fn resolution(out: &mut String, report: &Report) {
    out.push_str(
        "<section>\n<h2>Resolution, reported and by the evidence</h2>\n<table>\n<thead><tr><td></td>\
         <th scope=\"col\">Conversations</th><th scope=\"col\">Share</th><th scope=\"col\">95 % interval</th>\
         <th scope=\"col\" class=\"bar\"><span>Share, 0 to 100 %</span></th></tr></thead>\n<tbody>\n",
    );
    for (name, rate) in resolution_rates(report) {
        let _ = writeln!(out, "<tr><th scope=\"row\">{name}</th>{}</tr>", rate_cells(rate));
    }
    out.push_str("</tbody>\n</table>\n");
    let unobserved = report.corpus.resolution.durable_unobserved;
    if unobserved > 0 {
        let _ = writeln!(
            out,
            "<p>{} not judged on durability: the export ends before their 7 days do.</p>",
            counted(unobserved, "resolved conversation is", "resolved conversations are")
        );
    }
    out.push_str("</section>\n");
}

fn waiting(out: &mut String, waiting: &TimeToHuman) {
    if waiting.requests == 0 {
        return;
    }
    let median = waiting.median.map_or_else(
        || "fewer than half ever heard from one".to_owned(),
        |median| format!("half had heard from one after {}", duration(median as f64)),
    );
    let _ = writeln!(
        out,
        "<section>\n<h2>Waiting for a person</h2>\n<p>A person was asked for or announced in {}; one wrote in {}, and {median}.</p>",
        counted(waiting.requests, "conversation", "conversations"),
        waiting.answered
    );
    curve(out, waiting);
    out.push_str("</section>\n");
}

/// Where the time axis of the curve is marked; equally far apart, and even between two marks.
const TICKS: [(f64, &str); 7] = [
    (0.0, "0"),
    (60.0, "1 min"),
    (900.0, "15 min"),
    (3_600.0, "1 h"),
    (86_400.0, "1 day"),
    (604_800.0, "7 days"),
    (2_592_000.0, "30 days"),
];
/// Between two marks, in the units of the drawing.
const TICK: f64 = 100.0;

fn x(seconds: f64) -> f64 {
    let mut left = 0.0;
    for pair in TICKS.windows(2) {
        if let [(from, _), (to, _)] = pair {
            if seconds < *to {
                return left + (seconds - from) / (to - from) * TICK;
            }
            left += TICK;
        }
    }
    left
}

fn y(waiting: f64) -> f64 {
    10.0 + (1.0 - waiting) * 130.0
}

fn curve(out: &mut String, waiting: &TimeToHuman) {
    if waiting.curve.len() < 2 {
        return;
    }
    let mut path = format!("M0 {}", fixed(y(1.0), 1));
    for step in &waiting.curve {
        let _ = write!(path, "H{}V{}", fixed(x(step.seconds as f64), 1), fixed(y(step.waiting), 1));
    }
    out.push_str(
        "<figure>\n<svg viewBox=\"-50 0 690 170\" role=\"img\" \
         aria-label=\"Share of customers still waiting for a person, by time\">\n",
    );
    for (share, label) in [(1.0, "100 %"), (0.5, "50 %"), (0.0, "0 %")] {
        let at = y(share);
        let _ = writeln!(
            out,
            "<path class=\"grid\" d=\"M0 {}H600\"/><text x=\"-6\" y=\"{}\" class=\"end\">{label}</text>",
            fixed(at, 1),
            fixed(at + 4.0, 1)
        );
    }
    for (seconds, label) in TICKS {
        let at = fixed(x(seconds), 1);
        let _ = writeln!(out, "<path class=\"grid\" d=\"M{at} 10V140\"/><text x=\"{at}\" y=\"158\">{label}</text>");
    }
    let _ = writeln!(
        out,
        "<path class=\"line\" d=\"{path}H600\"/>\n</svg>\n<figcaption>Share still waiting for a person after the \
         request (Kaplan-Meier estimate; the marks of the time axis are not to scale).</figcaption>\n</figure>"
    );
}

fn money(out: &mut String, report: &Report) {
    let money = &report.corpus.money;
    if money.outcomes == 0 {
        return;
    }
    out.push_str(
        "<section>\n<h2>Billed outcomes</h2>\n<table>\n<thead><tr><th scope=\"col\">Billed for</th>\
         <th scope=\"col\">Outcomes</th><th scope=\"col\">Amount</th></tr></thead>\n<tbody>\n",
    );
    for entry in money.ledger.iter().filter(|entry| entry.count > 0) {
        let _ = writeln!(
            out,
            "<tr{}><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            if entry.outcome.is_disputed() { " class=\"disputed\"" } else { "" },
            outcome(entry.outcome),
            entry.count,
            html(&amount(entry.amount, &money.currency))
        );
    }
    let _ = writeln!(
        out,
        "</tbody>\n<tfoot><tr><th scope=\"row\">All</th><td>{}</td><td>{}</td></tr></tfoot>\n</table>\n</section>",
        money.outcomes,
        html(&amount(money.billed, &money.currency))
    );
}

fn segments(out: &mut String, report: &Report) {
    let clear = |segment: &&Segment| matches!(segment.verdict, Verdict::Higher | Verdict::Lower);
    let segments: Vec<&Segment> = report.corpus.segments.iter().filter(clear).collect();
    if segments.is_empty() {
        return;
    }
    out.push_str(
        "<section>\n<h2>Where findings gather</h2>\n<table>\n<thead><tr><th scope=\"col\">Segment</th>\
         <th scope=\"col\">Conversations with findings</th><th scope=\"col\">Share</th><th scope=\"col\">95 % interval</th>\
         <th scope=\"col\" class=\"bar\"><span>Share, 0 to 100 %</span></th><th scope=\"col\">All others</th></tr></thead>\n<tbody>\n",
    );
    for segment in segments {
        let by = match segment.by {
            Dimension::Tag => "Tag",
            Dimension::Channel => "Channel",
            Dimension::Language => "Language",
            Dimension::Source => "Article",
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{by} <bdi>{}</bdi></th>{}<td>{}</td></tr>",
            html(&segment.value),
            rate_cells(&segment.share),
            percent(segment.rest.rate)
        );
    }
    out.push_str(
        "</tbody>\n</table>\n<p>Only differences that chance does not explain, corrected for the number of segments.</p>\n</section>\n",
    );
}

fn agreement(out: &mut String, report: &Report) {
    let scores = [("Customers' ratings", &report.corpus.csat), ("CX scores", &report.corpus.cx_score)];
    let known = |agreement: &Agreement| agreement.low.of + agreement.high.of > 0;
    if !scores.iter().any(|(_, agreement)| known(agreement)) {
        return;
    }
    out.push_str("<section>\n<h2>Scores beside the findings</h2>\n<ul>\n");
    for (name, agreement) in scores.iter().filter(|(_, agreement)| known(agreement)) {
        let _ = writeln!(
            out,
            "<li>{name} of 1 or 2: findings in {}. Of 4 or 5: {}.</li>",
            share(&agreement.low),
            share(&agreement.high)
        );
    }
    out.push_str("</ul>\n</section>\n");
}

fn findings(out: &mut String, report: &Report, all: &dyn Findings) {
    let order = worst_first(all);
    out.push_str("<section>\n<h2>Findings, worst first</h2>\n");
    if order.is_empty() {
        out.push_str("<p>None.</p>\n");
    }
    for &place in order.iter().take(MOST_FINDINGS) {
        all.show(place, &mut |found, row| finding(out, report, found, row));
    }
    if let Some(more) = order.len().checked_sub(MOST_FINDINGS).filter(|&more| more > 0) {
        let _ = writeln!(
            out,
            "<p>{} in the CSV and JSON reports.</p>",
            counted(more as u64, "more finding stands", "more findings stand")
        );
    }
    out.push_str("</section>\n");
}

fn finding(out: &mut String, report: &Report, found: &Detection, row: Option<&Row>) {
    let severity = found.severity.as_str();
    let language = row.and_then(|row| row.language.as_deref());
    let _ = writeln!(
        out,
        "<article class=\"{severity}\">\n<h3>{} <span class=\"severity {severity}\">{severity}</span></h3>\n\
         <p class=\"where\">Conversation <b><bdi>{}</bdi></b> in <bdi>{}</bdi>, confidence {}</p>\n<p>{}</p>",
        html(&title(&found.failure_mode)),
        html(&found.conversation_id),
        html(file_name(report, row)),
        fixed(found.confidence, 2),
        html(&found.explanation)
    );
    quotes(out, &found.evidence, language);
    if !found.counter_evidence.is_empty() {
        out.push_str("<p>Against it:</p>\n");
        quotes(out, &found.counter_evidence, language);
    }
    let _ = writeln!(out, "<p class=\"action\">Recommended: {}.</p>\n</article>", action(found.recommended_action));
}

fn quotes(out: &mut String, evidence: &[Evidence], language: Option<&str>) {
    let lang = language.map(|language| format!(" lang=\"{}\"", html(language))).unwrap_or_default();
    for evidence in evidence {
        let class = match evidence.role {
            Role::Customer => "customer",
            Role::Bot => "bot",
            Role::Human => "human",
        };
        let _ = writeln!(
            out,
            "<figure class=\"quote {class}\">\n<figcaption>{}, message {}: {}</figcaption>\n<blockquote dir=\"auto\"{lang}>{}</blockquote>\n</figure>",
            role(evidence.role),
            evidence.message_index + 1,
            html(&evidence.note),
            html(&evidence.quote)
        );
    }
}

fn skipped(out: &mut String, report: &Report) {
    let skipped = &report.input.skipped;
    if skipped.is_empty() {
        return;
    }
    out.push_str("<section>\n<h2>What could not be read</h2>\n<ul>\n");
    for skipped in skipped.iter().take(MOST_SKIPPED) {
        let id = skipped.id.as_ref().map(|id| format!(", conversation <bdi>{}</bdi>", html(id))).unwrap_or_default();
        let _ = writeln!(
            out,
            "<li><bdi>{}</bdi> at byte {}{id}: {}</li>",
            html(&skipped.file),
            skipped.offset,
            html(&skipped.reason)
        );
    }
    if let Some(more) = skipped.len().checked_sub(MOST_SKIPPED).filter(|&more| more > 0) {
        let _ = writeln!(out, "<li>and {more} more</li>");
    }
    out.push_str("</ul>\n</section>\n");
}

fn footer(out: &mut String, report: &Report) {
    let _ = writeln!(
        out,
        "<footer>\n<p>Confidence is an estimate of how likely a finding is right. Intervals are 95 % Wilson score intervals. \
         Evidence-adjusted: reported as resolved by the bot, and no finding of a death loop, silent churn, buried escalation \
         or sentiment collapse with a confidence of 0.5 or more speaks against it.</p>\n<p>Made by {} {}. This file holds \
         words of your customers: share it as you would share those.</p>\n</footer>",
        html(&report.tool.name),
        html(&report.tool.version)
    );
}
