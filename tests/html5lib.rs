//! html5lib's own tokenizer cases, where HTML5LIB_TESTS names a folder that holds a copy of them; skipped elsewhere.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use chatbot_audit::html::entities::{self, Place};
use chatbot_audit::html::tokenizer::{Raw, Token, Tokenizer};
use serde_json::{Value, json};
use std::path::PathBuf;

/// The state that a case starts in: the content of an element, of a CDATA section, or ordinary markup.
fn tokens(input: &str, state: &str, last: &str) -> Vec<Value> {
    let mut out = Vec::new();
    let prefixed = format!("<![CDATA[{input}");
    let in_section = state == "CDATA section state";
    let mut tokenizer = Tokenizer::new(if in_section { &prefixed } else { input });
    let raw = match state {
        "RCDATA state" => Some(Raw::Rcdata),
        "RAWTEXT state" => Some(Raw::Rawtext),
        "Script data state" => Some(Raw::Script),
        "PLAINTEXT state" => Some(Raw::Plaintext),
        _ => None,
    };
    if let Some(raw) = raw {
        let text = tokenizer.raw(raw, last);
        let text = if raw == Raw::Rcdata { entities::decode(text, Place::Content) } else { text.into() };
        characters(&mut out, &text.replace('\0', "\u{FFFD}"));
    }
    let mut foreign = in_section;
    while let Some(token) = tokenizer.next(foreign) {
        foreign = false;
        let name = |name: &str| name.to_ascii_lowercase().replace('\0', "\u{FFFD}");
        match token {
            Token::Text(text) => characters(&mut out, &entities::decode(text, Place::Content)),
            Token::Literal(text) => characters(&mut out, text),
            Token::Start(tag) => {
                let mut attributes = serde_json::Map::new();
                for attribute in tag.attributes() {
                    let value = entities::decode(attribute.value, Place::Attribute).replace('\0', "\u{FFFD}");
                    attributes.entry(name(attribute.name)).or_insert(value.into());
                }
                let mut token = vec![json!("StartTag"), json!(name(tag.name)), json!(attributes)];
                if tag.self_closing {
                    token.push(json!(true));
                }
                out.push(json!(token));
            }
            Token::End(tag) => out.push(json!(["EndTag", name(tag.name)])),
            Token::Comment(text) => out.push(json!(["Comment", text.replace('\0', "\u{FFFD}")])),
            // Declarations are delimited, not read: that one stands there is what is compared.
            Token::Doctype(_) => out.push(json!(["DOCTYPE"])),
        }
    }
    out
}

fn characters(out: &mut Vec<Value>, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(last) = out.last_mut()
        && last[0] == "Character"
    {
        let joined = format!("{}{text}", last[1].as_str().unwrap());
        *last = json!(["Character", joined]);
        return;
    }
    out.push(json!(["Character", text]));
}

/// Undoes the escapes of the cases that are escaped twice; `None` where half a surrogate pair stands alone.
fn unescaped(text: &str) -> Option<String> {
    serde_json::from_str(&format!("\"{}\"", text.replace('"', "\\\"").replace("\\\\", "\\").replace('\n', "\\n"))).ok()
}

#[test]
fn html5lib_tokenizer_cases_pass() {
    let Some(folder) = std::env::var_os("HTML5LIB_TESTS") else {
        println!("skipped: HTML5LIB_TESTS names no copy of the cases");
        return;
    };
    let folder = PathBuf::from(folder).join("tokenizer");
    let (mut run, mut skipped) = (0, 0);
    let mut wrong = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files {
        // The XML cases ask for other output.
        if file.extension().is_none_or(|kind| kind != "test") || file.ends_with("xmlViolation.test") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        // Half surrogate pairs, which no text of ours can hold, would end the whole file.
        let cases: Value = match serde_json::from_str(&text) {
            Ok(cases) => cases,
            Err(_) => serde_json::from_str(&without_half_pairs(&text)).unwrap(),
        };
        for case in cases["tests"].as_array().unwrap() {
            let double = case["doubleEscaped"] == true;
            let input = case["input"].as_str().unwrap();
            let (Some(input), Some(expected)) = (
                if double { unescaped(input) } else { Some(input.to_owned()) },
                if double { unescape_all(&case["output"]) } else { Some(case["output"].clone()) },
            ) else {
                skipped += 1;
                continue;
            };
            let input = input.replace("\r\n", "\n").replace('\r', "\n");
            let mut joined = Vec::new();
            for token in expected.as_array().unwrap() {
                match token[0].as_str() {
                    Some("Character") => characters(&mut joined, token[1].as_str().unwrap()),
                    Some("DOCTYPE") => joined.push(json!(["DOCTYPE"])),
                    Some(_) => joined.push(token.clone()),
                    None => {}
                }
            }
            let states = case["initialStates"].as_array().cloned().unwrap_or_else(|| vec![json!("Data state")]);
            for state in states {
                let state = state.as_str().unwrap();
                let last = case["lastStartTag"].as_str().unwrap_or("script");
                run += 1;
                let tokens = tokens(&input, state, last);
                if tokens != joined {
                    wrong.push(format!("{state} {input:?}\n  gives {tokens:?}\n  not   {joined:?}"));
                }
            }
        }
    }
    println!("{run} cases, {skipped} skipped");
    assert!(wrong.is_empty(), "{} of {run}:\n{}", wrong.len(), wrong.join("\n"));
}

fn without_half_pairs(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        out.push_str(&rest[..at]);
        let code = u32::from_str_radix(&rest[at + 2..at + 6], 16).unwrap_or(0);
        let pair = rest.get(at + 6..at + 8) == Some("\\u");
        match code {
            0xD800..=0xDBFF if pair => {
                out.push_str(&rest[at..at + 12]);
                rest = &rest[at + 12..];
                continue;
            }
            0xD800..=0xDFFF => out.push('?'),
            _ => out.push_str(&rest[at..at + 6]),
        }
        rest = &rest[at + 6..];
    }
    out + rest
}

fn unescape_all(value: &Value) -> Option<Value> {
    Some(match value {
        Value::String(text) => unescaped(text)?.into(),
        Value::Array(items) => items.iter().map(unescape_all).collect::<Option<Vec<_>>>()?.into(),
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| Some((unescaped(key)?, unescape_all(value)?)));
            Value::Object(entries.collect::<Option<serde_json::Map<_, _>>>()?)
        }
        other => other.clone(),
    })
}
