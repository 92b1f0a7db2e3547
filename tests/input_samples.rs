//! Every sample of a format reads as its folder says.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/reading.rs"]
#[allow(dead_code)]
mod reading;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chatbot_audit::conversation::Role;
use chatbot_audit::input::articles;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(default)]
    conversations: usize,
    #[serde(default)]
    messages: usize,
    #[serde(default)]
    skipped: usize,
    skipped_codes: Option<Vec<String>>,
    roles: Option<BTreeMap<String, usize>>,
    error: Option<String>,
    warning: Option<String>,
    articles: Option<usize>,
    #[allow(dead_code)]
    why: String,
}

fn check(bytes: &[u8], expected: &Expected) -> Result<(), String> {
    let equal = |what: &str, wanted: String, got: String| {
        if wanted == got { Ok(()) } else { Err(format!("{what}: wanted {wanted}, got {got}")) }
    };
    let wanted_error = format!("{:?}", expected.error.as_deref());
    if let Some(count) = expected.articles {
        let read = articles(bytes);
        let code = read.as_ref().err().map(|error| error.code().as_str());
        equal("error", wanted_error, format!("{code:?}"))?;
        return equal("articles", count.to_string(), read.map_or(0, |articles| articles.len()).to_string());
    }
    let outcome = reading::read(bytes);
    equal("error", wanted_error, format!("{:?}", outcome.code().map(|code| code.as_str())))?;
    equal("conversations", expected.conversations.to_string(), outcome.conversations.len().to_string())?;
    equal("messages", expected.messages.to_string(), outcome.messages().to_string())?;
    if expected.error.is_none() {
        equal("skipped", expected.skipped.to_string(), format!("{}", outcome.skipped.len()))?;
    }
    if let Some(codes) = &expected.skipped_codes {
        equal("codes", format!("{codes:?}"), format!("{:?}", outcome.codes()))?;
    }
    for (role, count) in expected.roles.iter().flatten() {
        let by = match role.as_str() {
            "customer" => Role::Customer,
            "bot" => Role::Bot,
            _ => Role::Human,
        };
        equal(role, count.to_string(), outcome.by(by).to_string())?;
    }
    if expected.warning.as_deref() == Some("truncated") {
        equal("truncated", "true".to_owned(), outcome.conversations.iter().any(|found| found.2.truncated).to_string())?;
    }
    Ok(())
}

#[test]
fn every_sample_reads_as_its_folder_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for folder in fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let expected = fs::read(folder.join("expected.json")).unwrap();
        let expected: BTreeMap<String, Expected> = serde_json::from_slice(&expected).unwrap();
        for entry in fs::read_dir(&folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(name == "expected.json" || expected.contains_key(&name), "nobody says what {name} holds");
        }
        for (name, expected) in &expected {
            let bytes = fs::read(folder.join(name)).unwrap();
            seen += 1;
            if let Err(problem) = check(&bytes, expected) {
                wrong.push(format!("{}/{name}: {problem}", folder.file_name().unwrap().to_string_lossy()));
            }
        }
    }
    assert!(seen > 40, "only {seen} samples were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
