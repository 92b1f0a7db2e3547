//! Finds where quoted history or a signature begins, so that a turn's own words can be told from what it repeats.

use super::attributes::Known;
use super::names::Tag;
use crate::lean::letters::lowered;

/// How far a quotation reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The element.
    Element,
    /// The element, if the line before it says whose words follow.
    Attributed,
    /// From the element to the end of the message.
    Rest,
}

/// A quoting element: its reach, and the place of its text in bytes.
pub type Quote = (Extent, usize, usize);

/// Classes that mail programs give to quoted history, to the line before it, or to a signature.
pub const QUOTING: [&str; 8] = [
    "gmail_quote",
    "gmail_quote_container",
    "gmail_attr",
    "gmail_signature",
    "moz-cite-prefix",
    "moz-signature",
    "yahoo_quoted",
    "protonmail_quote",
];

/// How mail programs begin the line before quoted history, and the verb in it.
const ATTRIBUTIONS: [(&str, &str); 9] = [
    ("On ", "wrote"),
    ("Le ", "a écrit"),
    ("Am ", "schrieb"),
    ("El ", "escribió"),
    ("Il ", "ha scritto"),
    ("Em ", "escreveu"),
    ("Op ", "schreef"),
    ("Den ", "skrev"),
    ("W dniu ", "pisze"),
];

/// What stands between rows of dashes above a quoted or forwarded message.
const SEPARATORS: [&str; 12] = [
    "original message",
    "forwarded message",
    "message d'origine",
    "message original",
    "message transféré",
    "ursprüngliche nachricht",
    "weitergeleitete nachricht",
    "mensaje original",
    "messaggio originale",
    "mensagem original",
    "oorspronkelijk bericht",
    "doorgestuurd bericht",
];

/// The fields at the head of a quoted message: who wrote it, when, to whom.
const FROM: [&str; 6] = ["From", "De", "Von", "Da", "Van", "Expéditeur"];
const DATE: [&str; 12] = [
    "Sent",
    "Date",
    "Envoyé",
    "Gesendet",
    "Datum",
    "Enviado",
    "Enviada",
    "Fecha",
    "Data",
    "Inviato",
    "Verzonden",
    "Le",
];
const TO: [&str; 7] = ["To", "À", "An", "Para", "A", "Aan", "Destinataire"];

/// The colon behind a field's name is one of this many bytes: the longest name has 12, perhaps between asterisks and a blank.
const LONGEST_FIELD: usize = 20;

/// How the line begins that a telephone adds.
const SENT_FROM: [&str; 9] = [
    "Sent from my ",
    "Sent from Outlook",
    "Get Outlook for ",
    "Envoyé de mon ",
    "Envoyé depuis mon ",
    "Von meinem ",
    "Enviado desde mi ",
    "Inviato da ",
    "Verstuurd vanaf mijn ",
];

/// A line that says whose words follow is at most this long, in bytes of its (one or two) lines.
const LONGEST_ATTRIBUTION: usize = 250;

/// Fields of a head stand within this many lines.
const HEAD_LINES: usize = 5;

/// A signature below `--` has at most this many lines; more is a text with a rule in it.
const SIGNATURE_LINES: usize = 12;

/// A signature above history, history above a signature: more layers than these are not peeled.
const LAYERS: usize = 4;

/// Whether an element holds or begins quoted history; `has_class` says whether one of its classes is [`QUOTING`].
pub fn extent(tag: Tag, attributes: &Known<'_>, has_class: bool) -> Option<Extent> {
    if matches!(attributes.id, Some("divRplyFwdMsg" | "appendonsend")) {
        return Some(Extent::Rest);
    }
    if has_class {
        return Some(Extent::Element);
    }
    let cites = attributes.kind.is_some_and(|kind| kind.eq_ignore_ascii_case("cite"));
    (tag == Tag::Blockquote).then_some(if cites { Extent::Element } else { Extent::Attributed })
}

/// Where the quoted part of `text` begins, in bytes; `None` when there is none, or nothing of its own before it.
pub fn begin(text: &str, quotes: &[Quote]) -> Option<usize> {
    if quotes.is_empty() && !may_quote(text) {
        return None;
    }
    let mut own = without_elements(text.trim_end(), quotes);
    for _ in 0..LAYERS {
        let before = own.len();
        if quotes.is_empty() || may_quote(own) {
            own = own.get(..lines_begin(own)).unwrap_or(own).trim_end();
        }
        own = without_elements(own, quotes);
        if own.len() == before {
            break;
        }
    }
    let rest = text.get(own.len()..)?;
    let begin = text.len() - rest.trim_start().len();
    (begin < text.len() && !own.is_empty()).then_some(begin)
}

/// Whether a line could begin history or a signature. Each form of both has a `>` at a line's begin, a `:` near it or at
/// the line's end, or two dashes, or is the last line.
fn may_quote(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_near_begin = |at: usize| {
        bytes
            .get(at.saturating_sub(LONGEST_FIELD)..at)
            .is_some_and(|before| before.len() < LONGEST_FIELD || before.contains(&b'\n'))
    };
    let is_begin = |at: usize| {
        let before = text.get(..at).map(|before| before.trim_end_matches(|c: char| c != '\n' && c.is_whitespace()));
        before.is_none_or(|before| before.is_empty() || before.ends_with('\n'))
    };
    let last = bytes.trim_ascii_end();
    let last = last.get(memchr::memrchr(b'\n', last).map_or(0, |at| at + 1)..).unwrap_or(last).trim_ascii_start();
    memchr::memchr3_iter(b':', b'>', b'-', bytes).any(|at| match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'-'), next) => next == Some(&b'-'),
        (Some(b'>'), _) => is_begin(at),
        (Some(b':'), None | Some(b'\n')) => true,
        _ => is_near_begin(at),
    }) || SENT_FROM.iter().any(|begin| begin.as_bytes().first() == last.first() && last.starts_with(begin.as_bytes()))
}

/// The text without the quoting elements at its end, and without the line that introduces them.
fn without_elements<'a>(text: &'a str, quotes: &[Quote]) -> &'a str {
    let mut own = text;
    for &(extent, start, stop) in quotes.iter().rev() {
        let reaches = extent == Extent::Rest || own.get(stop..).is_none_or(|after| after.trim().is_empty());
        if start >= own.len() || !reaches {
            continue;
        }
        let before = own.get(..start).unwrap_or(own).trim_end();
        let introduced = before.len() - introduction(before);
        match (extent, introduced) {
            (Extent::Attributed, 0) => {}
            _ => own = before.get(..before.len() - introduced).unwrap_or(before).trim_end(),
        }
    }
    own
}

/// Where the last line or two begin, if they say whose words follow; the text's length otherwise.
fn introduction(text: &str) -> usize {
    let mut start = text.len();
    for _ in 0..2 {
        start = text.get(..start).and_then(|before| before.trim_end().rfind('\n')).map_or(0, |at| at + 1);
        if is_attribution(text.get(start..).unwrap_or("")) {
            return start;
        }
    }
    text.len()
}

/// Whether a line without blanks behind it, or two that were wrapped, has the form "On … wrote:".
fn is_attribution(line: &str) -> bool {
    line.ends_with(':')
        && line.len() <= LONGEST_ATTRIBUTION
        && line.bytes().any(|byte| byte.is_ascii_digit())
        && ATTRIBUTIONS.iter().any(|(begin, verb)| line.trim_start().starts_with(begin) && line.contains(verb))
}

/// Whether it was surely written by a mail program: it has an address or a time of day.
fn is_mechanical(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_time = |four: &[u8]| {
        matches!(four, [hour, b':' | b'.' | b'h', ten, one]
            if hour.is_ascii_digit() && ten.is_ascii_digit() && one.is_ascii_digit())
    };
    bytes.contains(&b'@') || bytes.windows(4).any(is_time)
}

/// Where quoted lines or a signature begin in `text`; its length when there are none.
fn lines_begin(text: &str) -> usize {
    let lines: Vec<(usize, &str)> = text
        .split('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len() + 1;
            Some((start, line.trim()))
        })
        .collect();
    // From here on every line is quoted, or blank.
    let quoted = lines.iter().rposition(|(_, line)| !line.is_empty() && !line.starts_with('>')).map_or(0, |at| at + 1);
    let last = lines.iter().rposition(|(_, line)| !line.is_empty()).unwrap_or(0);
    for (at, &(start, line)) in lines.iter().enumerate() {
        let after = lines.get(at + 1..).unwrap_or(&[]);
        let introduces = || {
            let two = after.first().and_then(|(next, line)| text.get(start..next + line.len()));
            [Some((line, 1)), two.map(|two| (two, 2))].into_iter().flatten().any(|(words, taken)| {
                let next = after.iter().skip(taken - 1).find(|(_, line)| !line.is_empty());
                is_attribution(words)
                    && match next {
                        Some((_, line)) if line.starts_with('>') => at + taken >= quoted || quoted <= at + 2,
                        Some(_) => is_mechanical(words),
                        None => false,
                    }
            })
        };
        let signs = || {
            line == "--" && at > 0 && (1..=SIGNATURE_LINES).contains(&after.len())
                || at == last && SENT_FROM.iter().any(|begin| line.starts_with(begin))
        };
        let begins = match line.chars().next() {
            Some('-') => is_separator(line) || signs(),
            Some('_') => {
                line.trim_matches('_').is_empty()
                    && after.first().is_some_and(|(_, line)| is_field(line, &FROM))
                    && is_head(after)
            }
            Some('>') => at >= quoted,
            Some(_) => is_field(line, &FROM) && is_head(lines.get(at..).unwrap_or(&[])) || introduces() || signs(),
            None => false,
        };
        if begins {
            return start;
        }
    }
    text.len()
}

/// Whether the lines begin with the fields of a quoted message.
fn is_head(lines: &[(usize, &str)]) -> bool {
    let has = |names: &[&str]| lines.iter().take(HEAD_LINES).skip(1).any(|(_, line)| is_field(line, names));
    has(&DATE) && has(&TO)
}

/// Whether a line is one of these fields: its name, perhaps a blank, a colon.
fn is_field(line: &str, names: &[&str]) -> bool {
    let Some(colon) = line.bytes().take(LONGEST_FIELD).position(|byte| byte == b':') else {
        return false;
    };
    // Mail as plain text marks the names as bold.
    names.contains(&line.get(..colon).unwrap_or("").trim_matches(['*', ' ']))
}

/// Whether a line is "-----Original Message-----" in one of its forms.
fn is_separator(line: &str) -> bool {
    line.starts_with("--") && line.ends_with("--") && {
        let words = lowered(line.trim_matches(['-', ' '])).replace('’', "'");
        SEPARATORS.contains(&words.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_searched_has_nothing_to_find() {
        const PIECES: [&str; 16] = [
            "> ",
            "a ",
            "\n",
            "\n",
            "\n",
            "On 1 May 2025 at 10:15, A wrote:",
            "Le 1 mai 2025, B a écrit :",
            "From: a",
            "Sent: b",
            "*To:* c",
            "--",
            "-----Original Message-----",
            "____",
            "Sent from my phone",
            " ",
            "x > y ",
        ];
        let (mut state, mut unsearched) = (1u64, 0);
        let mut below = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % bound
        };
        for _ in 0..100_000 {
            let text: String = (0..below(9)).filter_map(|_| PIECES.get(below(PIECES.len()))).copied().collect();
            // A transcript's lines are trimmed.
            let text = text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
            let text = text.trim_end();
            if !may_quote(text) {
                unsearched += 1;
                assert_eq!(lines_begin(text), text.len(), "{text:?}");
            }
        }
        assert!(unsearched > 10_000, "{unsearched}");
    }
}
