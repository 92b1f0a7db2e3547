//! Finds where an object of a list goes on, byte for byte, as an earlier one did, so that those bytes are walked once.
//!
//! Behind a value of an object, equal bytes are walked alike. So where the bytes that follow equal an earlier object's up
//! to the end of a value, the walk may go on from there with the fields that the earlier one has.

use super::Json;

/// The most tails that are remembered of a list: few people speak in one conversation.
const MAX_TAILS: usize = 8;

/// The most values that are remembered of a tail; no known object has so many.
const MAX_VALUES: usize = 32;

/// Bytes compared at once.
const CHUNK: usize = size_of::<u128>();

/// Fields of an object as bits, in the order of their declaration.
pub type Fields = u32;

/// Fields that are an earlier object's: its place in the list, and which ones.
pub type Same = (usize, Fields);

/// How the objects of one list went on from a certain key on.
#[derive(Debug, Default)]
pub struct Tails<'a> {
    known: Vec<Tail<'a>>,
    /// The tail that the object in hand goes along with, and how many of its values are passed.
    along: Option<(usize, usize)>,
    /// The tail of the object in hand, if that begins like no known one.
    new: Option<Tail<'a>>,
}

#[derive(Debug)]
struct Tail<'a> {
    /// From behind the colon of its first key on.
    json: &'a [u8],
    /// Where each value ends, and of which field it is.
    ends: Vec<(usize, Fields)>,
    /// The fields in `ends`.
    fields: Fields,
    /// The object's place in the list.
    place: usize,
}

impl<'a> Tails<'a> {
    /// Begins the tail of the object with this `place`, behind the colon of its first key. If it begins like a known one,
    /// moves on as far as they are the same.
    pub fn begin(&mut self, json: &mut Json<'a>, place: usize) -> Option<Same> {
        // A key that stands twice begins no tail.
        if self.new.take().is_some() || self.along.take().is_some() {
            return None;
        }
        for tail in 0..self.known.len() {
            self.along = Some((tail, 0));
            let same = self.go_along(json);
            if same.is_some() {
                return same;
            }
        }
        self.along = None;
        let has_room = self.known.len() < MAX_TAILS;
        self.new = has_room.then(|| Tail { json: json.rest(), ends: Vec::with_capacity(MAX_VALUES), fields: 0, place });
        None
    }

    /// Goes on behind a value that was walked, of this field or of none.
    #[inline(always)] // Called for every value.
    pub fn walked(&mut self, json: &mut Json<'a>, field: Fields) -> Option<Same> {
        if self.along.is_none() && self.new.is_none() { None } else { self.walked_in_tail(json, field) }
    }

    fn walked_in_tail(&mut self, json: &mut Json<'a>, field: Fields) -> Option<Same> {
        if let Some((_, passed)) = &mut self.along {
            *passed += 1;
            return self.go_along(json);
        }
        if let Some(new) = &mut self.new {
            if new.fields & field != 0 {
                // Only the last value of a field is kept, so what stands between is not all of the object.
                self.new = None;
            } else if new.ends.len() < MAX_VALUES {
                new.fields |= field;
                new.ends.push((new.json.len() - json.rest().len(), field));
            }
        }
        None
    }

    /// Ends the object in hand, which is now in the list.
    pub fn end(&mut self) {
        self.along = None;
        let Some(mut new) = self.new.take() else { return };
        let len = new.ends.last().map_or(0, |(end, _)| end + CHUNK);
        new.json = new.json.get(..len).unwrap_or(new.json);
        self.known.push(new);
    }

    /// Passes the values that are the same as in the tail that the object goes along with.
    fn go_along(&mut self, json: &mut Json<'a>) -> Option<Same> {
        let (at, passed) = self.along?;
        let tail = self.known.get(at)?;
        let begin = passed.checked_sub(1).map_or(Some(0), |last| tail.ends.get(last).map(|(end, _)| *end))?;
        let same = begin + common(json.rest(), tail.json.get(begin..)?);
        let (mut fields, mut to, mut now) = (0, begin, passed);
        for &(end, field) in tail.ends.get(passed..)? {
            // Only what follows a number says that it has ended.
            if end >= same {
                break;
            }
            (fields, to, now) = (fields | field, end, now + 1);
        }
        json.at += to - begin;
        self.along = Some((at, now));
        (now > passed).then_some((tail.place, fields))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_tail_reaches_hardly_further_than_its_object() {
        let text = format!(r#"[{{"a":1,"b":2}}{}]"#, ",0".repeat(500));
        let mut tails = Tails::default();
        let read = Json::new(text.as_bytes()).list(&mut |json| {
            json.object(&mut |key, json| {
                if key == b"a" {
                    assert!(tails.begin(json, 0).is_none());
                }
                json.skip()?;
                assert!(tails.walked(json, 1 << (key[0] - b'a')).is_none());
                Ok(())
            })?;
            tails.end();
            Ok(())
        });
        assert_eq!(read, Ok(()));
        // Otherwise all that follows would be compared with it, for every object.
        assert_eq!(tails.known.len(), 1);
        assert_eq!(tails.known[0].json.len(), r#"1,"b":2"#.len() + CHUNK);
    }
}
