//! What the caller may choose; unknown names are refused.

use serde_json::{Map, Value};

use crate::json::fields::{reads, writes};
use crate::json::write::{self, Write, Writer};
use crate::lean::flat_map::FlatMap;

/// Options of an audit. Every field may be left out.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Names of the detectors to run; all when empty.
    pub detectors: Vec<String>,
    /// Ids, e-mail addresses or names of authors that are bots although they post as teammates.
    pub bots: Vec<String>,
    /// A language for every conversation, or `auto`.
    pub lang: Option<String>,
    /// What the bot may promise.
    pub policy: Option<Policy>,
    /// What is true.
    pub facts: Option<Facts>,
    /// An articles export as text.
    pub articles: Option<String>,
    /// The moment to judge from: ISO 8601 or Unix seconds.
    pub now: Option<Value>,
    /// Take personal data out of everything that is shown.
    pub redact: bool,
    /// What the outcomes cost.
    pub prices: Prices,
}

reads!(choices Options { detectors, bots, lang, policy, facts, articles, now, redact, prices });

impl Write for Options {
    /// As the report tells them: without what was not chosen, and without the articles, which may be many.
    fn write(&self, json: &mut Writer) {
        let given = |names: &Vec<String>| (!names.is_empty()).then(|| names.clone());
        json.sparse(&[
            ("detectors", &given(&self.detectors)),
            ("bots", &given(&self.bots)),
            ("lang", &self.lang),
            ("policy", &self.policy),
            ("facts", &self.facts),
            ("now", &self.now),
            ("redact", &self.redact),
            ("prices", &self.prices),
        ]);
    }
}

impl Options {
    /// The option `now` as Unix seconds; an error in words if it is no moment.
    pub fn moment(&self) -> Result<Option<i64>, String> {
        let Some(now) = &self.now else { return Ok(None) };
        let moment =
            now.as_i64().or_else(|| now.as_str().and_then(|text| text.parse().ok().or_else(|| iso_8601(text))));
        let wrong = || {
            format!("The option now is {}, which is neither an ISO 8601 time nor Unix seconds.", write::compact(now))
        };
        moment.map(Some).ok_or_else(wrong)
    }
}

/// Unix seconds of `2026-11-20`, `2026-11-20T09:30`, `2026-11-20T09:30:00.5Z` or `…+01:00`; without a zone it is UTC.
fn iso_8601(text: &str) -> Option<i64> {
    let (date, time) = text.split_at_checked(10)?;
    let mut fields = date.splitn(3, '-').map(|field| number(field, 9999));
    let (year, month, day) = (fields.next()??, fields.next()??, fields.next()??);
    let (clock, zone) = match time.strip_prefix(['T', 't', ' ']) {
        None if time.is_empty() => ("00:00", ""),
        None => return None,
        Some(time) => time.split_at(time.find(['Z', 'z', '+', '-']).unwrap_or(time.len())),
    };
    let mut fields = clock.splitn(3, ':');
    let (hour, minute) = (number(fields.next()?, 23)?, number(fields.next()?, 59)?);
    let second = fields.next().map_or(Some(0), |field| number(field.split('.').next()?, 60))?;
    let offset = match zone.split_at_checked(1) {
        None | Some(("Z" | "z", "")) => 0,
        Some((sign, zone)) => {
            let (hours, minutes) = zone.split_once(':').or_else(|| zone.split_at_checked(2))?;
            let seconds = number(hours, 23)? * 3_600 + number(minutes, 59)? * 60;
            if sign == "-" { -seconds } else { seconds }
        }
    };
    let days = days_from_civil(year, month, day)?;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second - offset)
}

fn number(digits: &str, most: i64) -> Option<i64> {
    let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    (number <= most).then_some(number)
}

/// Days from 1970-01-01 in the Gregorian calendar; a year is counted from March, so that the leap day is its last.
fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let year = year - i64::from(month <= 2);
    let month = (month + 9) % 12;
    Some(
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5 + day
            - 719_469,
    )
}

/// What the bot may promise, by topic words.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Phrases that are allowed whatever the topics below say.
    pub allowed_commitments: Vec<String>,
    /// Topics on which the bot must not commit.
    pub disallowed_commitment_topics: Vec<String>,
}

reads!(choices Policy { allowed_commitments, disallowed_commitment_topics });
writes!(object Policy { allowed_commitments, disallowed_commitment_topics });

/// What is true, by topic.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Topic to value.
    pub facts: Map<String, Value>,
    /// Other names of a topic.
    pub aliases: FlatMap<String, Vec<String>>,
}

reads!(choices Facts { facts, aliases });
writes!(object Facts { facts, aliases });

/// Prices of billed outcomes. The defaults are Intercom's of March 2026.
#[derive(Clone, Debug)]
pub struct Prices {
    /// ISO 4217 code.
    pub currency: String,
    /// A resolution, confirmed or assumed.
    pub resolution: f64,
    /// A procedure that ends in a hand-over.
    pub procedure_handoff: f64,
    /// A lead that was turned away.
    pub disqualification: f64,
    /// A lead that was won.
    pub qualification: f64,
}

reads!(choices Prices { currency, resolution, procedure_handoff, disqualification, qualification });
writes!(object Prices { currency, resolution, procedure_handoff, disqualification, qualification });

impl Default for Prices {
    fn default() -> Self {
        Self {
            currency: "USD".to_owned(),
            resolution: 0.99,
            procedure_handoff: 0.99,
            disqualification: 0.99,
            qualification: 9.99,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(now: impl Into<Value>) -> Option<i64> {
        Options { now: Some(now.into()), ..Options::default() }.moment().ok().flatten()
    }

    #[test]
    fn a_moment_is_iso_8601_or_unix_seconds() {
        assert_eq!(moment("1970-01-01"), Some(0));
        assert_eq!(moment("2000-02-29T12:00:00Z"), Some(951_825_600));
        assert_eq!(moment("2026-11-20T09:30:15.250+01:00"), Some(1_795_163_415));
        assert_eq!(moment("2026-11-20 08:30:15"), Some(1_795_163_415));
        assert_eq!(moment("2026-11-20T03:30:15-0500"), Some(1_795_163_415));
        assert_eq!(moment(1_795_163_415), Some(1_795_163_415));
        assert_eq!(moment("1795163415"), Some(1_795_163_415));
    }

    #[test]
    fn what_is_no_moment_is_refused_in_words() {
        for wrong in
            ["yesterday", "2026-13-01", "2025-02-29", "2026-11-20T25:00", "2026-11-20T09:30+1", "2026-11-20x", ""]
        {
            assert_eq!(moment(wrong), None, "{wrong}");
        }
        let error = Options { now: Some("soon".into()), ..Options::default() }.moment();
        assert!(error.is_err_and(|error| error.contains("\"soon\"")));
        assert_eq!(Options::default().moment(), Ok(None));
    }
}
