//! Writes JSON, on one line or indented, as `serde_json` writes it.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::lean::decimal;
use crate::lean::flat_map::FlatMap;
use crate::lean::short::Short;

/// Something that can be written as JSON.
pub trait Write {
    /// Writes it.
    fn write(&self, json: &mut Writer);

    /// It is not given, and a sparse object leaves it out.
    fn is_none(&self) -> bool {
        false
    }
}

/// The fields of an object by their names.
pub type Fields<'f> = [(&'static str, &'f dyn Write)];

/// An object of these fields.
pub struct Object<'f>(pub &'f Fields<'f>);

impl Write for Object<'_> {
    fn write(&self, json: &mut Writer) {
        json.object(self.0);
    }
}

/// On one line, without blanks.
pub fn compact(value: &dyn Write) -> String {
    Writer::default().written(value)
}

/// On one line, with lists of values in the order of their fields for objects that name all of them: a quarter less to
/// write and to read.
pub fn positional(value: &dyn Write) -> String {
    Writer { is_positional: true, ..Writer::default() }.written(value)
}

/// A line for each element and field, indented by two blanks.
pub fn pretty(value: &dyn Write) -> String {
    Writer { is_pretty: true, ..Writer::default() }.written(value)
}

/// As [`compact`], given in pieces: as one text it may be longer than a text can be.
pub fn compact_in_pieces(value: &dyn Write, give: &mut dyn FnMut(&str)) {
    Writer { give: Some(give), ..Writer::default() }.give_all(value);
}

/// The same for [`pretty`].
pub fn pretty_in_pieces(value: &dyn Write, give: &mut dyn FnMut(&str)) {
    Writer { is_pretty: true, give: Some(give), ..Writer::default() }.give_all(value);
}

/// Bytes that a row takes, or a finding with few quotes.
const USUAL: usize = 512;

/// A piece of what is given in pieces has about so many bytes.
pub const PIECE: usize = 256 << 10;

/// A JSON text that is being written.
#[derive(Default)]
pub struct Writer<'g> {
    text: String,
    /// Takes what is written, if that is to come in pieces.
    give: Option<&'g mut dyn FnMut(&str)>,
    is_pretty: bool,
    is_positional: bool,
    depth: usize,
}

impl Writer<'_> {
    fn written(mut self, value: &dyn Write) -> String {
        self.text.reserve(USUAL);
        value.write(&mut self);
        self.text
    }

    fn give_all(mut self, value: &dyn Write) {
        value.write(&mut self);
        if let Some(give) = self.give {
            give(&self.text);
        }
    }

    /// A list with what `write` makes of each item.
    pub fn list<T>(&mut self, items: &mut dyn Iterator<Item = T>, write: &mut dyn FnMut(&mut Self, T)) {
        self.nested('[', items, write, ']');
    }

    /// An object of these fields.
    pub fn object(&mut self, fields: &Fields<'_>) {
        if self.is_positional {
            return self.nested('[', &mut fields.iter(), &mut |json, (_, value)| value.write(json), ']');
        }
        self.nested('{', &mut fields.iter(), &mut |json, (name, value)| json.named(name, *value), '}');
    }

    /// An object of those of these fields that are given.
    pub fn sparse(&mut self, fields: &Fields<'_>) {
        if self.is_positional {
            return self.object(fields);
        }
        let mut given = fields.iter().filter(|(_, value)| !value.is_none());
        self.nested('{', &mut given, &mut |json, (name, value)| json.named(name, *value), '}');
    }

    /// A field whose name needs no escapes.
    fn named(&mut self, name: &str, value: &dyn Write) {
        self.text.push('"');
        self.text.push_str(name);
        self.text.push_str(if self.is_pretty { "\": " } else { "\":" });
        value.write(self);
    }

    fn field(&mut self, name: &str, value: &dyn Write) {
        self.string(name);
        self.text.push_str(if self.is_pretty { ": " } else { ":" });
        value.write(self);
    }

    fn nested<T>(
        &mut self,
        open: char,
        items: &mut dyn Iterator<Item = T>,
        write: &mut dyn FnMut(&mut Self, T),
        close: char,
    ) {
        self.text.push(open);
        self.depth += 1;
        let mut is_empty = true;
        for item in items {
            if !is_empty {
                self.text.push(',');
            }
            is_empty = false;
            self.turn();
            write(self, item);
            if self.text.len() >= PIECE
                && let Some(give) = &mut self.give
            {
                give(&self.text);
                self.text.clear();
            }
        }
        self.depth -= 1;
        if !is_empty {
            self.turn();
        }
        self.text.push(close);
    }

    /// Begins a line, if there are any.
    fn turn(&mut self) {
        if self.is_pretty {
            self.text.push('\n');
            (0..self.depth).for_each(|_| self.text.push_str("  "));
        }
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        let mut rest = text;
        let is_special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
        while let Some(at) = rest.bytes().position(is_special) {
            let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.text.push_str(plain);
            match special.bytes().next() {
                Some(8) => self.text.push_str("\\b"),
                Some(b'\t') => self.text.push_str("\\t"),
                Some(b'\n') => self.text.push_str("\\n"),
                Some(12) => self.text.push_str("\\f"),
                Some(b'\r') => self.text.push_str("\\r"),
                Some(control @ ..b' ') => self.display(format_args!("\\u{control:04x}")),
                itself => self.text.extend(['\\', char::from(itself.unwrap_or_default())]),
            }
            rest = special.get(1..).unwrap_or_default();
        }
        self.text.push_str(rest);
        self.text.push('"');
    }

    /// A value that is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.text.push_str(json);
    }

    fn whole_number(&mut self, number: u64) {
        decimal::push_digits(number, 1, &mut self.text);
    }

    fn display(&mut self, value: std::fmt::Arguments<'_>) {
        // A string takes everything.
        let _ = self.text.write_fmt(value);
    }
}

impl Write for str {
    fn write(&self, json: &mut Writer) {
        json.string(self);
    }
}

impl Write for String {
    fn write(&self, json: &mut Writer) {
        json.string(self);
    }
}

impl Write for Cow<'_, str> {
    fn write(&self, json: &mut Writer) {
        json.string(self);
    }
}

impl Write for Short {
    fn write(&self, json: &mut Writer) {
        json.string(self);
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, json: &mut Writer) {
        (**self).write(json);
    }

    fn is_none(&self) -> bool {
        (**self).is_none()
    }
}

impl Write for bool {
    fn write(&self, json: &mut Writer) {
        json.text.push_str(if *self { "true" } else { "false" });
    }
}

macro_rules! whole_numbers {
    ($($type:ty),+) => {
        $(impl Write for $type {
            fn write(&self, json: &mut Writer) {
                json.whole_number(u64::from(*self));
            }
        })+
    };
}
whole_numbers!(u8, u32, u64);

impl Write for usize {
    fn write(&self, json: &mut Writer) {
        json.whole_number(*self as u64);
    }
}

impl Write for i64 {
    fn write(&self, json: &mut Writer) {
        if *self < 0 {
            json.text.push('-');
        }
        json.whole_number(self.unsigned_abs());
    }
}

impl Write for f64 {
    fn write(&self, json: &mut Writer) {
        if self.is_finite() {
            decimal::write(*self, &mut json.text);
        } else {
            json.text.push_str("null");
        }
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, json: &mut Writer) {
        match self {
            Some(value) => value.write(json),
            None => json.text.push_str("null"),
        }
    }

    fn is_none(&self) -> bool {
        Option::is_none(self)
    }
}

impl<A: Write, B: Write> Write for (A, B) {
    fn write(&self, json: &mut Writer) {
        json.nested('[', &mut [&self.0 as &dyn Write, &self.1].into_iter(), &mut |json, item| item.write(json), ']');
    }
}

impl<T: Write> Write for [T] {
    fn write(&self, json: &mut Writer) {
        json.nested('[', &mut self.iter(), &mut |json, item| item.write(json), ']');
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, json: &mut Writer) {
        self.as_slice().write(json);
    }
}

impl<K: AsRef<str> + Ord, V: Write> Write for FlatMap<K, V> {
    fn write(&self, json: &mut Writer) {
        json.nested('{', &mut self.iter(), &mut |json, (key, value)| json.field(key.as_ref(), value), '}');
    }
}

impl Write for Map<String, Value> {
    fn write(&self, json: &mut Writer) {
        json.nested('{', &mut self.iter(), &mut |json, (key, value)| json.field(key, value), '}');
    }
}

impl Write for Value {
    fn write(&self, json: &mut Writer) {
        match self {
            Self::Null => json.text.push_str("null"),
            Self::Bool(value) => value.write(json),
            Self::String(value) => value.write(json),
            Self::Array(values) => values.write(json),
            Self::Object(map) => map.write(json),
            Self::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => value.write(json),
                (_, Some(value)) => value.write(json),
                _ => number.as_f64().write(json),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_is_written_as_serde_json_writes_it() {
        let controls: String = (0..0xa0).filter_map(char::from_u32).collect();
        let value = json!({
            "a\"b": [], "c": {}, "d": [null, true, false, "é\u{2028}😀/"], "e": {"f": [1, -2, u64::MAX, i64::MIN]},
            "g": controls, "h": [[1], {"i": "\\"}],
        });
        assert_eq!(compact(&value), value.to_string());
        assert_eq!(pretty(&value), serde_json::to_string_pretty(&value).unwrap_or_default());
    }

    #[test]
    fn a_sparse_object_leaves_out_what_is_not_given() {
        let mut json = Writer::default();
        json.sparse(&[("a", &None::<bool>), ("b", &Some("x")), ("c", &Vec::<bool>::new())]);
        assert_eq!(json.text, r#"{"b":"x","c":[]}"#);
    }

    #[test]
    fn objects_in_order_are_lists_of_all_their_values() {
        let object = Object(&[("a", &1_u32), ("b", &None::<bool>)]);
        assert_eq!(positional(&vec![object]), "[[1,null]]");
        let mut json = Writer { is_positional: true, ..Writer::default() };
        json.sparse(&[("a", &None::<bool>), ("b", &Some("x"))]);
        assert_eq!(json.text, r#"[null,"x"]"#);
    }

    #[test]
    fn what_is_no_number_is_null() {
        assert_eq!(compact(&vec![1.5, f64::NAN, f64::INFINITY, -0.25]), "[1.5,null,null,-0.25]");
    }
}
