//! Numbers the items of lists, and says which marker a reader saw in front of each.

use super::attributes::Known;
use super::names::Tag;
use std::fmt;

/// What a reader saw in front of an item of a list. It is no part of the text, so that nothing is found in it; a display puts it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// The line of the text that begins with the item's words, from 0 on.
    pub line: usize,
    /// Lists around the item's own.
    pub level: usize,
    /// Its number; none in a list without an order.
    pub number: Option<i64>,
}

impl fmt::Display for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let indent = 2 * self.level;
        match self.number {
            Some(number) => write!(f, "{:indent$}{number}. ", ""),
            None => write!(f, "{:indent$}- ", ""),
        }
    }
}

/// The lists around what comes next, the outermost first.
#[derive(Default)]
pub struct Lists {
    open: Vec<List>,
}

struct List {
    /// The next item's number; none in a list without an order.
    next: Option<i64>,
    step: i64,
    items: i64,
    /// Its first marker, where its numbers count down from an end that is known only when all items are.
    counted_from: Option<usize>,
}

/// Whether an element is a list.
pub fn is_list(tag: Tag) -> bool {
    matches!(tag, Tag::Ol | Tag::Ul | Tag::Menu | Tag::Dir)
}

impl Lists {
    /// Begins a body.
    pub fn clear(&mut self) {
        self.open.clear();
    }

    /// Begins a list; `markers` is how many there are so far.
    pub fn begin(&mut self, tag: Tag, attributes: &Known<'_>, markers: usize) {
        let is_reversed = attributes.reversed.is_some();
        let start = attributes.start.and_then(integer);
        let default = if is_reversed { 0 } else { 1 };
        self.open.push(List {
            next: (tag == Tag::Ol).then_some(start.unwrap_or(default)),
            step: if is_reversed { -1 } else { 1 },
            items: 0,
            counted_from: (is_reversed && start.is_none()).then_some(markers),
        });
    }

    /// The marker of the next item, its line yet unknown.
    pub fn item(&mut self, attributes: &Known<'_>) -> Marker {
        let level = self.open.len().saturating_sub(1);
        let number = self.open.last_mut().and_then(|list| {
            let number = list.next.map(|next| attributes.value.and_then(integer).unwrap_or(next));
            list.next = number.map(|number| number.saturating_add(list.step));
            list.items += 1;
            number
        });
        Marker { line: 0, level, number }
    }

    /// Ends the innermost list, whose markers are among `markers`.
    pub fn end(&mut self, markers: &mut [Marker]) {
        let Some(list) = self.open.pop() else { return };
        let own = list.counted_from.and_then(|first| markers.get_mut(first..)).into_iter().flatten();
        for number in own.filter(|marker| marker.level == self.open.len()).filter_map(|marker| marker.number.as_mut()) {
            *number = number.saturating_add(list.items);
        }
    }
}

/// A number as HTML reads it: blanks, a sign, digits, and whatever follows.
fn integer(written: &str) -> Option<i64> {
    let written = written.trim_ascii_start();
    let sign = usize::from(written.starts_with(['-', '+']));
    let digits = written.bytes().skip(sign).take_while(u8::is_ascii_digit).count();
    written.get(..sign + digits)?.parse::<i32>().ok().map(i64::from)
}
