//! English.

use super::{Cue, Lexicon};

pub(super) static LEXICON: Lexicon = Lexicon {
    code: "en",
    function_words: &[
        "the", "a", "an", "is", "are", "was", "to", "of", "and", "i", "you", "my", "it", "in", "on", "for", "not",
        "do", "have", "this", "that", "with", "can", "be", "me", "your", "what", "how", "but", "so", "please", "yes",
        "hi",
    ],
    customer: &[
        (Cue::Thanks, &["thanks", "thank you", "thx", "cheers"]),
        (
            Cue::AsksHuman,
            &["(speak|talk|chat) (to|with) (a|an)? (real|live|actual)? (human|person|agent|someone|somebody)"],
        ),
    ],
    company: &[],
    anyone: &[],
};
