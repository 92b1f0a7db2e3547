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
        (Cue::Refund, &["rembours*", "(recuperer|rendre|rendez|rends) mon argent"]),
        (
            Cue::Complaint,
            &["reclamation*", "(porter|deposer|deposerai|porte|depose) une? plainte", "me plaindre", "mediateur"],
        ),
        (
            Cue::Cancellation,
            &[
                "annul*",
                "resili*",
                "desabonn*",
                "(fermer|cloturer|supprimer|fermez|cloturez|supprimez) mon (compte|abonnement|contrat)",
                "mettre fin a mon (abonnement|contrat)",
            ],
        ),
    ],
    company: &[],
    anyone: &[],
};
