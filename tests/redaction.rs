//! Measures redaction on authored texts in which every piece of personal data is marked.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use chatbot_audit::conversation::{Conversation, Marker, Message};
use chatbot_audit::redaction::{self, Redactor};

/// `Hi, I'm [name:Ana]` to the bare text and what is marked in it.
fn unmarked(line: &str) -> (String, Vec<(String, String)>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once("[[") {
        let (mark, after) = marked.split_once("]]").unwrap_or_else(|| panic!("no end of a mark: {line}"));
        let (kind, value) = mark.split_once(':').unwrap_or_else(|| panic!("no kind in a mark: {line}"));
        text.push_str(before);
        text.push_str(value);
        marks.push((kind.to_owned(), value.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    (text.replace("\\n", "\n"), marks)
}

#[test]
fn marked_personal_data_goes_and_the_rest_stays() {
    let source = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/redaction/marked.txt")).unwrap();
    let (mut marked, mut gone, mut taken, mut wrong) = (0u32, 0u32, 0u32, Vec::new());
    for line in source.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (people, line) = match line.split_once(" | ") {
            Some((people, line)) => (people, line),
            None => ("", line),
        };
        let (text, marks) = unmarked(line);
        let mut redactor = Redactor::default();
        redactor.know(people.split(',').filter(|name| !name.is_empty()));
        let redacted = redactor.text(&text);
        let removed = redactor.counts().iter().map(|(_, count)| count).sum::<u64>() as u32;
        let left: Vec<_> = marks.iter().filter(|(_, value)| redacted.contains(value.as_str())).collect();
        marked += marks.len() as u32;
        gone += (marks.len() - left.len()) as u32;
        taken += removed;
        if !left.is_empty() || removed as usize != marks.len() {
            wrong.push(format!("{text}\n    became {redacted}; left {left:?}"));
        }
    }
    let recall = f64::from(gone) / f64::from(marked);
    let precision = f64::from(gone.min(taken)) / f64::from(taken);
    let report = format!("{marked} marked, {gone} gone, {taken} taken out\n{}", wrong.join("\n"));
    println!("{report}");
    assert!(marked >= 150, "{report}");
    assert!(recall >= 0.98, "recall {recall:.3}: {report}");
    assert!(precision >= 0.90, "precision {precision:.3}: {report}");
}

#[test]
fn equal_values_get_equal_stand_ins() {
    let mut redactor = Redactor::default();
    assert_eq!(
        redactor.text("Write to ana@example.org or bo@example.org, not to ANA@example.org."),
        "Write to [email 1] or [email 2], not to [email 1]."
    );
}

#[test]
fn markers_of_lists_go_when_a_stand_in_takes_the_place_of_lines() {
    let marker = |line| Marker { line, text: "- ".to_owned() };
    let message =
        |text: &str, line| Message { text: text.to_owned(), markers: vec![marker(line)], ..Message::default() };
    let key = "My key:\n-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END KEY-----\nPlease help";
    let mut conversation = Conversation {
        messages: vec![message(key, 4), message("Write to:\nana@example.org", 1)],
        ..Conversation::default()
    };
    redaction::conversation(&mut conversation);
    let [key, address] = &conversation.messages[..] else { panic!("two messages") };
    assert_eq!((key.text.as_str(), &key.markers), ("My key:\n[secret 1]\nPlease help", &vec![]));
    assert_eq!((address.text.as_str(), &address.markers), ("Write to:\n[email 1]", &vec![marker(1)]));
}
