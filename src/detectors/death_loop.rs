//! Death loop: the bot serves the same answer again after the customer rejected it.

use serde_json::{Map, json};

use super::{Candidate, Case, Detector};
use crate::conversation::Role;
use crate::detection::{Action, Detection, Evidence, Meta, Severity};

/// See the module's first line.
pub struct DeathLoop;

static META: Meta = Meta {
    name: "death_loop",
    title: "Death loop",
    summary: "The bot serves the same answer again although the customer rejected or repeated.",
    action: Action::Escalate,
};

impl Detector for DeathLoop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn examine(&self, case: &Case<'_>, found: &mut Vec<Candidate>) {
        let bots: Vec<usize> = (0..case.turns.len())
            .filter(|&i| case.turns.get(i).is_some_and(|turn| turn.message.role == Role::Bot))
            .collect();
        let text = |i: usize| case.conversation.messages.get(i).map(|message| message.text.as_str());
        for (n, &first) in bots.iter().enumerate() {
            let same: Vec<usize> = bots.iter().skip(n).copied().filter(|&i| text(i) == text(first)).collect();
            if same.len() < 3 {
                continue;
            }
            let evidence =
                same.iter().filter_map(|&i| Evidence::message(case.conversation, i, "same answer")).collect();
            let mut metadata = Map::new();
            metadata.insert("repeat_count".into(), json!(same.len()));
            found.push(
                Detection {
                    conversation_id: case.conversation.id.clone(),
                    detector: META.name.into(),
                    failure_mode: META.name.into(),
                    severity: Severity::Medium,
                    confidence: 0.7,
                    explanation: format!("The bot gave the same answer {} times.", same.len()),
                    evidence,
                    counter_evidence: Vec::new(),
                    recommended_action: META.action,
                    metadata,
                }
                .into(),
            );
            return;
        }
    }
}
