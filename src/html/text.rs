//! Walks a fragment's tree and writes what its reader saw, by the steps of `innerText`, with side lists of what has no text.

use super::entities::{self, Place};
use super::names::{Display, Tag};
use super::quoted;
use super::style::{self, Attributes, Blanks, Inherited, Letters};
use super::tree::{Id, NONE, Namespace, Node, ROOT, Tree};
use super::writer::{Edge, Writer};
use super::{Link, Media, MediaKind, Mode, Text};

/// An element whose content is being walked.
struct Open {
    id: Id,
    display: Display,
    inside: Inherited,
    within: Within,
    /// Whether text directly in it is not drawn.
    silent: bool,
    /// Whether it is a closed `details`.
    folded: bool,
    /// Whether it or an element around it is a button.
    in_button: bool,
    /// Where its text begins.
    start: usize,
    link: Option<String>,
    button: bool,
    quoted: Option<quoted::Extent>,
}

/// Elements in which blanks between tags are not text.
fn is_table_structure(tag: Tag) -> bool {
    matches!(tag, Tag::Table | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Tr | Tag::Colgroup)
}

/// What an element makes of its children's displays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Nothing.
    Flow,
    /// Each has a line of its own.
    Flex,
    /// Blocks are boxes in the line.
    Ruby,
    /// Only choices and their groups have lines.
    Select,
}

const AT_THE_ROOT: Inherited = Inherited { blanks: Blanks::Collapse, letters: Letters::Written, visible: true };

/// Walks `tree`, which was built from `source`.
pub fn walk(tree: &Tree, source: &str, mode: Mode) -> Text {
    let mut walk = Walk {
        tree,
        source,
        mode,
        writer: Writer::new(mode, source.len()),
        text: Text { was_html: true, simplified: tree.simplified, ..Text::default() },
        quotes: Vec::new(),
    };
    let mut open = vec![Open {
        id: ROOT,
        display: Display::Inline,
        inside: AT_THE_ROOT,
        within: Within::Flow,
        silent: false,
        folded: false,
        in_button: false,
        start: 0,
        link: None,
        button: false,
        quoted: None,
    }];
    let mut at = tree.node(ROOT).first;
    while let Some(parent) = open.last() {
        if at == NONE {
            if let Some(closed) = open.pop() {
                at = tree.node(closed.id).next;
                walk.leave(closed, open.last().map_or(Within::Flow, |parent| parent.within));
            }
            continue;
        }
        let node = tree.node(at);
        if node.tag == Tag::Text {
            walk.text(node, parent);
            at = node.next;
        } else if let Some(entered) = walk.enter(at, node, parent) {
            open.push(entered);
            at = node.first;
        } else {
            at = node.next;
        }
    }
    walk.finish()
}

struct Walk<'a> {
    tree: &'a Tree,
    source: &'a str,
    mode: Mode,
    writer: Writer,
    text: Text,
    quotes: Vec<quoted::Quote>,
}

impl Within {
    /// What an inline element passes on to its children.
    fn through(self) -> Within {
        if self == Within::Ruby { Within::Ruby } else { Within::Flow }
    }
}

impl Walk<'_> {
    fn text(&mut self, node: Node, parent: &Open) {
        let text = self.tree.text(self.source, node.span);
        let around = self.tree.node(parent.id);
        if is_table_structure(around.tag) && text.trim_ascii().is_empty() {
            return;
        }
        if parent.silent || parent.folded {
            self.text.hidden_chars += visible_chars(text);
            return;
        }
        if !parent.inside.visible {
            self.text.hidden_chars += visible_chars(text);
        }
        self.writer.text(text, parent.inside);
    }

    /// Begins an element; `None` when its content is not walked.
    fn enter(&mut self, id: Id, node: Node, parent: &Open) -> Option<Open> {
        let attributes = Attributes::of(self.tree.attributes(self.source, node));
        let (own, inside) = style::of(node.tag, node.namespace, &attributes, parent.inside, self.mode);
        let html = node.namespace == Namespace::Html;
        let display = match (parent.within, own) {
            _ if parent.folded && !self.is_summary(id) => Display::Hidden,
            (Within::Select, _) if html && node.tag == Tag::Optgroup => Display::Block,
            (Within::Select, _) => Display::Inline,
            (_, Display::Absent) => return None,
            (Within::Ruby, Display::Block | Display::Flex) => Display::InlineBlock,
            (Within::Flex, Display::Inline | Display::InlineBlock) => Display::Block,
            (_, Display::Inline) if self.is_drawing_text(node) => Display::Block,
            _ => own,
        };
        match display {
            Display::Absent | Display::Hidden => {
                self.hide(id);
                return None;
            }
            _ if html && node.tag == Tag::Option => {
                self.choice(id, inside.visible);
                return None;
            }
            Display::Replaced | Display::ReplacedBlock => {
                let block = display == Display::ReplacedBlock;
                self.replaced(node.tag, &attributes, inside.visible, block);
                return None;
            }
            _ => self.border(Edge::Start, node, display, inside, parent.within),
        }
        if node.tag == Tag::Br && display == Display::Inline && parent.within != Within::Select {
            self.writer.line_break(inside.visible);
        }
        if node.tag == Tag::Wbr {
            self.writer.break_opportunity();
        }
        let start = self.writer.out.len();
        if self.mode == Mode::Transcript && node.tag == Tag::Attribute {
            let key = attributes.key.map(|key| format!("{{{key}}}"));
            if let Some(value) = attributes.default.map(str::to_owned).or(key) {
                self.writer.text(&entities::decode(&value, Place::Attribute), inside);
            }
        }
        let button = node.tag == Tag::Button || attributes.has_class("intercom-h2b-button");
        let link = attributes.href.filter(|_| node.tag == Tag::A && node.namespace == Namespace::Html);
        Some(Open {
            id,
            display,
            inside,
            within: match display {
                _ if parent.within == Within::Select => Within::Select,
                Display::Select => Within::Select,
                Display::Flex => Within::Flex,
                Display::Inline if html && node.tag == Tag::Ruby => Within::Ruby,
                Display::Inline => parent.within.through(),
                _ => Within::Flow,
            },
            silent: match (node.namespace, node.tag) {
                (Namespace::Html, Tag::Select | Tag::Template) => true,
                (Namespace::Html, _) => parent.silent,
                // A drawing or a formula shows the text of some of its elements only.
                (_, Tag::Svg | Tag::Math) => true,
                _ => parent.silent && display != Display::Block,
            },
            folded: html && node.tag == Tag::Details && attributes.open.is_none(),
            in_button: parent.in_button || button,
            start,
            link: link.map(|href| entities::decode(href, Place::Attribute).into_owned()),
            button: button && !parent.in_button,
            quoted: quoted::extent(node.tag, &attributes),
        })
    }

    /// What one edge of an element does to the lines.
    fn border(&mut self, edge: Edge, node: Node, display: Display, inside: Inherited, within: Within) {
        // A paragraph owes its blank line even where a style puts it into a line.
        let paragraph = node.tag == Tag::P && node.namespace == Namespace::Html && within != Within::Select;
        match display {
            Display::Block | Display::Flex if !inside.visible => self.writer.block(0),
            _ if paragraph && inside.visible => self.writer.block(2),
            Display::Block | Display::Flex => self.writer.block(1),
            Display::InlineBlock | Display::Select => self.writer.inline_box(edge, inside.visible),
            Display::Cell => self.writer.cell(edge),
            Display::Row | Display::Section => self.writer.edge(),
            // Its quotation marks are drawn, and are no text.
            Display::Inline if node.tag == Tag::Q && within != Within::Select && self.mode == Mode::InnerText => {
                self.writer.replaced(inside.visible);
            }
            _ => {}
        }
    }

    /// Whether an element is a drawing's line of text.
    fn is_drawing_text(&self, node: Node) -> bool {
        node.namespace == Namespace::Svg
            && node.tag == Tag::Unknown
            && self.tree.name(self.source, node).eq_ignore_ascii_case("text")
    }

    /// Whether an element is the first `summary` of its parent.
    fn is_summary(&self, id: Id) -> bool {
        let node = self.tree.node(id);
        if node.tag != Tag::Summary {
            return false;
        }
        let mut before = node.previous;
        while before != NONE {
            let sibling = self.tree.node(before);
            if sibling.tag == Tag::Summary {
                return false;
            }
            before = sibling.previous;
        }
        true
    }

    fn leave(&mut self, open: Open, within: Within) {
        let node = self.tree.node(open.id);
        self.border(Edge::End, node, open.display, open.inside, within);
        let visible = open.inside.visible;
        match open.display {
            Display::Cell if visible && self.followed_by(node.next, Display::Cell) => self.writer.tab(),
            Display::Row if visible => {
                let section = self.tree.node(node.parent);
                if self.followed_by(node.next, Display::Row) || self.rows_follow(section) {
                    self.writer.line_break(true);
                }
            }
            _ => {}
        }
        if open.link.is_none() && !open.button && open.quoted.is_none() {
            return;
        }
        let (start, end) = self.label(open.start);
        if let Some(extent) = open.quoted {
            self.quotes.push((extent, start, end));
        }
        let label = self.writer.out.get(start..end).unwrap_or("");
        if open.button && !label.is_empty() {
            self.text.buttons.push(label.to_owned());
        }
        if let Some(href) = open.link {
            self.text.links.push(Link { href, start, end });
        }
    }

    /// The text since `start` without the blanks at its ends.
    fn label(&self, start: usize) -> (usize, usize) {
        let label = self.writer.out.get(start..).unwrap_or("");
        let trimmed = label.trim_start();
        let start = start + label.len() - trimmed.len();
        (start, start + trimmed.trim_end().len())
    }

    /// Whether one of the siblings from `id` on has this display.
    fn followed_by(&self, id: Id, display: Display) -> bool {
        let mut id = id;
        while id != NONE {
            let node = self.tree.node(id);
            if self.display(node) == display {
                return true;
            }
            id = node.next;
        }
        false
    }

    fn display(&self, node: Node) -> Display {
        if node.tag == Tag::Text {
            return Display::Inline;
        }
        let attributes = Attributes::of(self.tree.attributes(self.source, node));
        style::of(node.tag, node.namespace, &attributes, AT_THE_ROOT, self.mode).0
    }

    /// Whether a later row group of the same table has rows.
    fn rows_follow(&self, section: Node) -> bool {
        let mut id = section.next;
        while id != NONE {
            let node = self.tree.node(id);
            if self.display(node) == Display::Section && self.followed_by(node.first, Display::Row) {
                return true;
            }
            id = node.next;
        }
        false
    }

    /// A box without text.
    fn replaced(&mut self, tag: Tag, attributes: &Attributes<'_>, visible: bool, block: bool) {
        if block {
            self.writer.block(1);
        } else if self.mode == Mode::InnerText || tag == Tag::Input {
            self.writer.replaced(visible);
        }
        let kind = match tag {
            Tag::Img => MediaKind::Image,
            Tag::Video => MediaKind::Video,
            Tag::Audio => MediaKind::Audio,
            Tag::Iframe => MediaKind::Frame,
            Tag::Object | Tag::Embed => MediaKind::Object,
            Tag::Input => {
                let is_button = attributes.kind.is_some_and(|kind| {
                    ["button", "submit", "reset"].iter().any(|name| kind.eq_ignore_ascii_case(name))
                });
                if let Some(value) = attributes.value
                    && is_button
                {
                    self.text.buttons.push(entities::decode(value, Place::Attribute).into_owned());
                }
                return;
            }
            _ => return,
        };
        let value = |value: Option<&str>| entities::decode(value.unwrap_or(""), Place::Attribute).into_owned();
        self.text.images.push(Media {
            kind,
            alt: value(attributes.alt),
            src: value(attributes.src.or(attributes.data)),
        });
    }

    /// Counts the characters of an element that is not shown.
    fn hide(&mut self, id: Id) {
        let skipped = |tag: Tag| matches!(tag.display(), Display::Absent | Display::Replaced);
        let mut hidden = 0;
        self.each_text(id, skipped, |text| hidden += visible_chars(text));
        self.text.hidden_chars += hidden;
    }

    /// A choice shows its bare words on a line, whatever elements and styles it holds.
    fn choice(&mut self, id: Id, visible: bool) {
        let mut words = String::new();
        self.each_text(id, |tag| matches!(tag, Tag::Script | Tag::Template), |text| words.push_str(text));
        self.writer.block(u32::from(visible));
        self.writer.text(&words, Inherited { visible, ..AT_THE_ROOT });
        self.writer.block(u32::from(visible));
    }

    /// Calls `each` for the texts in an element, in order, except in those elements that are `skipped`.
    fn each_text(&self, id: Id, skipped: impl Fn(Tag) -> bool, mut each: impl FnMut(&str)) {
        let mut at = id;
        loop {
            let node = self.tree.node(at);
            if node.tag == Tag::Text {
                each(self.tree.text(self.source, node.span));
            }
            if node.first != NONE && !skipped(node.tag) {
                at = node.first;
                continue;
            }
            while at != id && self.tree.node(at).next == NONE {
                at = self.tree.node(at).parent;
            }
            if at == id {
                return;
            }
            at = self.tree.node(at).next;
        }
    }

    fn finish(self) -> Text {
        let mut text = self.text;
        text.text = self.writer.out;
        if self.mode == Mode::Transcript {
            text.quoted_at = quoted::begin(&text.text, &self.quotes);
        }
        text
    }
}

/// Characters that would show.
fn visible_chars(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace()).count()
}
