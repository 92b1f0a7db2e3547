//! French.

use super::{Cue, Lexicon};

pub(super) static LEXICON: Lexicon = Lexicon {
    code: "fr",
    function_words: &[
        "le", "la", "les", "un", "une", "des", "du", "de", "et", "est", "je", "j", "vous", "nous", "mon", "ma", "mes",
        "pas", "ne", "n", "que", "qui", "pour", "dans", "sur", "avec", "ce", "c", "il", "elle", "a", "au", "bonjour",
        "oui", "non", "ca", "mais", "ai", "votre", "tu", "te", "se", "en", "l", "d",
    ],
    customer: &[
        (Cue::Thanks, &["merci"]),
        (Cue::AsksHuman, &["parler (a|avec) (un|une|quelqu)? (humain|personne|conseiller|conseillere|agent|un)"]),
    ],
    company: &[],
    anyone: &[],
};
