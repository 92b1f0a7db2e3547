//! Payloads that the platform and others published read as they should, where the folder with them is at hand.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/reading.rs"]
#[allow(dead_code)]
mod reading;

use std::fs;
use std::path::{Path, PathBuf};

use chatbot_audit::error::Code;

/// What must come out of a file.
enum Expected {
    /// Conversations and messages.
    Read(usize, usize),
    /// Nothing is analysed and nothing is wrong: one thing is listed with this code.
    Listed(&'static str),
    /// The file is refused.
    Refused(Code),
}
use Expected::{Listed, Read, Refused};

/// By folder and the beginning of the file's name; the first that fits counts.
///
/// Most published examples show an outbound message of a teammate that no customer answered.
const EXPECTED: &[(&str, Expected)] = &[
    ("airbyte/expected_records", Read(1, 4)),
    ("hull-webhooks/", Listed("no-customer")),
    ("intercom-dotnet/Conversation.invalid", Refused(Code::NotJson)),
    ("intercom-dotnet/ConversationsList", Refused(Code::MetadataOnly)),
    ("intercom-go/", Read(1, 2)),
    ("intercom-node/unstable__list", Refused(Code::MetadataOnly)),
    ("intercom-node/v2.14__list", Refused(Code::MetadataOnly)),
    ("intercom-node/", Listed("no-customer")),
    ("intercom-ruby/test_conversation_notification", Read(1, 1)),
    ("intercom-ruby/", Listed("no-customer")),
    ("openapi/2.9__post-conversations-id-reply__user", Read(1, 2)),
    ("openapi/2.9__post-conversations-redact", Read(1, 2)),
    ("openapi/2.9__get-tickets", Listed("no-customer")),
    ("openapi/2.9__post-conversations-id", Listed("no-customer")),
];

fn expected(name: &str) -> &'static Expected {
    if let Some((_, expected)) = EXPECTED.iter().find(|(start, _)| name.starts_with(start)) {
        return expected;
    }
    // Of each version of the API: the list, the search, one conversation.
    match name.split_once("__").map(|(_, request)| request) {
        Some(request) if request.starts_with("get-conversations__") || request.contains("search") => {
            &Refused(Code::MetadataOnly)
        }
        Some(request) if request.starts_with("get-conversations-") => &Listed("no-customer"),
        _ => panic!("nobody says what {name} should give"),
    }
}

fn folder() -> PathBuf {
    let shared = std::env::var_os("CHATBOT_AUDIT_SHARED").map(PathBuf::from);
    shared.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")).join("fixtures")
}

#[test]
fn published_payloads_read_as_they_should() {
    let Ok(folders) = fs::read_dir(folder()) else {
        eprintln!("not run: there is no folder {}", folder().display());
        return;
    };
    let mut files: Vec<PathBuf> = folders
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()))
        .collect();
    files.sort();
    assert!(files.len() > 50, "only {} payloads", files.len());
    for path in files {
        let name = path.strip_prefix(folder()).unwrap().to_str().unwrap();
        let outcome = reading::read(&fs::read(&path).unwrap());
        let counts = (outcome.conversations.len(), outcome.messages());
        match expected(name) {
            Read(conversations, messages) => {
                assert_eq!(counts, (*conversations, *messages), "{name}: {:?} {:?}", outcome.skipped, outcome.error);
            }
            Listed(code) => {
                assert_eq!((counts, outcome.code(), outcome.codes()), ((0, 0), None, vec![*code]), "{name}");
            }
            Refused(code) => {
                assert_eq!((counts, outcome.code()), ((0, 0), Some(*code)), "{name}");
                let sentence = outcome.error.unwrap().to_string();
                let says = if *code == Code::NotJson { "line 43" } else { "without their messages" };
                assert!(sentence.contains(says), "{name}: {sentence}");
            }
        }
    }
}
