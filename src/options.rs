//! What the caller may choose; unknown names are refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Options of an audit. Every field may be left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "snake_case")]
pub struct Options {
    /// Names of the detectors to run; all when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub detectors: Vec<String>,
    /// Ids, e-mail addresses or names of authors that are bots although they post as teammates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bots: Vec<String>,
    /// A language for every conversation, or `auto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// What the bot may promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// What is true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
    /// An articles export as text.
    #[serde(skip_serializing)]
    pub articles: Option<String>,
    /// The moment to judge from: ISO 8601 or Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Value>,
    /// Take personal data out of everything that is shown.
    pub redact: bool,
    /// What the outcomes cost.
    pub prices: Prices,
}

/// What the bot may promise, by topic words.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Phrases that are allowed whatever the topics below say.
    pub allowed_commitments: Vec<String>,
    /// Topics on which the bot must not commit.
    pub disallowed_commitment_topics: Vec<String>,
}

/// What is true, by topic.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    /// Topic to value.
    pub facts: BTreeMap<String, Value>,
    /// Other names of a topic.
    pub aliases: BTreeMap<String, Vec<String>>,
}

/// Prices of billed outcomes. The defaults are Intercom's of March 2026.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Prices {
    /// ISO 4217 code.
    pub currency: String,
    /// A resolution, confirmed or assumed.
    pub resolution: f64,
    /// A procedure that ends in a hand-over.
    pub procedure_handoff: f64,
    /// A lead that was turned away.
    pub disqualification: f64,
    /// A lead that was won.
    pub qualification: f64,
}

impl Default for Prices {
    fn default() -> Self {
        Self {
            currency: "USD".to_owned(),
            resolution: 0.99,
            procedure_handoff: 0.99,
            disqualification: 0.99,
            qualification: 9.99,
        }
    }
}
