//! A text that mostly is short, such as an id: kept in place then, so that a message asks for no memory for it.

use std::ops::Deref;

/// So many bytes are kept in place: as many as take no more room than a `String` does where addresses have 64 bits.
const MAX_BYTES: usize = 15;

/// A text, in place if it is short and ASCII.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short(Kept);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kept {
    Here { bytes: [u8; MAX_BYTES], len: u8 },
    There(String),
}

impl Short {
    /// Of bytes that can be kept in place.
    pub fn of(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; MAX_BYTES];
        bytes.get_mut(..text.len()).filter(|_| text.is_ascii())?.copy_from_slice(text);
        Some(Self(Kept::Here { bytes, len: text.len() as u8 }))
    }
}

impl Default for Short {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<&str> for Short {
    fn from(text: &str) -> Self {
        Self::of(text.as_bytes()).unwrap_or_else(|| Self(Kept::There(text.to_owned())))
    }
}

impl Deref for Short {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Kept::Here { bytes, len } => {
                bytes.get(..usize::from(*len)).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
            }
            Kept::There(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_any_length_and_script_is_kept_in_the_room_of_a_string() {
        for text in ["", "9000007", "123456789012345", "1234567890123456", "é"] {
            assert_eq!(&*Short::from(text), text);
        }
        assert_eq!(size_of::<Option<Short>>(), size_of::<String>());
    }
}
