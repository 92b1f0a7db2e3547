//! What the company says itself: facts, policy and help-centre articles that the caller gives.

pub mod articles;
pub mod facts;
pub mod periods;
pub mod policy;
pub mod stems;

pub use articles::{Article, Articles};
pub use facts::Facts;
pub use policy::Policy;

/// All that is known about what the bot may say; empty when the caller gives nothing.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// What the bot may promise.
    pub policy: Option<Policy>,
    /// What is true, by topic.
    pub facts: Facts,
    /// The help centre.
    pub articles: Articles,
}
