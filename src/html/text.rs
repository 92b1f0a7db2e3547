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
    /// Where its text begins.
    start: usize,
    link: Option<String>,
    button: bool,
    quoted: Option<quoted::Extent>,
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
                walk.leave(closed);
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
    quotes: Vec<(quoted::Extent, usize, usize)>,
}

impl Walk<'_> {
    fn text(&mut self, node: Node, parent: &Open) {
        let text = self.tree.text(self.source, node.span);
        if self.is_left_out(NONE, Tag::Text, parent) {
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
        let (display, inside) = style::of(node.tag, node.namespace, &attributes, parent.inside);
        let display = match display {
            Display::Absent => return None,
            _ if self.is_left_out(id, node.tag, parent) => Display::Hidden,
            Display::Inline | Display::InlineBlock if parent.display == Display::Flex => Display::Block,
            _ => display,
        };
        match display {
            Display::Absent | Display::Hidden => {
                self.hide(id);
                return None;
            }
            Display::Replaced | Display::ReplacedBlock => {
                let block = display == Display::ReplacedBlock;
                self.replaced(node.tag, &attributes, inside.visible, block);
                return None;
            }
            _ => self.border(Edge::Start, node, display, inside),
        }
        if node.tag == Tag::Br {
            self.writer.line_break(inside.visible);
        }
        let start = self.writer.out.len();
        if self.mode == Mode::Transcript && node.tag == Tag::Attribute {
            let key = attributes.key.map(|key| format!("{{{key}}}"));
            if let Some(value) = attributes.default.map(str::to_owned).or(key) {
                self.writer.text(&entities::decode(&value, Place::Attribute), inside);
            }
        }
        let link = attributes.href.filter(|_| node.tag == Tag::A && node.namespace == Namespace::Html);
        Some(Open {
            id,
            display,
            inside,
            start,
            link: link.map(|href| entities::decode(href, Place::Attribute).into_owned()),
            button: node.tag == Tag::Button || attributes.has_class("intercom-h2b-button"),
            quoted: quoted::extent(node.tag, &attributes),
        })
    }

    /// What one edge of an element does to the lines.
    fn border(&mut self, edge: Edge, node: Node, display: Display, inside: Inherited) {
        // A paragraph owes its blank line even where a style puts it into a line.
        let paragraph = node.tag == Tag::P && node.namespace == Namespace::Html;
        match display {
            Display::Block | Display::Flex if !inside.visible => self.writer.block(0),
            _ if paragraph && inside.visible => self.writer.block(2),
            Display::Block | Display::Flex => self.writer.block(1),
            Display::InlineBlock | Display::Select => self.writer.inline_box(edge, inside.visible),
            Display::Cell => self.writer.cell(edge),
            Display::Row | Display::Section => self.writer.edge(),
            _ => {}
        }
    }

    /// Whether a child is the folded part of a closed `details`, or in a `select` but no choice.
    fn is_left_out(&self, id: Id, tag: Tag, parent: &Open) -> bool {
        let around = self.tree.node(parent.id);
        if around.namespace != Namespace::Html {
            return false;
        }
        match around.tag {
            Tag::Select => !matches!(tag, Tag::Option | Tag::Optgroup),
            Tag::Details => {
                let attributes = Attributes::of(self.tree.attributes(self.source, around));
                attributes.open.is_none() && !self.is_summary(id)
            }
            _ => false,
        }
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

    fn leave(&mut self, open: Open) {
        let node = self.tree.node(open.id);
        self.border(Edge::End, node, open.display, open.inside);
        match open.display {
            Display::Cell if self.followed_by(node.next, Display::Cell) => self.writer.tab(),
            Display::Row => {
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
            // Its own style may hide it.
            if node.tag.display() == display && self.display(node) == display {
                return true;
            }
            id = node.next;
        }
        false
    }

    fn display(&self, node: Node) -> Display {
        let attributes = Attributes::of(self.tree.attributes(self.source, node));
        style::of(node.tag, node.namespace, &attributes, AT_THE_ROOT).0
    }

    /// Whether a later row group of the same table has rows.
    fn rows_follow(&self, section: Node) -> bool {
        let mut id = section.next;
        while id != NONE {
            let node = self.tree.node(id);
            if node.tag.display() == Display::Section
                && self.display(node) == Display::Section
                && self.followed_by(node.first, Display::Row)
            {
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
        let mut at = id;
        loop {
            let node = self.tree.node(at);
            if node.tag == Tag::Text {
                self.text.hidden_chars += visible_chars(self.tree.text(self.source, node.span));
            }
            let skipped = matches!(node.tag.display(), Display::Absent | Display::Replaced);
            if node.first != NONE && !skipped {
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
