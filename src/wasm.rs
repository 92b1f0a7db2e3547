//! The JavaScript boundary: the only file that knows JavaScript.

use std::cell::OnceCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::analyzer::{Concluded, Finding, Released, UNDECIDED, Words};
use crate::helper;
use crate::json::read::{self, Read};
use crate::json::write;
use crate::options::Options;
use crate::report::compare;
use crate::report::findings::{Detection, Findings, Gist, Row};
use crate::{analyzer, error, html, report};

/// An audit under way.
#[wasm_bindgen]
pub struct Analyzer {
    audit: analyzer::Analyzer,
    /// What a custom detector threw. It ends the audit: rates without its findings would be wrong.
    thrown: Rc<OnceCell<JsValue>>,
    /// The beginnings of the rows as JSON, in order. In the memory of JavaScript, since that of WebAssembly never gets smaller
    /// again.
    rows: js_sys::Array,
    /// The findings likewise, whole.
    found: js_sys::Array,
    /// How many of the rows and of the findings were drained.
    rows_drained: u32,
    found_drained: u32,
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
        let (rows, found) = (js_sys::Array::new(), js_sys::Array::new());
        Ok(Self { audit, thrown, rows, found, rows_drained: 0, found_drained: 0 })
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
        for conversation in self.rows_drained..self.rows.length() {
            let row = self.rows.get(conversation).as_string().unwrap_or_default();
            let comma = if text.len() > 1 { "," } else { "" };
            text.extend([comma, "{\"conversation\":", &row, UNDECIDED, ",\"detections\":["]);
            let mut comma = "";
            while self.audit.conversation_of(self.found_drained as usize) == Some(conversation as usize) {
                text.extend([comma, &self.found.get(self.found_drained).as_string().unwrap_or_default()]);
                comma = ",";
                self.found_drained += 1;
            }
            text.push_str("]}");
        }
        self.rows_drained = self.rows.length();
        text + "]"
    }

    /// Ends the run.
    pub fn finish(mut self) -> Result<Report, JsValue> {
        self.audit.complete();
        self.keep()?;
        let (report, concluded) = self.audit.conclude().map_err(to_js)?;
        Ok(Report { report, concluded, rows: self.rows, found: self.found })
    }

    fn keep(&mut self) -> Result<(), JsValue> {
        let Released { rows, found } = self.audit.release();
        for row in rows {
            self.rows.push(&row.into());
        }
        for found in found {
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
    /// Without rows and findings.
    report: report::Report,
    concluded: Concluded,
    /// As in [`Analyzer`].
    rows: js_sys::Array,
    found: js_sys::Array,
}

#[wasm_bindgen]
extern "C" {
    /// `JSON.parse` of a text of JavaScript, which stays there.
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn parse(json: &js_sys::JsString) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
impl Report {
    /// The whole report as a plain object. It is made piece by piece: as one text it would double the memory.
    pub fn value(&self) -> Result<JsValue, JsValue> {
        let value = self.outline()?;
        js_sys::Reflect::set(&value, &"detections".into(), objects(self.all_findings())?.as_ref())?;
        js_sys::Reflect::set(&value, &"conversations".into(), objects(self.all_rows())?.as_ref())?;
        Ok(value)
    }

    /// The report without its rows and findings, whose lists are empty.
    pub fn outline(&self) -> Result<JsValue, JsValue> {
        js_sys::JSON::parse(&write::compact(&self.report))
    }

    /// What filtering and sorting need of the findings, five columns one behind the other: number of the conversation,
    /// severity from 0 to 3, confidence in percent, and mode and language as places in their [`Report::names`].
    pub fn columns(&self) -> Vec<u32> {
        let column =
            |figure: &dyn Fn(&Finding) -> u32| self.concluded.findings().iter().map(figure).collect::<Vec<u32>>();
        [
            column(&|finding| finding.conversation),
            column(&|finding| finding.severity as u32),
            column(&|finding| (finding.confidence * 100.0).round() as u32),
            column(&|finding| finding.kind.into()),
            column(&|finding| finding.language.into()),
        ]
        .concat()
    }

    /// The names of the modes and languages of findings, as JSON: `{modes, languages}`.
    pub fn names(&self) -> String {
        let modes: Vec<&str> = self.concluded.kinds().iter().map(|kind| &*kind.failure_mode).collect();
        write::compact(&write::Object(&[("modes", &modes), ("languages", &self.concluded.languages())]))
    }

    /// A conversation's row as JSON.
    pub fn row(&self, number: u32) -> js_sys::JsString {
        let ending = self.concluded.verdict(number as usize).ending();
        js_sys::JsString::from(self.rows.get(number)).concat(&ending.into())
    }

    /// A finding as JSON; only those that stand are counted.
    pub fn finding(&self, place: u32) -> js_sys::JsString {
        let number = self.concluded.findings().get(place as usize).map(|finding| finding.number);
        number.map(|number| self.found.get(number)).unwrap_or_default().into()
    }

    /// The words of a finding that a reader may look for.
    pub fn words(&self, place: u32) -> Result<String, JsValue> {
        read::whole(&String::from(self.finding(place))).map(|words: Words| words.lines()).map_err(unreadable)
    }

    /// Gives the report in one of the formats text, json, report, markdown, html, csv, sarif, junit, piece by piece: neither
    /// the memory nor a text could hold one of hundreds of thousands of findings. What `give` throws ends it.
    pub fn render(&self, format: &str, give: &js_sys::Function) -> Result<(), JsValue> {
        let thrown = OnceCell::new();
        report::write(&self.report, self, report_format(format)?, &mut |piece| {
            if thrown.get().is_none()
                && let Err(problem) = give.call1(&JsValue::NULL, &piece.into())
            {
                // It was empty.
                let _ = thrown.set(problem);
            }
        });
        thrown.into_inner().map_or(Ok(()), Err)
    }
}

impl Findings for Report {
    fn count(&self) -> usize {
        self.concluded.findings().len()
    }

    fn gist(&self, place: usize) -> Option<Gist<'_>> {
        let finding = self.concluded.findings().get(place)?;
        let kind = self.concluded.kinds().get(usize::from(finding.kind))?;
        Some(Gist { detector: &kind.detector, severity: finding.severity, confidence: finding.confidence })
    }

    fn show(&self, place: usize, to: &mut dyn FnMut(&Detection, Option<&Row>)) {
        if let Some(finding) = self.concluded.findings().get(place) {
            to(&whole(self.finding(place as u32)), Some(&whole(self.row(finding.conversation))));
        }
    }

    fn rows(&self) -> usize {
        self.rows.length() as usize
    }

    fn show_row(&self, number: usize, to: &mut dyn FnMut(&Row)) {
        to(&whole(self.row(number as u32)));
    }
}

impl Report {
    fn all_rows(&self) -> impl Iterator<Item = js_sys::JsString> {
        (0..self.rows.length()).map(|number| self.row(number))
    }

    fn all_findings(&self) -> impl Iterator<Item = js_sys::JsString> {
        (0..self.concluded.findings().len()).map(|place| self.finding(place as u32))
    }
}

/// Objects of JSON texts.
fn objects(texts: impl Iterator<Item = js_sys::JsString>) -> Result<js_sys::Array, JsValue> {
    texts.map(|text| parse(&text)).collect()
}

/// What a JSON text of this engine was made of.
fn whole<T: Read + Default>(text: js_sys::JsString) -> T {
    read::whole(&String::from(text)).unwrap_or_else(|problem| wasm_bindgen::throw_val(unreadable(problem)))
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
