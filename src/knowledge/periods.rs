//! The periods for which a price is paid.

use std::ops::Range;

use crate::text::tokens::Tokens;

/// Periods for which a price is paid: nouns, which count behind a word of [`EACH`], and words that say it alone.
const PERIODS: [(&[&str], &[&str]); 6] = [
    (&["hour", "heure"], &["hourly"]),
    (&["night", "nuit"], &[]),
    (&["day", "jour"], &["daily", "quotidien"]),
    (&["week", "semaine"], &["weekly", "hebdomadaire"]),
    (&["month", "mois"], &["monthly", "mensuel", "mensuelle", "mensuellement"]),
    (&["year", "annum", "an", "annee"], &["yearly", "annual", "annually", "annuel", "annuelle", "annuellement"]),
];
/// Words before such a noun; a number too, as in "$9/month".
const EACH: [&str; 10] = ["per", "a", "each", "every", "the", "par", "l", "le", "la", "chaque"];

/// A bit for each period of [`PERIODS`] that the words name.
pub fn periods(tokens: &Tokens, range: &Range<usize>) -> u8 {
    periods_in(tokens, range).fold(0, |all, period| all | period)
}

/// The same bits one by one, in the order of the words.
pub fn periods_in(tokens: &Tokens, range: &Range<usize>) -> impl DoubleEndedIterator<Item = u8> {
    let start = range.start;
    let word = |at: usize| tokens.as_slice().get(at).map_or("", |token| tokens.word(token));
    range.clone().filter_map(move |at| {
        let before = if at > start { word(at - 1) } else { "" };
        let each = EACH.contains(&before) || before.starts_with(|c: char| c.is_ascii_digit());
        let names =
            |(nouns, alone): &(&[&str], &[&str])| alone.contains(&word(at)) || each && nouns.contains(&word(at));
        PERIODS.iter().position(names).map(|period| 1 << period)
    })
}
