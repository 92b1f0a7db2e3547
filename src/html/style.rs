//! What an element's name and attributes say of its text: whether it shows, on which lines, with which blanks.

use super::Mode;
use super::attributes::Known;
use super::entities::{self, Place};
use super::names::{Display, Tag};
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

/// The element's own display and what its content inherits.
pub fn of(
    tag: Tag,
    namespace: Namespace,
    attributes: &Known<'_>,
    around: Inherited,
    mode: Mode,
) -> (Display, Inherited) {
    let mut style = Style { display: tag.display(), inherited: around };
    match (namespace, tag) {
        (Namespace::Svg, Tag::ForeignObject | Tag::Svg) | (Namespace::MathMl, _) => {}
        // Its tooltip.
        (Namespace::Svg, Tag::Title | Tag::Desc | Tag::Style | Tag::Script) => style.display = Display::Absent,
        (Namespace::Svg, _) => style.display = Display::Inline,
        (Namespace::Html, Tag::Pre | Tag::Xmp | Tag::Plaintext | Tag::Listing) => {
            style.inherited.blanks = Blanks::Keep;
        }
        (Namespace::Html, Tag::Nobr | Tag::Marquee) => style.inherited.blanks = Blanks::Collapse,
        (Namespace::Html, Tag::Dialog) if attributes.open.is_none() => style.display = Display::Hidden,
        (Namespace::Html, Tag::Input) if attributes.is_kind("hidden") => return (Display::Absent, around),
        (Namespace::Html, Tag::Audio) if attributes.controls.is_none() => return (Display::Absent, around),
        (Namespace::Html, Tag::Embed) if attributes.src.is_none() => return (Display::Absent, around),
        (Namespace::Html, Tag::Noscript | Tag::Noembed) => return (Display::Absent, around),
        // The number of a source that the export names by itself; in a text it would stand as a value.
        (Namespace::Html, Tag::A)
            if mode == Mode::Transcript && attributes.classes().any(|class| class == "inline-citation") =>
        {
            return (Display::Absent, around);
        }
        (Namespace::Html, Tag::ForeignObject | Tag::Desc | Tag::AnnotationXml) => style.display = Display::Inline,
        (Namespace::Html, Tag::Mi | Tag::Mn | Tag::Mo | Tag::Ms | Tag::Mtext) => style.display = Display::Inline,
        _ => {}
    }
    // Browsers give `marquee` a display of its own that outweighs the attribute.
    if attributes.hidden.is_some() && namespace == Namespace::Html && tag != Tag::Marquee {
        style.hide();
    }
    if let Some(written) = attributes.style {
        let written = entities::decode(written, Place::Attribute);
        // A script that a style shows is still no message.
        let fixed =
            matches!(tag, Tag::Wbr | Tag::Embed) || mode == Mode::Transcript && style.display == Display::Absent;
        let own = style.display;
        for important in [false, true] {
            if important && !written.contains('!') {
                break;
            }
            for declaration in written.split(';') {
                style.declare(declaration, important);
            }
        }
        if fixed && style.display != Display::Hidden {
            style.display = own;
        }
    }
    (style.display, style.inherited)
}

/// The properties that are read.
const PROPERTIES: [&str; 6] = ["display", "float", "position", "visibility", "white-space", "text-transform"];

struct Style {
    display: Display,
    inherited: Inherited,
}

impl Style {
    fn hide(&mut self) {
        if self.display != Display::Absent {
            self.display = Display::Hidden;
        }
    }

    /// Applies one declaration of a `style` attribute if it is of this importance.
    fn declare(&mut self, declaration: &str, important: bool) {
        let Some((property, value)) = declaration.split_once(':') else { return };
        let property = property.trim();
        let Some(property) = PROPERTIES.iter().find(|known| known.eq_ignore_ascii_case(property)) else { return };
        let value = value.trim().to_ascii_lowercase();
        let (value, is_important) = match value.strip_suffix("!important") {
            Some(value) => (value.trim_end(), true),
            None => (value.as_str(), false),
        };
        if is_important != important {
            return;
        }
        let inherited = &mut self.inherited;
        match (*property, value) {
            ("display", "none") => self.hide(),
            ("display", value) => {
                if let Some(placed) = placed(value) {
                    self.display = self.display.placed(placed);
                }
            }
            ("float", "left" | "right") | ("position", "absolute" | "fixed")
                if matches!(self.display, Display::Inline | Display::InlineBlock | Display::Replaced) =>
            {
                self.display = self.display.placed(Display::Block);
            }
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
}

/// The display that a style's word stands for.
fn placed(value: &str) -> Option<Display> {
    Some(match value {
        "block" | "flow-root" | "list-item" | "table" | "table-caption" => Display::Block,
        "flex" | "grid" => Display::Flex,
        "inline" | "contents" => Display::Inline,
        "inline-block" | "inline-flex" | "inline-grid" | "inline-table" => Display::InlineBlock,
        "table-row-group" | "table-header-group" | "table-footer-group" => Display::Section,
        "table-row" => Display::Row,
        "table-cell" => Display::Cell,
        _ => return None,
    })
}

impl Display {
    /// What becomes of an element that a style places: a box without text stays one.
    fn placed(self, placed: Display) -> Display {
        match (self, placed) {
            (Display::Select, _) => self,
            (Display::Replaced | Display::ReplacedBlock, Display::Block | Display::Flex) => Display::ReplacedBlock,
            (Display::Replaced | Display::ReplacedBlock, _) => Display::Replaced,
            _ => placed,
        }
    }
}
