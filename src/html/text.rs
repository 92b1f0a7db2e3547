//! Writes what a reader saw of elements and texts as they come, by the steps of `innerText`, with side lists of what has no text.

use super::attributes::Known;
use super::entities::{self, Place};
use super::lists::{self, Lists};
use super::names::{Display, PLAIN, Tag};
use super::quoted;
use super::style::{self, Blanks, Inherited, Letters};
use super::tree::Namespace;
use super::writer::{Edge, Writer};
use super::{Link, Media, MediaKind, Mode, Text};

/// An element that is entered.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct Element<'a> {
    pub tag: Tag,
    pub namespace: Namespace,
    pub attributes: &'a Known<'a>,
    /// Whether it is the first `summary` of its parent.
    pub is_summary: bool,
    /// Whether it is a drawing's line of text.
    pub is_drawing_text: bool,
}

impl<'a> Element<'a> {
    /// An element of ordinary markup.
    pub fn html(tag: Tag, attributes: &'a Known<'a>) -> Self {
        Element { tag, namespace: Namespace::Html, attributes, is_summary: false, is_drawing_text: false }
    }
}

/// What is to be done with an element's content.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// It comes next, and then the element is left.
    Next,
    /// It is no text.
    Nothing,
    /// Its bare words are a choice; whether they show.
    Choice(bool),
}

/// An element whose content is being written.
pub struct Open {
    /// Its name.
    pub tag: Tag,
    /// How it takes part in the text.
    pub display: Display,
    namespace: Namespace,
    inside: Inherited,
    within: Within,
    /// Whether neither of its edges is more than a place in the text.
    plain: bool,
    /// Whether it is a paragraph without anything of its own, directly in the body.
    paragraph: bool,
    /// Whether text directly in it is not drawn.
    silent: bool,
    /// Whether it is a closed `details`, or hidden: its words are counted.
    folded: bool,
    /// Whether it or an element around it is a button.
    in_button: bool,
    /// Where its text begins.
    start: usize,
    /// Its place among the links.
    link: Option<usize>,
    button: bool,
    quoted: Option<quoted::Extent>,
}

impl Open {
    fn root() -> Self {
        Open {
            tag: Tag::Html,
            display: Display::Inline,
            namespace: Namespace::Html,
            inside: AT_THE_ROOT,
            within: Within::Flow,
            plain: false,
            paragraph: false,
            silent: false,
            folded: false,
            in_button: false,
            start: 0,
            link: None,
            button: false,
            quoted: None,
        }
    }

    /// Whether its children's own displays count, and they may show.
    fn is_in_flow(&self) -> bool {
        self.within == Within::Flow && self.display != Display::Hidden && !self.folded
    }

    /// Its display if it is a cell or a row that shows: others like it are set apart from it.
    fn kind(&self) -> Option<Display> {
        (self.inside.visible && matches!(self.display, Display::Cell | Display::Row)).then_some(self.display)
    }
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

impl Within {
    /// What an inline element passes on to its children.
    fn through(self) -> Within {
        if self == Within::Ruby { Within::Ruby } else { Within::Flow }
    }
}

/// Links, and likewise media, buttons and quotations, that are listed of one body; no person wrote one with more.
const MAX_LISTED: usize = 10_000;

/// Line breaks around a paragraph: one blank line.
const PARAGRAPH_BREAKS: usize = 2;

/// What a body begins with.
pub const AT_THE_ROOT: Inherited = Inherited { blanks: Blanks::Collapse, letters: Letters::Written, visible: true };

/// The text of a body under way; used for one after another, so that a batch allocates once.
#[derive(Default)]
pub struct Walk {
    /// Which text is wanted.
    pub mode: Mode,
    /// The elements around what comes next, the root first.
    pub open: Vec<Open>,
    writer: Writer,
    text: Text,
    quotes: Vec<quoted::Quote>,
    lists: Lists,
}

impl Walk {
    /// Begins a body.
    pub fn begin(&mut self, mode: Mode) {
        self.mode = mode;
        self.writer.begin(mode);
        self.text = Text { was_html: true, ..Text::default() };
        self.quotes.clear();
        self.lists.clear();
        self.open.clear();
        self.open.push(Open::root());
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) {
        let Some(parent) = self.open.last() else { return };
        if is_table_structure(parent.tag) && text.trim_ascii().is_empty() {
            return;
        }
        let drawn = !parent.silent && !parent.folded;
        if !drawn || !parent.inside.visible {
            self.text.hidden_chars += visible_chars(text);
        }
        if drawn {
            self.writer.text(text, parent.inside);
        }
    }

    /// Takes a whole body that reads so.
    pub fn whole(&mut self, text: String) -> Text {
        self.quotes.clear();
        Text { text, was_html: true, ..Text::default() }
    }

    /// Writes a whole body that has no markup.
    pub fn plain(&mut self, body: &str) {
        self.text.was_html = false;
        self.writer.text(body, Inherited { blanks: Blanks::Keep, ..AT_THE_ROOT });
    }

    /// Begins a paragraph without anything of its own; false where it is not directly in the body.
    pub fn paragraph(&mut self) -> bool {
        let fits = self.open.len() == 1;
        if fits {
            self.writer.block(PARAGRAPH_BREAKS);
            self.open.push(Open { tag: Tag::P, display: Display::Block, paragraph: true, ..Open::root() });
        }
        fits
    }

    /// Ends such a paragraph; false where it is not the innermost element.
    pub fn end_paragraph(&mut self) -> bool {
        let fits = self.open.last().is_some_and(|open| open.paragraph);
        if fits {
            self.writer.block(PARAGRAPH_BREAKS);
            self.open.truncate(self.open.len() - 1);
        }
        fits
    }

    /// A line break without anything of its own; false where an element around it makes something else of it.
    pub fn line_break(&mut self) -> bool {
        let parent = self.open.last().filter(|parent| parent.is_in_flow());
        if let Some(parent) = parent {
            self.writer.line_break(parent.inside.visible);
        }
        parent.is_some()
    }

    /// Begins an element; the answer says what becomes of its content.
    pub fn enter(&mut self, element: &Element<'_>) -> Content {
        let Some(parent) = self.open.last() else { return Content::Nothing };
        let Element { tag, namespace, attributes, .. } = *element;
        let around = parent.within;
        let html = namespace == Namespace::Html;
        if html && parent.is_in_flow() && !attributes.any && tag.is(PLAIN) {
            let Open { inside, silent, in_button, .. } = *parent;
            if tag == Tag::Br {
                self.writer.line_break(inside.visible);
            }
            self.open.push(Open { tag, inside, silent, in_button, plain: true, ..Open::root() });
            return Content::Next;
        }
        let (own, inside) = style::of(tag, namespace, attributes, parent.inside, self.mode);
        let display = match (around, own) {
            _ if parent.display == Display::Hidden || parent.folded && !element.is_summary => Display::Hidden,
            (Within::Select, _) if html && tag == Tag::Optgroup => Display::Block,
            (Within::Select, _) => Display::Inline,
            (_, Display::Absent) => return Content::Nothing,
            (Within::Ruby, Display::Block | Display::Flex) => Display::InlineBlock,
            (Within::Flex, Display::Inline | Display::InlineBlock) => Display::Block,
            (_, Display::Inline) if element.is_drawing_text => Display::Block,
            _ => own,
        };
        let silent = match (namespace, tag) {
            (Namespace::Html, Tag::Select | Tag::Template) => true,
            (Namespace::Html, _) => parent.silent,
            // A drawing or a formula shows the text of some of its elements only.
            (_, Tag::Svg | Tag::Math) => true,
            _ => parent.silent && display != Display::Block,
        };
        let in_button = parent.in_button;
        match display {
            Display::Absent => return Content::Nothing,
            Display::Hidden if matches!(tag.display(), Display::Absent | Display::Replaced) => return Content::Nothing,
            Display::Hidden => {
                self.open.push(Open { tag, display, folded: true, ..Open::root() });
                return Content::Next;
            }
            _ if html && tag == Tag::Option => return Content::Choice(inside.visible),
            Display::Replaced | Display::ReplacedBlock => {
                self.replaced(tag, attributes, inside.visible, display == Display::ReplacedBlock);
                return Content::Nothing;
            }
            _ => {}
        }
        let (mut button, mut quotes) = (tag == Tag::Button, false);
        if attributes.class.is_some() {
            for class in attributes.classes() {
                if class == "intercom-interblocks-messenger-card" {
                    let card = Media { kind: MediaKind::Card, alt: String::new(), src: String::new() };
                    self.text.simplified |= !list(&mut self.text.images, card);
                }
                button |= class == "intercom-h2b-button";
                quotes |= quoted::QUOTING.contains(&class);
            }
        }
        let mut open = Open {
            tag,
            display,
            namespace,
            inside,
            within: match display {
                _ if around == Within::Select => Within::Select,
                Display::Select => Within::Select,
                Display::Flex => Within::Flex,
                Display::Inline if html && tag == Tag::Ruby => Within::Ruby,
                Display::Inline => around.through(),
                _ => Within::Flow,
            },
            plain: false,
            paragraph: false,
            silent,
            folded: html && tag == Tag::Details && attributes.open.is_none(),
            in_button: in_button || button,
            start: 0,
            link: None,
            button: button && !in_button,
            quoted: quoted::extent(tag, attributes, quotes),
        };
        self.border(Edge::Start, &open, around);
        open.start = self.writer.len();
        match tag {
            Tag::Br if display == Display::Inline && around != Within::Select => {
                self.writer.line_break(inside.visible);
            }
            Tag::Wbr => self.writer.break_opportunity(),
            Tag::Li if html => self.writer.item(self.lists.item(attributes)),
            tag if html && lists::is_list(tag) => self.lists.begin(tag, attributes, self.writer.markers.len()),
            Tag::A if html => {
                if let Some(href) = attributes.href {
                    let href = entities::decode(href, Place::Attribute).into_owned();
                    open.link = Some(self.text.links.len());
                    let link = Link { href, start: open.start, end: open.start };
                    self.text.simplified |= !list(&mut self.text.links, link);
                }
            }
            Tag::Attribute if self.mode == Mode::Transcript => {
                let key = attributes.key.map(|key| format!("{{{key}}}"));
                if let Some(value) = attributes.default.map(str::to_owned).or(key) {
                    self.writer.text(&entities::decode(&value, Place::Attribute), inside);
                }
            }
            _ => {}
        }
        self.open.push(open);
        Content::Next
    }

    /// What one edge of an element does to the lines.
    #[inline(always)] // Called for every edge of an element.
    fn border(&mut self, edge: Edge, open: &Open, around: Within) {
        let visible = open.inside.visible;
        // A paragraph owes its blank line even where a style puts it into a line.
        let paragraph = open.tag == Tag::P && open.namespace == Namespace::Html && around != Within::Select;
        match open.display {
            Display::Block | Display::Flex if !visible => self.writer.block(0),
            _ if paragraph && visible => self.writer.block(PARAGRAPH_BREAKS),
            Display::Block | Display::Flex => self.writer.block(1),
            Display::InlineBlock | Display::Select => self.writer.inline_box(edge, visible),
            Display::Cell => self.writer.cell(edge),
            Display::Row | Display::Section => self.writer.edge(),
            // Its quotation marks are drawn, and are no text.
            Display::Inline if open.tag == Tag::Q && around != Within::Select && self.mode == Mode::InnerText => {
                self.writer.replaced(visible);
            }
            _ => {}
        }
    }

    /// What the innermost element is, if it is a cell or a row that shows.
    pub fn kind(&self) -> Option<Display> {
        self.open.last().and_then(Open::kind)
    }

    /// Sets a cell or a row apart from the one before it.
    pub fn between(&mut self, kind: Display) {
        if kind == Display::Cell {
            self.writer.tab();
        } else {
            self.writer.line_break(true);
        }
    }

    /// Ends the innermost element; `follows` says whether another cell of the row, or another row of the table, comes.
    pub fn leave(&mut self, follows: &dyn Fn(Display) -> bool) {
        let Some(open) = self.open.pop() else { return };
        if open.plain {
            return;
        }
        match open.tag {
            Tag::Li => self.writer.end_item(),
            tag if lists::is_list(tag) && open.namespace == Namespace::Html && open.display != Display::Hidden => {
                self.lists.end(&mut self.writer.markers);
            }
            _ => {}
        }
        self.border(Edge::End, &open, self.open.last().map_or(Within::Flow, |parent| parent.within));
        if let Some(kind) = open.kind()
            && follows(kind)
        {
            self.between(kind);
        }
        if open.link.is_none() && !open.button && open.quoted.is_none() {
            return;
        }
        let (start, end) = self.label(open.start);
        if let Some(extent) = open.quoted {
            self.text.simplified |= !list(&mut self.quotes, (extent, start, end));
        }
        let label = self.writer.written().get(start..end).unwrap_or("");
        if open.button && !label.is_empty() {
            self.text.simplified |= !list(&mut self.text.buttons, label.to_owned());
        }
        if let Some(link) = open.link.and_then(|link| self.text.links.get_mut(link)) {
            (link.start, link.end) = (start, end);
        }
    }

    /// The text since `start` without the blanks at its ends.
    fn label(&self, start: usize) -> (usize, usize) {
        let label = self.writer.written().get(start..).unwrap_or("");
        let trimmed = label.trim_start();
        let start = start + label.len() - trimmed.len();
        (start, start + trimmed.trim_end().len())
    }

    /// A box without text.
    fn replaced(&mut self, tag: Tag, attributes: &Known<'_>, visible: bool, block: bool) {
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
                    let value = entities::decode(value, Place::Attribute).into_owned();
                    self.text.simplified |= !list(&mut self.text.buttons, value);
                }
                return;
            }
            _ => return,
        };
        let value = |value: Option<&str>| entities::decode(value.unwrap_or(""), Place::Attribute).into_owned();
        let media = Media { kind, alt: value(attributes.alt), src: value(attributes.src.or(attributes.data)) };
        self.text.simplified |= !list(&mut self.text.images, media);
    }

    /// A choice shows its bare words on a line, whatever elements and styles it holds.
    pub fn choice(&mut self, words: &str, visible: bool) {
        self.writer.block(usize::from(visible));
        self.writer.text(words, Inherited { visible, ..AT_THE_ROOT });
        self.writer.block(usize::from(visible));
    }

    /// Ends the body.
    pub fn finish(&mut self) -> Text {
        let mut text = std::mem::take(&mut self.text);
        text.text = self.writer.written().to_owned();
        text.markers = self.writer.markers.clone();
        text.simplified |= self.writer.has_lost_markers;
        text
    }

    /// Where quoted history or a signature begins in the text of the body that was ended last.
    pub fn quoted_at(&self, text: &str) -> Option<usize> {
        quoted::begin(text, &self.quotes)
    }
}

/// Whether a list had room for one more.
pub fn list<T>(list: &mut Vec<T>, item: T) -> bool {
    let has_room = list.len() < MAX_LISTED;
    if has_room {
        list.push(item);
    }
    has_room
}

/// Characters that would show.
fn visible_chars(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace()).count()
}
