//! Turns a message body, HTML or plain, into the text that its reader saw.
//!
//! The body is parsed as a browser parses `div.innerHTML` and walked as a browser computes `innerText`; a transcript
//! then loses what no reader sees. Bodies whose tags nest are read without a tree (`nested`), all others through one (`tree`).
//!
//! Tokenizer and tree are the project's own, by these figures of `npm run bench` (native, one run, 2026): the whole conversion
//! read chat bodies at 111 MB/s and an export's at 307, while html5gum's tokens alone came at 68 and 97, html5ever's tree at
//! 37 and 66. In WebAssembly the whole is 85 KB compressed, of which 31 are allocation, formatting and letter cases, which
//! other modules need too; html5gum's tokenizer adds 46, html5ever with a walk 199, and its work grows with the square of nesting.

pub mod attributes;
pub mod entities;
mod lists;
pub mod names;
mod nested;
mod paragraphs;
mod quoted;
mod rendered;
mod style;
mod text;
pub mod tokenizer;
pub mod tree;
mod writer;

use entities::Place;
pub use lists::Marker;
use std::borrow::Cow;
use text::Walk;
use tree::Tree;

/// Which text is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// What detectors and quotes use: lines trimmed, at most one blank line, invisible characters removed, a blank at
    /// the edges of buttons and fields.
    #[default]
    Transcript,
    /// Exactly what a browser gives as `innerText`.
    InnerText,
}

/// A link and the place of its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address as written, references decoded.
    pub href: String,
    /// Where the label begins, in bytes of the text.
    pub start: usize,
    /// Where the label ends, in bytes of the text.
    pub end: usize,
}

/// What kind of thing stands where there is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// `img`
    Image,
    /// `video`
    Video,
    /// `audio`
    Audio,
    /// `iframe`
    Frame,
    /// `object`, `embed`
    Object,
    /// A card of the messenger, which holds a small app.
    Card,
}

/// Something shown that is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Its description, empty when there is none.
    pub alt: String,
    /// Its address as written, empty when there is none.
    pub src: String,
}

/// A body as its reader saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Links in order.
    pub links: Vec<Link>,
    /// Images and other media in order.
    pub images: Vec<Media>,
    /// Labels of buttons in order.
    pub buttons: Vec<String>,
    /// What stands in front of list items, by lines.
    pub markers: Vec<Marker>,
    /// Characters, blanks not counted, that the markup hides.
    pub hidden_chars: usize,
    /// Whether the body was read as HTML.
    pub was_html: bool,
    /// Whether the body goes beyond a limit: its nesting was flattened, a style or a link lost, or its end not read.
    pub simplified: bool,
}

/// Bodies are read up to this many bytes: offsets are 32 bits wide, in the source and in the decoded text together.
const MAX_BODY: usize = 1 << 30;

/// Converts bodies one after another, reusing its memory.
#[derive(Default)]
pub struct Converter {
    tree: Tree,
    walk: Walk,
    /// A body whose carriage returns are line feeds.
    lines: String,
    /// A text whose references are decoded.
    decoded: String,
}

impl Converter {
    /// The text of a body, which is read as HTML when it has markup or references, or when the mode asks for the browser's answer.
    pub fn convert(&mut self, body: &str, mode: Mode) -> Text {
        let within = body.floor_char_boundary(MAX_BODY);
        let cut = body.get(..within).unwrap_or(body);
        let is_odd = memchr::memchr3(b'\r', b'&', 0, cut.as_bytes()).is_some();
        if mode == Mode::Transcript {
            let text = if is_odd { None } else { paragraphs::transcript(cut) };
            if let Some(text) = text {
                return Text { simplified: cut.len() < body.len(), ..self.walk.whole(text) };
            }
            if !has_markup(body) {
                return self.plain(body);
            }
        }
        let source = if is_odd { line_feeds(cut, &mut self.lines) } else { cut };
        self.tree.clear();
        self.walk.begin(mode);
        // Most bodies have nothing to decode either.
        let decoded = is_odd.then_some(&mut self.decoded);
        if !nested::walk(source, decoded, &mut self.walk) {
            self.tree.build(source);
            self.walk.begin(mode);
            rendered::walk(&self.tree, source, &mut self.walk);
        }
        let mut text = self.walk.finish();
        text.simplified |= self.tree.simplified || cut.len() < body.len();
        text
    }

    /// The text of a body known to be plain: nothing is decoded or taken for markup.
    pub fn plain(&mut self, body: &str) -> Text {
        self.walk.begin(Mode::Transcript);
        self.walk.plain(line_feeds(body, &mut self.lines));
        self.walk.finish()
    }

    /// Where quoted history or a signature begins in the `text` of the body that was converted last, in bytes.
    pub fn quoted_at(&self, text: &str) -> Option<usize> {
        self.walk.quoted_at(text)
    }

    /// Nodes looked at while the last body was parsed: a measure of work that does not depend on the machine.
    pub fn steps(&self) -> u64 {
        self.tree.steps
    }
}

/// The text of a body; see [`Converter::convert`].
pub fn to_text(body: &str, mode: Mode) -> Text {
    Converter::default().convert(body, mode)
}

/// Whether a body begins with a block of markup, as every body of an HTML export does.
pub fn looks_like_html(body: &str) -> bool {
    const OPENINGS: [&str; 14] =
        ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "html", "blockquote", "table"];
    let Some(tag) = body.trim_start().strip_prefix('<') else {
        return false;
    };
    let name = tag.split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or("");
    name.len() < tag.len() && OPENINGS.iter().any(|opening| name.eq_ignore_ascii_case(opening))
}

/// Decodes the references of a name, a title or a subject, once.
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    entities::decode(text, Place::Content)
}

/// Whether anything in a body could be a tag or a reference.
fn has_markup(body: &str) -> bool {
    let bytes = body.as_bytes();
    memchr::memchr2_iter(b'<', b'&', bytes).any(|at| {
        bytes.get(at) == Some(&b'&')
            || bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
    })
}

/// The text with every carriage return, alone or before a line feed, as a line feed; written to `out` where there is one.
fn line_feeds<'a>(text: &'a str, out: &'a mut String) -> &'a str {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    out.clear();
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        let (line, after) = rest.split_at(at);
        out.push_str(line);
        if !after.starts_with("\r\n") {
            out.push('\n');
        }
        rest = after.get(1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}
