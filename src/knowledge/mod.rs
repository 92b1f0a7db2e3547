//! What the company says itself: facts, policy and help-centre articles that the caller gives.

/// All that is known about what the bot may say; empty when the caller gives nothing.
#[derive(Debug, Default)]
pub struct Knowledge {}
