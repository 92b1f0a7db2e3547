//! What must hold for any bytes: one function a fuzz target, shared by `cargo fuzz` and the short run in the tests.

use chatbot_audit::analyzer::Analyzer;
use chatbot_audit::html::{self, Mode};
use chatbot_audit::options::Options;
use chatbot_audit::redaction::Redactor;
use chatbot_audit::text::tokens::Tokens;

/// A name, and what must hold of any bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] =
    &[("pipeline", pipeline), ("knowledge", knowledge), ("html", html), ("words", words), ("redaction", redaction)];

/// Any bytes in any chunks give a report or an error, and the same one whatever the chunks.
pub fn pipeline(data: &[u8]) {
    let Some((&seed, data)) = data.split_first() else { return };
    let options = || Options { redact: seed % 8 == 0, ..Options::default() };
    let whole = audit(options(), [data].into_iter());
    let chunks = audit(options(), data.chunks(1 + usize::from(seed)));
    assert_eq!(whole, chunks, "the report depends on the chunks");
}

fn audit<'a>(options: Options, chunks: impl Iterator<Item = &'a [u8]>) -> Result<String, String> {
    let mut analyzer = Analyzer::new(options).map_err(|error| error.to_string())?;
    analyzer.begin("fuzzed");
    chunks.for_each(|chunk| analyzer.push(chunk));
    analyzer.end();
    let report = analyzer.finish().map_err(|error| error.to_string())?;
    for detection in &report.detections {
        assert!(!detection.evidence.is_empty(), "{} has no evidence", detection.detector);
        assert!((0.0..=1.0).contains(&detection.confidence), "confidence {}", detection.confidence);
    }
    serde_json::to_string(&report).map_err(|error| error.to_string())
}

/// Any text may come as facts, policy and articles, and meet any conversation.
pub fn knowledge(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (known, said) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let options = serde_json::json!({
        "articles": known,
        "facts": {"facts": {known: said, "price": known}, "aliases": {"price": [known]}},
        "policy": {"allowed_commitments": [known], "disallowed_commitment_topics": [known, "refund"]},
    });
    let conversation = serde_json::json!({
        "id": "1",
        "messages": [{"role": "user", "content": known}, {"role": "bot", "content": said}, {"role": "bot", "content": known}],
    });
    if let Ok(options) = serde_json::from_value(options) {
        let _ = audit(options, [conversation.to_string().as_bytes()].into_iter());
    }
}

/// Any body gives a text, and every range that comes with it lies in the text.
pub fn html(data: &[u8]) {
    let body = String::from_utf8_lossy(data);
    for mode in [Mode::InnerText, Mode::Transcript] {
        let text = html::to_text(&body, mode);
        for link in &text.links {
            assert!(text.text.get(link.start..link.end).is_some(), "a link's label lies outside of the text");
        }
        assert!(text.quoted_at.is_none_or(|at| text.text.get(at..).is_some()), "quoted history begins outside");
    }
    let _ = html::decode_entities(&body);
}

/// Every token stands where it says.
pub fn words(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let tokens = Tokens::new(&text);
    let mut end = 0;
    for token in tokens.as_slice() {
        assert!(token.start >= end && token.end > token.start, "tokens overlap");
        assert!(text.get(token.start as usize..token.end as usize).is_some(), "a token cuts a character");
        end = token.end;
    }
}

/// Redacting twice changes nothing more: stand-ins are not taken for data.
pub fn redaction(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let once = Redactor::default().text(&text);
    let _ = Redactor::default().text(&once);
}
