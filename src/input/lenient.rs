//! Reads objects of which some keys are wanted, whatever their shape: what is of another type comes out as not given.

use crate::json::value::Value;
use crate::json::{Invalid, Json, Walked};

/// Something that can be read from any JSON value; only text that is no JSON fails.
pub trait FromJson<'a> {
    /// Reads the next value in place of this one.
    fn fill(&mut self, json: &mut Json<'a>) -> Walked;

    /// Reads the next value.
    fn read(json: &mut Json<'a>) -> Result<Self, Invalid>
    where
        Self: Default,
    {
        let mut read = Self::default();
        read.fill(json).map(|()| read)
    }

    /// Reads a whole text; the error is a sentence.
    fn whole(bytes: &'a [u8]) -> Result<Self, String>
    where
        Self: Default,
    {
        let mut json = Json::new(bytes);
        let mut read = Self::default();
        match read.fill(&mut json).and_then(|()| json.end()) {
            Ok(()) => Ok(read),
            Err(Invalid) => Err(json.problem()),
        }
    }

    /// Reads a value that was skipped at first.
    fn of(value: Value<'a>) -> Self
    where
        Self: Default,
    {
        if value.is_none() || matches!(value.json(), b"{}" | b"[]") {
            Self::default()
        } else {
            Self::of_json(value.json())
        }
    }

    /// Reads JSON that was found valid before.
    fn of_json(json: &'a [u8]) -> Self
    where
        Self: Default,
    {
        Self::read(&mut Json::new(json)).unwrap_or_default()
    }
}

impl<'a> FromJson<'a> for Value<'a> {
    fn fill(&mut self, json: &mut Json<'a>) -> Walked {
        *self = json.skip()?;
        Ok(())
    }
}

/// The keys that are wanted of an object, and the places of their fields.
pub struct Keys<const LEN: usize> {
    keys: [(&'static [u8], usize); LEN],
    /// Open addressing over the keys: the index of each, and one more.
    slots: [u8; SLOTS],
}

/// More than twice as many as any object has keys, so that few meet.
const SLOTS: usize = 128;

impl<const LEN: usize> Keys<LEN> {
    /// Of keys that all differ.
    #[allow(clippy::indexing_slicing)] // Runs in the compiler only.
    pub const fn new(keys: [(&'static [u8], usize); LEN]) -> Self {
        let mut slots = [0; SLOTS];
        let mut index = 0;
        while index < LEN {
            let mut at = slot(keys[index].0);
            while slots[at] != 0 {
                at = (at + 1) % SLOTS;
            }
            index += 1;
            slots[at] = index as u8;
        }
        Self { keys, slots }
    }

    /// Both, whatever their number.
    pub fn parts(&self) -> (&[(&'static [u8], usize)], &[u8; SLOTS]) {
        (&self.keys, &self.slots)
    }
}

/// Where the search for a key begins: by its length, its first, middle and last byte.
const fn slot(key: &[u8]) -> usize {
    match (key, key.split_at(key.len() / 2).1) {
        ([first, ..], [middle, .., last]) => {
            let tag = u32::from_le_bytes([key.len() as u8, *first, *middle, *last]);
            (tag.wrapping_mul(0x9E37_79B9) >> 25) as usize % SLOTS
        }
        _ => 0,
    }
}

/// Reads the fields of an object by the keys and their slots; whether it is one with any key.
pub fn fields<'a>(
    json: &mut Json<'a>,
    (keys, slots): (&[(&'static [u8], usize)], &[u8; SLOTS]),
    fields: &mut [&mut dyn FromJson<'a>],
) -> Result<bool, Invalid> {
    let mut given = false;
    json.fields(|key, json| {
        given = true;
        let mut at = slot(key);
        while let Some(&slot) = slots.get(at)
            && let Some((wanted, place)) = keys.get(usize::from(slot).wrapping_sub(1))
        {
            if *wanted == key {
                return fields.get_mut(*place).map_or(Ok(()), |field| field.fill(json));
            }
            at = (at + 1) % SLOTS;
        }
        json.skip().map(drop)
    })?;
    Ok(given)
}

/// Declares an object by its wanted keys; `given` says whether it was there with any key. Of a key that stands twice the
/// last value counts, as browsers do it.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $($key:literal)|+,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name<'a> {
            /// An object with any key was there.
            pub given: bool,
            $($(#[$field_doc])* pub $field: $type,)+
        }

        impl<'a> $crate::input::lenient::FromJson<'a> for $name<'a> {
            fn fill(&mut self, json: &mut $crate::json::Json<'a>) -> $crate::json::Walked {
                #[allow(non_camel_case_types)]
                enum Place { $($field),+ }
                const LEN: usize = [$($(stringify!($key)),+),+].len();
                static KEYS: $crate::input::lenient::Keys<LEN> = $crate::input::lenient::Keys::new([
                    $($(($key, Place::$field as usize),)+)+
                ]);
                *self = Self::default();
                self.given = $crate::input::lenient::fields(json, KEYS.parts(), &mut [$(&mut self.$field),+])?;
                Ok(())
            }
        }

        impl<'a> $crate::input::lenient::Element<'a> for $name<'a> {
            type Before = ();

            fn is_given(&self) -> bool {
                self.given
            }
        }
    };
}
pub(super) use object;

/// Declares the objects of a list that have much in common: mostly all that follows the field `by` which they are
/// declared, where that is the same. Each field is a value as it stands there.
macro_rules! alike {
    ($(#[$doc:meta])* $name:ident by $telling:ident {
        $($(#[$field_doc:meta])* $field:ident = $($key:literal)|+,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name<'a> {
            given: bool,
            /// The fields' values, and one of another key.
            values: [$crate::json::value::Value<'a>; [$(stringify!($field)),+].len() + 1],
        }

        const _: () = {
            #[allow(non_camel_case_types)]
            enum Place { $($field),+ }

            static WANTED: $crate::json::alike::Wanted = $crate::json::alike::Wanted {
                keys: &[$($(($key, Place::$field as usize),)+)+],
                telling: Place::$telling as usize,
            };

            impl<'a> $name<'a> {
                $(
                    $(#[$field_doc])*
                    pub fn $field(&self) -> $crate::json::value::Value<'a> {
                        self.values.get(Place::$field as usize).copied().unwrap_or_default()
                    }
                )+
            }

            impl<'a> $crate::input::lenient::FromJson<'a> for $name<'a> {
                fn fill(&mut self, json: &mut $crate::json::Json<'a>) -> $crate::json::Walked {
                    *self = Self::default();
                    self.given = $crate::json::alike::Alike::default().read(json, &WANTED, &mut self.values)?;
                    Ok(())
                }
            }

            impl<'a> $crate::input::lenient::Element<'a> for $name<'a> {
                type Before = $crate::json::alike::Alike<'a>;

                fn is_given(&self) -> bool {
                    self.given
                }

                fn read_into(
                    list: &mut Vec<Self>,
                    json: &mut $crate::json::Json<'a>,
                    before: &mut $crate::json::alike::Alike<'a>,
                ) -> Result<bool, $crate::json::Invalid> {
                    if list.capacity() == 0 {
                        list.reserve($crate::input::lenient::MANY);
                    }
                    list.push(Self::default());
                    let Some(object) = list.last_mut() else { return Ok(false) };
                    object.given = before.read(json, &WANTED, &mut object.values)?;
                    let given = object.given;
                    if !given {
                        list.pop();
                    }
                    Ok(given)
                }
            }
        };
    };
}
pub(super) use alike;

/// An element of a list, which can tell whether it was an object.
pub trait Element<'a>: FromJson<'a> + Default {
    /// What reading an element needs to know of those before it.
    type Before: Default;

    /// It was an object with any key.
    fn is_given(&self) -> bool;

    /// Reads the next element into its list, if it is an object with any key; whether it is.
    fn read_into(list: &mut Vec<Self>, json: &mut Json<'a>, before: &mut Self::Before) -> Result<bool, Invalid> {
        let _ = before;
        let item = Self::read(json)?;
        let given = item.is_given();
        if given {
            list.push(item);
        }
        Ok(given)
    }
}

/// Room that a list of objects that have much in common has from the beginning: it has more than a few of them.
pub const MANY: usize = 64;

/// A list in any of the forms that exports write: null, `{}`, `[...]`, `{"tags": [...]}`, `{"data": [...]}`.
#[derive(Clone, Debug)]
pub struct Seq<T> {
    /// The elements that are objects.
    pub items: Vec<T>,
    /// There was an array, even if it was empty.
    pub listed: bool,
    /// How many the platform says there are.
    pub total: Option<i64>,
    /// How many elements are no objects.
    pub broken: usize,
}

impl<T> Default for Seq<T> {
    fn default() -> Self {
        Self { items: Vec::new(), listed: false, total: None, broken: 0 }
    }
}

/// The keys under which a list object keeps its list.
const LIST_KEYS: [&[u8]; 11] = [
    b"conversation_parts",
    b"ticket_parts",
    b"parts",
    b"tags",
    b"topics",
    b"contacts",
    b"admins",
    b"content_sources",
    b"attachments",
    b"data",
    b"items",
];

impl<'a, T: Element<'a>> FromJson<'a> for Seq<T> {
    fn fill(&mut self, json: &mut Json<'a>) -> Walked {
        *self = Self::default();
        if json.peek() == Some(b'[') {
            self.listed = true;
            let mut before = T::Before::default();
            return json.list(&mut |json| {
                if !T::read_into(&mut self.items, json, &mut before)? {
                    self.broken += 1;
                }
                Ok(())
            });
        }
        let mut total = None;
        json.object(&mut |key, json| {
            if LIST_KEYS.contains(&key) {
                self.fill(json)?;
            } else if key == b"total_count" {
                total = json.skip()?.int();
            } else {
                json.skip()?;
            }
            Ok(())
        })?;
        self.total = total.or(self.total);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;
    use crate::lean::random::Random;

    alike! {
        /// A part with all that makes it hard to go on as another.
        Thing by author {
            id = b"id",
            author = b"author",
            files = b"files" | b"more files",
            state = b"state",
            note = b"note",
        }
    }

    fn one_of<'t>(random: &mut Random, choices: &[&'t str]) -> &'t str {
        choices[random.below(choices.len())]
    }

    /// A field, mostly one of those that tails of parts are made of.
    fn field(random: &mut Random) -> String {
        let key =
            one_of(random, &["files", "state", "note", "unknown", "files", "state", "more files", "id", "author"]);
        let value = match key {
            "files" | "more files" => one_of(random, &["[]", "[{\"name\":\"a\"},7]", "{\"data\":[{}]}", "null"]),
            "author" => one_of(random, &["{\"id\":1}", "{\"id\":12}", "1", "12"]),
            _ => one_of(random, &["1", "12", "\"a\"", "\"a\\\"\"", "{\"a\":[1,{}]}", "null", "-1.5e3", "[{},{}]"]),
        };
        let blank = if random.below(9) == 0 { " " } else { "" };
        format!("\"{key}\"{blank}:{blank}{value}{blank}")
    }

    /// An object that begins in its own way and mostly goes on as others do.
    fn thing(random: &mut Random, tails: &[String]) -> String {
        let id = random.below(1000);
        let mut fields = vec![format!("\"id\":{id}")];
        let most = if random.below(9) == 0 { 50 } else { 2 };
        fields.extend((0..random.below(most)).map(|_| field(random)));
        fields.push(tails[random.below(tails.len())].clone());
        fields.extend((0..random.below(3).saturating_sub(1)).map(|_| field(random)));
        format!("{{{}}}", fields.join(","))
    }

    #[test]
    fn no_comma_may_be_missing_before_what_an_earlier_object_has() {
        let first = r#""state":"open","note":"a note that is long enough to be compared""#;
        for second in [r#"{"unknown":1"#, r#"{"id":1"#] {
            let list = format!("[{{{first}}},{second}{first}}}]");
            assert!(Seq::<Thing<'_>>::whole(list.as_bytes()).is_err(), "{list}");
        }
    }

    #[test]
    fn objects_of_a_list_are_read_as_they_are_alone() {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        for _ in 0..10_000 {
            let tails: Vec<String> = (0..1 + random.below(12))
                .map(|_| {
                    let author = format!("\"author\":{{\"id\":{}}}", random.below(20));
                    let most = if random.below(9) == 0 { 50 } else { 6 };
                    let fields = 1 + random.below(most);
                    (0..fields).fold(author, |tail, _| format!("{tail},{}", field(&mut random)))
                })
                .collect();
            let things: Vec<String> = (0..random.below(9)).map(|_| thing(&mut random, &tails)).collect();
            let list = format!("[{}]", things.join(","));
            let read: Seq<Thing<'_>> = Seq::whole(list.as_bytes()).unwrap();
            let alone: Vec<Thing<'_>> = things.iter().map(|thing| Thing::whole(thing.as_bytes()).unwrap()).collect();
            assert_eq!(format!("{:?}", read.items), format!("{alone:?}"), "{list}");
        }
    }

    #[test]
    fn an_object_that_goes_on_as_an_earlier_one_has_its_values() {
        let thing = |id, author, state| {
            format!(r#"{{"id":{id},"author":{{"id":{author}}},"files":[],"state":"{state}","note":null}}"#)
        };
        let things = [thing(1, 1, "open"), thing(2, 2, "open"), thing(3, 1, "closed"), thing(4, 3, "open")];
        let list = format!("[{}]", things.join(","));
        let Seq { items, .. }: Seq<Thing<'_>> = Seq::whole(list.as_bytes()).unwrap();
        assert!(std::ptr::eq(items[0].author().json(), items[2].author().json()));
        assert!(std::ptr::eq(items[0].note().json(), items[2].note().json()));
        let of_third = [items[2].id(), items[2].files(), items[2].state()].map(|value| value.json());
        assert_eq!(of_third, [&b"3"[..], b"[]", b"\"closed\""]);
    }
}
