//! Reads JSON back into what it was made of: only the types that it was made of will do.

use std::borrow::Cow;
use std::str::FromStr;

use serde_json::{Map, Number};

use super::{Json, Walked};
use crate::lean::decimal;
use crate::lean::flat_map::FlatMap;
use crate::lean::short::Short;

/// Something that can be read from JSON, in place: so one function reads all kinds of objects, and compiles to little code.
pub trait Read {
    /// Reads the next value.
    fn read(&mut self, json: &mut Json<'_>) -> Walked;

    /// An object may leave it out.
    fn is_optional(&self) -> bool {
        false
    }
}

/// The fields of an object by their names.
pub type Fields<'f> = [(&'static str, &'f mut dyn Read)];

const NO_OBJECT: &str = "expected an object";
const NO_VALUES: &str = "expected a list of all values";

/// Reads a whole text; the error is a sentence.
pub fn whole<T: Read + Default>(text: &str) -> Result<T, String> {
    let mut read = T::default();
    whole_into(&mut Json::new(text.as_bytes()), &mut read).map(|()| read)
}

/// Reads what [`super::write::positional`] wrote.
pub fn positional<T: Read + Default>(text: &[u8]) -> Result<T, String> {
    let mut read = T::default();
    let mut json = Json { is_positional: true, ..Json::new(text) };
    whole_into(&mut json, &mut read).map(|()| read)
}

fn whole_into(json: &mut Json<'_>, into: &mut dyn Read) -> Result<(), String> {
    into.read(json).and_then(|()| json.end()).map_err(|_| json.problem())
}

/// Reads an object that has at least these fields, the optional ones excepted.
pub fn object(json: &mut Json<'_>, fields: &mut Fields<'_>) -> Walked {
    if json.is_positional {
        return in_order(json, fields);
    }
    let mut given = 0_u64;
    json.expect(b'{', NO_OBJECT)?;
    json.object(&mut |key, json| match place(fields, key) {
        Some((place, field)) => {
            given |= 1 << place;
            field.read(json)
        }
        None => json.skip().map(drop),
    })?;
    let is_given = |place: usize| given >> place & 1 != 0;
    let missing = fields.iter().enumerate().find(|(place, (_, field))| !is_given(*place) && !field.is_optional());
    missing.map_or(Ok(()), |(_, (name, _))| json.fail(format!("missing field `{name}`")))
}

/// Reads a list of just the values of these fields.
fn in_order(json: &mut Json<'_>, fields: &mut Fields<'_>) -> Walked {
    let mut rest = fields.iter_mut();
    json.expect(b'[', NO_VALUES)?;
    json.list(&mut |json| match rest.next() {
        Some((_, field)) => field.read(json),
        None => json.fail(NO_VALUES),
    })?;
    rest.next().map_or(Ok(()), |_| json.fail(NO_VALUES))
}

/// Reads an object that has at most these fields.
pub fn choices(json: &mut Json<'_>, fields: &mut Fields<'_>) -> Walked {
    json.expect(b'{', NO_OBJECT)?;
    json.object(&mut |key, json| match place(fields, key) {
        Some((_, field)) => field.read(json),
        None => {
            let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
            json.fail(unknown("field", &String::from_utf8_lossy(key), &names))
        }
    })
}

/// Says that there is no `what` of this name.
pub fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    format!("unknown {what} `{name}`, expected one of `{}`", known.join("`, `"))
}

fn place<'a, 'f>(fields: &'a mut Fields<'f>, key: &[u8]) -> Option<(usize, &'a mut (dyn Read + 'f))> {
    let mut places = fields.iter_mut().enumerate();
    places.find(|(_, (name, _))| name.as_bytes() == key).map(|(place, (_, field))| (place, &mut **field))
}

/// Something that is a string in JSON, and may be a key.
pub trait Text: Sized {
    /// Reads it; an error in words if it is not one that is known.
    fn from_text(text: Cow<'_, str>) -> Result<Self, String>;
}

impl Text for String {
    fn from_text(text: Cow<'_, str>) -> Result<Self, String> {
        Ok(text.into_owned())
    }
}

impl Text for Cow<'static, str> {
    fn from_text(text: Cow<'_, str>) -> Result<Self, String> {
        Ok(Cow::Owned(text.into_owned()))
    }
}

impl Text for Short {
    fn from_text(text: Cow<'_, str>) -> Result<Self, String> {
        Ok(Self::from(&*text))
    }
}

impl<T: Text> Read for T {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        let text = text(json)?;
        match T::from_text(text) {
            Ok(read) => *self = read,
            Err(problem) => return json.fail(problem),
        }
        Ok(())
    }
}

impl<T: Read + Default> Read for Option<T> {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        *self = None;
        if json.peek() == Some(b'n') {
            return json.skip().map(drop);
        }
        self.get_or_insert_default().read(json)
    }

    fn is_optional(&self) -> bool {
        true
    }
}

impl<T: Read + Default> Read for Vec<T> {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        self.clear();
        json.expect(b'[', "expected a list")?;
        json.list(&mut |json| {
            let mut item = T::default();
            item.read(json)?;
            self.push(item);
            Ok(())
        })
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        let mut items = [&mut self.0 as &mut dyn Read, &mut self.1].into_iter();
        json.expect(b'[', "expected a list of two")?;
        json.list(&mut |json| match items.next() {
            Some(item) => item.read(json),
            None => json.skip().map(drop),
        })?;
        items.next().map_or(Ok(()), |_| json.fail("expected a list of two"))
    }
}

impl<K: Text + Ord, V: Read + Default> Read for FlatMap<K, V> {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        *self = Self::default();
        json.expect(b'{', NO_OBJECT)?;
        json.object(&mut |key, json| {
            let mut value = V::default();
            let key = K::from_text(String::from_utf8_lossy(key)).or_else(|problem| json.fail(problem))?;
            value.read(json)?;
            self.insert(key, value);
            Ok(())
        })
    }
}

impl Read for bool {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        *self = match json.skip()?.json() {
            b"true" => true,
            b"false" => false,
            _ => return json.fail("expected true or false"),
        };
        Ok(())
    }
}

macro_rules! numbers {
    ($($type:ty: $parse:expr, $what:literal;)+) => {
        $(impl Read for $type {
            fn read(&mut self, json: &mut Json<'_>) -> Walked {
                *self = number(json.skip()?.json(), $parse).map_or_else(|| json.fail(concat!("expected ", $what)), Ok)?;
                Ok(())
            }
        })+
    };
}
numbers!(
    u8: whole_number, "a whole number below 256";
    u32: whole_number, "a whole number that is not negative";
    u64: whole_number, "a whole number that is not negative";
    usize: whole_number, "a whole number that is not negative";
    i64: whole_number, "a whole number";
    f64: decimal::parse, "a number";
);

fn number<T>(json: &[u8], parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    let is_number = matches!(json.first(), Some(b'-' | b'0'..=b'9'));
    is_number.then(|| parse(std::str::from_utf8(json).ok()?)).flatten()
}

fn whole_number<T: FromStr>(digits: &str) -> Option<T> {
    digits.parse().ok()
}

fn text<'a>(json: &mut Json<'a>) -> Result<Cow<'a, str>, super::Invalid> {
    json.skip()?.text().map_or_else(|| json.fail("expected a string"), Ok)
}

impl Read for serde_json::Value {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        *self = match json.peek() {
            Some(b'{') => {
                let mut map = Map::new();
                map.read(json)?;
                Self::Object(map)
            }
            Some(b'[') => {
                let mut list = Vec::new();
                list.read(json)?;
                Self::Array(list)
            }
            Some(b'"') => Self::String(text(json)?.into_owned()),
            _ => match json.skip()?.json() {
                b"null" => Self::Null,
                b"true" => Self::Bool(true),
                b"false" => Self::Bool(false),
                // Minus zero is no whole number.
                b"-0" => Self::from(-0.0),
                digits => {
                    let unsigned = || number(digits, whole_number::<u64>).map(Number::from);
                    let signed = || number(digits, whole_number::<i64>).map(Number::from);
                    let float = || number(digits, decimal::parse).and_then(Number::from_f64);
                    let number = unsigned().or_else(signed).or_else(float);
                    Self::Number(number.map_or_else(|| json.fail("number out of range"), Ok)?)
                }
            },
        };
        Ok(())
    }
}

impl Read for Map<String, serde_json::Value> {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        self.clear();
        json.expect(b'{', NO_OBJECT)?;
        json.object(&mut |key, json| {
            let mut value = serde_json::Value::Null;
            value.read(json)?;
            self.insert(String::from_utf8_lossy(key).into_owned(), value);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::json::fields::reads;

    #[derive(Debug, Default, PartialEq)]
    struct Thing {
        name: String,
        count: Option<u8>,
        list: Vec<i64>,
        by_name: FlatMap<String, f64>,
    }
    reads!(object Thing { name, count, list, by_name });

    #[derive(Debug, Default, PartialEq)]
    struct Choice {
        fast: bool,
        lang: String,
    }
    reads!(choices Choice { fast, lang });

    fn problem<T: Read + Default>(text: &str) -> String {
        whole::<T>(text).err().unwrap_or_default()
    }

    #[test]
    fn an_object_is_read_in_any_order_and_what_else_stands_in_it_is_skipped() {
        let read = whole(r#"{"by_name": {"a": 0.1}, "more": [{}], "list": [1, -2], "name": "x\n\u00e9"}"#);
        let mut by_name = FlatMap::default();
        by_name.insert("a".to_owned(), 0.1);
        assert_eq!(read, Ok(Thing { name: "x\né".to_owned(), count: None, list: vec![1, -2], by_name }));
    }

    #[test]
    fn what_is_missing_or_of_another_type_is_named() {
        assert_eq!(problem::<Thing>(r#"{"name": "", "list": []}"#), "missing field `by_name` at line 1 column 25");
        assert_eq!(problem::<Thing>("[]"), "expected an object at line 1 column 1");
        assert!(problem::<Thing>(r#"{"name": 1}"#).starts_with("expected a string"));
        assert!(problem::<Thing>(r#"{"count": 256}"#).starts_with("expected a whole number below 256"));
        assert!(problem::<Thing>(r#"{"list": {}}"#).starts_with("expected a list"));
        assert!(problem::<Vec<bool>>("[true] x").starts_with("something stands behind the end"));
    }

    #[test]
    fn an_object_in_order_is_a_list_of_all_its_values() {
        let expected = Thing { name: "x".to_owned(), count: None, list: vec![1], by_name: FlatMap::default() };
        let read = |text: &str| positional::<Thing>(text.as_bytes());
        assert_eq!(read(r#"["x", null, [1], {}]"#), Ok(expected));
        for other in
            [r#"["x", null, [1]]"#, r#"["x", null, [1], {}, 1]"#, r#"{"name": "x", "list": [], "by_name": {}}"#]
        {
            assert!(read(other).is_err_and(|problem| problem.starts_with(NO_VALUES)), "{other}");
        }
    }

    #[test]
    fn choices_may_be_left_out_but_none_is_unknown() {
        assert_eq!(whole(r#"{"fast": true}"#), Ok(Choice { fast: true, lang: String::new() }));
        let expected = "unknown field `slow`, expected one of `fast`, `lang` at line 1 column 9";
        assert_eq!(problem::<Choice>(r#"{"slow": true}"#), expected);
    }

    #[test]
    fn any_value_is_read_as_serde_json_reads_it() {
        for text in [r#"{"a": [null, true, "x", {}], "b": []}"#, "-0", "-5", "18446744073709551615", "1e3", "0.1"] {
            assert_eq!(whole::<Value>(text).ok(), serde_json::from_str(text).ok(), "{text}");
        }
        assert!(problem::<Value>("1e999").starts_with("number out of range"));
        assert!(problem::<Value>(&"[".repeat(200)).starts_with("lists stand too deep"));
    }
}
