//! Seeded numbers for made-up cases, the same in every run.

/// Xorshift; the seed is not 0.
pub struct Random(pub u64);

impl Random {
    /// 0 to `bound - 1`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % bound
    }
}
