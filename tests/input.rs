//! Reading is the same in any chunking, survives anything, and drops nothing in silence.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/reading.rs"]
#[allow(dead_code)]
mod reading;

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chatbot_audit::analyzer::{Analyzer, Custom};
use chatbot_audit::conversation::{EventKind, Origin, Resolution, Role};
use chatbot_audit::error::Code;
use chatbot_audit::input::{Item, Reader};
use chatbot_audit::options::Options;
use chatbot_audit::redaction::Kind;
use reading::{Outcome, read, read_files};

/// A conversation with the id, a question and an answer.
fn conversation(id: &str) -> String {
    format!(
        r#"{{"type":"conversation","id":"{id}","created_at":1700000000,"source":{{"type":"conversation","id":"s{id}","delivered_as":"customer_initiated","body":"<p>Where is \"it\"? \\ {{</p>","author":{{"type":"user","id":"u1"}}}},"conversation_parts":{{"type":"conversation_part.list","conversation_parts":[{{"type":"conversation_part","id":"1","part_type":"comment","body":"<p>Here.</p>","author":{{"type":"bot","id":"b1"}}}}],"total_count":1}}}}"#
    )
}

/// The same with other parts, given as JSON.
fn with_parts(parts: &str) -> String {
    format!(
        r#"{{"type":"conversation","id":"7","created_at":1700000000,"source":{{"id":"s","body":"<p>Hello?</p>","author":{{"type":"user","id":"u1"}}}},"conversation_parts":{{"conversation_parts":[{parts}]}}}}"#
    )
}

fn said(outcome: &Outcome) -> String {
    format!("{:?} {:?} {:?}", outcome.conversations, outcome.skipped, outcome.error)
}

fn samples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    files.filter(|path| path.file_name().unwrap() != "expected.json").collect()
}

#[test]
fn every_chunking_of_every_sample_gives_the_same() {
    for path in samples() {
        let bytes = fs::read(&path).unwrap();
        let whole = said(&read(&bytes));
        for size in [1, 2, 3, 7, 63, 64, 65, 1000] {
            let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
            assert_eq!(said(&read_files(&[&pieces], &[])), whole, "{} in pieces of {size}", path.display());
        }
    }
}

#[test]
fn every_split_into_two_gives_the_same() {
    let array = format!("\u{feff}[\r\n{},\n{}]\n", conversation("1"), conversation("2"));
    let lines = format!("{}\n{}\n{{\"id\":\"3\",\n{}", conversation("1"), conversation("2"), conversation("4"));
    let envelope = format!(r#"{{"pages":{{"a":"}}"}},"conversations":[{}],"n":12}}"#, conversation("1"));
    for text in [array, lines, envelope] {
        let bytes = text.as_bytes();
        let whole = said(&read(bytes));
        for at in 0..=bytes.len() {
            let (before, after) = bytes.split_at(at);
            assert_eq!(said(&read_files(&[&[before, after]], &[])), whole, "split at {at} of {text}");
        }
    }
}

#[test]
fn a_large_envelope_is_read_as_it_comes() {
    let filler = "x".repeat(150 << 10);
    let one = |id: usize| conversation(&id.to_string()).replace("Here.", &filler);
    let many: Vec<String> = (1..9).map(one).collect();
    let map: Vec<String> = (1..9).map(|id| format!("\"{id}\": {}", one(id))).collect();
    let contacts = format!(r#""contacts": ["{}"]"#, "y".repeat(1200 << 10));
    for text in [
        format!(r#"{{"type":"conversation.list","pages":null,"conversations":[{}],"total_count":8}}"#, many.join(",")),
        format!(r#"{{{contacts},"data":{{"total":8.5e1,"ok":true,"items":[{}]}},"tags":[]}}"#, many.join(",")),
        format!(r#"{{{contacts}, {}}}"#, map.join(", ")),
        format!("[[{}],[{}]]", many[..4].join(","), many[4..].join(",")),
    ] {
        for size in [(1 << 16) + 1, text.len()] {
            let pieces: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
            let outcome = read_files(&[&pieces], &[]);
            assert_eq!(outcome.ids(), ["1", "2", "3", "4", "5", "6", "7", "8"], "{}", &text[..60]);
            assert!(outcome.skipped.is_empty() && outcome.error.is_none(), "{:?}", outcome.skipped);
        }
    }
}

#[test]
fn a_span_holds_the_conversation_and_nothing_else() {
    let array = format!("[ {} , {} ]", conversation("1"), conversation("2"));
    let nested = format!(r#"{{"data": {{"conversation": {}}}, "x": [{{}}]}}"#, conversation("1"));
    for text in [array, nested] {
        for (_, span, found) in read(text.as_bytes()).conversations {
            let part = &text[span.start as usize..span.end as usize];
            assert_eq!(part, conversation(&found.id));
        }
    }
}

#[test]
fn a_file_cut_anywhere_gives_the_whole_conversations_before_the_cut_and_one_sentence() {
    let first = conversation("1");
    for text in [
        format!("[{first},{}]", conversation("2")),
        format!(r#"{{"conversations": [{first},{}]}}"#, conversation("2")),
        format!("{first}\n{}", conversation("2")),
    ] {
        let first_end = text.find(&first).unwrap() + first.len();
        let second_end = text.rfind(&conversation("2")).unwrap() + conversation("2").len();
        for at in 1..text.len() {
            let outcome = read(&text.as_bytes()[..at]);
            let whole = usize::from(at >= first_end) + usize::from(at >= second_end);
            assert_eq!(outcome.conversations.len(), whole, "cut at {at} of {text}");
            // Between two lines nothing shows that more were to come.
            let unseen = text.starts_with('{') && text.contains('\n') && (at == first_end || at == first_end + 1);
            let sentences = outcome.skipped.len() + usize::from(outcome.error.is_some());
            assert_eq!(sentences, usize::from(!unseen), "cut at {at} of {text}: {:?}", said(&outcome));
        }
    }
}

#[test]
fn a_broken_record_costs_only_itself() {
    let broken = [
        r#"{"type":"conversation","id":"bad","x":tru}"#,
        r#"{"type":"conversation","id":"bad","x":01}"#,
        r#"{"type":"conversation","id":"bad","x":[}"#,
        r#"{"type":"conversation","id":"bad","x":"\q"}"#,
        r#"{"type":"conversation","id":"bad" "x":1}"#,
        "{\"type\":\"conversation\",\"id\":\"bad\",\"title\":\"a\u{1}b\"}",
        "{\"type\":\"conversation\",\"id\":\"bad\",\"title\":\"a\nb\"}",
    ];
    for bad in broken {
        let text = format!("[{},{bad},{}]", conversation("1"), conversation("2"));
        let outcome = read(text.as_bytes());
        assert_eq!(outcome.ids(), ["1", "2"], "{bad}");
        assert_eq!(outcome.codes(), ["not-json"], "{bad}");
        assert_eq!(outcome.skipped[0].id.as_deref(), Some("bad"), "{bad}");
        assert!(outcome.skipped[0].reason.contains("byte"), "{}", outcome.skipped[0].reason);
    }
}

#[test]
fn a_line_that_breaks_off_costs_only_itself_wherever_it_stands() {
    let cut = &conversation("bad")[..200];
    for order in [["1", "bad", "2"], ["bad", "1", "2"], ["bad", "bad", "1"]] {
        let lines: Vec<String> =
            order.iter().map(|id| if *id == "bad" { cut.to_owned() } else { conversation(id) }).collect();
        let outcome = read(lines.join("\n").as_bytes());
        let expected: Vec<&str> = order.iter().copied().filter(|id| *id != "bad").collect();
        assert_eq!(outcome.ids(), expected, "{order:?}");
        assert!(outcome.codes().iter().all(|code| *code == "not-json"), "{order:?} {:?}", outcome.codes());
        assert_eq!(outcome.skipped.len(), 3 - expected.len());
    }
}

#[test]
fn what_is_valid_json_is_read_however_odd() {
    for (odd, why) in [
        (r#""title":"\ud83d","#, "a lone surrogate in a field that is read"),
        (r#""state":"\udc00\ud83d\ude00","#, "a low surrogate before a pair"),
        (r#""title":"a\u0000b","#, "an escaped NUL"),
        (r#""created_at":1e400,"#, "a number beyond all bounds"),
        (r#""created_at":123456789012345678901234567890,"#, "a very long number"),
        (r#""created_at":-0,"updated_at":1E-9,"#, "odd numbers"),
        (r#""id":"other","#, "a key that stands twice"),
        (r#""i\u0064":"1","#, "an escaped key"),
        (r#""":1,"__proto__":{"a":[]},"#, "odd keys"),
        (r#""statistics":[],"topics":1,"tags":"x","source ":null,"contacts":true,"#, "values of other types"),
    ] {
        let text = conversation("1").replace(r#""id":"1","created"#, &format!(r#"{odd}"id":"1","created"#));
        assert!(
            serde_json::from_str::<serde_json::Value>(&text).is_ok() || odd.contains("400") || odd.contains("\\ud"),
            "{why}"
        );
        let outcome = read(text.as_bytes());
        assert_eq!(outcome.ids(), ["1"], "{why}: {:?}", said(&outcome));
        assert!(outcome.skipped.is_empty(), "{why}");
    }
}

#[test]
fn what_is_not_valid_json_is_never_passed_over_in_silence() {
    let small = |id: u32| {
        format!(
            r#"{{"id":"{id}","n":-1.5e3,"source":{{"body":"a\"b","author":{{"type":"user"}}}},"conversation_parts":[]}}"#
        )
    };
    let envelope = format!(r#"{{"a":[1,{{}}],"t":true,"conversations":[{},{}],"n":null}}"#, small(1), small(2));
    let array = format!("[{}, {}]", small(1), small(2));
    let lines = format!("{}\n{}\n", small(1), small(2));
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % below
    };
    let pieces = b"{}[],:\"\\ 0-.etn\n";
    let mut invalid = 0;
    for round in 0..9_000 {
        let mut bytes = [&envelope, &array, &lines][round % 3].clone().into_bytes();
        for _ in 0..1 + random(2) {
            let (at, piece) = (random(bytes.len()), pieces[random(pieces.len())]);
            match random(3) {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, piece),
                _ => bytes[at] = piece,
            }
        }
        let valid =
            serde_json::Deserializer::from_slice(&bytes).into_iter::<serde_json::Value>().all(|value| value.is_ok());
        let outcome = read(&bytes);
        invalid += usize::from(!valid);
        let told = !outcome.skipped.is_empty() || outcome.error.is_some();
        assert!(valid || told, "{}", String::from_utf8_lossy(&bytes));
        let blamed = outcome.codes().contains(&"cut-off") || outcome.code() == Some(Code::Empty);
        assert!(!valid || !blamed, "{} {:?}", String::from_utf8_lossy(&bytes), outcome.skipped);
    }
    assert!(invalid > 3_000, "only {invalid} texts were invalid");
}

#[test]
fn a_deep_value_in_a_field_that_nobody_reads_does_no_harm() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    for value in [deep, objects] {
        let text = conversation("1").replace(r#""created_at""#, &format!(r#""extra":{value},"created_at""#));
        assert_eq!(read(text.as_bytes()).ids(), ["1"]);
        // As a file of its own it gets a clear answer.
        let alone = read(value.as_bytes());
        assert!(alone.conversations.is_empty() && alone.error.is_some());
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_replaced() {
    let mut bytes = conversation("1").into_bytes();
    let at = bytes.windows(5).position(|window| window == b"Here.").unwrap();
    bytes[at..at + 4].copy_from_slice(&[0xFF, 0xC0, b'o', b'k']);
    let outcome = read(&bytes);
    assert_eq!(outcome.conversations[0].2.messages[1].text, "\u{fffd}\u{fffd}ok.");
}

#[test]
fn lone_surrogates_become_replacement_characters_and_pairs_stay() {
    let text = conversation("1").replace("Here.", r"\ud83d\ude00 \ud83d! \\ud83d");
    assert_eq!(read(text.as_bytes()).conversations[0].2.messages[1].text, "\u{1f600} \u{fffd}! \\ud83d");
}

#[test]
fn files_that_are_no_exports_are_refused_with_a_reason() {
    for (bytes, code) in [
        (&b""[..], Code::Empty),
        (b" \r\n\t ", Code::Empty),
        (b"\xef\xbb\xbf", Code::Empty),
        (b"[]", Code::Empty),
        (b"{\"conversations\": []}", Code::Empty),
        (b"{}", Code::UnknownFormat),
        (b"[1, 2, \"x\", null]", Code::NotJson),
        (b"\x1f\x8b\x08\x00\x00", Code::Compressed),
        (b"PK\x03\x04rest", Code::Compressed),
        (b"\xff\xfe{\x00}\x00", Code::NotJson),
        (b"<!doctype html><title>Sign in</title>", Code::HtmlPage),
        (b"{\"type\":\"error.list\",\"request_id\":\"r\",\"errors\":[{\"code\":\"unauthorized\",\"message\":\"Access Token Invalid\"}]}", Code::ApiError),
        (b"{\"dependencies\":{\"a\":1}}", Code::UnknownFormat),
        (b"Hello, this is a letter.\nYours", Code::NotJson),
        (b"\x00\x00\x00\x00", Code::NotJson),
        (b"{", Code::NotJson),
        (b"[", Code::NotJson),
        (b"]", Code::NotJson),
    ] {
        let outcome = read(bytes);
        assert_eq!(outcome.code(), Some(code), "{:?}", String::from_utf8_lossy(bytes));
        assert!(outcome.conversations.is_empty());
    }
    let denied = read(
        b"{\"type\":\"error.list\",\"errors\":[{\"code\":\"unauthorized\",\"message\":\"Access Token Invalid\"}]}",
    );
    assert!(denied.error.unwrap().to_string().contains("unauthorized: Access Token Invalid"));
}

#[test]
fn a_folder_of_files_counts_a_conversation_once() {
    let (one, two) = (conversation("1"), conversation("2"));
    let both = format!("[{one},{two}]");
    let outcome = read_files(&[&[one.as_bytes()], &[both.as_bytes()]], &[]);
    assert_eq!(outcome.ids(), ["1", "2"]);
    assert_eq!(outcome.codes(), ["duplicate"]);
    assert_eq!(outcome.conversations[1].0, 1);
}

#[test]
fn list_items_beside_whole_conversations_are_listed() {
    let item = r#"{"type":"conversation","id":"9","source":{"body":"Hi","author":{"type":"user"}}}"#;
    let outcome = read(format!("[{item},{},{item}]", conversation("1")).as_bytes());
    assert_eq!(outcome.ids(), ["1"]);
    assert_eq!(outcome.codes(), ["metadata-only", "metadata-only"]);
    let alone = read(format!("[{item}]").as_bytes());
    assert_eq!(alone.code(), Some(Code::MetadataOnly));
    assert!(alone.error.unwrap().to_string().contains("/conversations/{id}"));
}

#[test]
fn why_a_file_is_refused_does_not_depend_on_its_chunks() {
    let texts: [&[u8]; 5] = [
        b"\n\n\t\xFE\xFF\xFF",
        b"\xEF\xBB\xBF\xFE\xFF\xFF",
        b"\n\n\n\x1F\x8B\x08",
        b"\xEF\xBB\xBFPK\x03\x04",
        b"\xFE\xFFab",
    ];
    for text in texts {
        let whole = said(&read(text));
        assert!(whole.contains("UTF-16") || whole.contains("compressed") || whole.contains("not JSON"), "{whole}");
        for size in 1..text.len() {
            let pieces: Vec<&[u8]> = text.chunks(size).collect();
            assert_eq!(said(&read_files(&[&pieces], &[])), whole, "{text:?} by {size}");
        }
    }
}

#[test]
fn a_record_larger_than_any_conversation_is_listed_and_the_next_one_read() {
    let large = format!(r#"{{"type":"conversation","id":"big","x":"{}"}}"#, "x".repeat(70 << 20));
    let text = format!("[{large},{}]", conversation("1"));
    let pieces: Vec<&[u8]> = text.as_bytes().chunks(1 << 20).collect();
    let outcome = read_files(&[&pieces], &[]);
    assert_eq!(outcome.ids(), ["1"]);
    assert_eq!(outcome.codes(), ["too-large"]);
    assert_eq!(outcome.skipped[0].id.as_deref(), Some("big"));
}

#[test]
fn a_flood_of_bad_records_is_counted_beyond_a_bound() {
    let text = format!("[{}{}]", conversation("1"), ",{\"id\":tru}".repeat(20_000));
    let outcome = read(text.as_bytes());
    assert_eq!(outcome.skipped.len(), 10_001);
    assert!(outcome.skipped.last().unwrap().reason.starts_with("10000 more"), "{:?}", outcome.skipped.last());
}

#[test]
fn many_tiny_or_broken_records_are_read_to_their_end() {
    // In time that grows with them: if it grew with their square, this test would take many minutes.
    assert_eq!(read("{\"a\":\n".repeat(100_000).as_bytes()).code(), Some(Code::NotJson));
    assert_eq!(read("{}".repeat(200_000).as_bytes()).code(), Some(Code::UnknownFormat));
    let author = |id| format!(r#"{{"type":"user","id":"{id}"}}"#);
    let parts: Vec<String> = (0..10_000).map(|id| part("comment", "x", &author(id), "")).collect();
    assert_eq!(one(&parts.join(",")).messages.len(), parts.len() + 1);
}

fn one(parts: &str) -> chatbot_audit::conversation::Conversation {
    let outcome = read(with_parts(parts).as_bytes());
    assert!(outcome.error.is_none() && outcome.skipped.is_empty(), "{}", said(&outcome));
    outcome.conversations.into_iter().next().unwrap().2
}

fn part(kind: &str, body: &str, author: &str, rest: &str) -> String {
    let body = serde_json::to_string(body).unwrap();
    format!(r#"{{"id":"1","part_type":"{kind}","body":{body},"author":{author}{rest}}}"#)
}

const USER: &str = r#"{"type":"user","id":"u1"}"#;
const ADMIN: &str = r#"{"type":"admin","id":"a1","name":"Lena Roth","email":"lena@shop.example"}"#;
const FIN: &str = r#"{"type":"bot","id":"b1","name":"Fin","email":"operator+abc@intercom.io"}"#;

#[test]
fn a_text_in_any_part_by_a_customer_is_a_message() {
    for kind in ["comment", "open", "assignment", "close", "note", "something_new", "quick_reply", ""] {
        let found = one(&part(kind, "<p>still broken</p>", USER, ""));
        assert_eq!(found.messages.len(), 2, "{kind}");
        assert_eq!(found.messages[1].text, "still broken");
        assert_eq!(found.messages[1].role, Role::Customer);
    }
}

#[test]
fn a_teammates_text_on_a_state_change_is_a_message_and_a_note_never_is() {
    for kind in ["open", "close", "assignment", "assign_and_reopen", "snoozed"] {
        let found = one(&part(kind, "<p>Passing you on.</p>", ADMIN, ""));
        assert_eq!(found.messages.len(), 2, "{kind}");
        assert_eq!(found.messages[1].role, Role::Human, "{kind}");
        assert!(!found.events.is_empty(), "{kind}");
    }
    for kind in ["note", "note_and_reopen", "note_and_unsnooze", "call_summary"] {
        let found = one(&part(kind, "<p>VIP</p>", ADMIN, ""));
        assert_eq!((found.messages.len(), found.notes.len()), (1, 1), "{kind}");
    }
    let session = one(&part("comment", "<p>session_id: 42\nstep: done</p>", ADMIN, ""));
    assert_eq!((session.messages.len(), session.notes.len()), (1, 1));
    let boilerplate = one(&part("channel_and_reply_time_expectation", "<p>You'll get replies here.</p>", FIN, ""));
    assert_eq!((boilerplate.messages.len(), boilerplate.events.len()), (1, 1));
}

#[test]
fn speakers_are_told_by_address_then_flags_then_kind() {
    let role = |author: &str, rest: &str, bots: &[&str]| {
        let text = with_parts(&part("comment", "<p>Hello!</p>", author, rest));
        let bots: Vec<String> = bots.iter().map(|bot| (*bot).to_owned()).collect();
        let found = read_files(&[&[text.as_bytes()]], &bots).conversations.remove(0).2;
        (found.messages[1].role, found.messages[1].origin)
    };
    let is = |author, rest, role_wanted, origin| assert_eq!(role(author, rest, &[]), (role_wanted, origin), "{author}");
    is(r#"{"type":"admin","name":"Operator","email":"operator+abcd1234@intercom.io"}"#, "", Role::Bot, Origin::Written);
    is(r#"{"type":"admin","from_ai_agent":true,"is_ai_answer":true}"#, "", Role::Bot, Origin::Answer);
    is(r#"{"type":"bot","from_ai_agent":true,"is_ai_answer":false}"#, "", Role::Bot, Origin::Scripted);
    is(r#"{"type":"bot","from_ai_agent":false}"#, "", Role::Bot, Origin::Scripted);
    is(r#"{"type":"bot"}"#, "", Role::Bot, Origin::Written);
    is(r#"{"type":"lead"}"#, "", Role::Customer, Origin::Written);
    is(ADMIN, "", Role::Human, Origin::Written);
    is(ADMIN, r#","app_package_code":"n8n""#, Role::Bot, Origin::Written);
    is(r#"{"type":"admin","name":"Ai Tanaka"}"#, "", Role::Human, Origin::Written);
    is(r#"{"type":"admin","name":"Jane Abbott"}"#, "", Role::Human, Origin::Written);
    is(r#"{"type":"admin","name":"Support AI"}"#, "", Role::Bot, Origin::Written);
    is(r#"{"type":"admin","name":"Q","email":"no-reply@shop.example"}"#, "", Role::Bot, Origin::Written);
    is(r#"{"type":"user","name":"Mr Bot"}"#, "", Role::Customer, Origin::Written);
    is("null", "", Role::Customer, Origin::Written);
    for name in ["a1", "LENA@shop.example", "lena roth"] {
        assert_eq!(role(ADMIN, "", &[name]).0, Role::Bot, "{name}");
    }
    assert_eq!(role(ADMIN, r#","app_package_code":"n8n""#, &["!a1"]).0, Role::Human);
}

#[test]
fn quick_replies_stand_at_the_bots_message_and_their_choice_is_a_click() {
    let options =
        r#","metadata":{"quick_reply_options":[{"uuid":"x1","text":"Yes"},{"uuid":"x2","text":"Talk to a person"}]}"#;
    let shown = [part("comment", "<p>Did that help?</p>", FIN, ""), part("quick_reply", "", FIN, options)].join(",");
    for click in [
        part("comment", "<p>Talk to a person</p>", USER, ""),
        part("comment", "<p>talk</p>", USER, r#","metadata":{"quick_reply_option_uuid":"x2"}"#),
        part("quick_reply", "", USER, r#","metadata":{"quick_reply_option_uuid":"x2"}"#),
    ] {
        let found = one(&format!("{shown},{click}"));
        assert_eq!(found.messages[1].options, ["Yes", "Talk to a person"]);
        assert_eq!(found.messages[2].origin, Origin::Clicked, "{click}");
        assert_eq!(found.events[0].kind, EventKind::OptionsShown);
    }
    let typed = one(&format!("{shown},{}", part("comment", "<p>no it did not</p>", USER, "")));
    assert_eq!(typed.messages[2].origin, Origin::Written);
}

#[test]
fn events_keep_their_place_meaning_and_detail() {
    let parts = [
        part("comment", "<p>One moment.</p>", FIN, ""),
        part("custom_action_finished", "", FIN, r#","event_details":{"action":{"name":"Refund","result":"failed"}}"#),
        part("user_became_idle", "", FIN, ""),
        part("resolution_bot_found_no_answer", "", FIN, ""),
        part("assignment", "", FIN, r#","assigned_to":{"type":"team","id":"9"}"#),
        part("assignment", "", ADMIN, r#","assigned_to":{"type":"nobody_admin","id":null}"#),
        part("close", "<p>Closing.</p>", ADMIN, ""),
        part("comment", "<p>How did we do?</p>", FIN, ""),
        part("open", "<p>Not well.</p>", USER, ""),
    ];
    let found = one(&parts.join(","));
    let seen: Vec<(usize, EventKind)> = found.events.iter().map(|event| (event.before, event.kind)).collect();
    assert_eq!(
        seen,
        [
            (2, EventKind::ActionFailed),
            (2, EventKind::Idle),
            (2, EventKind::NoAnswer),
            (2, EventKind::Assigned),
            (2, EventKind::Unassigned),
            (3, EventKind::Closed),
            (4, EventKind::Reopened),
        ]
    );
    assert_eq!(found.events[0].detail, "Refund");
    assert_eq!(found.events[3].detail, "team 9");
    let after_close: Vec<bool> = found.messages.iter().map(|message| message.after_close).collect();
    assert_eq!(after_close, [false, false, false, true, false]);
}

#[test]
fn what_events_were_about_is_read_for_those_who_see_it() {
    let about = r#","event_details":{"action":{"name":"Mail to ada@example.org","result":"success"}}"#;
    let parts = ["custom_action_finished", "operator_workflow_event"].map(|kind| part(kind, "", FIN, about)).join(",");
    let export = with_parts(&parts);
    let mut reader = Reader::new(&[]);
    reader.forgo_transcripts();
    let mut items = Vec::new();
    reader.begin();
    reader.push(export.as_bytes(), &mut items);
    let Some(Item::Conversation { conversation, .. }) = items.first() else { panic!("{items:?}") };
    let details: Vec<&str> = conversation.events.iter().map(|event| event.detail.as_str()).collect();
    assert_eq!(details, ["Mail to ada@example.org", ""]);

    let seen = Rc::new(RefCell::new(String::new()));
    let examine = {
        let seen = Rc::clone(&seen);
        Box::new(move |json: &str| {
            seen.borrow_mut().push_str(json);
            Vec::new()
        })
    };
    let custom = Custom { names: vec!["own".to_owned()], examine };
    let audits = [
        Analyzer::with_custom(Options::default(), Some(custom)),
        Analyzer::new(Options { redact: true, ..Options::default() }),
    ];
    let [_, redacted] = audits.map(|audit| {
        let mut audit = audit.unwrap();
        audit.begin("export.json");
        audit.push(export.as_bytes());
        audit.end();
        audit.finish().unwrap().input.redacted
    });
    assert_eq!(seen.borrow().matches("Mail to ada@example.org").count(), 2);
    assert_eq!(redacted.and_then(|counts| counts.get(&Kind::Email).copied()), Some(2));
}

#[test]
fn deleted_texts_pictures_and_files_are_messages_without_text() {
    let parts = [
        part("comment", "<p><i>Сообщение удалено</i></p>", USER, r#","redacted":true"#),
        part("comment", "<p><i>This message was deleted</i></p>", ADMIN, ""),
        part("comment", r#"<div class="intercom-container"><img src="https://cdn.example/a.png"></div>"#, USER, ""),
        part("comment", "<p>We've removed this part of the conversation to comply with Twitter's terms.</p>", USER, ""),
        part("comment", r#"<div class='intercom-interblocks-messenger-card'></div>"#, ADMIN, ""),
        part("comment", "", USER, r#","attachments":[{"name":"receipt.pdf"}]"#),
        part("comment", "<p></p>", USER, ""),
    ];
    let found = one(&parts.join(","));
    assert_eq!(found.messages.len(), 7);
    assert!(found.messages[1..].iter().all(|message| message.text.is_empty()));
    assert!([1, 2, 4].iter().all(|&at: &usize| found.messages[at].redacted));
    assert_eq!(found.messages[3].attachments, ["image"]);
    assert_eq!(found.messages[5].attachments, ["card"]);
    assert_eq!(found.messages[6].attachments, ["receipt.pdf"]);
}

#[test]
fn a_plain_text_export_is_not_taken_for_markup() {
    let plain = r#"{"id":"7","source":{"body":"is a < b &lt; c?","author":{"type":"user"}},"conversation_parts":[]}"#;
    assert_eq!(read(plain.as_bytes()).conversations[0].2.messages[0].text, "is a < b &lt; c?");
}

#[test]
fn results_are_read_in_every_spelling_and_from_the_attribute() {
    let with = |field: &str| {
        let text = conversation("1").replace(r#""created_at""#, &format!(r#"{field},"created_at""#));
        read(text.as_bytes()).conversations.remove(0).2
    };
    for (state, wanted) in [
        ("assumed_resolution", Resolution::Assumed),
        ("confirmed_resolution", Resolution::Confirmed),
        ("routed_to_team", Resolution::Escalated),
        ("escalated", Resolution::Escalated),
        ("negative_feedback", Resolution::NegativeFeedback),
        ("procedure_handoff", Resolution::ProcedureHandoff),
        ("abandoned", Resolution::Abandoned),
    ] {
        assert_eq!(with(&format!(r#""ai_agent":{{"resolution_state":"{state}"}}"#)).resolution, Some(wanted));
    }
    let attribute = with(
        r#""state":"open","custom_attributes":{"Fin AI Agent resolution state":"Assumed Resolution","CX Score rating":2,"Language":"French"}"#,
    );
    assert_eq!(attribute.resolution, Some(Resolution::Assumed));
    assert!(attribute.reported_resolved);
    assert_eq!((attribute.cx_score, attribute.language.as_deref()), (Some(2), Some("fr")));
    assert!(!with(r#""state":"closed","ai_agent":{"resolution_state":"escalated"}"#).reported_resolved);
    assert!(with(r#""state":"closed""#).reported_resolved);
    assert!(!with(r#""state":"open""#).reported_resolved);
    let asked = with(r#""conversation_rating":{"rating":null,"created_at":1}"#);
    assert!(asked.rating_asked && asked.rating.is_none());
    assert!(!with(r#""conversation_rating":{}"#).rating_asked);
}

#[test]
fn previews_and_outbound_messages_that_nobody_answered_are_listed_not_analysed() {
    let preview =
        conversation("1").replace(r#""created_at""#, r#""ai_agent":{"source_type":"fin_preview"},"created_at""#);
    let outbound = conversation("2").replace(r#""type":"user""#, r#""type":"admin""#);
    let outcome = read(format!("[{preview},{outbound}]").as_bytes());
    assert!(outcome.conversations.is_empty() && outcome.error.is_none());
    assert_eq!(outcome.codes(), ["preview", "no-customer"]);
}

#[test]
fn pieces_of_one_conversation_are_joined_across_files() {
    let head = r#"{"stream":"conversations","data":{"type":"conversation","id":"1","source":{"body":"<p>Hi</p>","author":{"type":"user"}}}}"#;
    let parts = r#"{"stream":"conversation_parts","data":{"id":"20","conversation_id":1,"part_type":"comment","body":"<p>newer</p>","created_at":20,"updated_at":9,"author":{"type":"bot"}}}
{"stream":"conversation_parts","data":{"id":"20","conversation_id":1,"part_type":"comment","body":"<p>older</p>","created_at":20,"updated_at":8,"author":{"type":"bot"}}}
{"stream":"conversation_parts","data":{"id":"3","conversation_id":1,"part_type":"comment","body":"<p>first</p>","created_at":20,"updated_at":1,"author":{"type":"user"}}}"#;
    for files in [[head, parts], [parts, head]] {
        let outcome = read_files(&[&[files[0].as_bytes()], &[files[1].as_bytes()]], &[]);
        let found = &outcome.conversations[0].2;
        let texts: Vec<&str> = found.messages.iter().map(|message| message.text.as_str()).collect();
        assert_eq!(texts, ["Hi", "first", "newer"]);
    }
}

#[test]
fn what_comes_after_more_than_is_held_is_listed_and_all_else_is_read() {
    let part = |conversation: usize, id: usize, bulk: usize| {
        format!(
            r#"{{"stream":"conversation_parts","data":{{"id":"{id}","conversation_id":"{conversation}","part_type":"comment","body":"Hello","created_at":1,"author":{{"type":"user"}},"bulk":"{}"}}}}"#,
            "x".repeat(bulk)
        )
    };
    let mut records = vec![part(0, 0, 0)];
    records.extend((1..20).map(|number| part(number, number, 16 << 20)));
    records.push(part(0, 100, 0));
    let whole = records.join("\n");
    let outcome = read_files(&[&[whole.as_bytes()]], &[]);
    assert_eq!(outcome.messages(), 20);
    assert_eq!(outcome.ids(), (0..20).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(outcome.codes(), ["late"]);
    assert_eq!(outcome.skipped[0].id.as_deref(), Some("0"));
    // All that a conversation has stands in what it points to.
    for (number, (_, span, _)) in outcome.conversations.iter().enumerate() {
        let behind = records[..=number].iter().map(|record| record.len() + 1).sum::<usize>() - 1;
        assert!(span.start == 0 && span.end >= behind as u64 && span.end <= whole.len() as u64, "{number}: {span:?}");
    }
}

#[test]
fn a_report_says_that_transcripts_show_one_of_several_files() {
    let head = r#"{"stream":"conversations","data":{"type":"conversation","id":"1","source":{"body":"Hi","author":{"type":"user"}}}}"#;
    let part = r#"{"stream":"conversation_parts","data":{"id":"2","conversation_id":1,"part_type":"comment","body":"Hello","author":{"type":"bot"}}}"#;
    let warns = |files: &[String]| {
        let mut analyzer = Analyzer::new(Options::default()).unwrap();
        for file in files {
            analyzer.begin("rows.jsonl");
            analyzer.push(file.as_bytes());
            analyzer.end();
        }
        let report = analyzer.finish().unwrap();
        assert_eq!((report.input.conversations, report.input.messages), (1, 2));
        report.input.warnings.iter().any(|warning| warning.code == "several-files")
    };
    assert!(warns(&[head.to_owned(), part.to_owned()]));
    assert!(!warns(&[format!("{head}\n{part}\n")]));
}
