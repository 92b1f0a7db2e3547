//! Finds where a support bot failed its customers in an exported Intercom file.

#![forbid(unsafe_code)]

pub mod html;
