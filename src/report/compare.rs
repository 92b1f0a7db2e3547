//! Two reports side by side: which rates got worse or better, and whether chance explains it.

use std::fmt::Write;

use super::wording::{count_of, line, percent, title};
use super::{SCHEMA_VERSION, markdown};
use crate::corpus::rate::{Difference, Rate};
use crate::corpus::significance::{FALSE_DISCOVERY_RATE, benjamini_hochberg, fisher};
use crate::json::fields::{reads, words, writes};
use crate::json::{read, write};
use crate::lean::decimal::fixed;
use crate::lean::flat_map::FlatMap;

/// What changed from one report to another.
#[derive(Debug)]
pub struct Comparison {
    /// A line per rate that both reports have.
    pub lines: Vec<Line>,
    /// Any line is [`Verdict::Worse`].
    pub regressed: bool,
}

writes!(object Comparison { lines, regressed });

/// One rate before and after.
#[derive(Debug)]
pub struct Line {
    /// `affected`, the name of a failure mode, or the rate's path in the report.
    pub name: String,
    /// In the earlier report.
    pub before: Rate,
    /// In the later report.
    pub after: Rate,
    /// `after` less `before`.
    pub difference: Option<Difference>,
    /// Benjamini and Hochberg's q-value of Fisher's exact test over all tested lines; `None` where it was not tested.
    pub q: Option<f64>,
    /// What it comes to.
    pub verdict: Verdict,
}

writes!(object Line { name, before, after, difference, q, verdict });

/// What a change comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Worse, and chance does not explain it.
    Worse,
    /// Better, and chance does not explain it.
    Better,
    /// Chance can explain it.
    NoClearDifference,
    /// One of the two has fewer than [`crate::corpus::rate::FEW`] conversations.
    TooFew,
}

words!(Verdict { Worse = "worse", Better = "better", NoClearDifference = "no clear difference", TooFew = "too few" });

impl Verdict {}

/// How a comparison can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line per rate, for terminals.
    Text,
    /// A table, for job summaries and chat.
    Markdown,
    /// For programs.
    Json,
}

impl Format {
    /// The format of this name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// The part of a report's JSON that is compared.
#[derive(Debug, Default)]
struct Rates {
    schema_version: u32,
    summary: Summary,
    corpus: Corpus,
}

reads!(object Rates { schema_version, summary, corpus });

#[derive(Debug, Default)]
struct Summary {
    affected: Rate,
    by_mode: FlatMap<String, Rate>,
}

reads!(object Summary { affected, by_mode });

#[derive(Debug, Default)]
struct Corpus {
    resolution: Resolution,
    repeat_contact: Rate,
    escalation: Escalation,
}

reads!(object Corpus { resolution, repeat_contact, escalation });

#[derive(Debug, Default)]
struct Resolution {
    reported: Rate,
    evidence_adjusted: Rate,
    durable: Rate,
}

reads!(object Resolution { reported, evidence_adjusted, durable });

#[derive(Debug, Default)]
struct Escalation {
    missed: Rate,
}

reads!(object Escalation { missed });

/// Compares two reports given as JSON; an error in words if one of them is none.
pub fn compare(before: &str, after: &str) -> Result<Comparison, String> {
    let (before, after) = (read(before, "first")?, read(after, "second")?);
    let mut lines = vec![Line::new("affected", before.summary.affected, after.summary.affected)];
    for (mode, earlier) in &before.summary.by_mode {
        if let Some(later) = after.summary.by_mode.get(mode) {
            lines.push(Line::new(mode, *earlier, *later));
        }
    }
    let (b, a) = (&before.corpus, &after.corpus);
    lines.push(Line::new("resolution.reported", b.resolution.reported, a.resolution.reported));
    lines.push(Line::new(
        "resolution.evidence_adjusted",
        b.resolution.evidence_adjusted,
        a.resolution.evidence_adjusted,
    ));
    lines.push(Line::new("resolution.durable", b.resolution.durable, a.resolution.durable));
    lines.push(Line::new("repeat_contact", b.repeat_contact, a.repeat_contact));
    lines.push(Line::new("escalation.missed", b.escalation.missed, a.escalation.missed));
    judge(&mut lines);
    let regressed = lines.iter().any(|line| line.verdict == Verdict::Worse);
    Ok(Comparison { lines, regressed })
}

fn read(json: &str, which: &str) -> Result<Rates, String> {
    let rates: Rates = read::whole(json)
        .map_err(|error| format!("The {which} file is no report of this tool (format report): {error}."))?;
    if rates.schema_version != SCHEMA_VERSION {
        return Err(format!(
            "The {which} report has layout {}, and this version reads layout {SCHEMA_VERSION}: make it anew.",
            rates.schema_version
        ));
    }
    Ok(rates)
}

impl Line {
    fn new(name: &str, before: Rate, after: Rate) -> Self {
        let difference = Difference::between(&after, &before);
        Self { name: name.to_owned(), before, after, difference, q: None, verdict: Verdict::TooFew }
    }

    /// Resolutions are good, everything else that is counted is not.
    fn more_is_better(&self) -> bool {
        self.name.starts_with("resolution.")
    }
}

/// A verdict needs more than an interval without 0: of a dozen rates, one moves so far by chance every other week.
fn judge(lines: &mut [Line]) {
    let mut tested: Vec<&mut Line> =
        lines.iter_mut().filter(|line| !line.before.is_few() && !line.after.is_few()).collect();
    let p: Vec<f64> = tested.iter().map(|line| fisher(&line.before, &line.after)).collect();
    for (line, q) in tested.iter_mut().zip(benjamini_hochberg(&p)) {
        let q = (q * 1e4).round() / 1e4;
        line.q = Some(q);
        line.verdict = match (line.after.rate > line.before.rate) == line.more_is_better() {
            _ if q > FALSE_DISCOVERY_RATE => Verdict::NoClearDifference,
            true => Verdict::Better,
            false => Verdict::Worse,
        };
    }
}

/// Writes a comparison.
pub fn render(comparison: &Comparison, format: Format) -> String {
    match format {
        Format::Text => text(comparison),
        Format::Markdown => table(comparison),
        Format::Json => {
            let mut json = write::pretty(comparison);
            json.push('\n');
            json
        }
    }
}

/// A rate's name for people.
fn name(line: &Line) -> String {
    match line.name.as_str() {
        "affected" => "Conversations with findings".to_owned(),
        "resolution.reported" => "Reported as resolved".to_owned(),
        "resolution.evidence_adjusted" => "Evidence-adjusted resolution".to_owned(),
        "resolution.durable" => "Durable resolution".to_owned(),
        "repeat_contact" => "Repeat contact within 7 days".to_owned(),
        "escalation.missed" => "Missed escalations".to_owned(),
        mode => title(mode),
    }
}

/// `29.6 % (148 of 500)`; of few, only the count.
fn side(rate: &Rate) -> String {
    if rate.is_few() { count_of(rate) } else { format!("{} ({})", percent(rate.rate), count_of(rate)) }
}

/// `+3.1 points (0.4 to 5.8)`.
fn points(difference: Option<Difference>) -> String {
    difference.map_or_else(
        || "–".to_owned(),
        |d| format!("{} points ({} to {})", signed(d.difference), signed(d.low), signed(d.high)),
    )
}

/// `+3.1`.
fn signed(share: f64) -> String {
    let points = fixed(share * 100.0, 1);
    if points.starts_with('-') { points } else { format!("+{points}") }
}

// Writing to a String cannot fail, so the results of `write!` are dropped below.

fn text(comparison: &Comparison) -> String {
    let worse = comparison.lines.iter().filter(|line| line.verdict == Verdict::Worse).count();
    let better = comparison.lines.iter().filter(|line| line.verdict == Verdict::Better).count();
    let mut out = format!("Compared {} rate(s): {worse} worse, {better} better.\n", comparison.lines.len());
    for line in &comparison.lines {
        let _ = writeln!(
            out,
            "  {:<20} {:<30} {:>22} -> {:>22}  {}",
            line.verdict.as_str(),
            self::line(&name(line)),
            side(&line.before),
            side(&line.after),
            points(line.difference)
        );
    }
    out
}

fn table(comparison: &Comparison) -> String {
    let mut out =
        String::from("| Rate | Before | After | Difference (95 % interval) | Verdict |\n|:--|--:|--:|--:|:--|\n");
    for line in &comparison.lines {
        let verdict = match line.verdict {
            clear @ (Verdict::Worse | Verdict::Better) => format!("**{}**", clear.as_str()),
            other => other.as_str().to_owned(),
        };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {verdict} |",
            markdown::prose(&name(line)),
            side(&line.before),
            side(&line.after),
            points(line.difference)
        );
    }
    out.push_str(
        "\nIntervals are Newcombe's. A verdict needs a difference that chance does not explain (Fisher's exact test, \
         corrected for the number of rates), and 20 conversations on both sides.\n",
    );
    out
}
