//! Finds where quoted history or a signature begins, so that a turn's own words can be told from what it repeats.

use super::names::Tag;
use super::style::Attributes;

/// How far a quotation reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The element.
    Element,
    /// From the element to the end of the message.
    Rest,
}

/// Classes that mail programs give to quoted history, to its attribution line, or to a signature.
const QUOTING: [&str; 8] = [
    "gmail_quote",
    "gmail_quote_container",
    "gmail_attr",
    "gmail_signature",
    "moz-cite-prefix",
    "moz-signature",
    "yahoo_quoted",
    "protonmail_quote",
];

/// Whether an element holds or begins quoted history.
pub fn extent(tag: Tag, attributes: &Attributes<'_>) -> Option<Extent> {
    if tag == Tag::Blockquote && attributes.kind.is_some_and(|kind| kind.eq_ignore_ascii_case("cite")) {
        return Some(Extent::Element);
    }
    if let Some(id) = attributes.id
        && matches!(id, "divRplyFwdMsg" | "appendonsend")
    {
        return Some(Extent::Rest);
    }
    if attributes.class.is_some() && QUOTING.iter().any(|class| attributes.has_class(class)) {
        return Some(Extent::Element);
    }
    None
}

/// Where the quoted part of `text` begins, in bytes; `None` when there is none or nothing before it.
pub fn begin(text: &str, quotes: &[(Extent, usize, usize)]) -> Option<usize> {
    let mut end = text.len();
    for &(extent, start, stop) in quotes.iter().rev() {
        let after = if extent == Extent::Rest { end } else { stop };
        let reaches = text.get(after..end).is_none_or(|between| between.trim().is_empty());
        if reaches && start < end {
            end = start;
        }
    }
    let own = text.get(..end).unwrap_or("").trim_end();
    (end < text.len() && !own.is_empty()).then_some(end)
}
