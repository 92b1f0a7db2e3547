//! Reads the objects of a list, of which most have the same keys in the same order and many values in common: where one
//! goes on as an earlier one did, byte for byte, the bytes are compared and not walked.
//!
//! Behind a value of an object, equal bytes are walked alike. So up to the end of a value, or up to the beginning of one
//! behind the same key, the walk goes on from there with what the earlier object has.

use std::ops::Range;

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
    /// The values of the known ones, one after the other, and those of the object in hand if it will be one.
    values: Vec<Passed<'a>>,
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
#[derive(Clone, Copy, Debug)]
struct Known {
    way: Way,
    /// Where its telling value stands among all values.
    telling: Option<usize>,
}

/// The way through a known object.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    /// Where it has come to in the text: to the first key, or behind a value.
    at: usize,
    /// The value behind that and the end of the object's values, among all.
    next: usize,
    end: usize,
    /// Where in the text the comparison with it ends.
    until: usize,
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
        let mut way = self.known.first().map(|known| known.way).unwrap_or_default();
        let mut new = None;
        if self.known.is_empty() {
            self.values.reserve(2 * MAX_VALUES);
            new = Some(self.begin(begin));
        }
        loop {
            let place = match self.pass(json, &mut way, values, &new) {
                Some(place) => place,
                None => {
                    let is_first = json.at == begin;
                    if !is_first && !json.goes_on(b'}', BEHIND_FIELD)? {
                        break;
                    }
                    let key = json.any_key()?;
                    let known = wanted.keys.iter().find(|(known, _)| *known == &*key);
                    let place = known.map_or(others, |(_, place)| *place);
                    self.find(&mut way, place, others, is_first);
                    place
                }
            };
            if place == wanted.telling {
                if let Some(like) = self.like(json, values, &new) {
                    way = like;
                    continue;
                }
                if new.is_none() && self.known.len() < MAX_KNOWN {
                    new = Some(self.begin(json.at));
                }
                // Where the first object has no more room for it, the next one's stands there.
                if let Some(new) = &mut new {
                    new.telling.get_or_insert(self.values.len());
                }
            }
            let start = json.at;
            let value = json.digits_alone().map_or_else(|| json.skip(), Ok)?;
            self.take(Passed { start, end: json.at, place, value }, values, &new);
        }
        json.leave()?;
        if let Some(mut new) = new {
            new.way.end = self.values.len();
            let last = self.values.last().map_or(0, |passed| passed.end);
            new.way.until = json.bytes.len().min(last + CHUNK);
            self.known.push(new);
        }
        Ok(true)
    }

    /// Begins to remember the object in hand.
    fn begin(&self, at: usize) -> Known {
        Known { way: Way { at, next: self.values.len(), ..Way::default() }, telling: None }
    }

    /// Has a value for the object in hand.
    #[inline(always)] // Called for every value.
    fn take(&mut self, passed: Passed<'a>, values: &mut [Value<'a>], new: &Option<Known>) {
        if let Some(value) = values.get_mut(passed.place) {
            *value = passed.value;
        }
        self.remember(passed, new);
    }

    /// Remembers a value, if the object in hand is to be remembered and has room for it.
    #[inline(always)]
    fn remember(&mut self, passed: Passed<'a>, new: &Option<Known>) {
        if let Some(new) = new
            && self.values.len() - new.way.next < MAX_VALUES
        {
            self.values.push(passed);
        }
    }

    /// Passes the values that are the same as on the way, and the key behind them if that is; the place of its value.
    fn pass(
        &mut self,
        json: &mut Json<'a>,
        way: &mut Way,
        values: &mut [Value<'a>],
        new: &Option<Known>,
    ) -> Option<usize> {
        let ahead = self.values.get(way.next..way.end)?;
        let next = ahead.first()?;
        let same = way.at + common(json.rest(), json.bytes.get(way.at..way.until)?);
        // Mostly it is the next value that differs.
        if (next.start..=next.end).contains(&same) {
            json.at += next.start - way.at;
            *way = Way { at: next.end, next: way.next + 1, ..*way };
            return Some(next.place);
        }
        let (from, mut at) = (way.next, way.at);
        for passed in ahead {
            // Only what follows a number says that it has ended.
            if passed.end >= same {
                break;
            }
            if let Some(value) = values.get_mut(passed.place) {
                *value = passed.value;
            }
            (at, way.next) = (passed.end, way.next + 1);
        }
        let next = ahead.get(way.next - from).filter(|next| next.start <= same);
        let (to, behind) = next.map_or((at, at), |next| (next.start, next.end));
        let place = next.map(|next| next.place);
        let begin = json.at.wrapping_sub(way.at);
        json.at += to - way.at;
        if new.is_some() {
            self.repeat(from..way.next, begin, new);
        }
        way.at = behind;
        way.next += usize::from(place.is_some());
        place
    }

    /// Remembers values that the object in hand has as another one, `begin` further on.
    #[inline(never)]
    fn repeat(&mut self, values: Range<usize>, begin: usize, new: &Option<Known>) {
        for index in values {
            if let Some(&passed) = self.values.get(index) {
                let [start, end] = [passed.start, passed.end].map(|at| at.wrapping_add(begin));
                self.remember(Passed { start, end, ..passed }, new);
            }
        }
    }

    /// Finds on the way where a key stands that was walked, or leaves its first key behind.
    fn find(&self, way: &mut Way, place: usize, others: usize, is_first: bool) {
        let rest = self.values.get(way.next..way.end).unwrap_or_default();
        let found = rest.iter().position(|passed| passed.place == place && place != others);
        let found = found.or(is_first.then_some(0));
        if let Some((index, passed)) = found.and_then(|index| Some((index, rest.get(index)?))) {
            *way = Way { at: passed.end, next: way.next + index + 1, ..*way };
        }
    }

    /// Passes a telling value that a known object has; the way behind it.
    fn like(&mut self, json: &mut Json<'a>, values: &mut [Value<'a>], new: &Option<Known>) -> Option<Way> {
        let (way, passed) = self.known.iter().find_map(|known| {
            let index = known.telling?;
            let passed = self.values.get(index)?;
            let value = json.bytes.get(passed.start..passed.end + CHUNK)?;
            let is_same = common(json.rest(), value) > passed.end - passed.start;
            is_same.then_some((Way { at: passed.end, next: index + 1, ..known.way }, *passed))
        })?;
        let start = json.at;
        json.at += passed.end - passed.start;
        self.take(Passed { start, end: json.at, ..passed }, values, new);
        Some(way)
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
