//! Finds bytes in blocks of 64, as bit masks: bit i of a mask is set if byte i of its block is wanted.

/// The bytes of a block: one for each bit of a mask.
pub const BLOCK: usize = 64;

/// The bytes that equal `wanted`.
#[inline]
pub fn equal(block: &[u8; BLOCK], wanted: u8) -> u64 {
    mask(block, |byte| byte == wanted)
}

/// The bytes that end the plain run of a JSON string: quotes, backslashes and control characters.
#[inline]
pub fn stops(block: &[u8; BLOCK]) -> u64 {
    mask(block, |byte| byte == b'"' || byte == b'\\' || byte < b' ')
}

#[inline(always)]
fn mask(block: &[u8; BLOCK], is_wanted: impl Fn(u8) -> bool) -> u64 {
    let mut wanted = [0u8; BLOCK];
    for (wanted, byte) in wanted.iter_mut().zip(block) {
        *wanted = if is_wanted(*byte) { FLAG } else { 0 };
    }
    bits(&wanted)
}

/// Marks a byte that is wanted, in the way from which the bits are gathered soonest.
const FLAG: u8 = if cfg!(target_feature = "simd128") { u8::MAX } else { 1 << 7 };

/// The highest bit of each byte, by the instruction that is there for it.
#[cfg(target_feature = "simd128")]
#[inline(always)]
fn bits(bytes: &[u8; BLOCK]) -> u64 {
    use std::arch::wasm32::{u8x16_bitmask, u64x2};
    let (words, _) = bytes.as_chunks::<8>();
    let (pairs, _) = words.as_chunks::<2>();
    pairs.iter().rev().fold(0, |mask, [low, high]| {
        mask << 16 | u64::from(u8x16_bitmask(u64x2(u64::from_le_bytes(*low), u64::from_le_bytes(*high))))
    })
}

/// The highest bit of each byte, of which no other bit is set.
#[cfg(not(target_feature = "simd128"))]
#[inline(always)]
fn bits(bytes: &[u8; BLOCK]) -> u64 {
    let (words, _) = bytes.as_chunks::<8>();
    // The product moves all of them into the highest byte.
    words
        .iter()
        .rev()
        .fold(0, |mask, word| mask << 8 | u64::from_le_bytes(*word).wrapping_mul(0x0002_0408_1020_4081) >> 56)
}

/// Less than a block, with `filler` behind it.
pub fn padded(bytes: &[u8], filler: u8) -> [u8; BLOCK] {
    let mut block = [filler; BLOCK];
    for (to, from) in block.iter_mut().zip(bytes) {
        *to = *from;
    }
    block
}
