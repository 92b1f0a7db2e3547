//! Words: folding, tokens and phrase matching, the same for every language.

pub mod phrases;
pub mod quantities;
pub mod similarity;
pub mod tokens;
