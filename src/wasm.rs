//! The JavaScript boundary: the only file that knows JavaScript.

use std::cell::OnceCell;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::options::Options;
use crate::report::compare;
use crate::{analyzer, error, html, report};

/// An audit under way.
#[wasm_bindgen]
pub struct Analyzer {
    audit: analyzer::Analyzer,
    /// What a custom detector threw. It ends the audit: rates without its findings would be wrong.
    thrown: Rc<OnceCell<JsValue>>,
}

#[wasm_bindgen]
impl Analyzer {
    /// `options` is the plain object of the npm API. `examine` gives the findings of the custom detectors called `names` in
    /// a conversation, both as JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(
        options: JsValue,
        names: Option<Vec<String>>,
        examine: Option<js_sys::Function>,
    ) -> Result<Analyzer, JsValue> {
        let thrown = Rc::new(OnceCell::new());
        let custom = names.zip(examine).map(|(names, examine)| {
            let thrown = Rc::clone(&thrown);
            analyzer::Custom { names, examine: Box::new(move |json| findings(&examine, json, &thrown)) }
        });
        let audit = analyzer::Analyzer::with_custom(read_options(options)?, custom).map_err(to_js)?;
        Ok(Self { audit, thrown })
    }

    /// Begins a file.
    pub fn begin(&mut self, name: &str) {
        self.audit.begin(name);
    }

    /// Reads on in the file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.audit.push(bytes);
        self.thrown()
    }

    /// Ends the file.
    pub fn end(&mut self) -> Result<(), JsValue> {
        self.audit.end();
        self.thrown()
    }

    /// Ends the file before its end, because it could not be read on.
    #[wasm_bindgen(js_name = breakOff)]
    pub fn break_off(&mut self, reason: &str) -> Result<(), JsValue> {
        self.audit.break_off(reason);
        self.thrown()
    }

    /// Conversations and findings so far.
    pub fn counts(&self) -> Vec<u32> {
        let (conversations, findings) = self.audit.counts();
        [conversations, findings].map(|count| u32::try_from(count).unwrap_or(u32::MAX)).to_vec()
    }

    /// The conversations examined since the last call with their findings, as JSON.
    pub fn drain(&mut self) -> String {
        serde_json::to_string(&self.audit.drain()).unwrap_or_default()
    }

    /// Ends the run.
    pub fn finish(self) -> Result<Report, JsValue> {
        let report = self.audit.finish().map(Report).map_err(to_js)?;
        self.thrown.get().cloned().map_or(Ok(report), Err)
    }

    fn thrown(&self) -> Result<(), JsValue> {
        self.thrown.get().cloned().map_or(Ok(()), Err)
    }
}

/// What the custom detectors find in a conversation; nothing once one of them has thrown.
fn findings<T: DeserializeOwned>(examine: &js_sys::Function, conversation: &str, thrown: &OnceCell<JsValue>) -> Vec<T> {
    if thrown.get().is_some() {
        return Vec::new();
    }
    let answer = examine.call1(&JsValue::NULL, &conversation.into());
    let read = answer.and_then(|json| {
        serde_json::from_str(&json.as_string().unwrap_or_default())
            .map_err(|problem| bad(format!("The findings of a custom detector cannot be read: {problem}.")))
    });
    read.unwrap_or_else(|problem| {
        // It was empty.
        let _ = thrown.set(problem);
        Vec::new()
    })
}

/// A finished audit.
#[wasm_bindgen]
pub struct Report(report::Report);

#[wasm_bindgen]
impl Report {
    /// The whole report as JSON.
    pub fn json(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// The report in one of the formats text, json, report, markdown, html, csv, sarif, junit.
    pub fn render(&self, format: &str) -> Result<String, JsValue> {
        Ok(report::render(&self.0, report_format(format)?))
    }
}

/// A report that is given as JSON, in one of the formats of [`Report::render`].
#[wasm_bindgen]
pub fn render(report: &str, format: &str) -> Result<String, JsValue> {
    let format = report_format(format)?;
    let report: report::Report = serde_json::from_str(report)
        .map_err(|problem| unreadable(format!("This is no report of this version: {problem}.")))?;
    Ok(report::render(&report, format))
}

/// What changed between two reports that are given as JSON, in one of the formats text, markdown, json.
#[wasm_bindgen]
pub fn compare(before: &str, after: &str, format: &str) -> Result<String, JsValue> {
    let format = compare::Format::parse(format)
        .ok_or_else(|| bad(format!("There is no format \"{format}\"; choose text, markdown or json.")))?;
    Ok(compare::render(&compare::compare(before, after).map_err(unreadable)?, format))
}

fn report_format(name: &str) -> Result<report::Format, JsValue> {
    report::Format::parse(name).ok_or_else(|| {
        let known = report::Format::ALL.map(|(name, _)| name).join(", ");
        bad(format!("There is no format \"{name}\"; choose one of {known}."))
    })
}

/// What the detectors are, as an array of objects.
#[wasm_bindgen]
pub fn detectors() -> Result<JsValue, JsValue> {
    js_sys::JSON::parse(&serde_json::to_string(&analyzer::detectors()).unwrap_or_default())
}

/// The conversation called `id` in `bytes` for a reader, or the first, as JSON.
#[wasm_bindgen]
pub fn transcript(bytes: &[u8], options: JsValue, id: Option<String>) -> Result<String, JsValue> {
    analyzer::transcript(bytes, &read_options(options)?, id.as_deref()).map_err(to_js)
}

/// A text without personal data, as JSON: `{text, counts}`.
#[wasm_bindgen]
pub fn redact(text: &str) -> String {
    serde_json::to_string(&analyzer::redact(text)).unwrap_or_default()
}

/// The text of an HTML body: as the browser's `innerText` gives it, or else as the transcripts show it.
#[wasm_bindgen(js_name = htmlToText)]
pub fn html_to_text(body: &str, is_inner_text: bool) -> String {
    html::to_text(body, if is_inner_text { html::Mode::InnerText } else { html::Mode::Transcript }).text
}

/// The version of the engine.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

fn read_options(options: JsValue) -> Result<Options, JsValue> {
    if options.is_undefined() || options.is_null() {
        return Ok(Options::default());
    }
    let json: String = js_sys::JSON::stringify(&options)?.into();
    serde_json::from_str(&json).map_err(|problem| {
        let problem = problem.to_string();
        let problem = problem.split(" at line ").next().unwrap_or_default();
        bad(format!("The options cannot be used: {problem}."))
    })
}

fn bad(message: String) -> JsValue {
    to_js(error::Error::new(error::Code::BadOptions, message))
}

fn unreadable(message: String) -> JsValue {
    to_js(error::Error::new(error::Code::UnknownFormat, message))
}

/// An `Error` with `code` and `offset`.
fn to_js(error: error::Error) -> JsValue {
    let js = js_sys::Error::new(&error.to_string());
    let set = |key: &str, value: JsValue| js_sys::Reflect::set(&js, &key.into(), &value).unwrap_or(false);
    set("code", error.code().as_str().into());
    set("offset", error.offset().map_or(JsValue::NULL, |offset| (offset as f64).into()));
    js.into()
}
