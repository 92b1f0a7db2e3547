//! Markdown for job summaries, issues and chat: the numbers, then the worst findings with their quotes.

use std::fmt::Write;

use super::Report;
use super::findings::Findings;
use super::wording::{
    action, amount, by_severity, count_of, counted, date, duration, file_name, interval, line, lines, outcome, percent,
    percent_or_few, resolution_rates, role, share, title, worst_first,
};
use crate::corpus::segments::{Segment, Verdict};
use crate::detection::{Detection, Evidence};
use crate::lean::decimal::fixed;

/// Findings that are told in full: a summary that nobody reads to its end hides the worst.
const MOST_FINDINGS: usize = 25;
/// Skipped entries that are listed.
const MOST_SKIPPED: usize = 20;

/// The whole summary. Sections without content are left out.
pub fn render(report: &Report, all: &dyn Findings) -> String {
    let mut out = String::from("# Chatbot audit\n\n");
    lead(&mut out, report);
    modes(&mut out, report);
    resolution(&mut out, report);
    money(&mut out, report);
    segments(&mut out, report);
    findings(&mut out, report, all);
    skipped(&mut out, report);
    notes(&mut out, report);
    out
}

// Writing to a String cannot fail, so the results of `write!` are dropped below.

fn lead(out: &mut String, report: &Report) {
    let files: Vec<String> = report.input.files.iter().map(|file| code(&file.name)).collect();
    let _ = write!(
        out,
        "{} with {}",
        counted(report.input.conversations, "conversation", "conversations"),
        counted(report.input.messages, "message", "messages")
    );
    if let (Some(from), Some(to)) = (report.corpus.from, report.corpus.to) {
        let _ = write!(out, ", {} to {}", date(from), date(to));
    }
    if !files.is_empty() {
        let _ = write!(out, ", from {}", files.join(", "));
    }
    let _ = writeln!(
        out,
        ".\n\n**{}.** Conversations with at least one: {}.\n",
        counted(report.summary.findings, "finding", "findings"),
        share(&report.summary.affected)
    );
    for warning in &report.input.warnings {
        let _ = writeln!(out, "> **Note:** {}\n", prose(&warning.message));
    }
}

fn modes(out: &mut String, report: &Report) {
    out.push_str("## Findings by failure mode\n\n");
    out.push_str("| Failure mode | Findings | Conversations | Share | 95 % interval |\n|:--|--:|--:|--:|--:|\n");
    for (name, mode) in &report.summary.by_mode {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            prose(&title(name)),
            mode.findings,
            count_of(&mode.rate),
            percent_or_few(&mode.rate),
            interval(&mode.rate)
        );
    }
    let severities = by_severity(report).map(|(severity, count)| format!("{count} {severity}"));
    let _ = writeln!(out, "\nBy severity: {}.\n", severities.join(", "));
}

fn resolution(out: &mut String, report: &Report) {
    out.push_str("## Resolution\n\n| | Conversations | Share | 95 % interval |\n|:--|--:|--:|--:|\n");
    for (name, rate) in resolution_rates(report) {
        let _ = writeln!(out, "| {name} | {} | {} | {} |", count_of(rate), percent_or_few(rate), interval(rate));
    }
    out.push('\n');
    let corpus = &report.corpus;
    if corpus.resolution.durable_unobserved > 0 {
        let _ = writeln!(
            out,
            "{} not judged on durability: the export ends before their 7 days do.\n",
            counted(corpus.resolution.durable_unobserved, "resolved conversation is", "resolved conversations are")
        );
    }
    let waiting = &corpus.time_to_human;
    if waiting.requests > 0 {
        let median = waiting.median.map_or_else(
            || "fewer than half ever heard from one".to_owned(),
            |median| format!("half had heard from one after {}", duration(median as f64)),
        );
        let _ = writeln!(
            out,
            "A person was asked for or announced in {}; one wrote in {}, and {median}.\n",
            counted(waiting.requests, "conversation", "conversations"),
            waiting.answered
        );
    }
    for (name, agreement) in [("Customers' ratings", &corpus.csat), ("CX scores", &corpus.cx_score)] {
        if agreement.low.of + agreement.high.of > 0 {
            let _ = writeln!(
                out,
                "{name}: findings in {} scored 1 or 2, and in {} scored 4 or 5.\n",
                count_of(&agreement.low),
                count_of(&agreement.high)
            );
        }
    }
}

fn money(out: &mut String, report: &Report) {
    let money = &report.corpus.money;
    if money.outcomes == 0 {
        return;
    }
    let _ = writeln!(
        out,
        "## Billed outcomes\n\n{} at {}; contrary evidence disputes **{}** of it ({}).\n",
        counted(money.outcomes, "outcome", "outcomes"),
        amount(money.billed, &prose(&money.currency)),
        amount(money.disputed, &prose(&money.currency)),
        counted(money.disputed_outcomes, "outcome", "outcomes")
    );
    out.push_str("| Billed for | Outcomes | Amount |\n|:--|--:|--:|\n");
    for entry in money.ledger.iter().filter(|entry| entry.count > 0) {
        let amount = amount(entry.amount, &prose(&money.currency));
        let _ = writeln!(out, "| {} | {} | {amount} |", outcome(entry.outcome), entry.count);
    }
    out.push('\n');
}

fn segments(out: &mut String, report: &Report) {
    let clear = |segment: &&Segment| matches!(segment.verdict, Verdict::Higher | Verdict::Lower);
    let segments: Vec<&Segment> = report.corpus.segments.iter().filter(clear).collect();
    if segments.is_empty() {
        return;
    }
    out.push_str("## Where findings gather\n\n| Segment | Conversations with findings | Share | All others |\n|:--|--:|--:|--:|\n");
    for segment in segments {
        let _ = writeln!(
            out,
            "| {:?} {} | {} | {} | {} |",
            segment.by,
            code(&segment.value),
            count_of(&segment.share),
            percent(segment.share.rate),
            percent(segment.rest.rate)
        );
    }
    out.push_str("\nOnly differences that chance does not explain, corrected for the number of segments.\n\n");
}

fn findings(out: &mut String, report: &Report, all: &dyn Findings) {
    let order = worst_first(all);
    if order.is_empty() {
        return;
    }
    let _ = writeln!(out, "## {}\n", if order.len() > MOST_FINDINGS { "The worst findings" } else { "Findings" });
    for (number, &place) in order.iter().take(MOST_FINDINGS).enumerate() {
        all.show(place, &mut |found, row| finding(out, number + 1, found, file_name(report, row)));
    }
    if let Some(more) = order.len().checked_sub(MOST_FINDINGS).filter(|&more| more > 0) {
        let _ = writeln!(
            out,
            "{} in the full report.\n",
            counted(more as u64, "more finding stands", "more findings stand")
        );
    }
}

fn finding(out: &mut String, number: usize, found: &Detection, file: &str) {
    let _ = writeln!(
        out,
        "### {}. {}: conversation {}\n",
        number,
        prose(&title(&found.failure_mode)),
        code(&found.conversation_id)
    );
    let _ = writeln!(
        out,
        "Severity {}, confidence {}, in {}. {}\n",
        found.severity.as_str(),
        fixed(found.confidence, 2),
        code(file),
        prose(&found.explanation)
    );
    quotes(out, &found.evidence);
    if !found.counter_evidence.is_empty() {
        out.push_str("Against it:\n\n");
        quotes(out, &found.counter_evidence);
    }
    let _ = writeln!(out, "Recommended: {}.\n", action(found.recommended_action));
}

fn quotes(out: &mut String, evidence: &[Evidence]) {
    for evidence in evidence {
        let _ = writeln!(
            out,
            "> **{}**, message {} ({}):  \n> {}\n",
            role(evidence.role),
            evidence.message_index + 1,
            prose(&evidence.note),
            lines(&evidence.quote).lines().map(prose).collect::<Vec<_>>().join("  \n> ")
        );
    }
}

fn skipped(out: &mut String, report: &Report) {
    let skipped = &report.input.skipped;
    if skipped.is_empty() {
        return;
    }
    out.push_str("## What could not be read\n\n");
    for skipped in skipped.iter().take(MOST_SKIPPED) {
        let id = skipped.id.as_ref().map(|id| format!(", conversation {}", code(id))).unwrap_or_default();
        let _ = writeln!(out, "- {} at byte {}{id}: {}", code(&skipped.file), skipped.offset, prose(&skipped.reason));
    }
    if let Some(more) = skipped.len().checked_sub(MOST_SKIPPED).filter(|&more| more > 0) {
        let _ = writeln!(out, "- and {more} more");
    }
    out.push('\n');
}

fn notes(out: &mut String, report: &Report) {
    out.push_str(
        "---\n\nConfidence is an estimate of how likely a finding is right. Intervals are 95 % Wilson score intervals. \
         Evidence-adjusted: reported as resolved by the bot, and no finding of a death loop, silent churn, buried \
         escalation or sentiment collapse with a confidence of 0.5 or more speaks against it.\n\n",
    );
    let _ = writeln!(out, "Made by {} {}.", prose(&report.tool.name), prose(&report.tool.version));
}

/// Foreign text as words of a paragraph, table cell or heading: whatever could mean something there is escaped, no address
/// becomes a link by itself, and a mention of somebody reaches nobody.
pub(super) fn prose(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.trim().chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let escaped = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => true,
            // What may begin a list, a rule or a heading.
            '.' | ')' | '-' | '+' | '=' if out.chars().all(|c| c.is_ascii_digit()) => true,
            // http:// and www. make a link.
            ':' => next == Some('/'),
            '.' => ends_with_www(&out),
            _ => false,
        };
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' if !before.is_alphanumeric() => out.push_str("@<!-- -->"),
            _ => {
                out.extend(escaped.then_some('\\'));
                out.push(c);
            }
        }
        before = c;
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.get(text.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Foreign text as code, which nothing inside ends.
pub(super) fn code(text: &str) -> String {
    let text = line(text).replace('|', "\\|");
    if text.trim().is_empty() {
        return "–".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 || text.starts_with(' ') || text.ends_with(' ') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inside_ends_a_piece_of_code() {
        assert_eq!(code("42301"), "`42301`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("``` |x|\n"), "```` ``` \\|x\\|  ````");
        assert_eq!(code(" "), "–");
    }

    #[test]
    fn words_that_mean_something_to_markdown_are_escaped_and_others_are_left_alone() {
        assert_eq!(prose("1. no_list - here: 10:30, www.x.example"), "1\\. no\\_list - here: 10:30, www\\.x.example");
        assert_eq!(prose("- [a](https://x)"), "\\- \\[a\\](https\\://x)");
        assert_eq!(prose("mail me@x.example or @all"), "mail me@x.example or @<!-- -->all");
    }
}
