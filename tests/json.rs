//! The walk over JSON accepts what `serde_json` accepts and reads what it reads, wherever a value stands in its blocks.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/fuzzed.rs"]
#[allow(dead_code)]
mod fuzzed;
#[path = "support/random.rs"]
mod random;

use chatbot_audit::json::Json;
use chatbot_audit::json::value::Value;
use random::Random;

impl Random {
    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    fn blanks(&mut self, out: &mut String) {
        if self.below(4) == 0 {
            for _ in 0..self.below(9) {
                out.push_str(self.of(&[" ", "\n", "\t", "\r"]));
            }
        }
    }

    fn string(&mut self, out: &mut String) {
        const PIECES: [&str; 16] = [
            "a",
            "type",
            "\\\"",
            "\\\\",
            "\\/",
            "\\b\\f\\n\\r\\t",
            "\\u0041",
            "\\uD83D\\ude00",
            "é",
            "日本",
            "😀",
            "}",
            "[",
            ", ",
            "\u{7f}",
            "plain words of some length",
        ];
        out.push('"');
        for _ in 0..self.below(7) {
            out.push_str(self.of(&PIECES));
        }
        out.push('"');
    }

    fn value(&mut self, depth: usize, out: &mut String) {
        const SCALARS: [&str; 18] = [
            "null",
            "true",
            "false",
            "0",
            "-0",
            "7",
            "-31",
            "1784551234",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "0.5",
            "-1.25e3",
            "1E9",
            "2e-7",
            "1e308",
            "0e999",
            "12345678901234567890123",
        ];
        self.blanks(out);
        match self.below(if depth == 0 { 4 } else { 8 }) {
            0 | 1 => out.push_str(self.of(&SCALARS)),
            2 | 3 => self.string(out),
            kind => {
                let object = kind % 2 == 0;
                out.push(if object { '{' } else { '[' });
                for index in 0..self.below(5) {
                    if index > 0 {
                        out.push(',');
                    }
                    if object {
                        self.blanks(out);
                        self.string(out);
                        self.blanks(out);
                        out.push(':');
                    }
                    self.value(depth - 1, out);
                }
                self.blanks(out);
                out.push(if object { '}' } else { ']' });
            }
        }
        self.blanks(out);
    }
}

#[test]
fn generated_and_mutated_texts_are_read_as_by_serde_json() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut valid = 0;
    for _ in 0..4_000 {
        let mut text = String::new();
        random.value(5, &mut text);
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "the generator is wrong: {text}");
        fuzzed::json(text.as_bytes());
        for _ in 0..8 {
            let mut bytes = text.clone().into_bytes();
            let (at, byte) = (random.below(bytes.len()), b"{}[],:\"\\ 0-.eutn\n\x1f\xc3"[random.below(18)]);
            match random.below(4) {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, byte),
                2 => bytes.truncate(at),
                _ => bytes[at] = byte,
            }
            valid += usize::from(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
            fuzzed::json(&bytes);
        }
    }
    assert!((4_000..28_000).contains(&valid), "{valid} of 32,000 mutated texts are valid");
}

#[test]
fn a_string_is_read_alike_wherever_it_begins_and_ends_in_a_block() {
    for before in 0..130 {
        for len in (0..6).chain(55..75).chain(120..135) {
            for middle in ["", "\\n", "\\u00e9", "é", "\n", "\\", "\u{1}", "\\u12"] {
                let text = format!("{}\"{}{middle}{}\"", " ".repeat(before), "x".repeat(len), "y".repeat(before % 3));
                fuzzed::json(text.as_bytes());
                fuzzed::json(&text.as_bytes()[..text.len() - 1]);
            }
        }
    }
}

/// The value of a text.
fn value(text: &[u8]) -> Value<'_> {
    let mut json = Json::new(text);
    let value = json.skip().unwrap();
    json.end().unwrap();
    value
}

#[test]
fn what_no_string_can_hold_becomes_a_replacement_character() {
    for (text, wanted) in [
        (&br#""\ud83d""#[..], "\u{fffd}"),
        (br#""\udc00\ud83d\ude00\ud83d""#, "\u{fffd}\u{1f600}\u{fffd}"),
        (br#""\ud83d\u0041\\ud83d""#, "\u{fffd}A\\ud83d"),
        (br#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"),
        (br#""\ud800\udc00\udbff\udfff""#, "\u{10000}\u{10ffff}"),
        (b"\"\xff\xc0ok\xe2\x82\"", "\u{fffd}\u{fffd}ok\u{fffd}"),
        (b"\"\\t\xe2\x82\\u00e9\"", "\t\u{fffd}é"),
    ] {
        assert_eq!(value(text).text().as_deref(), Some(wanted), "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn values_of_other_types_say_what_they_can() {
    let seen = |text: &'static str| {
        let value = value(text.as_bytes());
        (value.id().map(|id| id.into_owned()), value.int(), value.bool(), value.time())
    };
    let id = |id: &str| Some(id.to_owned());
    assert_eq!(seen("7"), (id("7"), Some(7), None, Some(7)));
    assert_eq!(seen("\" 7 \""), (id("7"), Some(7), None, Some(7)));
    assert_eq!(seen("1700000000.9"), (None, Some(1_700_000_000), None, Some(1_700_000_000)));
    assert_eq!(seen("-0"), (None, Some(0), None, None));
    assert_eq!(seen("1e400"), (None, None, None, None));
    assert_eq!(seen("98765432109876543210"), (None, Some(i64::MAX), None, Some(9_223_372_036)));
    assert_eq!(seen("true"), (None, None, Some(true), None));
    assert_eq!(seen("\"False\""), (id("False"), None, Some(false), None));
    for nothing in ["null", "[7]", "{\"a\":7}", "\"\"", "\"  \""] {
        assert_eq!(seen(nothing), (None, None, None, None), "{nothing}");
    }
}

#[test]
fn a_problem_has_its_line_and_column() {
    for (text, wanted) in [
        ("{\"a\":\n  tru}", "line 2 column 3"),
        ("[1,\n2\n,]", "line 3 column 2"),
        ("\"a\u{1}\"", "line 1 column 3"),
        ("[01]", "line 1 column 3"),
        ("{} x", "line 1 column 4"),
        ("{\"a\"", "line 1 column 5"),
    ] {
        let mut json = Json::new(text.as_bytes());
        json.skip().and_then(|_| json.end()).unwrap_err();
        assert!(json.problem().ends_with(wanted), "{text}: {}", json.problem());
    }
}

#[test]
fn what_is_skipped_may_be_of_any_depth_and_what_is_wanted_may_not() {
    let text = format!("{}1{}", "[{\"a\":".repeat(50_000), "}]".repeat(50_000));
    assert_eq!(value(text.as_bytes()).json().len(), text.len());
    fn deep(json: &mut Json<'_>) -> Result<(), chatbot_audit::json::Invalid> {
        json.list(&mut deep)
    }
    let lists = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(deep(&mut Json::new(lists(127).as_bytes())).is_ok());
    assert!(deep(&mut Json::new(lists(128).as_bytes())).is_err());
}
