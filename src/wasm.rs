//! The JavaScript boundary: the only file that knows JavaScript.

use std::cell::OnceCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::helper;
use crate::json::read::{self, Read};
use crate::json::write;
use crate::options::Options;
use crate::report::compare;
use crate::{analyzer, error, html, report};

/// An audit under way.
#[wasm_bindgen]
pub struct Analyzer {
    audit: analyzer::Analyzer,
    /// What a custom detector threw. It ends the audit: rates without its findings would be wrong.
    thrown: Rc<OnceCell<JsValue>>,
    /// The findings as JSON, in order. In the memory of JavaScript, since that of WebAssembly never gets smaller again.
    found: js_sys::Array,
    /// How many of them were drained.
    drained: u32,
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
        Ok(Self { audit, thrown, found: js_sys::Array::new(), drained: 0 })
    }

    /// Begins a file.
    pub fn begin(&mut self, name: &str) {
        self.audit.begin(name);
    }

    /// Reads on in the file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.audit.push(bytes);
        self.keep()
    }

    /// Ends the file.
    pub fn end(&mut self) -> Result<(), JsValue> {
        self.audit.end();
        self.keep()
    }

    /// Ends the file before its end, because it could not be read on.
    #[wasm_bindgen(js_name = breakOff)]
    pub fn break_off(&mut self, reason: &str) -> Result<(), JsValue> {
        self.audit.break_off(reason);
        self.keep()
    }

    /// From here on sets records aside for helpers.
    pub fn share(&mut self) {
        self.audit.share();
    }

    /// The next batch for a [`Helper`], if there is one; batches are counted from 0.
    pub fn batch(&mut self) -> Option<Vec<u8>> {
        self.audit.batch(BATCH_BYTES)
    }

    /// Takes a helper's answers for a batch; without them it is examined here.
    pub fn settle(&mut self, batch: u32, answers: Option<Vec<u8>>) -> Result<(), JsValue> {
        self.audit.settle(batch as usize, answers.as_deref());
        self.keep()
    }

    /// Conversations and findings so far.
    pub fn counts(&self) -> Vec<u32> {
        let (conversations, findings) = self.audit.counts();
        [conversations, findings].map(|count| u32::try_from(count).unwrap_or(u32::MAX)).to_vec()
    }

    /// The conversations examined since the last call with their findings, as JSON.
    pub fn drain(&mut self) -> String {
        let mut text = String::from("[");
        for (row, count) in self.audit.examined() {
            let first = self.drained;
            self.drained += count as u32;
            let findings: Vec<String> = (first..self.drained).filter_map(|at| self.found.get(at).as_string()).collect();
            let comma = if text.len() > 1 { "," } else { "" };
            text.extend([
                comma,
                "{\"conversation\":",
                &write::compact(row),
                ",\"detections\":[",
                &findings.join(","),
                "]}",
            ]);
        }
        text + "]"
    }

    /// Ends the run.
    pub fn finish(self) -> Result<Report, JsValue> {
        let (mut report, kept) = self.audit.conclude().map_err(to_js)?;
        if let Some(thrown) = self.thrown.get() {
            return Err(thrown.clone());
        }
        let found = report.detections.iter_mut().zip(kept).map(|(detection, number)| {
            let found = self.found.get(number as u32);
            // What was found when all files had ended was not kept yet.
            if found.is_undefined() { write::compact(&detection.hollow()).into() } else { found }
        });
        let found = found.collect();
        Ok(Report { report, found, is_whole: false })
    }

    fn keep(&mut self) -> Result<(), JsValue> {
        for found in self.audit.release() {
            self.found.push(&found.into());
        }
        self.thrown.get().cloned().map_or(Ok(()), Err)
    }
}

/// What the custom detectors find in a conversation; nothing once one of them has thrown.
fn findings<T: Read + Default>(examine: &js_sys::Function, conversation: &str, thrown: &OnceCell<JsValue>) -> Vec<T> {
    if thrown.get().is_some() {
        return Vec::new();
    }
    let answer = examine.call1(&JsValue::NULL, &conversation.into());
    let read = answer.and_then(|json| {
        read::whole(&json.as_string().unwrap_or_default())
            .map_err(|problem| bad(format!("The findings of a custom detector cannot be read: {problem}.")))
    });
    read.unwrap_or_else(|problem| {
        // It was empty.
        let _ = thrown.set(problem);
        Vec::new()
    })
}

/// Bytes of a batch: work of some milliseconds, so that sending it costs nothing beside and no worker waits long for another.
const BATCH_BYTES: usize = 512 << 10;

/// Examines batches of an audit that another worker leads.
#[wasm_bindgen]
pub struct Helper(helper::Helper);

#[wasm_bindgen]
impl Helper {
    /// `options` as for the audit.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<Helper, JsValue> {
        helper::Helper::new(&read_options(options)?).map(Self).map_err(to_js)
    }

    /// The answers for a batch.
    pub fn examine(&mut self, batch: &[u8]) -> Vec<u8> {
        self.0.examine(batch)
    }
}

/// A finished audit.
#[wasm_bindgen]
pub struct Report {
    /// With shells of the findings until they are wanted here.
    report: report::Report,
    /// The findings as JSON.
    found: js_sys::Array,
    is_whole: bool,
}

/// Rows that are made into JSON at once: few enough to take no memory worth mentioning.
const ROWS_AT_ONCE: usize = 1_000;

#[wasm_bindgen]
extern "C" {
    /// `JSON.parse` of a text of JavaScript, which stays there.
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn parse(json: &js_sys::JsString) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
impl Report {
    /// The whole report as a plain object. It is made piece by piece: as one text it would double the memory.
    pub fn value(&mut self) -> Result<JsValue, JsValue> {
        let rows = std::mem::take(&mut self.report.conversations);
        let shells = std::mem::take(&mut self.report.detections);
        let value = js_sys::JSON::parse(&write::compact(&self.report))?;
        let conversations = js_sys::Array::new();
        for rows in rows.chunks(ROWS_AT_ONCE) {
            for row in js_sys::Array::from(&js_sys::JSON::parse(&write::compact(&rows))?).iter() {
                conversations.push(&row);
            }
        }
        let detections = js_sys::Array::new();
        for first in (0..self.found.length()).step_by(ROWS_AT_ONCE) {
            let found = self.found.slice(first, first + ROWS_AT_ONCE as u32).join(",");
            let found = parse(&js_sys::JsString::from("[").concat(&found).concat(&"]".into()))?;
            for detection in js_sys::Array::from(&found).iter() {
                detections.push(&detection);
            }
        }
        (self.report.conversations, self.report.detections) = (rows, shells);
        js_sys::Reflect::set(&value, &"detections".into(), &detections)?;
        js_sys::Reflect::set(&value, &"conversations".into(), &conversations)?;
        Ok(value)
    }

    /// The report in one of the formats text, json, report, markdown, html, csv, sarif, junit.
    pub fn render(&mut self, format: &str) -> Result<String, JsValue> {
        let format = report_format(format)?;
        if !self.is_whole {
            for (shell, found) in self.report.detections.iter_mut().zip(self.found.iter()) {
                *shell = read::whole(&found.as_string().unwrap_or_default()).map_err(unreadable)?;
            }
            self.is_whole = true;
        }
        Ok(report::render(&self.report, format))
    }
}

/// A report that is given as JSON, in one of the formats of [`Report::render`].
#[wasm_bindgen]
pub fn render(report: &str, format: &str) -> Result<String, JsValue> {
    let format = report_format(format)?;
    let report: report::Report =
        read::whole(report).map_err(|problem| unreadable(format!("This is no report of this version: {problem}.")))?;
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
    js_sys::JSON::parse(&write::compact(&analyzer::detectors()))
}

/// The conversation called `id` in `bytes` for a reader, or the first, as JSON.
#[wasm_bindgen]
pub fn transcript(bytes: &[u8], options: JsValue, id: Option<String>) -> Result<String, JsValue> {
    analyzer::transcript(bytes, &read_options(options)?, id.as_deref()).map_err(to_js)
}

/// A text without personal data, as JSON: `{text, counts}`.
#[wasm_bindgen]
pub fn redact(text: &str) -> String {
    write::compact(&analyzer::redact(text))
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
    read::whole(&json).map_err(|problem| {
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
