//! Words: folding, tokens and phrase matching, the same for every language.

mod automaton;
pub mod phrases;
pub mod quantities;
pub mod similarity;
pub(crate) mod table;
pub mod tokens;
