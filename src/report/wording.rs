//! Words, numbers and safe text that several renderings share.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::Report;
use super::findings::Findings;
use crate::conversation::{Role, Timestamp};
use crate::corpus::outcomes::Outcome;
use crate::corpus::rate::Rate;
use crate::corpus::row::Row;
use crate::detection::{Action, Severity};
use crate::lean::decimal::fixed;
use crate::lean::sort;

/// Foreign text on one line: line breaks and tabs become blanks, and what steers a terminal or turns the direction of
/// writing is left out.
pub fn line(text: &str) -> String {
    text.chars().filter(|&c| !steers(c)).map(|c| if is_break(c) { ' ' } else { c }).collect()
}

/// The same, but line breaks and tabs stay.
pub fn lines(text: &str) -> String {
    text.chars().filter(|&c| !steers(c) && c != '\r').collect()
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}')
}

/// Control characters and the invisible ones that order text from right to left.
fn steers(c: char) -> bool {
    let bidi = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let no_character = matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    bidi || no_character || c.is_control() && !is_break(c)
}

/// `death_loop` as `Death loop`.
pub fn title(name: &str) -> String {
    let mut words = line(name).replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// `29.6 %`; where there is no share, a dash.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{} %", fixed(share * 100.0, 1)))
}

/// `29.6 %`, or that there are too few for a percentage.
pub fn percent_or_few(rate: &Rate) -> String {
    match rate.of {
        0 => "–".to_owned(),
        _ if rate.is_few() => "too few".to_owned(),
        _ => percent(rate.rate),
    }
}

/// `25.8–33.7 %`.
pub fn interval(rate: &Rate) -> String {
    match (rate.low, rate.high) {
        (Some(low), Some(high)) => format!("{}–{} %", fixed(low * 100.0, 1), fixed(high * 100.0, 1)),
        _ => "–".to_owned(),
    }
}

/// `148 of 500`.
pub fn count_of(rate: &Rate) -> String {
    format!("{} of {}", rate.count, rate.of)
}

/// A share as a sentence's part: `29.6 % (148 of 500, 95 % interval 25.8–33.7 %)`; of few, only the count.
pub fn share(rate: &Rate) -> String {
    match rate.of {
        0 => "not known (0 conversations)".to_owned(),
        _ if rate.is_few() => format!("{} (too few for a percentage)", count_of(rate)),
        _ => format!("{} ({}, 95 % interval {})", percent(rate.rate), count_of(rate), interval(rate)),
    }
}

/// `1 finding`, `2 findings`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `45 s`, `12 min`, `3.5 h`, `2.1 days`.
pub fn duration(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s < 90.0 => return format!("{} s", fixed(s, 0)),
        s if s < 90.0 * 60.0 => return format!("{} min", fixed(s / 60.0, 0)),
        s if s < 48.0 * 3600.0 => (s / 3600.0, "h"),
        s => (s / 86_400.0, "days"),
    };
    format!("{} {unit}", fixed(value, 1))
}

/// `2026-11-20`, in UTC. Days are counted in 400-year cycles that begin on a first of March.
pub fn date(moment: Timestamp) -> String {
    let days = moment.div_euclid(86_400) + 719_468;
    let (cycle, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", cycle * 400 + year + carry)
}

/// `12.87 USD`.
pub fn amount(value: f64, currency: &str) -> String {
    format!("{} {}", fixed(value, 2), line(currency))
}

/// Who speaks.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Customer => "Customer",
        Role::Bot => "Bot",
        Role::Human => "Teammate",
    }
}

/// What the team should do.
pub fn action(action: Action) -> &'static str {
    match action {
        Action::Escalate => "give it to a person",
        Action::Flag => "review it",
        Action::Alert => "tell somebody now",
        Action::Override => "correct what the bot said",
        Action::FollowUp => "write to the customer",
        Action::Prevent => "keep the bot from doing it again",
    }
}

/// A line of the ledger.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Confirmed => "Resolution confirmed by the customer",
        Outcome::ConfirmedContrary => "Resolution confirmed, with contrary evidence",
        Outcome::Assumed => "Resolution assumed: the customer stopped writing",
        Outcome::AssumedContrary => "Resolution assumed, with contrary evidence",
        Outcome::Returned => "Resolution, but the customer came back within 7 days",
        Outcome::Handoff => "Procedure that ended in a hand-over",
        Outcome::Qualification => "Qualified lead",
        Outcome::Disqualification => "Disqualified lead",
    }
}

/// The rates of a report that tell how well conversations ended, with what they are.
pub fn resolution_rates(report: &Report) -> [(&'static str, &Rate); 8] {
    let corpus = &report.corpus;
    [
        ("Reported as resolved by the bot", &corpus.resolution.reported),
        ("… confirmed by the customer", &corpus.resolution.confirmed),
        ("… assumed because the customer stopped writing", &corpus.resolution.assumed),
        ("Evidence-adjusted: no finding speaks against it", &corpus.resolution.evidence_adjusted),
        ("Durable: resolved, and the customer did not come back within 7 days", &corpus.resolution.durable),
        ("Repeat contact within 7 days", &corpus.repeat_contact),
        ("Passed on to people", &corpus.escalation.escalated),
        (
            "Missed escalation: there was a reason, nobody took over and nothing was confirmed",
            &corpus.escalation.missed,
        ),
    ]
}

/// Findings of each severity, worst first.
pub fn by_severity(report: &Report) -> [(&'static str, u64); 4] {
    let mut counts = Severity::ALL
        .map(|severity| (severity.as_str(), report.summary.by_severity.get(severity.as_str()).copied().unwrap_or(0)));
    counts.reverse();
    counts
}

/// The names of the detectors that ran, in alphabetical order.
pub fn detectors<'r>(report: &'r Report, all: &'r dyn Findings) -> Vec<&'r str> {
    let ran = report.summary.by_mode.iter().map(|(mode, _)| mode.as_ref());
    let found = (0..all.count()).filter_map(|place| all.gist(place)).map(|gist| gist.detector);
    let mut names: Vec<&str> = ran.chain(found).collect();
    sort::by_key(&mut names, |&name| name);
    names.dedup();
    names
}

/// The places of the findings: worst first, surest first, then in input order.
pub fn worst_first(all: &dyn Findings) -> Vec<usize> {
    let mut order: Vec<_> = (0..all.count()).filter_map(|place| Some((place, all.gist(place)?))).collect();
    sort::by(&mut order, |(_, a), (_, b)| {
        Reverse(a.severity).cmp(&Reverse(b.severity)).then(b.confidence.total_cmp(&a.confidence))
    });
    order.into_iter().map(|(place, _)| place).collect()
}

/// Name of the file in which a conversation stands.
pub fn file_name<'a>(report: &'a Report, row: Option<&Row>) -> &'a str {
    row.and_then(|row| report.input.files.get(row.file)).map_or("", |file| &file.name)
}

/// Text for the content and the attribute values of HTML and XML.
pub fn escape_markup(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(951_782_400), "2000-02-29");
        assert_eq!(date(1_795_163_415), "2026-11-20");
        assert_eq!(date(-1), "1969-12-31");
    }

    #[test]
    fn nothing_foreign_can_steer_a_terminal_or_turn_a_line() {
        assert_eq!(line("a\u{1b}[31mb\u{202e}c\r\nd\u{7}\u{9b}e"), "a[31mbc  de");
        assert_eq!(lines("a\r\nb\u{0}\tc"), "a\nb\tc");
    }

    #[test]
    fn of_few_no_percentage_is_given() {
        assert_eq!(share(&Rate::new(3, 12)), "3 of 12 (too few for a percentage)");
        assert_eq!(share(&Rate::new(148, 500)), "29.6 % (148 of 500, 95 % interval 25.8–33.7 %)");
    }

    #[test]
    fn durations_are_said_in_the_unit_that_fits() {
        assert_eq!([45.0, 720.0, 12_600.0, 181_440.0].map(duration), ["45 s", "12 min", "3.5 h", "2.1 days"]);
    }
}
