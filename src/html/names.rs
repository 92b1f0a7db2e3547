//! The element names that parsing or rendering treats specially, each with its classes and its display in a browser's own stylesheet.

use super::attributes::is_blank;

/// How an element takes part in the text: its `display` in a browser's own stylesheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// Nothing of its own.
    Inline,
    /// A line of its own.
    Block,
    /// Not shown, but its words would be if a style said so: they count as hidden.
    Hidden,
    /// Never words for a reader: scripts, styles, metadata, fallbacks.
    Absent,
    /// A box inside the line whose content has lines of its own.
    InlineBlock,
    /// A box inside the line without text: an image, a field.
    Replaced,
    /// The same, on a line of its own.
    ReplacedBlock,
    /// A line of its own, and one for each of its children.
    Flex,
    /// The choices of a menu, one a line.
    Select,
    /// A table's row group.
    Section,
    /// A table's row.
    Row,
    /// A table's cell.
    Cell,
}

/// Part of the specification's "special" category.
pub const SPECIAL: u16 = 1;
/// Ends the walk of "has an element in scope".
pub const SCOPE: u16 = 1 << 1;
/// Kept in the list of active formatting elements.
pub const FORMATTING: u16 = 1 << 2;
/// Closed by "generate implied end tags".
pub const IMPLIED: u16 = 1 << 3;
/// Closed by "generate all implied end tags thoroughly" only.
pub const THOROUGH: u16 = 1 << 4;
/// A start tag that closes a paragraph and is inserted.
pub const BLOCK: u16 = 1 << 5;
/// An end tag that closes everything up to its own element.
pub const CLOSER: u16 = 1 << 6;
/// A start tag that leaves SVG or MathML.
pub const BREAKOUT: u16 = 1 << 7;
/// A start tag without content.
pub const VOID: u16 = 1 << 8;
/// A start tag that only a table gives a meaning.
pub const TABLE_PART: u16 = 1 << 9;
/// A start tag handled by the rules for the head.
pub const HEAD: u16 = 1 << 10;
/// A heading, h1 to h6.
pub const HEADING: u16 = 1 << 11;
/// Without attributes it changes nothing but how its words look, or it is a line break.
pub const PLAIN: u16 = 1 << 12;

struct Info {
    /// Its name's last eight bytes, and those before them.
    key: u64,
    head: u64,
    display: Display,
    classes: u16,
}

const SLOTS: usize = 512;

/// A name as one number, lower-cased, one byte further; of a longer name than fits its last bytes.
const fn keyed(key: u64, byte: u8) -> u64 {
    (key << 8) | byte.to_ascii_lowercase() as u64
}

/// A whole name as one number.
pub const fn key(name: &[u8]) -> u64 {
    let (mut key, mut rest) = (0, name);
    while let [byte, tail @ ..] = rest {
        key = keyed(key, *byte);
        rest = tail;
    }
    key
}

/// Where the search for a name begins.
const fn slot(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 55) as usize % SLOTS
}

macro_rules! tags {
    ($($id:ident $name:literal $display:ident $($class:ident)*;)*) => {
        /// An element's name, or that the node is text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Tag { $($id),* }

        const IDS: &[Tag] = &[$(Tag::$id),*];
        static INFO: &[Info] = &[$(Info {
            key: key($name.as_bytes()),
            head: key($name.as_bytes().split_at($name.len().saturating_sub(size_of::<u64>())).0),
            display: Display::$display,
            classes: 0 $(| $class)*,
        }),*];
    };
}

tags! {
    // The two that no markup names come first: text, and every name that is not listed.
    Text "" Inline;
    Unknown "" Inline;
    A "a" Inline FORMATTING;
    Address "address" Block SPECIAL BLOCK CLOSER;
    AnnotationXml "annotation-xml" Absent SPECIAL SCOPE;
    Applet "applet" Inline SPECIAL SCOPE;
    Area "area" Absent SPECIAL VOID;
    Article "article" Block SPECIAL BLOCK CLOSER;
    Aside "aside" Block SPECIAL BLOCK CLOSER;
    Attribute "attribute" Inline;
    Audio "audio" Replaced;
    B "b" Inline FORMATTING BREAKOUT PLAIN;
    Base "base" Absent SPECIAL HEAD;
    Basefont "basefont" Absent SPECIAL HEAD;
    Bgsound "bgsound" Absent SPECIAL HEAD;
    Big "big" Inline FORMATTING BREAKOUT PLAIN;
    Blockquote "blockquote" Block SPECIAL BLOCK CLOSER BREAKOUT;
    Body "body" Block SPECIAL BREAKOUT;
    Br "br" Inline SPECIAL VOID BREAKOUT PLAIN;
    Button "button" InlineBlock SPECIAL CLOSER;
    Canvas "canvas" Replaced;
    Caption "caption" Block SPECIAL SCOPE THOROUGH TABLE_PART;
    Center "center" Block SPECIAL BLOCK CLOSER BREAKOUT;
    Code "code" Inline FORMATTING BREAKOUT PLAIN;
    Col "col" Absent SPECIAL TABLE_PART;
    Colgroup "colgroup" Block SPECIAL THOROUGH TABLE_PART;
    Datalist "datalist" Hidden;
    Dd "dd" Block SPECIAL IMPLIED BREAKOUT;
    Desc "desc" Absent SPECIAL SCOPE;
    Details "details" Block SPECIAL BLOCK CLOSER;
    Dialog "dialog" Block BLOCK CLOSER;
    Dir "dir" Block SPECIAL BLOCK CLOSER;
    Div "div" Block SPECIAL BLOCK CLOSER BREAKOUT;
    Dl "dl" Block SPECIAL BLOCK CLOSER BREAKOUT;
    Dt "dt" Block SPECIAL IMPLIED BREAKOUT;
    Em "em" Inline FORMATTING BREAKOUT PLAIN;
    Embed "embed" Replaced SPECIAL VOID BREAKOUT;
    Fieldset "fieldset" Block SPECIAL BLOCK CLOSER;
    Figcaption "figcaption" Block SPECIAL BLOCK CLOSER;
    Figure "figure" Block SPECIAL BLOCK CLOSER;
    Font "font" Inline FORMATTING PLAIN;
    Footer "footer" Block SPECIAL BLOCK CLOSER;
    ForeignObject "foreignobject" Block SPECIAL SCOPE;
    Form "form" Block SPECIAL;
    Frame "frame" Absent SPECIAL TABLE_PART;
    Frameset "frameset" Absent SPECIAL;
    H1 "h1" Block SPECIAL HEADING BREAKOUT;
    H2 "h2" Block SPECIAL HEADING BREAKOUT;
    H3 "h3" Block SPECIAL HEADING BREAKOUT;
    H4 "h4" Block SPECIAL HEADING BREAKOUT;
    H5 "h5" Block SPECIAL HEADING BREAKOUT;
    H6 "h6" Block SPECIAL HEADING BREAKOUT;
    Head "head" Absent SPECIAL TABLE_PART BREAKOUT;
    Header "header" Block SPECIAL BLOCK CLOSER;
    Hgroup "hgroup" Block SPECIAL BLOCK CLOSER;
    Hr "hr" Block SPECIAL BREAKOUT;
    Html "html" Block SPECIAL SCOPE;
    I "i" Inline FORMATTING BREAKOUT PLAIN;
    Iframe "iframe" Replaced SPECIAL;
    Image "image" Inline;
    Img "img" Replaced SPECIAL VOID BREAKOUT;
    Input "input" Replaced SPECIAL;
    Keygen "keygen" Inline SPECIAL VOID;
    Legend "legend" Block;
    Li "li" Block SPECIAL IMPLIED BREAKOUT;
    Link "link" Absent SPECIAL HEAD;
    Listing "listing" Block SPECIAL CLOSER BREAKOUT;
    Main "main" Block SPECIAL BLOCK CLOSER;
    Malignmark "malignmark" Inline;
    Marquee "marquee" InlineBlock SPECIAL SCOPE;
    Math "math" InlineBlock;
    Menu "menu" Block SPECIAL BLOCK CLOSER BREAKOUT;
    Meta "meta" Absent SPECIAL HEAD BREAKOUT;
    Meter "meter" Replaced;
    Mglyph "mglyph" Inline;
    Mi "mi" Block SPECIAL SCOPE;
    Mn "mn" Block SPECIAL SCOPE;
    Mo "mo" Block SPECIAL SCOPE;
    Ms "ms" Block SPECIAL SCOPE;
    Mtext "mtext" Block SPECIAL SCOPE;
    Nav "nav" Block SPECIAL BLOCK CLOSER;
    Nobr "nobr" Inline FORMATTING BREAKOUT;
    Noembed "noembed" Absent SPECIAL;
    Noframes "noframes" Absent SPECIAL HEAD;
    Noscript "noscript" Absent SPECIAL;
    Object "object" Replaced SPECIAL SCOPE;
    Ol "ol" Block SPECIAL BLOCK CLOSER BREAKOUT;
    Optgroup "optgroup" Block IMPLIED;
    Option "option" Block IMPLIED;
    P "p" Block SPECIAL BLOCK IMPLIED BREAKOUT;
    Param "param" Absent SPECIAL;
    Picture "picture" Inline;
    Plaintext "plaintext" Block SPECIAL;
    Pre "pre" Block SPECIAL CLOSER BREAKOUT;
    Progress "progress" Replaced;
    Q "q" Inline;
    Rb "rb" Inline IMPLIED;
    Rp "rp" Hidden IMPLIED;
    Rt "rt" Inline IMPLIED;
    Rtc "rtc" Inline IMPLIED;
    Ruby "ruby" Inline BREAKOUT;
    S "s" Inline FORMATTING BREAKOUT PLAIN;
    Script "script" Absent SPECIAL HEAD;
    Search "search" Block BLOCK CLOSER;
    Section "section" Block SPECIAL BLOCK CLOSER;
    Select "select" Select SPECIAL SCOPE CLOSER;
    Small "small" Inline FORMATTING BREAKOUT PLAIN;
    Source "source" Absent SPECIAL;
    Span "span" Inline BREAKOUT PLAIN;
    Strike "strike" Inline FORMATTING BREAKOUT PLAIN;
    Strong "strong" Inline FORMATTING BREAKOUT PLAIN;
    Style "style" Absent SPECIAL HEAD;
    Sub "sub" Inline BREAKOUT PLAIN;
    Summary "summary" Block SPECIAL BLOCK CLOSER;
    Sup "sup" Inline BREAKOUT PLAIN;
    Svg "svg" InlineBlock;
    Table "table" Block SPECIAL SCOPE BREAKOUT;
    Tbody "tbody" Section SPECIAL THOROUGH TABLE_PART;
    Td "td" Cell SPECIAL SCOPE THOROUGH TABLE_PART;
    Template "template" Absent SPECIAL SCOPE HEAD;
    Textarea "textarea" Replaced SPECIAL;
    Tfoot "tfoot" Section SPECIAL THOROUGH TABLE_PART;
    Th "th" Cell SPECIAL SCOPE THOROUGH TABLE_PART;
    Thead "thead" Section SPECIAL THOROUGH TABLE_PART;
    Title "title" Absent SPECIAL SCOPE HEAD;
    Tr "tr" Row SPECIAL THOROUGH TABLE_PART;
    Track "track" Absent SPECIAL;
    Tt "tt" Inline FORMATTING BREAKOUT PLAIN;
    U "u" Inline FORMATTING BREAKOUT PLAIN;
    Ul "ul" Block SPECIAL BLOCK CLOSER BREAKOUT;
    Var "var" Inline BREAKOUT PLAIN;
    Video "video" Replaced;
    Wbr "wbr" Inline SPECIAL VOID;
    Xmp "xmp" Block SPECIAL;
}

/// Open addressing over the names; text, which no markup names, marks a free slot.
static TABLE: [Tag; SLOTS] = {
    let mut table = [Tag::Text; SLOTS];
    let mut id = 2;
    #[allow(clippy::indexing_slicing)] // Runs in the compiler only.
    while id < INFO.len() {
        let mut at = slot(INFO[id].key);
        while !matches!(table[at], Tag::Text) {
            at = (at + 1) % SLOTS;
        }
        table[at] = IDS[id];
        id += 1;
    }
    table
};

impl Tag {
    /// The tag of the name that `bytes` begin with, in any case, and the name's length: it ends at a blank, `/` or `>`.
    /// `Unknown` when parsing and rendering have no rule for it.
    #[inline(always)] // Called for every tag.
    pub fn read(bytes: &[u8]) -> (Tag, usize) {
        let (mut key, mut length) = (0, 0usize);
        for &byte in bytes {
            if byte <= b'>' && (is_blank(byte) || matches!(byte, b'/' | b'>')) {
                break;
            }
            key = keyed(key, byte);
            length += 1;
        }
        let head = length.checked_sub(size_of_val(&key)).and_then(|end| bytes.get(..end)).map_or(0, self::key);
        let mut at = slot(key);
        while let Some(&tag) = TABLE.get(at)
            && tag != Tag::Text
        {
            if tag.info().is_some_and(|info| info.key == key && info.head == head) {
                return (tag, length);
            }
            at = (at + 1) % SLOTS;
        }
        (Tag::Unknown, length)
    }

    fn info(self) -> Option<&'static Info> {
        INFO.get(self as usize)
    }

    /// Its lower-case name; empty for `Unknown` and `Text`.
    pub fn name(self) -> String {
        let halves = self.info().map_or([0; 2], |info| [info.head, info.key]);
        halves.iter().flat_map(|half| half.to_be_bytes()).filter(|byte| *byte > 0).map(char::from).collect()
    }

    /// Its display in a browser's own stylesheet.
    pub fn display(self) -> Display {
        self.info().map_or(Display::Inline, |info| info.display)
    }

    /// Whether it is in any of these classes.
    pub fn is(self, classes: u16) -> bool {
        self.info().is_some_and(|info| info.classes & classes != 0)
    }
}
