//! Says once how a type stands in JSON, for reading and for writing.

/// Names the fields of an object, all of them. A `sparse` one leaves those out that are not given.
macro_rules! fields {
    (sparse $type:ty { $($field:ident),+ $(,)? }) => {
        $crate::json::fields::reads!(object $type { $($field),+ });
        $crate::json::fields::writes!(sparse $type { $($field),+ });
    };
    ($type:ty { $($field:ident),+ $(,)? }) => {
        $crate::json::fields::reads!(object $type { $($field),+ });
        $crate::json::fields::writes!(object $type { $($field),+ });
    };
}
pub(crate) use fields;

/// The same for a type that is only read: an `object`, or `choices`, of which any may be left out.
macro_rules! reads {
    ($how:ident $type:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::json::read::Read for $type {
            fn read(&mut self, json: &mut $crate::json::Json<'_>) -> $crate::json::Walked {
                let Self { $($field),+ } = self;
                $crate::json::read::$how(json, &mut [$((stringify!($field), $field)),+])
            }
        }
    };
}
pub(crate) use reads;

/// The same for a type that is only written.
macro_rules! writes {
    ($how:ident $type:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::json::write::Write for $type {
            fn write(&self, json: &mut $crate::json::write::Writer) {
                let Self { $($field),+ } = self;
                json.$how(&[$((stringify!($field), $field)),+]);
            }
        }
    };
}
pub(crate) use writes;

/// Names the words that an enum has in JSON.
macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            /// The word that every output has for it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::json::write::Write for $type {
            fn write(&self, json: &mut $crate::json::write::Writer) {
                $crate::json::write::Write::write(self.as_str(), json);
            }
        }

        impl $crate::json::read::Text for $type {
            fn from_text(text: std::borrow::Cow<'_, str>) -> Result<Self, String> {
                match &*text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::json::read::unknown("variant", &text, &[$($word),+])),
                }
            }
        }
    };
}
pub(crate) use words;
