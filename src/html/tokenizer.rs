//! Splits markup into tags, text and the rest, by HTML's tokenization rules, borrowing every token from its source.
//!
//! Own rather than a crate's: every token is a slice, so a body costs no allocation here. Carriage returns are already
//! line feeds. References in text and attributes are decoded by whoever keeps them (`entities`); comments and
//! declarations are delimited, not read, since nobody sees them.

use super::attributes::{Attributes, Known, is_blank};
use super::names::Tag;
use memchr::{memchr, memmem};

/// A start or end tag.
#[derive(Clone, Copy, Debug)]
pub struct TagToken<'a> {
    /// What the name stands for.
    pub tag: Tag,
    /// The name as written.
    pub name: &'a str,
    /// Name and attributes: everything between `<` or `</` and `>`.
    pub source: &'a str,
    /// Ends in `/>`.
    pub self_closing: bool,
}

impl<'a> TagToken<'a> {
    /// The attributes in order, repeated ones included.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes::new(self.source.get(self.name.len()..).unwrap_or(""))
    }
}

/// A piece of markup.
#[derive(Clone, Copy, Debug)]
pub enum Token<'a> {
    /// Text with its references undecoded.
    Text(&'a str),
    /// Text in which `&` is no reference.
    Literal(&'a str),
    /// `<name …>`
    Start(TagToken<'a>),
    /// `</name …>`
    End(TagToken<'a>),
    /// The content of a comment, a processing instruction or a malformed declaration.
    Comment(&'a str),
    /// What follows the word `doctype`.
    Doctype(&'a str),
}

/// A tag of which messages of a chat mostly consist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Common {
    /// `<p>`, also with the class that the chat's editor gives to all paragraphs.
    Paragraph,
    /// `</p>`
    EndOfParagraph,
    /// `<br>`
    Break,
}

/// How the content of an element without inner elements ends, and whether references count in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raw {
    /// Ends at its end tag; references count.
    Rcdata,
    /// Ends at its end tag.
    Rawtext,
    /// Ends at its end tag unless a comment inside holds another script.
    Script,
    /// Never ends.
    Plaintext,
}

/// The rest of a source to be split.
pub struct Tokenizer<'a> {
    rest: &'a str,
    /// What the last tag with attributes says, and whether that is the last tag.
    known: Known<'a>,
    has_attributes: bool,
}

/// `text` from `at`, or nothing.
fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or("")
}

/// `text` before `at`, or all.
fn before(text: &str, at: usize) -> &str {
    text.get(..at).unwrap_or(text)
}

impl<'a> Tokenizer<'a> {
    /// Splits `source`, in which carriage returns have become line feeds.
    pub fn new(source: &'a str) -> Self {
        Tokenizer { rest: source, known: Known::default(), has_attributes: false }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let taken = before(self.rest, length);
        self.rest = from(self.rest, length);
        taken
    }

    /// What the last tag's attributes say.
    pub fn known(&self) -> &Known<'a> {
        if self.has_attributes { &self.known } else { Known::NONE }
    }

    /// Skips one line feed.
    pub fn skip_line_feed(&mut self) {
        self.rest = self.rest.strip_prefix('\n').unwrap_or(self.rest);
    }

    /// The next tag and its length, if it is a common one as it is mostly written.
    #[inline(always)] // Called for every token.
    pub fn common(&self) -> Option<(Common, usize)> {
        const PARAGRAPH: &[u8] = b"<p class=\"no-margin\">";
        let bytes = self.rest.as_bytes();
        match bytes {
            [b'<', b'/', b'p', b'>', ..] => Some((Common::EndOfParagraph, 4)),
            [b'<', b'b', b'r', b'>', ..] => Some((Common::Break, 4)),
            [b'<', b'p', b'>', ..] => Some((Common::Paragraph, 3)),
            [b'<', b'p', b' ', ..] if bytes.starts_with(PARAGRAPH) => Some((Common::Paragraph, PARAGRAPH.len())),
            _ => None,
        }
    }

    /// Passes a common tag of this length.
    pub fn pass(&mut self, length: usize) {
        self.rest = from(self.rest, length);
    }

    /// The next token, or `None` at the end. `foreign` is true inside SVG and MathML, where CDATA sections count.
    pub fn next(&mut self, foreign: bool) -> Option<Token<'a>> {
        loop {
            let bytes = self.rest.as_bytes();
            let is_end = match bytes {
                [b'<', b'/', byte, ..] if byte.is_ascii_alphabetic() => true,
                [b'<', byte, ..] if byte.is_ascii_alphabetic() => false,
                [b'<', b'/', b'>', ..] => {
                    self.take(3);
                    continue;
                }
                [b'<', b'/', _, ..] => return Some(self.bogus_comment(2)),
                [b'<', b'?', ..] => return Some(self.bogus_comment(1)),
                [b'<', b'!', ..] => return Some(self.declaration(foreign)),
                [] => return None,
                _ => return Some(Token::Text(self.take(text_length(bytes)))),
            };
            let tag = self.tag(if is_end { 2 } else { 1 })?;
            return Some(if is_end { Token::End(tag) } else { Token::Start(tag) });
        }
    }

    /// A tag whose name begins at `at`; nothing, and nothing left, when the source ends inside it.
    #[inline(always)] // Called for every tag.
    fn tag(&mut self, at: usize) -> Option<TagToken<'a>> {
        let inside = from(self.rest, at);
        let bytes = inside.as_bytes();
        let (tag, name_end) = Tag::read(bytes);
        let name = before(inside, name_end);
        self.has_attributes = bytes.get(name_end) != Some(&b'>');
        if !self.has_attributes {
            self.rest = from(inside, name_end + 1);
            return Some(TagToken { tag, name, source: name, self_closing: false });
        }
        self.known = Known::default();
        let mut attributes = Attributes::new(from(inside, name_end));
        attributes.by_ref().for_each(|attribute| self.known.keep(attribute));
        let length = name_end + attributes.at;
        if length >= bytes.len() {
            self.rest = "";
            return None;
        }
        self.rest = from(inside, length + 1);
        Some(TagToken { tag, name, source: before(inside, length), self_closing: attributes.self_closing })
    }

    /// What begins with `<!`.
    fn declaration(&mut self, foreign: bool) -> Token<'a> {
        let inside = from(self.rest, 2);
        if let Some(comment) = inside.strip_prefix("--") {
            return self.comment(comment);
        }
        if let Some(section) = inside.strip_prefix("[CDATA[")
            && foreign
        {
            let end = memmem::find(section.as_bytes(), b"]]>").unwrap_or(section.len());
            self.rest = from(section, end + 3);
            return Token::Literal(before(section, end));
        }
        const DOCTYPE: usize = "doctype".len();
        if inside.get(..DOCTYPE).is_some_and(|word| word.eq_ignore_ascii_case("doctype")) {
            // Quotes do not protect a `>` here.
            let declaration = from(inside, DOCTYPE);
            let end = memchr(b'>', declaration.as_bytes()).unwrap_or(declaration.len());
            self.rest = from(declaration, end + 1);
            return Token::Doctype(before(declaration, end));
        }
        self.bogus_comment(2)
    }

    /// A comment, from behind its `<!--`.
    fn comment(&mut self, comment: &'a str) -> Token<'a> {
        for abrupt in [">", "->"] {
            if let Some(rest) = comment.strip_prefix(abrupt) {
                self.rest = rest;
                return Token::Comment("");
            }
        }
        let mut at = 0;
        while let Some(found) = memmem::find(from(comment, at).as_bytes(), b"--") {
            at += found;
            // A longer run of dashes ends the comment with its last two.
            at += from(comment, at).bytes().take_while(|byte| *byte == b'-').count();
            let rest = from(comment, at);
            if let Some(rest) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("!>")) {
                self.rest = rest;
                return Token::Comment(before(comment, at - 2));
            }
        }
        self.rest = "";
        let unclosed = ["--!", "--", "-"].iter().find_map(|end| comment.strip_suffix(end));
        Token::Comment(unclosed.unwrap_or(comment))
    }

    /// A comment that is none, its content beginning at `at`: it ends at the first `>`.
    fn bogus_comment(&mut self, at: usize) -> Token<'a> {
        let content = from(self.rest, at);
        let end = memchr(b'>', content.as_bytes()).unwrap_or(content.len());
        self.rest = from(content, end + 1);
        Token::Comment(before(content, end))
    }

    /// The content of an element without inner elements, up to the end tag of `name`, which comes next.
    pub fn raw(&mut self, raw: Raw, name: &str) -> &'a str {
        let length = match raw {
            Raw::Plaintext => None,
            Raw::Script => script_length(self.rest.as_bytes(), name.as_bytes()),
            Raw::Rcdata | Raw::Rawtext => memmem::find_iter(self.rest.as_bytes(), b"</")
                .find(|&at| opens(self.rest.as_bytes(), at + 2, name.as_bytes())),
        };
        self.take(length.unwrap_or(self.rest.len()))
    }
}

/// Bytes before the first `<` that opens a tag, a comment or a declaration.
fn text_length(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'<', bytes).find(|&at| bytes.get(at..).is_some_and(is_markup)).unwrap_or(bytes.len())
}

/// Whether these bytes begin with a tag, a comment or a declaration.
fn is_markup(bytes: &[u8]) -> bool {
    match bytes {
        // `</` at the very end is text.
        [b'<', b'/', rest @ ..] => !rest.is_empty(),
        [b'<', byte, ..] => byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?'),
        _ => false,
    }
}

/// Whether `name`, and nothing longer, stands at `at`.
fn opens(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    let end = at + name.len();
    bytes.get(at..end).is_some_and(|word| word.eq_ignore_ascii_case(name))
        && bytes.get(end).is_some_and(|&byte| is_blank(byte) || matches!(byte, b'/' | b'>'))
}

/// Bytes before the end tag of a script; `None` when it never ends.
fn script_length(bytes: &[u8], name: &[u8]) -> Option<usize> {
    // Inside a comment, and inside a script within it.
    let (mut escaped, mut nested) = (false, false);
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'<', b'-', bytes.get(at..)?)?;
        let here = bytes.get(at..)?;
        if here.starts_with(b"-->") && escaped {
            (escaped, nested) = (false, false);
        } else if here.starts_with(b"<!--") && !escaped {
            escaped = true;
            // Its dashes may close it at once: `<!-->`.
            at += 1;
        } else if here.starts_with(b"</") && opens(bytes, at + 2, name) {
            if !nested {
                return Some(at);
            }
            nested = false;
        } else if escaped && !nested && here.starts_with(b"<") && opens(bytes, at + 1, b"script") {
            nested = true;
        }
        at += 1;
    }
}
