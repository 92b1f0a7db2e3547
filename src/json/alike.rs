//! Reads the objects of a list, of which most have the same keys in the same order and many values in common: where one
//! goes on as an earlier one did, byte for byte, the bytes are compared and not walked.
//!
//! Behind a value of an object, equal bytes are walked alike. So up to the end of a value, or up to the beginning of one
//! behind the same key, the walk goes on from there with what the earlier object has.

use super::value::Value;
use super::{BEHIND_FIELD, Invalid, Json};

/// The most objects that are remembered of a list: few people speak in one conversation.
const MAX_KNOWN: usize = 8;

/// The most values that are remembered of an object; no known one has so many.
const MAX_VALUES: usize = 32;

/// Bytes compared at once.
const CHUNK: usize = size_of::<u128>();

/// What is wanted of the objects of a list.
#[derive(Debug)]
pub struct Wanted {
    /// Keys and the places of their values. The values of all other keys share the place behind these.
    pub keys: &'static [(&'static [u8], usize)],
    /// The place of the value that tells most of what follows it: objects are remembered by it.
    pub telling: usize,
}

/// The objects of a list so far.
#[derive(Debug, Default)]
pub struct Alike<'a> {
    /// The first one, and others from their telling values on.
    known: Vec<Known>,
    /// The values of the known ones, one after the other.
    values: Vec<Passed<'a>>,
    /// Those of the object in hand, if it will be one.
    new: Vec<Passed<'a>>,
}

/// A value of an object.
#[derive(Clone, Copy, Debug)]
struct Passed<'a> {
    /// Where it stands in the text, from behind its colon on.
    start: usize,
    end: usize,
    /// Its place among what is wanted.
    place: usize,
    value: Value<'a>,
}

/// An object that is remembered.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// Where in the text it is remembered from: its first key or its telling value.
    at: usize,
    /// Where in the text the comparison with it ends.
    until: usize,
    /// Where its values begin and end, and where the telling one of them stands, among all.
    begin: usize,
    end: usize,
    telling: Option<usize>,
}

/// The way through a known object.
#[derive(Clone, Copy, Debug, Default)]
struct Way<'k, 'a> {
    /// Where it has come to in the text: to the first key, or behind a value.
    at: usize,
    /// Where in the text the comparison ends.
    until: usize,
    /// The object's values behind that.
    ahead: &'k [Passed<'a>],
}

impl<'a> Alike<'a> {
    /// Reads the next value, if it is an object, into `values`, which have one place more than is wanted; whether it has
    /// any key. Of a key that stands twice the last value counts.
    pub fn read(&mut self, json: &mut Json<'a>, wanted: &Wanted, values: &mut [Value<'a>]) -> Result<bool, Invalid> {
        if json.peek() != Some(b'{') {
            json.skip()?;
            return Ok(false);
        }
        json.enter()?;
        if json.peek() == Some(b'}') {
            json.leave()?;
            return Ok(false);
        }
        let others = values.len().saturating_sub(1);
        let begin = json.at;
        let mut new = None;
        if self.known.is_empty() {
            self.values.reserve(2 * MAX_VALUES);
            self.new.reserve(MAX_VALUES);
            new = Some(Known { at: begin, ..Known::default() });
        }
        let mut way =
            self.known.first().map(|known| known.way(known.at, known.begin, &self.values)).unwrap_or_default();
        loop {
            let place = match way.pass(json, values, new.is_some().then_some(&mut self.new)) {
                Some(place) => place,
                None => {
                    let is_first = json.at == begin;
                    if !is_first && !json.goes_on(b'}', BEHIND_FIELD)? {
                        break;
                    }
                    let key = json.any_key()?;
                    let known = wanted.keys.iter().find(|(known, _)| *known == &*key);
                    let place = known.map_or(others, |(_, place)| *place);
                    way.find(place, others, is_first);
                    place
                }
            };
            if place == wanted.telling {
                if let Some((passed, behind)) = self.known.iter().find_map(|known| known.like(json, &self.values)) {
                    let start = json.at;
                    json.at += passed.end - passed.start;
                    passed.give(values);
                    if new.is_some() {
                        remember(Passed { start, end: json.at, ..passed }, &mut self.new);
                    }
                    way = behind;
                    continue;
                }
                if new.is_none() && self.known.len() < MAX_KNOWN {
                    new = Some(Known { at: json.at, ..Known::default() });
                }
                // Where the first object has no more room for it, the next one's stands there.
                if let Some(new) = &mut new {
                    new.telling.get_or_insert(self.values.len() + self.new.len());
                }
            }
            let start = json.at;
            let value = json.digits_alone().map_or_else(|| json.skip(), Ok)?;
            let passed = Passed { start, end: json.at, place, value };
            passed.give(values);
            if new.is_some() {
                remember(passed, &mut self.new);
            }
        }
        json.leave()?;
        if let Some(new) = new {
            let last = self.new.last().map_or(0, |passed| passed.end);
            let begin = self.values.len();
            self.values.append(&mut self.new);
            let until = json.bytes.len().min(last + CHUNK);
            self.known.push(Known { begin, end: self.values.len(), until, ..new });
        }
        Ok(true)
    }
}

impl<'a> Passed<'a> {
    /// Puts the value to its place.
    #[inline(always)] // Called for every value.
    fn give(&self, values: &mut [Value<'a>]) {
        if let Some(value) = values.get_mut(self.place) {
            *value = self.value;
        }
    }
}

/// Remembers a value of the object in hand, if there is room for it.
fn remember<'a>(passed: Passed<'a>, new: &mut Vec<Passed<'a>>) {
    if new.len() < MAX_VALUES {
        new.push(passed);
    }
}

impl Known {
    /// The way on from `at` in the text and from the value `next` of all on.
    fn way<'k, 'a>(&self, at: usize, next: usize, all: &'k [Passed<'a>]) -> Way<'k, 'a> {
        Way { at, until: self.until, ahead: all.get(next..self.end).unwrap_or_default() }
    }

    /// Its telling value, if that stands here too, and the way behind it.
    fn like<'k, 'a>(&self, json: &Json<'a>, all: &'k [Passed<'a>]) -> Option<(Passed<'a>, Way<'k, 'a>)> {
        let index = self.telling?;
        let passed = all.get(index)?;
        let value = json.bytes.get(passed.start..passed.end + CHUNK)?;
        let is_same = common(json.rest(), value) > passed.end - passed.start;
        is_same.then(|| (*passed, self.way(passed.end, index + 1, all)))
    }
}

impl<'a> Way<'_, 'a> {
    /// Passes the values that are the same, and the key behind them if that is; the place of its value. `new` remembers
    /// the values.
    #[inline(always)] // Called once.
    fn pass(
        &mut self,
        json: &mut Json<'a>,
        values: &mut [Value<'a>],
        mut new: Option<&mut Vec<Passed<'a>>>,
    ) -> Option<usize> {
        self.ahead.first()?;
        let same = self.at + common(json.rest(), json.bytes.get(self.at..self.until)?);
        // From the known object to the one in hand.
        let further = json.at.wrapping_sub(self.at);
        // Only what follows a number says that it has ended.
        while let Some((passed, behind)) = self.ahead.split_first()
            && passed.end < same
        {
            passed.give(values);
            if let Some(new) = &mut new {
                let [start, end] = [passed.start, passed.end].map(|at| at.wrapping_add(further));
                remember(Passed { start, end, ..*passed }, new);
            }
            (self.at, self.ahead) = (passed.end, behind);
        }
        let next = self.ahead.split_first().filter(|(next, _)| next.start <= same);
        json.at = next.map_or(self.at, |(next, _)| next.start).wrapping_add(further);
        let (next, behind) = next?;
        (self.at, self.ahead) = (next.end, behind);
        Some(next.place)
    }

    /// Finds where a key stands that was walked, or leaves the first key behind.
    fn find(&mut self, place: usize, others: usize, is_first: bool) {
        let found = self.ahead.iter().position(|passed| passed.place == place && place != others);
        let found = found.or(is_first.then_some(0));
        if let Some((passed, behind)) = found.and_then(|index| self.ahead.get(index..)?.split_first()) {
            (self.at, self.ahead) = (passed.end, behind);
        }
    }
}

/// How many bytes both begin with; of what fills no chunk nothing is looked at.
fn common(one: &[u8], other: &[u8]) -> usize {
    let (ones, _) = one.as_chunks::<CHUNK>();
    let (others, _) = other.as_chunks::<CHUNK>();
    let mut same = 0;
    for (one, other) in ones.iter().zip(others) {
        let differs = u128::from_le_bytes(*one) ^ u128::from_le_bytes(*other);
        if differs != 0 {
            return same + differs.trailing_zeros() as usize / 8;
        }
        same += CHUNK;
    }
    same
}
