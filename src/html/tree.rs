//! Builds the tree that a browser makes of `div.innerHTML`, in an arena, without recursion and with bounded work per token.
//!
//! The rules are HTML's tree construction for a fragment in a `div`: what cannot occur there (head, body, frameset and
//! their insertion modes) is left out. The open elements are at most `MAX_DEPTH`, so that every walk along them is short.

mod end;
mod foreign;
mod formatting;
mod insert;
mod open;
mod start;
mod table;

use super::attributes::Attribute;
use super::entities::{self, Place};
use super::names::{
    BLOCK, BREAKOUT, CLOSER, FORMATTING, HEAD, HEADING, IMPLIED, SCOPE, SPECIAL, TABLE_PART, THOROUGH, Tag, VOID,
};
use super::tokenizer::{Raw, TagToken, Token, Tokenizer};

/// Open elements beyond this become siblings: the depth at which Chromium flattens its tree too, and it bounds every walk.
pub const MAX_DEPTH: usize = 512;

/// Nodes of one body; the rest of a body with more, which no person wrote, is not read. They take 48 MB.
const MAX_NODES: usize = 1 << 20;

/// Formatting elements remembered for reopening; mail editors leave a few dozen open at most.
const MAX_FORMATTING: usize = 128;

/// What copies of formatting elements may cost in one body: each costs its node and its source, which is read again.
/// A hostile body has a long list of them reopened at every paragraph; without the copies only styles and links are lost.
const MAX_COPIED: usize = 8 << 20;

/// The cost of a copied node beside its source, in bytes.
const COPY_COST: usize = 64;

/// Equal formatting elements remembered (the specification's "Noah's Ark clause").
const MAX_EQUAL: usize = 3;

/// Rounds of the adoption agency, and of its inner loop before it forgets formatting, as the specification sets them.
const ADOPTION_ROUNDS: usize = 8;
const ADOPTION_KEPT: usize = 3;

/// A node's place in the arena.
pub type Id = u32;

/// No node.
pub const NONE: Id = Id::MAX;

/// The fragment's root, standing for the `div`.
pub const ROOT: Id = 0;

/// A piece of the source, or (beyond its end) of the decoded text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    start: u32,
    length: u32,
}

impl Span {
    /// The span before and from `at`, which lies within it.
    fn split(self, at: usize) -> (Span, Span) {
        let at = u32::try_from(at).unwrap_or(0).min(self.length);
        (Span { length: at, ..self }, Span { start: self.start + at, length: self.length - at })
    }
}

/// The vocabulary of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// Ordinary markup.
    Html,
    /// Inside `svg`.
    Svg,
    /// Inside `math`.
    MathMl,
}

/// An element or a text.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// `Tag::Text` for text.
    pub tag: Tag,
    /// The element's vocabulary.
    pub namespace: Namespace,
    open: bool,
    /// Whether an annotation in MathML says that its content is HTML.
    holds_html: bool,
    /// The text, or the element's name and attributes.
    pub span: Span,
    /// The node around it.
    pub parent: Id,
    /// Its first child.
    pub first: Id,
    last: Id,
    /// Its previous sibling.
    pub previous: Id,
    /// Its next sibling.
    pub next: Id,
}

impl Node {
    const fn new(tag: Tag, namespace: Namespace, span: Span) -> Self {
        let (open, holds_html) = (false, false);
        let (parent, first, last, previous, next) = (NONE, NONE, NONE, NONE, NONE);
        Node { tag, namespace, open, holds_html, span, parent, first, last, previous, next }
    }
}

/// The finished tree; reusable, so that a batch of bodies allocates once.
#[derive(Default)]
pub struct Tree {
    nodes: Vec<Node>,
    decoded: String,
    /// Whether a limit flattened something.
    pub simplified: bool,
    /// Nodes looked at while building, for tests of linear work.
    pub steps: u64,
    open: Vec<Opened>,
    formatting: Vec<Id>,
    templates: Vec<Mode>,
    table_text: Vec<Span>,
}

/// An open element, with what walks along the open ones ask for.
#[derive(Clone, Copy, Debug)]
struct Opened {
    id: Id,
    tag: Tag,
    namespace: Namespace,
}

impl Opened {
    /// The element's tag when it is ordinary markup.
    fn html_tag(self) -> Tag {
        if self.namespace == Namespace::Html { self.tag } else { Tag::Unknown }
    }
}

/// Insertion modes that a fragment in a `div` can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Body,
    Table,
    Caption,
    Columns,
    TableBody,
    Row,
    Cell,
    Template,
}

/// Which elements end the search of "has an element in scope".
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Default,
    ListItem,
    Button,
    Table,
}

/// An entry of the list of active formatting elements that separates what is inside a cell, a caption or an object.
const MARKER: Id = NONE;

impl Tree {
    /// The node at `id`; an empty text outside the tree.
    pub fn node(&self, id: Id) -> &Node {
        const NOWHERE: &Node = &Node::new(Tag::Text, Namespace::Html, Span { start: 0, length: 0 });
        self.nodes.get(id as usize).unwrap_or(NOWHERE)
    }

    /// What a node's span holds, of the source that the tree was built from.
    pub fn text<'a>(&'a self, source: &'a str, span: Span) -> &'a str {
        let (start, length) = (span.start as usize, span.length as usize);
        let (within, start) = match start.checked_sub(source.len()) {
            Some(start) => (self.decoded.as_str(), start),
            None => (source, start),
        };
        within.get(start..start + length).unwrap_or("")
    }

    /// The name of an element as written.
    pub fn name<'a>(&self, source: &'a str, node: &Node) -> &'a str {
        tag_token(source, node).name
    }

    /// The attributes of an element, in order, repeated ones included.
    pub fn attributes<'a>(&self, source: &'a str, node: &Node) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        tag_token(source, node).attributes()
    }

    /// Forgets the last body.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.decoded.clear();
        self.open.clear();
        self.formatting.clear();
        self.templates.clear();
        self.table_text.clear();
        self.simplified = false;
        self.steps = 0;
    }

    /// Builds the tree of `source`, in which carriage returns have become line feeds.
    pub fn build(&mut self, source: &str) {
        self.clear();
        let mut builder = Builder {
            source,
            tokenizer: Tokenizer::new(source),
            tree: self,
            mode: Mode::Body,
            foster: false,
            form: NONE,
            copied: 0,
        };
        let root = builder.create(Tag::Html, Namespace::Html, Span::default());
        builder.push(root);
        builder.run();
    }
}

/// Whether a tag's source has exactly this name.
fn begins_with_name(source: &str, name: &str) -> bool {
    source.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
        && matches!(source.as_bytes().get(name.len()), None | Some(b' ' | b'\t' | b'\n' | b'\x0C' | b'/' | b'>'))
}

/// The tag that an element was made of.
fn tag_token<'a>(source: &'a str, node: &Node) -> TagToken<'a> {
    let start = node.span.start as usize;
    let source = source.get(start..start + node.span.length as usize).unwrap_or("");
    let name = source.find([' ', '\t', '\n', '\x0C', '/', '>']).and_then(|end| source.get(..end)).unwrap_or(source);
    TagToken { tag: node.tag, name, source, self_closing: false }
}

/// Where a node goes: the parent, and the child that it comes before (`NONE` for the end).
type Slot = (Id, Id);

struct Builder<'a, 't> {
    source: &'a str,
    tokenizer: Tokenizer<'a>,
    tree: &'t mut Tree,
    mode: Mode,
    foster: bool,
    form: Id,
    copied: usize,
}

/// Rows and cells between which text and other elements do not belong.
fn is_table_structure(tag: Tag) -> bool {
    matches!(tag, Tag::Table | Tag::Tbody | Tag::Tfoot | Tag::Thead | Tag::Tr)
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\x0C' | b'\r'))
}

impl<'a> Builder<'a, '_> {
    fn run(&mut self) {
        while let Some(token) = self.tokenizer.next(self.is_foreign()) {
            if self.tree.nodes.len() >= MAX_NODES {
                self.tree.simplified = true;
                break;
            }
            match token {
                Token::Text(text) => {
                    let span = self.decoded(text);
                    self.text(span);
                }
                Token::Literal(text) => {
                    let span = self.span(text);
                    self.text(span);
                }
                Token::Start(tag) => {
                    self.settle_table_text();
                    self.start(tag);
                }
                Token::End(tag) => {
                    self.settle_table_text();
                    self.end(tag);
                }
                Token::Comment(_) | Token::Doctype(_) => self.settle_table_text(),
            }
        }
        self.settle_table_text();
    }

    // The arena.

    fn node(&self, id: Id) -> &Node {
        self.tree.node(id)
    }

    fn edit(&mut self, id: Id, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.tree.nodes.get_mut(id as usize) {
            change(node);
        }
    }

    fn create(&mut self, tag: Tag, namespace: Namespace, span: Span) -> Id {
        self.tree.steps += 1;
        let id = Id::try_from(self.tree.nodes.len()).unwrap_or(NONE);
        self.tree.nodes.push(Node::new(tag, namespace, span));
        id
    }

    fn detach(&mut self, id: Id) {
        let Node { parent, previous, next, .. } = *self.node(id);
        if parent == NONE {
            return;
        }
        if previous == NONE {
            self.edit(parent, |node| node.first = next);
        } else {
            self.edit(previous, |node| node.next = next);
        }
        if next == NONE {
            self.edit(parent, |node| node.last = previous);
        } else {
            self.edit(next, |node| node.previous = previous);
        }
        self.edit(id, |node| (node.parent, node.previous, node.next) = (NONE, NONE, NONE));
    }

    fn attach(&mut self, id: Id, (parent, before): Slot) {
        let previous = if before == NONE { self.node(parent).last } else { self.node(before).previous };
        self.edit(id, |node| {
            (node.parent, node.previous, node.next) = (parent, previous, before);
        });
        if previous == NONE {
            self.edit(parent, |node| node.first = id);
        } else {
            self.edit(previous, |node| node.next = id);
        }
        if before == NONE {
            self.edit(parent, |node| node.last = id);
        } else {
            self.edit(before, |node| node.previous = id);
        }
    }

    /// The span of a slice of the source.
    fn span(&self, text: &str) -> Span {
        let start = (text.as_ptr() as usize).wrapping_sub(self.source.as_ptr() as usize);
        Span { start: u32::try_from(start).unwrap_or(0), length: u32::try_from(text.len()).unwrap_or(0) }
    }

    /// The span of a slice of the source with its references decoded.
    fn decoded(&mut self, text: &str) -> Span {
        if memchr::memchr(b'&', text.as_bytes()).is_none() {
            return self.span(text);
        }
        let start = self.tree.decoded.len();
        entities::decode_into(text, Place::Content, &mut self.tree.decoded);
        self.appended(start)
    }

    /// The span of what was appended to the decoded text since `start`.
    fn appended(&self, start: usize) -> Span {
        Span {
            start: u32::try_from(self.source.len() + start).unwrap_or(0),
            length: u32::try_from(self.tree.decoded.len() - start).unwrap_or(0),
        }
    }

    fn slice(&self, span: Span) -> &str {
        self.tree.text(self.source, span)
    }

    /// The span with its NUL characters removed, or replaced.
    fn without_nul(&mut self, span: Span, replacement: &str) -> Span {
        if memchr::memchr(0, self.slice(span).as_bytes()).is_none() {
            return span;
        }
        let cleaned = self.slice(span).replace('\0', replacement);
        let start = self.tree.decoded.len();
        self.tree.decoded.push_str(&cleaned);
        self.appended(start)
    }
}

/// Whether an element is in one of the classes that its own vocabulary has.
fn is_barrier(node: Opened, class: u16) -> bool {
    let svg = matches!(node.tag, Tag::ForeignObject | Tag::Desc | Tag::Title);
    let math = matches!(node.tag, Tag::Mi | Tag::Mo | Tag::Mn | Tag::Ms | Tag::Mtext | Tag::AnnotationXml);
    match node.namespace {
        Namespace::Html => node.tag.is(class) && !math && !matches!(node.tag, Tag::ForeignObject | Tag::Desc),
        Namespace::Svg => svg,
        Namespace::MathMl => math,
    }
}

/// Whether an annotation's content is HTML.
fn says_html(tag: &TagToken<'_>) -> bool {
    tag.attributes().find(|attribute| attribute.name.eq_ignore_ascii_case("encoding")).is_some_and(|encoding| {
        encoding.value.eq_ignore_ascii_case("text/html") || encoding.value.eq_ignore_ascii_case("application/xhtml+xml")
    })
}

fn is_hidden_input(tag: &TagToken<'_>) -> bool {
    tag.attributes()
        .find(|attribute| attribute.name.eq_ignore_ascii_case("type"))
        .is_some_and(|attribute| attribute.value.eq_ignore_ascii_case("hidden"))
}
