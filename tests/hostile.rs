//! Exports made to break the reader: each gets an answer, whatever its shape.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use chatbot_audit::error::Code;
use chatbot_audit::input::{Item, Reader};

/// What a reader makes of one file.
fn read(bytes: &[u8]) -> (Vec<Item>, Result<(), Code>) {
    let mut reader = Reader::default();
    let mut items = Vec::new();
    reader.begin();
    reader.push(bytes, &mut items);
    let end =
        reader.end(&mut items).and_then(|_| reader.finish(&mut |item| items.push(item))).map_err(|error| error.code());
    (items, end)
}

/// Deeper than a test's stack allows a function to call itself.
const DEEP: usize = 12_000;

#[test]
fn records_in_records_without_end_are_refused_in_words() {
    for key in ["messages", "data", "conversation", "record", "1", "conversations"] {
        for inner in [format!("{{\"{key}\":"), format!("{{\"{key}\":["), format!("[{{\"{key}\":")] {
            let mut bytes = inner.repeat(DEEP);
            let closing: String = inner
                .chars()
                .rev()
                .filter_map(|open| match open {
                    '{' => Some('}'),
                    '[' => Some(']'),
                    _ => None,
                })
                .collect();
            let broken_off = bytes.clone();
            bytes.push_str("{}");
            bytes.push_str(&closing.repeat(DEEP));
            for bytes in [bytes, broken_off] {
                let (items, end) = read(bytes.as_bytes());
                // A list of messages is a conversation, of whose messages nobody knows who wrote them.
                let said = items.iter().any(|item| matches!(item, Item::Skipped(_)));
                assert!(end.is_err() || said, "{inner}: {items:?}");
            }
        }
    }
}

#[test]
fn strings_in_strings_without_end_are_too_deep() {
    let mut text = "{}".to_owned();
    // Each level doubles the backslashes of the one before.
    for _ in 0..18 {
        text = format!("{{\"data\":{}}}", serde_json::to_string(&text).unwrap());
    }
    assert!(matches!(read(text.as_bytes()), (_, Err(Code::TooDeep))));
}

#[test]
fn depth_within_a_conversation_does_not_matter() {
    for deep in ["[", "{\"a\":"] {
        let close = if deep == "[" { "]" } else { "}" };
        let value = format!("{}1{}", deep.repeat(DEEP), close.repeat(DEEP));
        let export = format!(
            "{{\"type\":\"conversation\",\"id\":\"1\",\"x\":{value},\"source\":{{\"body\":\"Hello\",\
             \"author\":{{\"type\":\"user\",\"id\":\"u\",\"y\":{value}}}}},\"conversation_parts\":{{\"conversation_parts\":[]}}}}"
        );
        let (items, end) = read(export.as_bytes());
        assert_eq!(end, Ok(()), "{deep}");
        assert!(matches!(&items[..], [Item::Conversation { .. }]), "{items:?}");
    }
}
