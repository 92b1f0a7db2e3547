//! Finds the end of a JSON value without reading it: quotes, escapes and brackets as bit masks over 64 bytes at a time.

use crate::json::mask::{BLOCK, equal, padded};

/// The scan of one value, which may come in any number of pieces.
#[derive(Clone, Copy, Debug)]
pub struct Scan {
    open: u8,
    close: u8,
    depth: u32,
    in_string: bool,
    /// The next byte stands behind a backslash.
    escaped: bool,
}

impl Scan {
    /// For the value that begins with `first`: an object, an array or a string.
    ///
    /// Only the brackets of the value's own kind are counted, which is enough to find the end of a valid value; an
    /// invalid one is the parser's business.
    pub fn of(first: u8) -> Option<Self> {
        let (open, close) = match first {
            b'{' => (b'{', b'}'),
            b'[' => (b'[', b']'),
            // A string has no brackets of its own: it ends when it is left.
            b'"' => (0, 0),
            _ => return None,
        };
        Some(Self { open, close, depth: 0, in_string: false, escaped: false })
    }

    /// Scans on; the offset behind the value if it ends in `bytes`.
    pub fn feed(&mut self, bytes: &[u8]) -> Option<usize> {
        if self.open == 0 {
            return self.feed_string(bytes);
        }
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        for (index, block) in blocks.iter().enumerate() {
            if let Some(end) = self.block(block, BLOCK) {
                return Some(index * BLOCK + end);
            }
        }
        if rest.is_empty() {
            return None;
        }
        self.block(&padded(rest, b' '), rest.len()).map(|end| blocks.len() * BLOCK + end)
    }

    fn feed_string(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut from = 0;
        if std::mem::take(&mut self.escaped) && !bytes.is_empty() {
            from = 1;
        }
        while let Some(at) = memchr::memchr2(b'"', b'\\', bytes.get(from..)?).map(|at| from + at) {
            match bytes.get(at) {
                Some(b'"') if self.in_string => return Some(at + 1),
                Some(b'"') => {
                    self.in_string = true;
                    from = at + 1;
                }
                _ if at + 1 == bytes.len() => {
                    self.escaped = true;
                    return None;
                }
                _ => from = at + 2,
            }
        }
        None
    }

    /// `block` holds `len` bytes and blanks behind them.
    fn block(&mut self, block: &[u8; BLOCK], len: usize) -> Option<usize> {
        // Most blocks have no backslash and no bracket, and finding that out is cheaper than a mask.
        let backslashes = if contains(block, b'\\', b'\\') { equal(block, b'\\') } else { 0 };
        let escaped = self.escaped_bytes(backslashes);
        if len < BLOCK {
            self.escaped = escaped >> len & 1 == 1;
        }
        let inside = inside_strings(equal(block, b'"') & !escaped) ^ if self.in_string { u64::MAX } else { 0 };
        self.in_string = inside >> (BLOCK - 1) == 1;
        if !contains(block, self.open, self.close) {
            return None;
        }
        let opens = equal(block, self.open) & !inside;
        let mut closes = equal(block, self.close) & !inside;
        if closes.count_ones() < self.depth {
            self.depth += opens.count_ones();
            self.depth -= closes.count_ones();
            return None;
        }
        let mut seen = 0;
        while closes != 0 {
            let at = closes.trailing_zeros();
            let before = (1u64 << at) - 1;
            let opened = (opens & before).count_ones();
            seen += 1;
            if self.depth + opened <= seen {
                return Some(at as usize + 1);
            }
            closes &= closes - 1;
        }
        self.depth = self.depth + opens.count_ones() - seen;
        None
    }

    /// The bytes that stand behind an odd run of backslashes.
    fn escaped_bytes(&mut self, mut backslashes: u64) -> u64 {
        if backslashes == 0 {
            return u64::from(std::mem::take(&mut self.escaped));
        }
        let mut escaped = u64::from(self.escaped);
        backslashes &= !escaped;
        self.escaped = false;
        while backslashes != 0 {
            let at = backslashes.trailing_zeros();
            if at as usize == BLOCK - 1 {
                self.escaped = true;
                break;
            }
            let next = 1u64 << (at + 1);
            escaped |= next;
            backslashes &= !(next | (next >> 1));
        }
        escaped
    }
}

/// Whether one of two bytes stands in the block.
fn contains(block: &[u8; BLOCK], one: u8, other: u8) -> bool {
    block.iter().fold(false, |any, byte| any | (*byte == one) | (*byte == other))
}

/// Bit i is set if an odd number of the quotes stand at or before i.
fn inside_strings(mut quotes: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        quotes ^= quotes << shift;
    }
    quotes
}
