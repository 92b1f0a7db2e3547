//! No words at all: exports that hold the names of dialogue acts ("inform", "negate", "ask date") instead of what was said.
//!
//! The names are those of the common tag sets (ISO 24617-2, the dialogue state tracking challenges); the code is ISO 639's for
//! "no linguistic content".

use super::{Cue, Lexicon};

pub(super) static LEXICON: Lexicon = Lexicon {
    code: "zxx",
    function_words: &[
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
        (Cue::Thanks, &["^ (thank*|thanks)"]),
        (Cue::Closing, &["^ (goodbye|bye|close|closing)"]),
        (Cue::Accepts, &["^ (confirm|affirm|accept|yes|agree)"]),
        (Cue::Declines, &["^ (negate|deny|reject|no|disagree|decline)"]),
        (Cue::AsksRepeat, &["^ (repeat|reqrep)"]),
        (Cue::AsksHuman, &["(human|agent|operator|handoff|handover)"]),
        (Cue::Rejects, &["^ (complain*|frustrat*|insult*)"]),
    ],
    company: &[
        (
            Cue::Asks,
            &[
                "(ask|asks|request|propose|proposes|offer|offers|disambiguate|select|prompt|suggest)",
                "^ confirm (phone|name|number|address|email)",
            ],
        ),
        (Cue::Proposes, &["^ (propose|proposes|offer|offers|suggest)"]),
        (
            Cue::Completes,
            &[
                "^ (confirm|notify|inform) ..2 (scheduled|booked|success|done|completed|change|cancelled|sent)",
                "(notify|action) success",
            ],
        ),
        (Cue::Refuses, &["(failed|failure|unavailable|error)", "no ..3 available", "(cannot|unable)"]),
        (
            Cue::Fallback,
            &["(fallback|nomatch|noinput|misunderstood)", "no (match|input)", "ask (to)? (repeat|rephrase)"],
        ),
        (Cue::CheckIn, &["(reqmore|anything else|req more)"]),
        (Cue::PromisesHuman, &["(handoff|handover|transfer) ..2"]),
    ],
    anyone: &[],
};
