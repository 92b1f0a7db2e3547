//! What must hold for any bytes: one function a fuzz target, shared by `cargo fuzz` and the short run in the tests.

#[path = "matcher.rs"]
mod matcher;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chatbot_audit::analyzer::{self, Analyzer};
use chatbot_audit::helper::Helper;
use chatbot_audit::html::{self, Converter, Mode};
use chatbot_audit::input::{self, Item, Reader};
use chatbot_audit::json::{self, Invalid, Json};
use chatbot_audit::options::Options;
use chatbot_audit::redaction::Redactor;
use chatbot_audit::report::Report;
use chatbot_audit::text::quantities::quantities;
use chatbot_audit::text::tokens::{self, Tokens};
use serde_json::{Value, json};

/// A name, how many mutations of each seed the short run makes, and what must hold of any bytes.
pub type Target = (&'static str, u32, fn(&[u8]));

/// Targets that take microseconds, and targets that make an analyzer.
const MANY: u32 = 60;
const FEW: u32 = 20;

/// Every target.
pub const TARGETS: &[Target] = &[
    ("json", MANY, json),
    ("splitter", MANY, splitter),
    ("intercom", FEW, intercom),
    ("native", FEW, native),
    ("articles", MANY, articles),
    ("pipeline", FEW, pipeline),
    ("knowledge", FEW, knowledge),
    ("html", MANY, html),
    ("words", MANY, words),
    ("quantities", MANY, quantities_of),
    ("phrases", MANY, phrases),
    ("redaction", MANY, redaction),
];

/// Bytes are JSON exactly if `serde_json` thinks so, and hold what it reads in them.
pub fn json(data: &[u8]) {
    let mut json = Json::new(data);
    let skipped = json.skip().and_then(|value| json.end().map(|()| value));
    let accepted = serde_json::from_slice::<serde::de::IgnoredAny>(data).is_ok();
    assert_eq!(skipped.is_ok(), accepted, "{} in {}", json.problem(), String::from_utf8_lossy(data));
    // It refuses what it cannot keep, such as half a surrogate pair.
    if let (Ok(skipped), Ok(wanted)) = (skipped, serde_json::from_slice::<Value>(data)) {
        assert_eq!(skipped.json(), data.trim_ascii(), "the value is not all of the text");
        let read = tree(&mut Json::new(data), &wanted);
        assert_eq!(read, Ok(wanted), "read from {}", String::from_utf8_lossy(data));
    }
}

/// What the walk reads; numbers are compared with `wanted` right here, since nobody else keeps their exact value.
fn tree(json: &mut Json<'_>, wanted: &Value) -> Result<Value, Invalid> {
    match json.peek() {
        Some(b'{') => {
            // Of a key that stands twice the last value counts.
            let mut values = BTreeMap::new();
            json.object(&mut |key, json| {
                values.insert(String::from_utf8(key.to_vec()).unwrap(), json.skip()?);
                Ok(())
            })?;
            let read = values.into_iter().map(|(key, value)| {
                let value = tree(&mut Json::new(value.json()), &wanted[&key])?;
                Ok((key, value))
            });
            Ok(Value::Object(read.collect::<Result<_, _>>()?))
        }
        Some(b'[') => {
            let mut list = Vec::new();
            json.list(&mut |json| {
                list.push(tree(json, &wanted[list.len()])?);
                Ok(())
            })?;
            Ok(Value::Array(list))
        }
        Some(b'-' | b'0'..=b'9') => {
            let value = json.skip()?;
            let id = wanted.as_i64().map(|id| id.to_string());
            assert_eq!(value.id().as_deref(), id.as_deref());
            let (int, number) = (value.int().unwrap() as f64, wanted.as_f64().unwrap());
            // Beyond the whole numbers of 64 bits the nearest of them stands for it; serde_json is a last digit off at times,
            // which may carry a fraction to the next whole number.
            let off = (int - number).abs();
            let near = off <= 1.0 + number.abs() * 1e-15 || int.abs() > 9e18 && number.abs() > 9e18;
            assert!(near, "{int} is not {number}");
            Ok(wanted.clone())
        }
        _ => {
            let value = json.skip()?;
            let scalar = value.text().map(|text| Value::String(text.into_owned()));
            Ok(scalar.or(value.bool().map(Value::Bool)).unwrap_or_default())
        }
    }
}

/// Any bytes in any chunks give the same conversations and the same skipped entries, and what a conversation's span holds
/// gives that conversation once more.
pub fn splitter(data: &[u8]) {
    let Some((&seed, data)) = data.split_first() else { return };
    let (whole, end) = read([data].into_iter());
    let (chunks, chunked_end) = read(data.chunks(1 + usize::from(seed)));
    assert_eq!(format!("{end:?}"), format!("{chunked_end:?}"), "the end depends on the chunks");
    assert_eq!(whole.len(), chunks.len(), "the number of items depends on the chunks");
    for (one, other) in whole.iter().zip(&chunks) {
        assert_eq!(format!("{one:?}"), format!("{other:?}"), "an item depends on the chunks");
        match one {
            Item::Conversation { span, .. } => {
                assert!(span.start < span.end && span.end <= data.len() as u64, "the span {span:?} is not in the file");
            }
            Item::Skipped(skipped) => {
                assert!(skipped.offset <= data.len() as u64, "skipped at {}", skipped.offset);
                assert!(!skipped.reason.is_empty(), "skipped without a reason");
            }
        }
    }
}

fn read<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> (Vec<Item>, Result<(), String>) {
    let mut reader = Reader::default();
    let mut items = Vec::new();
    reader.begin();
    chunks.for_each(|chunk| reader.push(chunk, &mut items));
    let end = reader
        .end(&mut items)
        .and_then(|_| reader.finish(&mut |item| items.push(item)))
        .map_err(|error| error.to_string());
    (items, end)
}

/// The fields of a structured target: the data between bytes that no UTF-8 text holds.
fn fields(data: &[u8]) -> impl Iterator<Item = (u8, Cow<'_, str>)> {
    let field = |field: &'_ [u8]| (field.first().copied().unwrap_or_default(), field.len());
    data.split(|&byte| byte == 0xFF).map(move |bytes| {
        let (first, len) = field(bytes);
        (first, String::from_utf8_lossy(bytes.get(len.min(1)..).unwrap_or_default()))
    })
}

/// Part types and authors that the data chooses from.
const PART_TYPES: [&str; 12] = [
    "comment",
    "close",
    "open",
    "assignment",
    "note",
    "quick_reply",
    "custom_action_finished",
    "user_became_idle",
    "conversation_rating_changed",
    "snoozed",
    "channel_and_reply_time_expectation",
    "",
];
const AUTHORS: [&str; 5] = ["user", "bot", "admin", "lead", "team"];

/// Any texts in any parts of a conversation, by anybody, give findings that prove what they say.
pub fn intercom(data: &[u8]) {
    let parts: Vec<Value> = fields(data)
        .enumerate()
        .map(|(index, (kind, text))| {
            let kind = usize::from(kind);
            json!({
                "id": index,
                "part_type": PART_TYPES[kind / AUTHORS.len() % PART_TYPES.len()],
                "body": text,
                "created_at": 1_790_000_000 + 60 * index,
                "author": {"type": AUTHORS[kind % AUTHORS.len()], "id": kind % AUTHORS.len(), "name": text},
                "metadata": {"quick_reply_options": [{"text": text, "uuid": "1"}], "quick_reply_uuid": "1"},
                "attachments": [{"name": text}],
            })
        })
        .collect();
    let conversation = json!({
        "type": "conversation",
        "id": "1",
        "source": {"body": "It does not work", "author": {"type": "user", "id": 0}},
        "conversation_parts": {"conversation_parts": parts},
    });
    let text = conversation.to_string();
    let _ = audit(Options::default(), [text.as_bytes()].into_iter());
    let mut spaced = String::new();
    space(&conversation, &mut 0, &mut spaced);
    assert_eq!(
        conversations(&text),
        conversations(&spaced),
        "{text} reads otherwise where no bytes of a part are those of another"
    );
}

/// What is read of a text, without its places.
fn conversations(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut reader = Reader::new(&[]);
    reader.begin();
    reader.push(text.as_bytes(), &mut items);
    let _ = reader.end(&mut items);
    let told = |item: Item| match item {
        Item::Conversation { conversation, .. } => format!("{conversation:?}"),
        Item::Skipped(skipped) => format!("{} {}", skipped.code, skipped.reason),
    };
    items.into_iter().map(told).collect()
}

/// Writes a value with other blanks behind each colon.
fn space(value: &Value, colons: &mut usize, out: &mut String) {
    match value {
        Value::Object(fields) => {
            for (index, (key, value)) in fields.iter().enumerate() {
                *colons += 1;
                *out += &format!("{}{}:{}", if index == 0 { "{" } else { "," }, json!(key), " ".repeat(*colons % 97));
                space(value, colons, out);
            }
            out.push_str(if fields.is_empty() { "{}" } else { "}" });
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                out.push(if index == 0 { '[' } else { ',' });
                space(value, colons, out);
            }
            out.push_str(if values.is_empty() { "[]" } else { "]" });
        }
        _ => *out += &value.to_string(),
    }
}

/// The same for a plain conversation.
pub fn native(data: &[u8]) {
    const ROLES: [&str; 6] = ["user", "bot", "agent", "note", "system", "stranger"];
    let messages: Vec<Value> = fields(data)
        .enumerate()
        .map(|(index, (role, text))| {
            let text = if role >= 128 { json!([{"type": "text", "text": text}]) } else { json!(text) };
            json!({"role": ROLES[usize::from(role) % ROLES.len()], "content": text, "timestamp": index})
        })
        .collect();
    let conversation = json!({"id": "1", "messages": messages, "reported_resolved": true});
    let _ = audit(Options::default(), [conversation.to_string().as_bytes()].into_iter());
}

/// Any bytes give articles or say why not.
pub fn articles(data: &[u8]) {
    match input::articles(data) {
        Ok(articles) => assert!(!articles.is_empty(), "no articles and no error"),
        Err(error) => assert!(!error.to_string().is_empty(), "an error without a sentence"),
    }
}

/// Any bytes in any chunks give a report or an error, and the same one whatever the chunks, alone or with a helper.
pub fn pipeline(data: &[u8]) {
    let Some((&seed, data)) = data.split_first() else { return };
    let options = || Options { redact: seed % 8 == 0, ..Options::default() };
    let whole = audit(options(), [data].into_iter());
    let chunks = audit(options(), data.chunks(1 + usize::from(seed)));
    assert_eq!(whole, chunks, "the report depends on the chunks");
    let shared = shared(options(), data.chunks(1 + usize::from(seed)), usize::from(seed % 3));
    assert_eq!(whole.map(|report| outline(&report)), shared, "the report depends on who examines");
}

/// What there is to say with a helper that answers for every batch but each so-many-th.
fn shared<'a>(options: Options, chunks: impl Iterator<Item = &'a [u8]>, but: usize) -> Result<Value, String> {
    let mut helper = Helper::new(&options).map_err(|error| error.to_string())?;
    let mut analyzer = Analyzer::new(options).map_err(|error| error.to_string())?;
    analyzer.share();
    analyzer.begin("fuzzed");
    let mut number = 0;
    for chunk in chunks {
        analyzer.push(chunk);
        while let Some(batch) = analyzer.batch(1) {
            let answers = helper.examine(&batch);
            analyzer.settle(number, (number % 3 != but).then_some(&*answers));
            number += 1;
        }
    }
    analyzer.end();
    let report = analyzer.finish().map_err(|error| error.to_string())?;
    Ok(outline(&json::write::compact(&report)))
}

fn outline(report: &str) -> Value {
    serde_json::from_str(report).unwrap()
}

fn audit<'a>(options: Options, chunks: impl Iterator<Item = &'a [u8]>) -> Result<String, String> {
    let mut analyzer = Analyzer::new(options.clone()).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    analyzer.begin("fuzzed");
    for chunk in chunks {
        bytes.extend_from_slice(chunk);
        analyzer.push(chunk);
    }
    analyzer.end();
    let report = analyzer.finish().map_err(|error| error.to_string())?;
    prove(&report, &bytes, &options);
    Ok(json::write::compact(&report))
}

/// Every finding has evidence, and every quote stands where it says in the transcript that a reader is shown.
fn prove(report: &Report, bytes: &[u8], options: &Options) {
    for row in report.conversations.iter().filter(|row| !row.detections.is_empty()) {
        let span = &bytes[row.start as usize..row.end as usize];
        let transcript = analyzer::transcript(span, options, Some(&row.id)).unwrap();
        let transcript: Value = serde_json::from_str(&transcript).unwrap();
        // One without an id is named after its place.
        assert!(transcript["id"] == row.id.as_str() || row.id.starts_with("byte-"), "another transcript: {transcript}");
        for detection in row.detections.iter().map(|&index| &report.detections[index]) {
            assert!(!detection.evidence.is_empty(), "{} has no evidence", detection.detector);
            assert!((0.0..=1.0).contains(&detection.confidence), "confidence {}", detection.confidence);
            for evidence in detection.evidence.iter().chain(&detection.counter_evidence) {
                let text = transcript["messages"][evidence.message_index]["text"].as_str().unwrap_or_default();
                let units: Vec<u16> = text.encode_utf16().collect();
                let quote = units.get(evidence.start..evidence.end).map(String::from_utf16_lossy);
                assert_eq!(quote.as_deref(), Some(&*evidence.quote), "{} quotes what is not there", detection.detector);
            }
        }
    }
}

/// Any text may come as facts, policy and articles, and meet any conversation.
pub fn knowledge(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (known, said) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let article = json!({"type": "article", "id": "1", "title": known, "body": said, "state": "published"});
    let options = json!({
        "articles": article.to_string(),
        "facts": {"facts": {known: said, "price": known}, "aliases": {"price": [known]}},
        "policy": {"allowed_commitments": [known], "disallowed_commitment_topics": [known, "refund"]},
    });
    let conversation = json!({
        "id": "1",
        "messages": [{"role": "user", "content": known}, {"role": "bot", "content": said}, {"role": "bot", "content": known}],
    });
    if let Ok(options) = json::read::whole(&options.to_string()) {
        let _ = audit(options, [conversation.to_string().as_bytes()].into_iter());
    }
}

/// Any body gives a text, and every range that comes with it lies in the text.
pub fn html(data: &[u8]) {
    let body = String::from_utf8_lossy(data);
    for mode in [Mode::InnerText, Mode::Transcript] {
        let mut converter = Converter::default();
        let text = converter.convert(&body, mode);
        for link in &text.links {
            assert!(text.text.get(link.start..link.end).is_some(), "a link's label lies outside of the text");
        }
        let quoted_at = converter.quoted_at(&text.text);
        assert!(quoted_at.is_none_or(|at| text.text.get(at..).is_some()), "quoted history begins outside");
    }
    let _ = html::decode_entities(&body);
}

/// Every token stands where it says, behind the one before it, and has the key of its word.
pub fn words(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let tokens = Tokens::new(&text);
    let (mut end, mut sentence, mut clause) = (0, 0, 0);
    for token in tokens.as_slice() {
        assert!(token.start >= end && token.end > token.start, "tokens overlap");
        assert!(text.get(token.start as usize..token.end as usize).is_some(), "a token cuts a character");
        assert!(token.sentence >= sentence && token.clause >= clause, "sentences go back");
        assert_eq!(tokens::key(tokens.word(token)), token.key, "the key of {:?}", tokens.word(token));
        (end, sentence, clause) = (token.end, token.sentence, token.clause);
    }
}

/// Every value stands where it says, behind the one before it, and agrees with itself.
pub fn quantities_of(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut end = 0;
    for found in quantities(&text, &Tokens::new(&text)) {
        assert!(found.start >= end && found.end > found.start, "values overlap: {found:?}");
        assert!(text.get(found.start..found.end).is_some(), "a value cuts a character: {found:?}");
        assert!(found.low <= found.high, "a range goes back: {found:?}");
        assert!(found.agrees(&found), "a value differs from itself: {found:?}");
        end = found.end;
    }
}

/// Patterns and texts that the bytes choose are matched as the description of patterns says.
pub fn phrases(data: &[u8]) {
    matcher::compare(data);
}

/// Redacting twice changes nothing more: stand-ins are not taken for data.
pub fn redaction(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let once = Redactor::default().text(&text);
    let _ = Redactor::default().text(&once);
}
