//! What the standard library does too, here in little code: that one is made anew for every type or brings tables, and would
//! be a tenth of the module that a browser loads. Where speed counts, the standard library stands. Beside it short texts that
//! ask for no memory, and what tests draw.

pub mod decimal;
pub mod flat_map;
pub mod letters;
#[cfg(test)]
pub mod random;
pub mod short;
pub mod sort;
