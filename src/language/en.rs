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
        (Cue::Refund, &["refund*", "money back", "reimburse*", "chargeback*", "charge back"]),
        (Cue::Complaint, &["complaint*", "(want|wish|like|going|need) to complain", "ombudsman"]),
        (
            Cue::Cancellation,
            &[
                "cancel*",
                "unsubscribe",
                "(close|delete|terminate) my (account|subscription|contract|membership|plan)",
                "end my (subscription|contract|membership)",
            ],
        ),
    ],
    company: &[],
    anyone: &[],
};
