//! Reads conversations written as transcripts and turns each into one of an Intercom export, so that tests run the real pipeline.
//!
//! A case begins with `## name`. Then one line each: `customer`, `bot`, `human` or `note` and its text (lines indented
//! by ten blanks go on with it), `event NAME [detail]` (`by human` in the detail makes it a teammate's), `later 3h` (or `m`, `d`)
//! before what came so much later, `state open|closed|snoozed`, `resolution NAME`, `rating N|asked`,
//! `facts {…}`, `policy {…}`, `article Title | text`, `others 12 | text` where the bot says that to so many other customers,
//! `# why: …` for the reader, and last a line `-> …` with what is expected.

use serde_json::{Value, json};

/// One conversation and what is expected of it.
#[derive(Debug, Default)]
pub struct Transcript {
    /// What stands behind `## `.
    pub name: String,
    /// What stands behind `-> `.
    pub expected: String,
    /// The options that the case brings: facts, policy, articles.
    pub options: Value,
    lines: Vec<(String, String)>,
    /// What the bot says in how many other conversations.
    others: Vec<(usize, String)>,
}

/// All cases of a file, in order. Panics with the file's line where one cannot be read.
pub fn parse(source: &str) -> Vec<Transcript> {
    let mut cases: Vec<Transcript> = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let place = || format!("line {}: {line:?}", number + 1);
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Transcript { name: name.trim().to_owned(), options: json!({}), ..Transcript::default() });
            continue;
        }
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let case = cases.last_mut().unwrap_or_else(|| panic!("no case before {}", place()));
        if let Some(expected) = line.strip_prefix("-> ") {
            assert!(case.expected.is_empty(), "a second expectation at {}", place());
            case.expected = expected.trim().to_owned();
            continue;
        }
        if line.starts_with(' ') {
            let (_, text) = case.lines.last_mut().unwrap_or_else(|| panic!("nothing goes on at {}", place()));
            text.push('\n');
            text.push_str(line.trim());
            continue;
        }
        let (kind, text) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let text = text.trim();
        let json = || serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{error} at {}", place()));
        match kind {
            // As in the option: the bare map of facts is accepted too.
            "facts" => {
                let facts = json();
                case.options["facts"] = if facts.get("facts").is_some() { facts } else { json!({ "facts": facts }) };
            }
            "policy" => case.options["policy"] = json(),
            "article" => {
                let (title, body) = text.split_once('|').unwrap_or_else(|| panic!("no | at {}", place()));
                let article = json!({"type": "article", "id": number.to_string(), "title": title.trim(), "body": format!("<p>{}</p>", body.trim()), "state": "published"});
                let articles = case.options["articles"].as_str().unwrap_or_default().to_owned();
                case.options["articles"] = format!("{articles}{article}\n").into();
            }
            "others" => {
                let (count, said) = text.split_once('|').unwrap_or_else(|| panic!("no | at {}", place()));
                let count = count.trim().parse().unwrap_or_else(|error| panic!("{error} at {}", place()));
                case.others.push((count, said.trim().to_owned()));
            }
            "customer" | "bot" | "human" | "note" | "event" | "later" | "state" | "resolution" | "rating" => {
                case.lines.push((kind.to_owned(), text.to_owned()));
            }
            _ => panic!("unknown kind of line at {}", place()),
        }
    }
    for case in &cases {
        assert!(!case.expected.is_empty(), "the case {:?} expects nothing", case.name);
    }
    cases
}

impl Transcript {
    /// The export in which the conversation stands: half of the others before it, half behind it.
    #[allow(dead_code)] // Not every program that has this module asks for it.
    pub fn export(&self) -> Vec<Value> {
        let mut export = vec![self.conversation("1")];
        for (count, said) in &self.others {
            let lines = [("customer", "Thanks in advance!"), ("bot", said), ("customer", "Thanks, that's all.")];
            let lines = lines.map(|(who, text)| (who.to_owned(), text.to_owned())).to_vec();
            let other = Self { lines, ..Self::default() };
            for number in 0..*count {
                let place = if number < count / 2 { 0 } else { export.len() };
                export.insert(place, other.conversation(&format!("other {}", export.len())));
            }
        }
        export
    }

    /// The conversation as an Intercom export has it. Messages are a minute apart.
    pub fn conversation(&self, id: &str) -> Value {
        let began = 1_790_000_000;
        let mut at = began;
        let mut source = Value::Null;
        let mut parts = Vec::new();
        let mut top = json!({"type": "conversation", "id": id, "state": "closed", "created_at": began});
        let teammate = json!({"type": "admin", "id": "7", "name": "Marie", "email": "marie@example.com"});
        for (kind, text) in &self.lines {
            let author = match kind.as_str() {
                "customer" => json!({"type": "user", "id": "customer-1", "name": "Alex", "email": "alex@example.org"}),
                "human" | "note" => teammate.clone(),
                "event" if text.contains("by human") => teammate.clone(),
                _ => json!({"type": "bot", "id": "1", "name": "Fin", "email": "operator+abc123@intercom.io"}),
            };
            let mut part = json!({"type": "conversation_part", "id": (1000 + parts.len()).to_string(), "created_at": at, "author": author});
            match kind.as_str() {
                "later" => at += seconds(text),
                "state" => top["state"] = text.as_str().into(),
                "resolution" => top["ai_agent"] = json!({"resolution_state": text}),
                "rating" => top["conversation_rating"] = json!({"rating": text.parse::<u8>().ok()}),
                "event" => {
                    let (name, detail) = text.split_once(' ').unwrap_or((text, ""));
                    part["part_type"] = name.into();
                    part["body"] = Value::Null;
                    match name {
                        "assignment" if detail.contains("team") => {
                            part["assigned_to"] = json!({"type": "team", "id": "5"})
                        }
                        "assignment" => part["assigned_to"] = json!({"type": "admin", "id": "7"}),
                        "custom_action_finished" => {
                            let result = if detail.contains("fail") { "failed" } else { "success" };
                            part["event_details"] = json!({"action": {"name": detail, "result": result}});
                        }
                        _ => {}
                    }
                    parts.push(part);
                }
                _ => {
                    part["part_type"] = if kind == "note" { "note" } else { "comment" }.into();
                    part["body"] = html(text).into();
                    if source.is_null() && kind != "note" {
                        source = json!({"type": "conversation", "id": "999", "delivered_as": "customer_initiated", "body": part["body"], "author": part["author"]});
                    } else {
                        parts.push(part);
                    }
                    at += 60;
                }
            }
        }
        top["updated_at"] = at.into();
        top["source"] = source;
        top["conversation_parts"] =
            json!({"type": "conversation_part.list", "total_count": parts.len(), "conversation_parts": parts});
        top
    }
}

/// `3h`, `45m`, `2d`.
fn seconds(text: &str) -> i64 {
    let (number, unit) = text.split_at(text.len() - 1);
    let unit = match unit {
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => panic!("{text:?} is no time such as 3h"),
    };
    number.parse::<i64>().unwrap_or_else(|error| panic!("{error}: {text:?}")) * unit
}

fn html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>");
    format!("<p>{text}</p>")
}
