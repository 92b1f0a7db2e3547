//! Builds the tree that a browser makes of `div.innerHTML`, in an arena, without recursion and with bounded work per token.
//!
//! The rules are HTML's tree construction for a fragment in a `div`: what cannot occur there (head, body, frameset and
//! their insertion modes) is left out. The open elements are at most `MAX_DEPTH`, so that every walk along them is short.

use super::entities::{self, Place};
use super::names::{
    BLOCK, BREAKOUT, CLOSER, FORMATTING, HEAD, HEADING, IMPLIED, SCOPE, SPECIAL, TABLE_PART, THOROUGH, Tag, VOID,
};
use super::tokenizer::{Attribute, Raw, TagToken, Token, Tokenizer};

/// Open elements beyond this become siblings: the depth at which Chromium flattens its tree too, and it bounds every walk.
pub const MAX_DEPTH: usize = 512;

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
    pub fn node(&self, id: Id) -> Node {
        self.nodes.get(id as usize).copied().unwrap_or(Node {
            tag: Tag::Text,
            namespace: Namespace::Html,
            open: false,
            holds_html: false,
            span: Span::default(),
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
        })
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
    pub fn name<'a>(&self, source: &'a str, node: Node) -> &'a str {
        tag_token(source, node).name
    }

    /// The attributes of an element, in order, repeated ones included.
    pub fn attributes<'a>(&self, source: &'a str, node: Node) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        tag_token(source, node).attributes()
    }

    /// Builds the tree of `source`, in which carriage returns have become line feeds.
    pub fn build(&mut self, source: &str) {
        self.nodes.clear();
        self.decoded.clear();
        self.open.clear();
        self.formatting.clear();
        self.templates.clear();
        self.table_text.clear();
        self.simplified = false;
        self.steps = 0;
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
fn tag_token(source: &str, node: Node) -> TagToken<'_> {
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

    // --- the arena ---

    fn node(&self, id: Id) -> Node {
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
        self.tree.nodes.push(Node {
            tag,
            namespace,
            open: false,
            holds_html: false,
            span,
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
        });
        id
    }

    fn detach(&mut self, id: Id) {
        let Node { parent, previous, next, .. } = self.node(id);
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

    // --- the open elements ---

    fn current(&self) -> Id {
        self.tree.open.last().map_or(ROOT, |open| open.id)
    }

    fn current_tag(&self) -> Tag {
        self.html_tag(self.current())
    }

    /// The element's tag when it is ordinary markup.
    fn html_tag(&self, id: Id) -> Tag {
        let node = self.node(id);
        match node.namespace {
            Namespace::Html => node.tag,
            _ => Tag::Unknown,
        }
    }

    /// The entry for an element that is now open.
    fn opened(&mut self, id: Id) -> Opened {
        self.edit(id, |node| node.open = true);
        let Node { tag, namespace, .. } = self.node(id);
        Opened { id, tag, namespace }
    }

    fn push(&mut self, id: Id) {
        let opened = self.opened(id);
        self.tree.open.push(opened);
    }

    fn pop(&mut self) -> Id {
        if self.tree.open.len() <= 1 {
            return NONE;
        }
        let id = self.tree.open.pop().map_or(NONE, |open| open.id);
        self.edit(id, |node| node.open = false);
        id
    }

    /// Pops until an element that `last` accepts has been popped.
    fn pop_through(&mut self, last: impl Fn(Tag) -> bool) {
        loop {
            let id = self.pop();
            if id == NONE || last(self.html_tag(id)) {
                return;
            }
        }
    }

    fn pop_through_id(&mut self, last: Id) {
        loop {
            let id = self.pop();
            if id == NONE || id == last {
                return;
            }
        }
    }

    /// Pops until the current node is accepted by `stop` (or is the root).
    fn pop_to(&mut self, stop: impl Fn(Tag) -> bool) {
        while self.tree.open.len() > 1 && !stop(self.current_tag()) {
            self.pop();
        }
    }

    fn position(&self, id: Id) -> Option<usize> {
        self.tree.open.iter().rposition(|open| open.id == id)
    }

    fn remove_open(&mut self, id: Id) {
        if let Some(at) = self.position(id) {
            self.tree.open.remove(at);
            self.edit(id, |node| node.open = false);
        }
    }

    fn in_scope(&mut self, scope: Scope, wanted: impl Fn(Tag) -> bool) -> bool {
        self.find_in_scope(scope, |_, tag| wanted(tag))
    }

    fn find_in_scope(&mut self, scope: Scope, wanted: impl Fn(Id, Tag) -> bool) -> bool {
        let mut steps = 0;
        let mut found = false;
        for &open in self.tree.open.iter().rev() {
            steps += 1;
            let tag = open.html_tag();
            if wanted(open.id, tag) {
                found = true;
                break;
            }
            let ends = match (scope, tag) {
                (Scope::Table, _) => matches!(tag, Tag::Html | Tag::Table | Tag::Template),
                (Scope::ListItem, Tag::Ol | Tag::Ul) | (Scope::Button, Tag::Button) => true,
                _ => is_barrier(open, SCOPE),
            };
            if ends {
                break;
            }
        }
        self.tree.steps += steps;
        found
    }

    fn has(&mut self, scope: Scope, tag: Tag) -> bool {
        self.in_scope(scope, |open| open == tag)
    }

    fn has_template(&self) -> bool {
        !self.tree.templates.is_empty()
    }

    fn close_implied(&mut self, except: Tag) {
        while self.current_tag() != except && self.current_tag().is(IMPLIED) {
            self.pop();
        }
    }

    fn close_paragraph(&mut self) {
        if self.has(Scope::Button, Tag::P) {
            self.close_implied(Tag::P);
            self.pop_through(|tag| tag == Tag::P);
        }
    }

    // --- inserting ---

    /// The appropriate place for inserting a node into `target`.
    fn place(&mut self, target: Id) -> Slot {
        if !self.foster || !is_table_structure(self.html_tag(target)) {
            return (target, NONE);
        }
        let mut above = NONE;
        let mut table = NONE;
        let mut steps = 0;
        for &open in self.tree.open.iter().rev() {
            steps += 1;
            let id = open.id;
            if table != NONE {
                above = id;
                break;
            }
            match open.html_tag() {
                Tag::Template => {
                    self.tree.steps += steps;
                    return (id, NONE);
                }
                Tag::Table => table = id,
                _ => {}
            }
        }
        self.tree.steps += steps;
        match self.node(table).parent {
            _ if table == NONE => (ROOT, NONE),
            NONE => (above, NONE),
            parent => (parent, table),
        }
    }

    fn text(&mut self, span: Span) {
        if self.is_foreign() && !self.is_integration_point() {
            let span = self.without_nul(span, "\u{FFFD}");
            return self.insert_text(span);
        }
        let span = self.without_nul(span, "");
        if span.length == 0 {
            return;
        }
        match self.mode {
            Mode::Table | Mode::TableBody | Mode::Row
                if is_table_structure(self.current_tag()) || self.current_tag() == Tag::Template =>
            {
                self.tree.table_text.push(span);
            }
            Mode::Columns => self.text_in_columns(span),
            _ => self.text_in_body(span),
        }
    }

    /// Text between a table's tags is the table's if all of it is blank; otherwise it moves before the table.
    fn settle_table_text(&mut self) {
        if self.tree.table_text.is_empty() {
            return;
        }
        let spans = std::mem::take(&mut self.tree.table_text);
        let blank = spans.iter().all(|&span| is_blank(self.slice(span)));
        for &span in &spans {
            if blank {
                self.insert_text(span);
            } else {
                self.foster = true;
                self.text_in_body(span);
                self.foster = false;
            }
        }
        self.tree.table_text = spans;
        self.tree.table_text.clear();
    }

    fn text_in_body(&mut self, span: Span) {
        self.reopen_formatting();
        self.insert_text(span);
    }

    /// Between columns only blanks are text; words end the group, or are dropped where there is none to end.
    fn text_in_columns(&mut self, span: Span) {
        const BLANKS: [char; 5] = [' ', '\t', '\n', '\x0C', '\r'];
        let mut rest = span;
        while rest.length > 0 {
            let text = self.slice(rest);
            let (blanks, after) = rest.split(text.len() - text.trim_start_matches(BLANKS).len());
            self.insert_text(blanks);
            if after.length == 0 {
                return;
            }
            if self.leave_columns() {
                return self.text(after);
            }
            let text = self.slice(after);
            rest = after.split(text.find(BLANKS).unwrap_or(text.len())).1;
        }
    }

    fn insert_text(&mut self, span: Span) {
        if span.length == 0 {
            return;
        }
        let place = self.place(self.current());
        let id = self.create(Tag::Text, Namespace::Html, span);
        self.attach(id, place);
    }

    /// Inserts an element at the appropriate place and opens it.
    fn insert(&mut self, tag: &TagToken<'a>, namespace: Namespace) -> Id {
        let span = self.span(tag.source);
        self.insert_span(tag.tag, namespace, span)
    }

    fn insert_span(&mut self, tag: Tag, namespace: Namespace, span: Span) -> Id {
        if self.tree.open.len() >= MAX_DEPTH {
            self.tree.simplified = true;
            self.pop();
        }
        let place = self.place(self.current());
        let id = self.create(tag, namespace, span);
        self.attach(id, place);
        self.push(id);
        id
    }

    fn insert_html(&mut self, tag: &TagToken<'a>) -> Id {
        self.insert(tag, Namespace::Html)
    }

    fn insert_void(&mut self, tag: &TagToken<'a>) {
        self.insert_html(tag);
        self.pop();
    }

    /// Inserts an element that no tag was written for.
    fn insert_implied(&mut self, tag: Tag) {
        self.insert_span(tag, Namespace::Html, Span::default());
    }

    /// Inserts an element with its raw content; its end tag comes next and closes it.
    fn insert_raw(&mut self, tag: &TagToken<'a>, raw: Raw) {
        self.insert_html(tag);
        if tag.tag == Tag::Textarea {
            self.tokenizer.skip_line_feed();
        }
        let content = self.tokenizer.raw(raw, tag.name);
        let span = if raw == Raw::Rcdata { self.decoded(content) } else { self.span(content) };
        let span = self.without_nul(span, "\u{FFFD}");
        // Text goes into the element itself, wherever the element went.
        self.insert_text(span);
        // The end tag, unless the source ends first or inside it.
        self.tokenizer.next(false);
        self.pop();
    }

    // --- formatting elements ---

    fn push_formatting(&mut self, id: Id) {
        let added = self.node(id);
        let mut equal = 0;
        let mut earliest = None;
        for (at, &other) in self.tree.formatting.iter().enumerate().rev() {
            self.tree.steps += 1;
            if other == MARKER {
                break;
            }
            if self.same_formatting(self.node(other), added) {
                equal += 1;
                earliest = Some(at);
            }
        }
        if let Some(at) = earliest
            && equal >= MAX_EQUAL
        {
            self.tree.formatting.remove(at);
        }
        if self.tree.formatting.len() >= MAX_FORMATTING {
            self.tree.simplified = true;
            self.tree.formatting.remove(0);
        }
        self.tree.formatting.push(id);
    }

    /// Whether two formatting elements have the same name and attributes, by their source: one written otherwise is
    /// remembered once more, which changes no text.
    fn same_formatting(&self, one: Node, other: Node) -> bool {
        let attributes = |node: Node| {
            let tag = tag_token(self.source, node);
            tag.source.get(tag.name.len()..).unwrap_or("").trim_end_matches([' ', '/'])
        };
        one.tag == other.tag && attributes(one) == attributes(other)
    }

    fn push_marker(&mut self) {
        self.tree.formatting.push(MARKER);
    }

    fn clear_to_marker(&mut self) {
        while self.tree.formatting.pop().is_some_and(|entry| entry != MARKER) {}
    }

    fn forget_formatting(&mut self, id: Id) {
        self.tree.formatting.retain(|&entry| entry != id);
    }

    /// The last formatting element of that name after the last marker.
    fn last_formatting(&self, tag: Tag) -> Option<Id> {
        let after = self.tree.formatting.iter().rev().take_while(|entry| **entry != MARKER);
        after.copied().find(|&id| self.node(id).tag == tag)
    }

    /// Reconstructs the active formatting elements.
    fn reopen_formatting(&mut self) {
        let closed = |entry: &Id| *entry != MARKER && !self.node(*entry).open;
        if !self.tree.formatting.last().is_some_and(closed) {
            return;
        }
        let first = self.tree.formatting.iter().rposition(|entry| !closed(entry)).map_or(0, |at| at + 1);
        for at in first..self.tree.formatting.len() {
            let Some(&entry) = self.tree.formatting.get(at) else {
                return;
            };
            if !self.may_copy(entry) {
                return;
            }
            let node = self.node(entry);
            let id = self.insert_span(node.tag, Namespace::Html, node.span);
            if let Some(entry) = self.tree.formatting.get_mut(at) {
                *entry = id;
            }
        }
    }

    /// The adoption agency algorithm: closes a formatting element that other elements were opened in.
    fn adopt(&mut self, tag: &TagToken<'a>) {
        let current = self.current();
        if self.current_tag() == tag.tag && !self.tree.formatting.contains(&current) {
            self.pop();
            return;
        }
        for _ in 0..ADOPTION_ROUNDS {
            let Some(formatting) = self.last_formatting(tag.tag) else {
                return self.end_any_other(tag);
            };
            let Some(position) = self.position(formatting) else {
                return self.forget_formatting(formatting);
            };
            if !self.find_in_scope(Scope::Default, |id, _| id == formatting) {
                return;
            }
            let above = self.tree.open.get(position + 1..).unwrap_or(&[]);
            let special = above.iter().position(|&open| is_barrier(open, SPECIAL));
            self.tree.steps += above.len() as u64;
            let Some(special) = special else {
                self.pop_through_id(formatting);
                return self.forget_formatting(formatting);
            };
            if !self.may_copy(formatting) {
                self.pop_through_id(formatting);
                return self.forget_formatting(formatting);
            }
            self.adopt_round(formatting, position, position + 1 + special);
        }
    }

    /// One round: `position` and `furthest` are the places of the formatting element and of the furthest block.
    fn adopt_round(&mut self, formatting: Id, position: usize, furthest: usize) {
        let place_of = |builder: &Self, id: Id| builder.tree.formatting.iter().rposition(|&entry| entry == id);
        let open = |builder: &Self, at: usize| builder.tree.open.get(at).map_or(ROOT, |open| open.id);
        let ancestor = open(self, position.saturating_sub(1));
        let block = open(self, furthest);
        let mut bookmark = place_of(self, formatting).unwrap_or(0);
        let mut block_at = furthest;
        let mut last = block;
        let mut kept = 0;
        for at in (position + 1..furthest).rev() {
            self.tree.steps += 1;
            kept += 1;
            let node = open(self, at);
            let mut entry = place_of(self, node);
            if kept > ADOPTION_KEPT
                && let Some(forgotten) = entry.take()
            {
                self.tree.formatting.remove(forgotten);
                bookmark -= usize::from(forgotten < bookmark);
            }
            let Some(entry) = entry else {
                self.tree.open.remove(at);
                self.edit(node, |node| node.open = false);
                block_at -= 1;
                continue;
            };
            let copy = self.copy(node);
            self.replace(entry, at, copy);
            self.edit(node, |node| node.open = false);
            if last == block {
                bookmark = entry + 1;
            }
            self.detach(last);
            self.attach(last, (copy, NONE));
            last = copy;
        }
        self.detach(last);
        let place = self.place(ancestor);
        self.attach(last, place);
        let copy = self.copy(formatting);
        self.adopt_children(block, copy);
        self.attach(copy, (block, NONE));
        if let Some(at) = place_of(self, formatting) {
            self.tree.formatting.remove(at);
            bookmark -= usize::from(at < bookmark);
        }
        let bookmark = bookmark.min(self.tree.formatting.len());
        self.tree.formatting.insert(bookmark, copy);
        self.remove_open(formatting);
        let opened = self.opened(copy);
        self.tree.open.insert(block_at.min(self.tree.open.len()), opened);
    }

    /// Whether one more copy is within the limit, of which it then takes its part.
    fn may_copy(&mut self, id: Id) -> bool {
        let cost = COPY_COST + self.node(id).span.length as usize;
        if self.copied + cost > MAX_COPIED {
            self.tree.simplified = true;
            return false;
        }
        self.copied += cost;
        true
    }

    fn copy(&mut self, id: Id) -> Id {
        let node = self.node(id);
        self.create(node.tag, node.namespace, node.span)
    }

    /// Puts `copy` where an element stood among the formatting and the open ones.
    fn replace(&mut self, entry: usize, at: usize, copy: Id) {
        if let Some(slot) = self.tree.formatting.get_mut(entry) {
            *slot = copy;
        }
        let opened = self.opened(copy);
        if let Some(slot) = self.tree.open.get_mut(at) {
            *slot = opened;
        }
    }

    /// Moves all children of `from` into the empty element `to`.
    fn adopt_children(&mut self, from: Id, to: Id) {
        let Node { first, last, .. } = self.node(from);
        let mut child = first;
        while child != NONE {
            self.tree.steps += 1;
            self.edit(child, |node| node.parent = to);
            child = self.node(child).next;
        }
        self.edit(to, |node| (node.first, node.last) = (first, last));
        self.edit(from, |node| (node.first, node.last) = (NONE, NONE));
    }

    // --- start tags ---

    fn start(&mut self, tag: TagToken<'a>) {
        if self.starts_foreign(&tag) {
            return self.start_foreign(tag);
        }
        self.start_in(self.mode, tag);
    }

    fn start_in(&mut self, mode: Mode, tag: TagToken<'a>) {
        match mode {
            Mode::Body => self.start_in_body(tag),
            Mode::Table => self.start_in_table(tag),
            Mode::Caption => match tag.tag {
                Tag::Caption
                | Tag::Col
                | Tag::Colgroup
                | Tag::Tbody
                | Tag::Td
                | Tag::Tfoot
                | Tag::Th
                | Tag::Thead
                | Tag::Tr => {
                    if self.close_caption() {
                        self.start(tag);
                    }
                }
                _ => self.start_in_body(tag),
            },
            Mode::Columns => match tag.tag {
                Tag::Html => {}
                Tag::Col => self.insert_void(&tag),
                Tag::Template => self.start_in_head(tag),
                _ => {
                    if self.leave_columns() {
                        self.start(tag);
                    }
                }
            },
            Mode::TableBody => match tag.tag {
                Tag::Tr => {
                    self.clear_to_table_body();
                    self.insert_html(&tag);
                    self.mode = Mode::Row;
                }
                Tag::Th | Tag::Td => {
                    self.clear_to_table_body();
                    self.insert_implied(Tag::Tr);
                    self.mode = Mode::Row;
                    self.start(tag);
                }
                Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Tbody | Tag::Tfoot | Tag::Thead => {
                    if self.close_table_body() {
                        self.start(tag);
                    }
                }
                _ => self.start_in_table(tag),
            },
            Mode::Row => match tag.tag {
                Tag::Th | Tag::Td => {
                    self.clear_to_row();
                    self.insert_html(&tag);
                    self.mode = Mode::Cell;
                    self.push_marker();
                }
                Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Tbody | Tag::Tfoot | Tag::Thead | Tag::Tr => {
                    if self.close_row() {
                        self.start(tag);
                    }
                }
                _ => self.start_in_table(tag),
            },
            Mode::Cell => match tag.tag {
                Tag::Caption
                | Tag::Col
                | Tag::Colgroup
                | Tag::Tbody
                | Tag::Td
                | Tag::Tfoot
                | Tag::Th
                | Tag::Thead
                | Tag::Tr => {
                    if self.in_scope(Scope::Table, |tag| matches!(tag, Tag::Td | Tag::Th)) {
                        self.close_cell();
                        self.start(tag);
                    }
                }
                _ => self.start_in_body(tag),
            },
            Mode::Template => {
                let mode = match tag.tag {
                    name if name.is(HEAD) => return self.start_in_head(tag),
                    Tag::Caption | Tag::Colgroup | Tag::Tbody | Tag::Tfoot | Tag::Thead => Mode::Table,
                    Tag::Col => Mode::Columns,
                    Tag::Tr => Mode::TableBody,
                    Tag::Td | Tag::Th => Mode::Row,
                    _ => Mode::Body,
                };
                self.tree.templates.pop();
                self.tree.templates.push(mode);
                self.mode = mode;
                self.start(tag);
            }
        }
    }

    fn start_in_head(&mut self, tag: TagToken<'a>) {
        match tag.tag {
            Tag::Title => self.insert_raw(&tag, Raw::Rcdata),
            Tag::Style | Tag::Noframes => self.insert_raw(&tag, Raw::Rawtext),
            Tag::Script => self.insert_raw(&tag, Raw::Script),
            Tag::Template => {
                if self.tree.templates.len() >= MAX_DEPTH {
                    self.tree.simplified = true;
                    return;
                }
                self.insert_html(&tag);
                self.push_marker();
                self.mode = Mode::Template;
                self.tree.templates.push(Mode::Template);
            }
            _ => self.insert_void(&tag),
        }
    }

    fn start_in_body(&mut self, tag: TagToken<'a>) {
        match tag.tag {
            Tag::Html | Tag::Body | Tag::Frameset => {}
            name if name.is(TABLE_PART) => {}
            name if name.is(HEAD) => self.start_in_head(tag),
            name if name.is(BLOCK) => {
                self.close_paragraph();
                self.insert_html(&tag);
            }
            name if name.is(HEADING) => {
                self.close_paragraph();
                if self.current_tag().is(HEADING) {
                    self.pop();
                }
                self.insert_html(&tag);
            }
            Tag::Pre | Tag::Listing => {
                self.close_paragraph();
                self.insert_html(&tag);
                self.tokenizer.skip_line_feed();
            }
            Tag::Form => {
                if self.form == NONE || self.has_template() {
                    self.close_paragraph();
                    let form = self.insert_html(&tag);
                    if !self.has_template() {
                        self.form = form;
                    }
                }
            }
            Tag::Li | Tag::Dd | Tag::Dt => self.start_item(tag),
            Tag::Plaintext => {
                self.close_paragraph();
                self.insert_html(&tag);
                let content = self.tokenizer.raw(Raw::Plaintext, tag.name);
                let span = self.span(content);
                let span = self.without_nul(span, "\u{FFFD}");
                if span.length > 0 {
                    self.text_in_body(span);
                }
            }
            Tag::Button => {
                if self.has(Scope::Default, Tag::Button) {
                    self.close_implied(Tag::Unknown);
                    self.pop_through(|tag| tag == Tag::Button);
                }
                self.reopen_formatting();
                self.insert_html(&tag);
            }
            Tag::A => {
                if let Some(open) = self.last_formatting(Tag::A) {
                    self.adopt(&tag);
                    self.forget_formatting(open);
                    self.remove_open(open);
                }
                self.start_formatting(&tag);
            }
            Tag::Nobr => {
                self.reopen_formatting();
                if self.has(Scope::Default, Tag::Nobr) {
                    self.adopt(&tag);
                }
                self.start_formatting(&tag);
            }
            name if name.is(FORMATTING) => self.start_formatting(&tag),
            Tag::Applet | Tag::Marquee | Tag::Object => {
                self.reopen_formatting();
                self.insert_html(&tag);
                self.push_marker();
            }
            Tag::Table => {
                self.close_paragraph();
                self.insert_html(&tag);
                self.mode = Mode::Table;
            }
            name if name.is(VOID) => {
                self.reopen_formatting();
                self.insert_void(&tag);
            }
            Tag::Input => {
                if self.has(Scope::Default, Tag::Select) {
                    self.pop_through(|tag| tag == Tag::Select);
                }
                self.reopen_formatting();
                self.insert_void(&tag);
            }
            Tag::Param | Tag::Source | Tag::Track => self.insert_void(&tag),
            Tag::Hr => {
                self.close_paragraph();
                if self.has(Scope::Default, Tag::Select) {
                    self.close_implied(Tag::Unknown);
                }
                self.insert_void(&tag);
            }
            Tag::Image => self.start_in_body(TagToken { tag: Tag::Img, ..tag }),
            Tag::Textarea => self.insert_raw(&tag, Raw::Rcdata),
            Tag::Xmp => {
                self.close_paragraph();
                self.reopen_formatting();
                self.insert_raw(&tag, Raw::Rawtext);
            }
            Tag::Iframe | Tag::Noembed | Tag::Noscript => self.insert_raw(&tag, Raw::Rawtext),
            // A second one only closes the first.
            Tag::Select if self.has(Scope::Default, Tag::Select) => {
                self.pop_through(|tag| tag == Tag::Select);
            }
            Tag::Option | Tag::Optgroup => {
                if self.has(Scope::Default, Tag::Select) {
                    let kept = if tag.tag == Tag::Option { Tag::Optgroup } else { Tag::Unknown };
                    self.close_implied(kept);
                } else if self.current_tag() == Tag::Option {
                    self.pop();
                }
                self.reopen_formatting();
                self.insert_html(&tag);
            }
            Tag::Rb | Tag::Rtc | Tag::Rp | Tag::Rt => {
                if self.has(Scope::Default, Tag::Ruby) {
                    let kept = if matches!(tag.tag, Tag::Rp | Tag::Rt) { Tag::Rtc } else { Tag::Unknown };
                    self.close_implied(kept);
                }
                self.insert_html(&tag);
            }
            Tag::Math | Tag::Svg => {
                self.reopen_formatting();
                let namespace = if tag.tag == Tag::Svg { Namespace::Svg } else { Namespace::MathMl };
                self.insert(&tag, namespace);
                if tag.self_closing {
                    self.pop();
                }
            }
            _ => {
                self.reopen_formatting();
                self.insert_html(&tag);
            }
        }
    }

    fn start_formatting(&mut self, tag: &TagToken<'a>) {
        self.reopen_formatting();
        let id = self.insert_html(tag);
        self.push_formatting(id);
    }

    fn start_item(&mut self, tag: TagToken<'a>) {
        let closes = |open: Tag| match tag.tag {
            Tag::Li => open == Tag::Li,
            _ => matches!(open, Tag::Dd | Tag::Dt),
        };
        let mut found = None;
        for &open in self.tree.open.iter().rev() {
            self.tree.steps += 1;
            let name = open.html_tag();
            if closes(name) {
                found = Some(name);
                break;
            }
            if is_barrier(open, SPECIAL) && !matches!(name, Tag::Address | Tag::Div | Tag::P) {
                break;
            }
        }
        if let Some(open) = found {
            self.close_implied(open);
            self.pop_through(|tag| tag == open);
        }
        self.close_paragraph();
        self.insert_html(&tag);
    }

    fn start_in_table(&mut self, tag: TagToken<'a>) {
        match tag.tag {
            Tag::Caption => {
                self.clear_to_table();
                self.push_marker();
                self.insert_html(&tag);
                self.mode = Mode::Caption;
            }
            Tag::Colgroup => {
                self.clear_to_table();
                self.insert_html(&tag);
                self.mode = Mode::Columns;
            }
            Tag::Col => {
                self.clear_to_table();
                self.insert_implied(Tag::Colgroup);
                self.mode = Mode::Columns;
                self.start(tag);
            }
            Tag::Tbody | Tag::Tfoot | Tag::Thead => {
                self.clear_to_table();
                self.insert_html(&tag);
                self.mode = Mode::TableBody;
            }
            Tag::Td | Tag::Th | Tag::Tr => {
                self.clear_to_table();
                self.insert_implied(Tag::Tbody);
                self.mode = Mode::TableBody;
                self.start(tag);
            }
            Tag::Table => {
                if self.has(Scope::Table, Tag::Table) {
                    self.pop_through(|tag| tag == Tag::Table);
                    self.reset_mode();
                    self.start(tag);
                }
            }
            Tag::Style | Tag::Script | Tag::Template => self.start_in_head(tag),
            Tag::Input if is_hidden_input(&tag) => self.insert_void(&tag),
            Tag::Form => {
                if self.form == NONE && !self.has_template() {
                    self.form = self.insert_html(&tag);
                    self.pop();
                }
            }
            _ => {
                self.foster = true;
                self.start_in_body(tag);
                self.foster = false;
            }
        }
    }

    // --- end tags ---

    fn end(&mut self, tag: TagToken<'a>) {
        if self.is_foreign() {
            return self.end_foreign(tag);
        }
        self.end_in(self.mode, tag);
    }

    fn end_in(&mut self, mode: Mode, tag: TagToken<'a>) {
        match (mode, tag.tag) {
            (_, Tag::Template) => self.end_template(),
            (Mode::Body, _) => self.end_in_body(tag),
            (Mode::Template, _) => {}
            (Mode::Table, Tag::Table) => {
                if self.has(Scope::Table, Tag::Table) {
                    self.pop_through(|tag| tag == Tag::Table);
                    self.reset_mode();
                }
            }
            (Mode::Caption, Tag::Caption) => {
                self.close_caption();
            }
            (Mode::Caption, Tag::Table) => {
                if self.close_caption() {
                    self.end(tag);
                }
            }
            (Mode::Columns, Tag::Colgroup) => {
                self.leave_columns();
            }
            (Mode::Columns, Tag::Col) => {}
            (Mode::Columns, _) => {
                if self.leave_columns() {
                    self.end(tag);
                }
            }
            (Mode::TableBody, Tag::Tbody | Tag::Tfoot | Tag::Thead) => {
                if self.has(Scope::Table, tag.tag) {
                    self.clear_to_table_body();
                    self.pop();
                    self.mode = Mode::Table;
                }
            }
            (Mode::TableBody, Tag::Table) => {
                if self.close_table_body() {
                    self.end(tag);
                }
            }
            (Mode::Row, Tag::Tr) => {
                self.close_row();
            }
            (Mode::Row, Tag::Table) => {
                if self.close_row() {
                    self.end(tag);
                }
            }
            (Mode::Row, Tag::Tbody | Tag::Tfoot | Tag::Thead) => {
                if self.has(Scope::Table, tag.tag) && self.close_row() {
                    self.end(tag);
                }
            }
            (Mode::Cell, Tag::Td | Tag::Th) => {
                if self.has(Scope::Table, tag.tag) {
                    self.close_implied(Tag::Unknown);
                    self.pop_through(|open| open == tag.tag);
                    self.clear_to_marker();
                    self.mode = Mode::Row;
                }
            }
            (Mode::Cell, Tag::Table | Tag::Tbody | Tag::Tfoot | Tag::Thead | Tag::Tr) => {
                if self.has(Scope::Table, tag.tag) {
                    self.close_cell();
                    self.end(tag);
                }
            }
            // What the table's own modes ignore.
            (
                Mode::Table | Mode::Caption | Mode::TableBody | Mode::Row | Mode::Cell,
                Tag::Body | Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Html,
            ) => {}
            (Mode::Table | Mode::Caption, Tag::Tbody | Tag::Td | Tag::Tfoot | Tag::Th | Tag::Thead | Tag::Tr) => {}
            (Mode::TableBody, Tag::Td | Tag::Th | Tag::Tr) | (Mode::Row, Tag::Td | Tag::Th) => {}
            (Mode::Caption | Mode::Cell, _) => self.end_in_body(tag),
            (Mode::Table | Mode::TableBody | Mode::Row, _) => {
                self.foster = true;
                self.end_in_body(tag);
                self.foster = false;
            }
        }
    }

    fn end_in_body(&mut self, tag: TagToken<'a>) {
        match tag.tag {
            Tag::Body | Tag::Html => {}
            name if name.is(CLOSER) => {
                if self.has(Scope::Default, name) {
                    self.close_implied(Tag::Unknown);
                    self.pop_through(|open| open == name);
                }
            }
            Tag::Form => self.end_form(),
            Tag::P => {
                if !self.has(Scope::Button, Tag::P) {
                    self.insert_implied(Tag::P);
                }
                self.close_paragraph();
            }
            Tag::Li => {
                if self.has(Scope::ListItem, Tag::Li) {
                    self.close_implied(Tag::Li);
                    self.pop_through(|open| open == Tag::Li);
                }
            }
            name @ (Tag::Dd | Tag::Dt) => {
                if self.has(Scope::Default, name) {
                    self.close_implied(name);
                    self.pop_through(|open| open == name);
                }
            }
            name if name.is(HEADING) => {
                if self.in_scope(Scope::Default, |open| open.is(HEADING)) {
                    self.close_implied(Tag::Unknown);
                    self.pop_through(|open| open.is(HEADING));
                }
            }
            name if name.is(FORMATTING) => self.adopt(&tag),
            name @ (Tag::Applet | Tag::Marquee | Tag::Object) => {
                if self.has(Scope::Default, name) {
                    self.close_implied(Tag::Unknown);
                    self.pop_through(|open| open == name);
                    self.clear_to_marker();
                }
            }
            Tag::Br => {
                self.reopen_formatting();
                self.insert_implied(Tag::Br);
                self.pop();
            }
            _ => self.end_any_other(&tag),
        }
    }

    fn end_form(&mut self) {
        if self.has_template() {
            if self.has(Scope::Default, Tag::Form) {
                self.close_implied(Tag::Unknown);
                self.pop_through(|open| open == Tag::Form);
            }
            return;
        }
        let form = std::mem::replace(&mut self.form, NONE);
        if form != NONE && self.find_in_scope(Scope::Default, |id, _| id == form) {
            self.close_implied(Tag::Unknown);
            self.remove_open(form);
        }
    }

    fn end_any_other(&mut self, tag: &TagToken<'a>) {
        let mut found = NONE;
        let mut steps = 0;
        for &open in self.tree.open.iter().rev() {
            steps += 1;
            if open.namespace == Namespace::Html && self.is_named(open, tag) {
                found = open.id;
                break;
            }
            if is_barrier(open, SPECIAL) {
                break;
            }
        }
        self.tree.steps += steps;
        if found != NONE {
            self.close_implied(tag.tag);
            self.pop_through_id(found);
        }
    }

    /// Whether an element has the name that a tag has.
    fn is_named(&self, open: Opened, tag: &TagToken<'a>) -> bool {
        open.tag == tag.tag
            && (tag.tag != Tag::Unknown || begins_with_name(self.slice(self.node(open.id).span), tag.name))
    }

    fn end_template(&mut self) {
        if !self.has_template() {
            return;
        }
        while self.current_tag().is(IMPLIED | THOROUGH) {
            self.pop();
        }
        self.pop_through(|tag| tag == Tag::Template);
        self.clear_to_marker();
        self.tree.templates.pop();
        self.reset_mode();
    }

    // --- tables ---

    fn clear_to_table(&mut self) {
        self.pop_to(|tag| matches!(tag, Tag::Table | Tag::Template | Tag::Html));
    }

    fn clear_to_table_body(&mut self) {
        self.pop_to(|tag| matches!(tag, Tag::Tbody | Tag::Tfoot | Tag::Thead | Tag::Template | Tag::Html));
    }

    fn clear_to_row(&mut self) {
        self.pop_to(|tag| matches!(tag, Tag::Tr | Tag::Template | Tag::Html));
    }

    fn close_caption(&mut self) -> bool {
        let open = self.has(Scope::Table, Tag::Caption);
        if open {
            self.close_implied(Tag::Unknown);
            self.pop_through(|tag| tag == Tag::Caption);
            self.clear_to_marker();
            self.mode = Mode::Table;
        }
        open
    }

    fn leave_columns(&mut self) -> bool {
        let open = self.current_tag() == Tag::Colgroup;
        if open {
            self.pop();
            self.mode = Mode::Table;
        }
        open
    }

    fn close_table_body(&mut self) -> bool {
        let open = self.in_scope(Scope::Table, |tag| matches!(tag, Tag::Tbody | Tag::Tfoot | Tag::Thead));
        if open {
            self.clear_to_table_body();
            self.pop();
            self.mode = Mode::Table;
        }
        open
    }

    fn close_row(&mut self) -> bool {
        let open = self.has(Scope::Table, Tag::Tr);
        if open {
            self.clear_to_row();
            self.pop();
            self.mode = Mode::TableBody;
        }
        open
    }

    fn close_cell(&mut self) {
        self.close_implied(Tag::Unknown);
        self.pop_through(|tag| matches!(tag, Tag::Td | Tag::Th));
        self.clear_to_marker();
        self.mode = Mode::Row;
    }

    fn reset_mode(&mut self) {
        self.mode = Mode::Body;
        for &open in self.tree.open.iter().rev() {
            self.tree.steps += 1;
            self.mode = match open.html_tag() {
                Tag::Td | Tag::Th => Mode::Cell,
                Tag::Tr => Mode::Row,
                Tag::Tbody | Tag::Thead | Tag::Tfoot => Mode::TableBody,
                Tag::Caption => Mode::Caption,
                Tag::Colgroup => Mode::Columns,
                Tag::Table => Mode::Table,
                Tag::Template => self.tree.templates.last().copied().unwrap_or(Mode::Body),
                _ => continue,
            };
            return;
        }
    }

    // --- SVG and MathML ---

    fn is_foreign(&self) -> bool {
        self.node(self.current()).namespace != Namespace::Html
    }

    /// Whether text is HTML's in the current element.
    fn is_integration_point(&self) -> bool {
        let node = self.node(self.current());
        match (node.namespace, node.tag) {
            (Namespace::MathMl, Tag::Mi | Tag::Mo | Tag::Mn | Tag::Ms | Tag::Mtext) => true,
            _ => Self::is_html_integration_point(node),
        }
    }

    fn is_html_integration_point(node: Node) -> bool {
        match (node.namespace, node.tag) {
            (Namespace::Svg, Tag::ForeignObject | Tag::Desc | Tag::Title) => true,
            (Namespace::MathMl, Tag::AnnotationXml) => node.holds_html,
            _ => false,
        }
    }

    /// Whether a start tag is read by the rules for foreign content.
    fn starts_foreign(&self, tag: &TagToken<'a>) -> bool {
        let node = self.node(self.current());
        match (node.namespace, node.tag) {
            (Namespace::Html, _) => false,
            (Namespace::MathMl, Tag::Mi | Tag::Mo | Tag::Mn | Tag::Ms | Tag::Mtext) => {
                matches!(tag.tag, Tag::Mglyph | Tag::Malignmark)
            }
            (Namespace::MathMl, Tag::AnnotationXml) if tag.tag == Tag::Svg => false,
            _ => !Self::is_html_integration_point(node),
        }
    }

    fn start_foreign(&mut self, tag: TagToken<'a>) {
        let styles = |name: &str| ["color", "face", "size"].iter().any(|style| name.eq_ignore_ascii_case(style));
        let leaves =
            tag.tag.is(BREAKOUT) || tag.tag == Tag::Font && tag.attributes().any(|attribute| styles(attribute.name));
        if leaves {
            self.leave_foreign();
            return self.start_in(self.mode, tag);
        }
        let namespace = self.node(self.current()).namespace;
        let id = self.insert(&tag, namespace);
        if tag.tag == Tag::AnnotationXml {
            let holds_html = says_html(&tag);
            self.edit(id, |node| node.holds_html = holds_html);
        }
        if tag.self_closing {
            self.pop();
        }
    }

    fn leave_foreign(&mut self) {
        while self.is_foreign() && !self.is_integration_point() {
            self.pop();
        }
    }

    fn end_foreign(&mut self, tag: TagToken<'a>) {
        if matches!(tag.tag, Tag::Br | Tag::P) {
            self.leave_foreign();
            return self.end_in(self.mode, tag);
        }
        let mut found = NONE;
        for &open in self.tree.open.iter().skip(1).rev() {
            self.tree.steps += 1;
            if open.namespace == Namespace::Html {
                return self.end_in(self.mode, tag);
            }
            if self.is_named(open, &tag) {
                found = open.id;
                break;
            }
        }
        if found != NONE {
            self.pop_through_id(found);
        }
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
