//! Walks JSON text once: every byte is held to RFC 8259, wanted values come out as slices, and nothing is built.
//!
//! What a valid text may say beyond what can be kept is no error here: bytes in strings that are not UTF-8, lone
//! surrogates and numbers beyond all bounds come out as [`Value`] says. So the walk accepts exactly what `serde_json`
//! accepts for values that it ignores.

use super::mask::{self, BLOCK};
use super::value::Value;

/// The text is not valid JSON; [`Json::problem`] says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid;

/// How deep wanted objects and lists may stand in each other, so that the stack suffices. What is skipped may be of any
/// depth.
const MAX_DEPTH: usize = 128;

/// A place in a JSON text.
#[derive(Debug)]
pub struct Json<'a> {
    bytes: &'a [u8],
    /// The next byte.
    at: usize,
    /// The block that `stops` is about.
    block: usize,
    /// The bytes of the block that end the plain run of a string: quotes, backslashes, control characters.
    stops: u64,
    /// The ends of the objects and lists around the value that is skipped.
    around: Vec<u8>,
    /// The wanted objects and lists around this place.
    depth: usize,
    problem: &'static str,
}

impl<'a> Json<'a> {
    /// At the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, block: 0, stops: stops(bytes, 0), around: Vec::new(), depth: 0, problem: "" }
    }

    /// How many bytes were walked.
    pub fn used(&self) -> usize {
        self.at
    }

    /// Ends the text, behind which only blanks may stand.
    pub fn end(&mut self) -> Result<(), Invalid> {
        match self.next() {
            None => Ok(()),
            Some(_) => self.fail("something stands behind the end"),
        }
    }

    /// What is wrong with the text, and where.
    pub fn problem(&self) -> String {
        let before = self.bytes.get(..self.at).unwrap_or(self.bytes);
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        let column = 1 + before.len() - memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        format!("{} at line {line} column {column}", self.problem)
    }

    /// Walks an object; `field` gets each key, without its quotes and escapes, and must walk its value. Anything that is
    /// no object is skipped.
    pub fn object(&mut self, field: &mut dyn FnMut(&[u8], &mut Self) -> Result<(), Invalid>) -> Result<(), Invalid> {
        if self.next() != Some(b'{') {
            return self.skip().map(drop);
        }
        self.enter()?;
        if self.next() == Some(b'}') {
            return self.leave();
        }
        loop {
            let (key, escaped) = self.key()?;
            if escaped {
                field(&Value::unescaped(key), self)?;
            } else {
                field(key, self)?;
            }
            match self.next() {
                Some(b',') => self.at += 1,
                Some(b'}') => return self.leave(),
                _ => return self.fail("expected `,` or `}`"),
            }
        }
    }

    /// Walks a list; `element` must walk each value. Anything that is no list is skipped.
    pub fn list(&mut self, element: &mut dyn FnMut(&mut Self) -> Result<(), Invalid>) -> Result<(), Invalid> {
        if self.next() != Some(b'[') {
            return self.skip().map(drop);
        }
        self.enter()?;
        if self.next() == Some(b']') {
            return self.leave();
        }
        loop {
            element(self)?;
            match self.next() {
                Some(b',') => self.at += 1,
                Some(b']') => return self.leave(),
                _ => return self.fail("expected `,` or `]`"),
            }
        }
    }

    /// Walks a value of any kind and depth.
    pub fn skip(&mut self) -> Result<Value<'a>, Invalid> {
        let first = self.next();
        let start = self.at;
        self.around.clear();
        self.value(first)?;
        while let Some(&end) = self.around.last() {
            match self.next() {
                Some(b',') => {
                    self.at += 1;
                    if end == b'}' {
                        self.key()?;
                    }
                    let first = self.next();
                    self.value(first)?;
                }
                Some(byte) if byte == end => {
                    self.at += 1;
                    self.around.pop();
                }
                _ => return self.fail("expected `,` or the end of the object or list"),
            }
        }
        Ok(Value::new(self.bytes.get(start..self.at).unwrap_or_default()))
    }

    /// The next byte that is no blank.
    pub fn next(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte.copied(),
            }
        }
    }

    /// Walks a value that begins with `first`, of an object or list only as far as its first member.
    fn value(&mut self, mut first: Option<u8>) -> Result<(), Invalid> {
        loop {
            match first {
                Some(b'"') => return self.string().map(drop),
                Some(b'-' | b'0'..=b'9') => return self.number(),
                Some(b'{') => {
                    self.at += 1;
                    if self.next() == Some(b'}') {
                        self.at += 1;
                        return Ok(());
                    }
                    self.around.push(b'}');
                    self.key()?;
                }
                Some(b'[') => {
                    self.at += 1;
                    if self.next() == Some(b']') {
                        self.at += 1;
                        return Ok(());
                    }
                    self.around.push(b']');
                }
                Some(b'n') => return self.word(b"null"),
                Some(b't') => return self.word(b"true"),
                Some(b'f') => return self.word(b"false"),
                _ => return self.fail("expected a value"),
            }
            first = self.next();
        }
    }

    /// Walks a key and its colon; the key is as written between its quotes, and whether there are escapes in it.
    fn key(&mut self) -> Result<(&'a [u8], bool), Invalid> {
        if self.next() != Some(b'"') {
            return self.fail("expected a key");
        }
        let key = self.string()?;
        if self.next() != Some(b':') {
            return self.fail("expected `:`");
        }
        self.at += 1;
        Ok(key)
    }

    /// Walks a string; what stands between its quotes, and whether there are escapes in it.
    fn string(&mut self) -> Result<(&'a [u8], bool), Invalid> {
        let start = self.at + 1;
        let mut escaped = false;
        self.at = start;
        loop {
            self.at = self.next_stop();
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    let content = self.bytes.get(start..self.at).unwrap_or_default();
                    self.at += 1;
                    return Ok((content, escaped));
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return self.fail("a control character stands in a string"),
                None => return self.fail("the text ends in a string"),
            }
        }
    }

    /// The next byte that is a quote, a backslash or a control character, or the end.
    fn next_stop(&mut self) -> usize {
        let mut block = self.at / BLOCK;
        let mut behind = u64::MAX << (self.at % BLOCK);
        loop {
            if block != self.block {
                self.block = block;
                self.stops = stops(self.bytes, block);
            }
            let stops = self.stops & behind;
            if stops != 0 {
                return block * BLOCK + stops.trailing_zeros() as usize;
            }
            block += 1;
            behind = u64::MAX;
        }
    }

    fn escape(&mut self) -> Result<(), Invalid> {
        self.at += match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 2..self.at + 6);
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return self.fail("expected four hexadecimal digits after `\\u`");
                }
                6
            }
            _ => return self.fail("there is no such escape"),
        };
        Ok(())
    }

    fn number(&mut self) -> Result<(), Invalid> {
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        // Nothing may follow a leading zero.
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.bytes.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        match self.bytes.get(self.at) {
            Some(b'0'..=b'9') => self.fail("a number begins with a zero"),
            _ => Ok(()),
        }
    }

    fn digits(&mut self) -> Result<(), Invalid> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at == start { self.fail("expected a digit") } else { Ok(()) }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Invalid> {
        if self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at += word.len();
            return Ok(());
        }
        self.fail("expected a value")
    }

    fn enter(&mut self) -> Result<(), Invalid> {
        self.at += 1;
        self.depth += 1;
        if self.depth < MAX_DEPTH { Ok(()) } else { self.fail("lists stand too deep in each other") }
    }

    fn leave(&mut self) -> Result<(), Invalid> {
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }

    #[cold]
    fn fail<T>(&mut self, problem: &'static str) -> Result<T, Invalid> {
        self.problem = problem;
        Err(Invalid)
    }
}

/// The bytes of a block at which the plain run of a string ends; so does the first byte behind the text.
fn stops(bytes: &[u8], block: usize) -> u64 {
    let is_stop = |byte: u8| byte == b'"' || byte == b'\\' || byte < b' ';
    let rest = bytes.get(block * BLOCK..).unwrap_or_default();
    match rest.first_chunk() {
        Some(block) => mask::mask(block, is_stop),
        None => mask::mask(&mask::padded(rest, 0), is_stop),
    }
}
