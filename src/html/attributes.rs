//! Splits the attributes of a tag, and keeps those that mean something for a text.

use super::names::key;
use memchr::memchr;

/// A blank between attributes.
pub fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0C')
}

/// An attribute as written: its value's quotes removed, its references undecoded.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// The name as written.
    pub name: &'a str,
    /// The value as written, empty when there is none.
    pub value: &'a str,
}

/// Walks the attributes of a tag, from behind its name to its `>`.
pub struct Attributes<'a> {
    source: &'a str,
    /// Bytes passed.
    pub at: usize,
    /// Whether the tag ends in `/>`; known at the end.
    pub self_closing: bool,
}

impl<'a> Attributes<'a> {
    /// The attributes in `source`, which begins behind the tag's name.
    pub fn new(source: &'a str) -> Self {
        Attributes { source, at: 0, self_closing: false }
    }

    fn peek(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    /// Moves on over bytes that `goes_on` accepts; gives what was passed.
    fn pass(&mut self, goes_on: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(&goes_on) {
            self.at += 1;
        }
        self.source.get(start..self.at).unwrap_or("")
    }

    /// Moves past the closing `quote`; gives what was passed.
    fn quoted(&mut self, quote: u8) -> Option<&'a str> {
        self.at += 1;
        let inside = self.source.get(self.at..)?;
        let Some(end) = memchr(quote, inside.as_bytes()) else {
            self.at = self.source.len();
            return None;
        };
        self.at += end + 1;
        inside.get(..end)
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Attribute<'a>> {
        let skipped = self.pass(|byte| is_blank(byte) || byte == b'/');
        if self.peek()? == b'>' {
            self.self_closing = skipped.ends_with('/');
            return None;
        }
        let start = self.at;
        // A `=` in front belongs to the name.
        self.at += usize::from(self.peek() == Some(b'='));
        self.pass(|byte| !is_blank(byte) && !matches!(byte, b'/' | b'>' | b'='));
        let name = self.source.get(start..self.at)?;
        self.pass(is_blank);
        if self.peek() != Some(b'=') {
            return Some(Attribute { name, value: "" });
        }
        self.at += 1;
        self.pass(is_blank);
        let value = match self.peek() {
            Some(quote @ (b'"' | b'\'')) => self.quoted(quote)?,
            None | Some(b'>') => "",
            _ => self.pass(|byte| !is_blank(byte) && byte != b'>'),
        };
        Some(Attribute { name, value })
    }
}

macro_rules! attributes {
    ($($field:ident $name:literal),*) => {
        /// The attributes that mean something for a text, as written; the first of each name counts.
        #[derive(Clone, Copy, Debug, Default)]
        #[allow(missing_docs)]
        pub struct Known<'a> {
            $(pub $field: Option<&'a str>,)*
            /// Whether there is any of them.
            pub any: bool,
        }

        impl<'a> Known<'a> {
            /// What a tag without attributes says.
            pub const NONE: &'static Known<'static> = &Known { $($field: None,)* any: false };

            fn slot(&mut self, name: &str) -> Option<&mut Option<&'a str>> {
                // None is longer than fits a number.
                let is_short = name.len() <= size_of::<u64>();
                match key(name.as_bytes()) {
                    $(name if is_short && name == const { key($name) } => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

attributes! {
    class b"class", style b"style", href b"href", src b"src", alt b"alt", hidden b"hidden", id b"id", kind b"type",
    data b"data", value b"value", open b"open", controls b"controls", key b"key", default b"default",
    start b"start", reversed b"reversed"
}

impl<'a> Known<'a> {
    /// Keeps an attribute if it is one of these and the first of its name.
    pub fn keep(&mut self, Attribute { name, value }: Attribute<'a>) {
        if let Some(slot) = self.slot(name) {
            slot.get_or_insert(value);
            self.any = true;
        }
    }

    /// The element's classes.
    pub fn classes(&self) -> impl Iterator<Item = &'a str> {
        self.class.unwrap_or("").split_ascii_whitespace()
    }

    /// Whether its `type` is this.
    pub fn is_kind(&self, kind: &str) -> bool {
        self.kind.is_some_and(|own| own.eq_ignore_ascii_case(kind))
    }
}
