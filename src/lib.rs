//! Finds where a support bot failed its customers in an exported Intercom file.

#![forbid(unsafe_code)]

pub mod analyzer;
pub mod conversation;
pub mod corpus;
pub mod detection;
pub mod detectors;
pub mod error;
pub mod examiner;
pub mod helper;
pub mod html;
pub mod input;
pub mod json;
pub mod knowledge;
pub mod language;
pub mod lean;
pub mod options;
pub mod redaction;
pub mod report;
pub mod text;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
