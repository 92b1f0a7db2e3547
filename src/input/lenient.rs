//! Reads JSON whose values may have any type: nothing in a record's shape fails, it only comes out as not given.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::time;
use crate::conversation::Timestamp;

/// A value that should be a string, number or truth value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Scalar<'a> {
    /// Not there, or null.
    #[default]
    None,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(Cow<'a, str>),
    /// An object or array.
    Other,
}

impl Scalar<'_> {
    /// The string, if it is one; it may be empty.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The string without blanks around it, if there is anything in it.
    pub fn word(&self) -> Option<&str> {
        self.text().map(str::trim).filter(|text| !text.is_empty())
    }

    /// An id: a string, or a whole number, which some exports write instead.
    pub fn id(&self) -> Option<String> {
        match self {
            Self::Int(number) => Some(number.to_string()),
            _ => self.word().map(str::to_owned),
        }
    }

    /// A whole number, also as a string.
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Float(number) => Some(*number as i64),
            _ => self.word()?.parse().ok(),
        }
    }

    /// A truth value, also as a string.
    pub fn bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => match self.word()? {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
        }
    }

    /// A moment: seconds, milliseconds or finer as a number or digits, or a date in ISO 8601.
    pub fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Int(number) => time::from_number(*number),
            Self::Float(number) => time::from_number(*number as i64),
            _ => time::parse(self.word()?),
        }
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::None)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or(Scalar::Float(value as f64), Scalar::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(seq)?;
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(map)?;
        Ok(Scalar::Other)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// An object's key.
pub struct Key<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// An object of which some keys are wanted. Of a key that stands twice the last value counts, as browsers do it.
pub trait Object<'de>: Default {
    /// Reads the value of `key`; `false` if the key is not wanted, and the value not read.
    fn field<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error>;

    /// Remembers that an object with any key was there.
    fn set_given(&mut self);
}

/// Reads an object; anything else comes out as the default.
pub struct ObjectVisitor<T>(pub PhantomData<T>);

impl<'de, T: Object<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        IgnoredAny.visit_seq(seq)?;
        Ok(T::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        while let Some(Key(key)) = map.next_key()? {
            object.set_given();
            if !object.field(&key, &mut map)? {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(object)
    }
}

/// Declares an object by its wanted keys; `given` says whether it was there with any key.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty = $($key:literal)|+,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub struct $name<'a> {
            /// An object with any key was there.
            pub given: bool,
            $($(#[$field_doc])* pub $field: $type,)+
        }

        impl<'de: 'a, 'a> $crate::input::lenient::Object<'de> for $name<'a> {
            fn field<A: serde::de::MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
                match key {
                    $($($key)|+ => self.$field = map.next_value()?,)+
                    _ => return Ok(false),
                }
                Ok(true)
            }

            fn set_given(&mut self) {
                self.given = true;
            }
        }

        impl $crate::input::lenient::Element for $name<'_> {
            fn is_given(&self) -> bool {
                self.given
            }
        }

        impl<'de: 'a, 'a> serde::Deserialize<'de> for $name<'a> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($crate::input::lenient::ObjectVisitor(std::marker::PhantomData))
            }
        }
    };
}
pub(super) use object;

/// An element of a list, which can tell whether it was an object.
pub trait Element {
    /// It was an object with any key.
    fn is_given(&self) -> bool;
}

/// A list in any of the forms that exports write: null, `{}`, `[...]`, `{"tags": [...]}`, `{"data": [...]}`.
#[derive(Debug)]
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
const LIST_KEYS: [&str; 11] = [
    "conversation_parts",
    "ticket_parts",
    "parts",
    "tags",
    "topics",
    "contacts",
    "admins",
    "content_sources",
    "attachments",
    "data",
    "items",
];

struct SeqVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Element> Visitor<'de> for SeqVisitor<T> {
    type Value = Seq<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Seq<T>, E> {
        Ok(Seq::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Seq<T>, E> {
        Ok(Seq::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Seq<T>, E> {
        Ok(Seq::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Seq<T>, E> {
        Ok(Seq::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Seq<T>, E> {
        Ok(Seq::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<Seq<T>, E> {
        Ok(Seq::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Seq<T>, A::Error> {
        let mut list = Seq { listed: true, ..Seq::default() };
        while let Some(item) = seq.next_element::<T>()? {
            if item.is_given() {
                list.items.push(item);
            } else {
                list.broken += 1;
            }
        }
        Ok(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Seq<T>, A::Error> {
        let mut list = Seq::default();
        let mut total = None;
        while let Some(Key(key)) = map.next_key()? {
            if LIST_KEYS.contains(&&*key) {
                list = map.next_value()?;
            } else if key == "total_count" {
                total = map.next_value::<Scalar<'_>>()?.int();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Seq { total: total.or(list.total), ..list })
    }
}

impl<'de, T: Deserialize<'de> + Element> Deserialize<'de> for Seq<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SeqVisitor(PhantomData))
    }
}
