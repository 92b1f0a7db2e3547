//! Walks JSON text once: every byte is held to RFC 8259, wanted values come out as slices, and nothing is built.
//!
//! What a valid text may say beyond what can be kept is no error here: bytes in strings that are not UTF-8, lone
//! surrogates and numbers beyond all bounds come out as [`Value`] says. So the walk accepts exactly what `serde_json`
//! accepts for values that it ignores.

pub mod alike;
pub mod fields;
pub mod mask;
pub mod read;
mod time;
pub mod value;
pub mod write;

use std::borrow::Cow;

use mask::BLOCK;
use value::Value;

/// The text is not valid JSON; [`Json::problem`] says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid;

/// Whether what was walked is valid.
pub type Walked = Result<(), Invalid>;

/// How deep wanted objects and lists may stand in each other, so that the stack suffices. What is skipped may be of any
/// depth.
const MAX_DEPTH: usize = 128;

/// What is wrong where neither another field follows nor the end.
const BEHIND_FIELD: &str = "expected `,` or `}`";

/// A place in a JSON text.
#[derive(Debug)]
pub struct Json<'a> {
    bytes: &'a [u8],
    /// The next byte.
    at: usize,
    /// The block that `stops` is about.
    block: usize,
    /// The bytes of the block that end the plain run of a string.
    stops: u64,
    /// There are escapes in the string that was walked last.
    escaped: bool,
    /// The ends of the objects and lists around the value that is skipped.
    around: Vec<u8>,
    /// The wanted objects and lists around this place.
    depth: usize,
    /// Objects of known fields are lists of their values, as [`write::positional`] writes them.
    is_positional: bool,
    problem: Cow<'static, str>,
}

impl<'a> Json<'a> {
    /// At the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            block: usize::MAX,
            stops: 0,
            escaped: false,
            around: Vec::new(),
            depth: 0,
            is_positional: false,
            problem: "".into(),
        }
    }

    /// How many bytes were walked.
    pub fn used(&self) -> usize {
        self.at
    }

    /// Ends the text, behind which only blanks may stand.
    pub fn end(&mut self) -> Walked {
        match self.peek() {
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
    pub fn object(&mut self, field: &mut dyn FnMut(&[u8], &mut Self) -> Walked) -> Walked {
        self.fields(field)
    }

    /// The same, for where the code is wanted in place.
    #[inline(always)]
    pub fn fields(&mut self, mut field: impl FnMut(&[u8], &mut Self) -> Walked) -> Walked {
        if self.peek() != Some(b'{') {
            return self.skip().map(drop);
        }
        self.enter()?;
        if self.peek() == Some(b'}') {
            return self.leave();
        }
        loop {
            match self.plain_key() {
                Some(key) => field(key, self)?,
                None => field(&self.any_key()?, self)?,
            }
            if !self.goes_on(b'}', BEHIND_FIELD)? {
                return self.leave();
            }
        }
    }

    /// Walks a list; `element` must walk each value. Anything that is no list is skipped.
    pub fn list(&mut self, element: &mut dyn FnMut(&mut Self) -> Walked) -> Walked {
        if self.peek() != Some(b'[') {
            return self.skip().map(drop);
        }
        self.enter()?;
        if self.peek() == Some(b']') {
            return self.leave();
        }
        loop {
            element(self)?;
            if !self.goes_on(b']', "expected `,` or `]`")? {
                return self.leave();
            }
        }
    }

    /// Walks the comma behind a value; false at the `end` of the object or list.
    #[inline(always)]
    fn goes_on(&mut self, end: u8, problem: &'static str) -> Result<bool, Invalid> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == end => Ok(false),
            _ => self.fail(problem),
        }
    }

    /// Walks a value of any kind and depth.
    pub fn skip(&mut self) -> Result<Value<'a>, Invalid> {
        let first = self.peek();
        let start = self.at;
        self.escaped = false;
        match first {
            Some(b'1'..=b'9') => match self.digits_alone() {
                Some(number) => return Ok(number),
                None => self.number()?,
            },
            Some(b'{' | b'[') => self.nested()?,
            _ => self.scalar(first)?,
        }
        Ok(Value::new(self.since(start), self.escaped))
    }

    /// What was not walked yet.
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// The next byte that is no blank.
    #[inline(always)]
    pub fn peek(&mut self) -> Option<u8> {
        // Exports are mostly compact.
        match self.bytes.get(self.at) {
            Some(&byte) if byte > b' ' => Some(byte),
            _ => self.peek_behind_blanks(),
        }
    }

    #[inline(never)]
    fn peek_behind_blanks(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    /// Walks an object or a list, without calling itself, so that no depth is too much.
    #[inline(never)]
    fn nested(&mut self) -> Walked {
        self.around.clear();
        loop {
            if self.around.last() == Some(&b'}') && self.plain_key().is_none() {
                self.key()?;
            }
            let end = match self.peek() {
                Some(b'{') => b'}',
                Some(b'[') => b']',
                first => {
                    self.scalar(first)?;
                    0
                }
            };
            if end != 0 {
                self.at += 1;
                if self.peek() != Some(end) {
                    self.around.push(end);
                    continue;
                }
                self.at += 1;
            }
            // Behind a value: out of all that ends here.
            loop {
                let Some(&end) = self.around.last() else { return Ok(()) };
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        break;
                    }
                    Some(byte) if byte == end => {
                        self.at += 1;
                        self.around.pop();
                    }
                    _ => return self.fail("expected `,` or the end of the object or list"),
                }
            }
        }
    }

    /// Walks a value that holds no others.
    #[inline(always)]
    fn scalar(&mut self, first: Option<u8>) -> Walked {
        match first {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'n') => self.word(b"null"),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            _ => self.fail("expected a value"),
        }
    }

    /// Walks a key and its colon, if it has no escapes and there are no blanks, as with most.
    #[inline(always)]
    fn plain_key(&mut self) -> Option<&'a [u8]> {
        if self.bytes.get(self.at) != Some(&b'"') {
            return None;
        }
        let start = self.at + 1;
        let end = self.end_of_run(start);
        if self.bytes.get(end..end + 2) != Some(b"\":") {
            return None;
        }
        self.at = end + 2;
        self.escaped = false;
        self.bytes.get(start..end)
    }

    /// Walks a key and its colon; the key without its quotes and escapes.
    #[inline(never)]
    fn any_key(&mut self) -> Result<Cow<'a, [u8]>, Invalid> {
        if let Some(key) = self.plain_key() {
            return Ok(Cow::Borrowed(key));
        }
        let key = self.key()?;
        if !self.escaped {
            return Ok(Cow::Borrowed(key));
        }
        Ok(Cow::Owned(value::unescape(key, &mut Vec::new()).to_vec()))
    }

    /// Walks a key and its colon; what stands between the quotes.
    fn key(&mut self) -> Result<&'a [u8], Invalid> {
        if self.peek() != Some(b'"') {
            return self.fail("expected a key");
        }
        let start = self.at + 1;
        self.string()?;
        let key = self.bytes.get(start..self.at - 1).unwrap_or_default();
        if self.peek() != Some(b':') {
            return self.fail("expected `:`");
        }
        self.at += 1;
        Ok(key)
    }

    /// Where the plain run that `start` is in ends.
    #[inline(always)]
    fn end_of_run(&mut self, start: usize) -> usize {
        // Mostly in the block in hand.
        if start / BLOCK == self.block {
            let stops = self.stops >> (start % BLOCK);
            if stops != 0 {
                return start + stops.trailing_zeros() as usize;
            }
        }
        self.end_of_long_run(start)
    }

    #[inline(never)]
    fn end_of_long_run(&mut self, start: usize) -> usize {
        let mut at = start;
        loop {
            if at / BLOCK != self.block {
                self.look_at(at / BLOCK);
            }
            let stops = self.stops >> (at % BLOCK);
            if stops != 0 {
                return at + stops.trailing_zeros() as usize;
            }
            at = (self.block + 1) * BLOCK;
        }
    }

    /// Walks a string from its opening quote.
    #[inline(always)]
    fn string(&mut self) -> Walked {
        self.at += 1;
        self.escaped = false;
        self.at = self.end_of_run(self.at);
        // Most strings are plain.
        if self.bytes.get(self.at) == Some(&b'"') {
            self.at += 1;
            return Ok(());
        }
        self.rest_of_string()
    }

    /// Walks a string from the end of a plain run on.
    #[inline(never)]
    fn rest_of_string(&mut self) -> Walked {
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(_) => return self.fail("a control character stands in a string"),
                None => return self.fail("the text ends in a string"),
            }
            self.at = self.end_of_run(self.at);
        }
    }

    /// Takes a block in hand.
    fn look_at(&mut self, block: usize) {
        self.block = block;
        let rest = self.bytes.get(block * BLOCK..).unwrap_or_default();
        // What fills a block up is a control character, so the first byte behind the text is a stop.
        let padded;
        let block = match rest.first_chunk() {
            Some(block) => block,
            None => {
                padded = mask::padded(rest, 0);
                &padded
            }
        };
        self.stops = mask::stops(block);
    }

    fn escape(&mut self) -> Walked {
        self.escaped = true;
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

    fn number(&mut self) -> Walked {
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        // No digit may follow a leading zero; it is found as something that does not belong behind a value.
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        // Most are whole.
        match self.bytes.get(self.at) {
            Some(b'.' | b'e' | b'E') => self.behind_whole(),
            _ => Ok(()),
        }
    }

    /// Walks a number of nothing but a few digits, as most are, if there is one.
    #[inline(always)]
    fn digits_alone(&mut self) -> Option<Value<'a>> {
        let chunk = self.rest().first_chunk::<16>().filter(|chunk| matches!(chunk, [b'1'..=b'9', ..]))?;
        let (low, high) = chunk.split_first_chunk()?;
        let mut digits = digits_in(*low);
        if digits == low.len() {
            digits += digits_in(*high.first_chunk()?);
        }
        chunk.get(digits).filter(|behind| !matches!(behind, b'.' | b'e' | b'E'))?;
        self.at += digits;
        Some(Value::new(chunk.get(..digits)?, false))
    }

    /// Walks what stands behind the digits of a whole number.
    #[inline(never)]
    fn behind_whole(&mut self) -> Walked {
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
        Ok(())
    }

    fn digits(&mut self) -> Walked {
        let start = self.at;
        while let Some(chunk) = self.rest().first_chunk() {
            let digits = digits_in(*chunk);
            self.at += digits;
            if digits < chunk.len() {
                return if self.at == start { self.fail("expected a digit") } else { Ok(()) };
            }
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at == start { self.fail("expected a digit") } else { Ok(()) }
    }

    #[inline]
    fn word<const LEN: usize>(&mut self, word: &[u8; LEN]) -> Walked {
        if self.bytes.get(self.at..self.at + LEN) == Some(word) {
            self.at += LEN;
            return Ok(());
        }
        self.fail("expected a value")
    }

    fn enter(&mut self) -> Walked {
        self.at += 1;
        self.depth += 1;
        if self.depth < MAX_DEPTH { Ok(()) } else { self.fail("lists stand too deep in each other") }
    }

    fn leave(&mut self) -> Walked {
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }

    /// Ends the walk here.
    #[cold]
    fn fail<T>(&mut self, problem: impl Into<Cow<'static, str>>) -> Result<T, Invalid> {
        self.problem = problem.into();
        Err(Invalid)
    }

    /// Holds the next value to begin with `first`.
    fn expect(&mut self, first: u8, problem: &'static str) -> Walked {
        if self.peek() == Some(first) { Ok(()) } else { self.fail(problem) }
    }
}

/// How many digits the bytes begin with: a digit's upper half is 3, also after 6 is added, which carries from a lower half
/// beyond 9.
fn digits_in(eight: [u8; 8]) -> usize {
    const UPPER: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    const DIGITS: u64 = 0x3030_3030_3030_3030;
    let eight = u64::from_le_bytes(eight);
    let others = (eight ^ DIGITS | eight.wrapping_add(0x0606_0606_0606_0606) ^ DIGITS) & UPPER;
    others.trailing_zeros() as usize / 8
}
