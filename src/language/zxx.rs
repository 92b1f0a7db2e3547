//! No words at all: exports that hold the names of dialogue acts ("inform", "negate", "ask date") instead of what was said.
//!
//! The names are those of the common tag sets (ISO 24617-2, the dialogue state tracking challenges); the code is ISO 639's for
//! "no linguistic content".

use super::{Cue, Lexicon, phrases};

pub(super) static LEXICON: Lexicon = Lexicon {
    code: "zxx",
    function_words: phrases![
        "inform",
        "negate",
        "affirm",
        "confirm",
        "deny",
        "disambiguate",
        "reqalts",
        "numeric",
        "inconclusive",
    ],
    groups: &[],
    customer: &[
        (Cue::Thanks, phrases!["^ (thank*|thanks)"]),
        (Cue::Closing, phrases!["^ (goodbye|bye|close|closing)"]),
        (Cue::Accepts, phrases!["^ (confirm|affirm|accept|yes|agree)"]),
        (Cue::Declines, phrases!["^ (negate|deny|reject|no|disagree|decline)"]),
        (Cue::AsksRepeat, phrases!["^ (repeat|reqrep)"]),
        (Cue::AsksHuman, phrases!["(human|agent|operator|handoff|handover)"]),
        (Cue::Rejects, phrases!["^ (complain*|frustrat*|insult*)"]),
    ],
    company: &[
        (
            Cue::Asks,
            phrases![
                "(ask|asks|request|propose|proposes|offer|offers|disambiguate|select|prompt|suggest)",
                "^ confirm (phone|name|number|address|email)",
            ],
        ),
        (Cue::Proposes, phrases!["^ (propose|proposes|offer|offers|suggest)"]),
        (
            Cue::Completes,
            phrases![
                "^ (confirm|notify|inform) ..2 (scheduled|booked|success|done|completed|change|cancelled|sent)",
                "(notify|action) success",
            ],
        ),
        (Cue::Refuses, phrases!["(failed|failure|unavailable|error)", "no ..3 available", "(cannot|unable)"]),
        (
            Cue::Fallback,
            phrases!["(fallback|nomatch|noinput|misunderstood)", "no (match|input)", "ask (to)? (repeat|rephrase)"],
        ),
        (Cue::CheckIn, phrases!["(reqmore|anything else|req more)"]),
        (Cue::PromisesHuman, phrases!["(handoff|handover|transfer) ..2"]),
    ],
    anyone: &[],
};
