//! What stops a run, and what is only skipped: a stable code, a place, and what to do next.

use std::fmt;

/// Why a run or a file could not be analysed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// No bytes, or only blanks.
    Empty,
    /// Not JSON where JSON was expected.
    NotJson,
    /// JSON or text, but of no known layout.
    UnknownFormat,
    /// Conversations without their messages, as list and search answers are.
    MetadataOnly,
    /// An error answer of the API, saved as if it were data.
    ApiError,
    /// A web page, saved as if it were data.
    HtmlPage,
    /// Nested deeper than any export is.
    TooDeep,
    /// One conversation larger than any export's.
    TooLarge,
    /// Compressed data that the caller should have unpacked.
    Compressed,
    /// The options are not what they should be.
    BadOptions,
}

impl Code {
    /// The stable word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotJson => "not-json",
            Self::UnknownFormat => "unknown-format",
            Self::MetadataOnly => "metadata-only",
            Self::ApiError => "api-error",
            Self::HtmlPage => "html-page",
            Self::TooDeep => "too-deep",
            Self::TooLarge => "too-large",
            Self::Compressed => "compressed",
            Self::BadOptions => "bad-options",
        }
    }
}

/// What stops a run: what happened, where, and what to do next.
#[derive(Clone, Debug)]
pub struct Error {
    code: Code,
    message: String,
    offset: Option<u64>,
}

impl Error {
    /// An error that belongs to no place in the input.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), offset: None }
    }

    /// An error at a byte of the input, which the message names where it helps to know.
    pub fn at(code: Code, offset: u64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), offset: Some(offset) }
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The byte at which it was noticed.
    pub fn offset(&self) -> Option<u64> {
        self.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
