//! What an element's name and attributes say of its text: whether it shows, on which lines, with which blanks.

use super::entities::{self, Place};
use super::names::{Display, Tag};
use super::tokenizer::Attribute;
use super::tree::Namespace;

/// What happens to blanks and line feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blanks {
    /// Runs become one blank.
    Collapse,
    /// Runs become one blank; line feeds stay.
    KeepLines,
    /// All stay.
    Keep,
}

/// How letters are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// As written.
    Written,
    /// Upper case.
    Upper,
    /// Lower case.
    Lower,
}

/// What an element's text takes from its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct Inherited {
    /// What happens to blanks.
    pub blanks: Blanks,
    /// How letters are shown.
    pub letters: Letters,
    /// False under `visibility: hidden`.
    pub visible: bool,
}

/// The attributes that are read, as written; the first of each name counts.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs)]
pub struct Attributes<'a> {
    pub hidden: Option<&'a str>,
    pub style: Option<&'a str>,
    pub class: Option<&'a str>,
    pub id: Option<&'a str>,
    pub kind: Option<&'a str>,
    pub href: Option<&'a str>,
    pub src: Option<&'a str>,
    pub data: Option<&'a str>,
    pub alt: Option<&'a str>,
    pub value: Option<&'a str>,
    pub open: Option<&'a str>,
    pub controls: Option<&'a str>,
    pub key: Option<&'a str>,
    pub default: Option<&'a str>,
}

impl<'a> Attributes<'a> {
    /// Picks what is read from a tag's attributes.
    pub fn of(attributes: impl Iterator<Item = Attribute<'a>>) -> Self {
        let mut read = Attributes::default();
        for Attribute { name, value } in attributes {
            let mut lower = [0u8; 8];
            let Some(lower) = lower.get_mut(..name.len()) else {
                continue;
            };
            lower.copy_from_slice(name.as_bytes());
            lower.make_ascii_lowercase();
            let slot = match &*lower {
                b"hidden" => &mut read.hidden,
                b"style" => &mut read.style,
                b"class" => &mut read.class,
                b"id" => &mut read.id,
                b"type" => &mut read.kind,
                b"href" => &mut read.href,
                b"src" => &mut read.src,
                b"data" => &mut read.data,
                b"alt" => &mut read.alt,
                b"value" => &mut read.value,
                b"controls" => &mut read.controls,
                b"open" => &mut read.open,
                b"key" => &mut read.key,
                b"default" => &mut read.default,
                _ => continue,
            };
            slot.get_or_insert(value);
        }
        read
    }

    /// Whether the element has this class.
    pub fn has_class(&self, class: &str) -> bool {
        self.class.is_some_and(|classes| classes.split_ascii_whitespace().any(|own| own == class))
    }

    fn is_kind(&self, kind: &str) -> bool {
        self.kind.is_some_and(|own| own.eq_ignore_ascii_case(kind))
    }
}

/// The element's own display and what its content inherits.
pub fn of(tag: Tag, namespace: Namespace, attributes: &Attributes<'_>, around: Inherited) -> (Display, Inherited) {
    let mut inherited = around;
    let mut display = match namespace {
        Namespace::Html => tag.display(),
        Namespace::Svg if matches!(tag, Tag::Title | Tag::Desc | Tag::Style | Tag::Script) => Display::Absent,
        _ => Display::Inline,
    };
    if namespace == Namespace::Html {
        match tag {
            Tag::Pre | Tag::Xmp | Tag::Plaintext | Tag::Listing => inherited.blanks = Blanks::Keep,
            Tag::Nobr => inherited.blanks = Blanks::Collapse,
            Tag::Dialog if attributes.open.is_none() => display = Display::Hidden,
            Tag::Input if attributes.is_kind("hidden") => display = Display::Absent,
            Tag::Audio if attributes.controls.is_none() => display = Display::Absent,
            _ => {}
        }
        if attributes.hidden.is_some() && display != Display::Absent {
            display = Display::Hidden;
        }
    }
    if let Some(style) = attributes.style {
        let style = entities::decode(style, Place::Attribute);
        for declaration in style.split(';') {
            declare(declaration, &mut display, &mut inherited);
        }
    }
    (display, inherited)
}

/// Applies one declaration of a `style` attribute.
fn declare(declaration: &str, display: &mut Display, inherited: &mut Inherited) {
    let Some((property, value)) = declaration.split_once(':') else {
        return;
    };
    let property = property.trim().to_ascii_lowercase();
    let value = value.trim().to_ascii_lowercase();
    let value = value.strip_suffix("!important").map_or(value.as_str(), str::trim_end);
    let placed = match (property.as_str(), value) {
        ("display", "none") => Display::Hidden,
        ("display", "block" | "flow-root" | "list-item" | "table") => Display::Block,
        ("display", "flex" | "grid") => Display::Flex,
        ("display", "inline" | "contents") => Display::Inline,
        ("display", "inline-block" | "inline-flex" | "inline-grid" | "inline-table") => Display::InlineBlock,
        ("float", "left" | "right") | ("position", "absolute" | "fixed") => Display::Block,
        _ => *display,
    };
    *display = match (*display, placed) {
        (_, Display::Hidden) => Display::Hidden,
        (Display::Absent | Display::Hidden | Display::Select, _) if property != "display" => *display,
        (Display::Replaced | Display::ReplacedBlock, Display::Block | Display::Flex) => Display::ReplacedBlock,
        (Display::Replaced | Display::ReplacedBlock, _) => *display,
        (Display::Absent | Display::Select, _) => *display,
        _ => placed,
    };
    match (property.as_str(), value) {
        ("visibility", "hidden" | "collapse") => inherited.visible = false,
        ("visibility", "visible" | "initial") => inherited.visible = true,
        ("white-space", "normal" | "nowrap" | "initial") => inherited.blanks = Blanks::Collapse,
        ("white-space", "pre" | "pre-wrap" | "break-spaces") => inherited.blanks = Blanks::Keep,
        ("white-space", "pre-line") => inherited.blanks = Blanks::KeepLines,
        ("text-transform", "uppercase") => inherited.letters = Letters::Upper,
        ("text-transform", "lowercase") => inherited.letters = Letters::Lower,
        ("text-transform", "none" | "initial") => inherited.letters = Letters::Written,
        _ => {}
    }
}
