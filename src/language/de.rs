//! German: requests for a person, closings, thanks, tone.

use super::{Cue, Lexicon, phrases};

pub(super) static LEXICON: Lexicon = Lexicon {
    code: "de",
    function_words: phrases![
        "der", "die", "das", "und", "ich", "ist", "nicht", "ein", "eine", "einen", "zu", "mit", "sie", "es", "wie",
        "auf", "fur", "den", "dem", "von", "im", "kann", "mein", "meine", "mir", "mich", "was", "hallo", "bitte",
        "danke", "habe", "aber", "noch", "wo", "warum", "wann", "guten", "tag", "haben", "wir", "auch", "bin",
        "mochte", "ja", "nein", "kein", "keine", "sind", "wird", "meinem", "meinen", "immer", "schon", "dass", "oder",
    ],
    groups: &[(
        "person",
        "mensch~|menschen~|person~|mitarbeiter~|mitarbeiterin~|agent~|agenten|berater~|beraterin|jemand~|jemandem|jemanden|vorgesetzten|operator|sachbearbeiter|kundenberater|kundenservice|kundendienst|support|techniker",
    )],
    customer: &[
        (
            Cue::Thanks,
            phrases![
                "danke",
                "dankeschon",
                "vielen dank",
                "besten dank",
                "herzlichen dank",
                "dank (dir|ihnen)",
                "merci"
            ],
        ),
        (
            Cue::Closing,
            phrases![
                "(tschuss|tschus|ciao|tschau|bye|servus)",
                "auf wiedersehen",
                "bis (bald|dann|spater)",
                "(schonen|guten|schones) (tag|abend|wochenende|nachmittag)",
                "(das|dies) (war|ware|ist) (es|alles)",
                "das war s",
                "sonst nichts",
                "nein danke",
                "(gute nacht|alles gute)",
                "keine (weiteren)? fragen",
            ],
        ),
        (
            Cue::Confirms,
            phrases![
                "(funktioniert|klappt|geht) (jetzt|nun|wieder|super|prima)",
                "(hat|haben) (mir)? (sehr)? (geholfen|geklappt|funktioniert)",
                "(gelost|erledigt|geklart|verstanden|perfekt|super|prima|toll|klasse|wunderbar|ausgezeichnet|genial|hilfreich)",
                "alles klar",
            ],
        ),
        (Cue::Accepts, phrases!["^ (ja|jawohl|gerne|ok|okay|genau|einverstanden|klar|naturlich)"]),
        (Cue::Declines, phrases!["^ (nein|ne|nee|nicht wirklich)"]),
        (
            Cue::Rejects,
            phrases![
                "(nicht|nichts|wenig) (hilfreich|geholfen|richtig|verstanden|beantwortet|gefragt|gebracht|gemeint|das problem|was ich|meine frage)",
                "(hilft|helfen|bringt|nutzt) (mir|uns|das)? (das)? (nicht|nichts|nicht weiter|gar nicht|auch nicht|leider nicht)",
                "(nutzlos|sinnlos|unsinn|quatsch|falsche antwort|unbrauchbar)",
                "(schon|bereits|alles) (versucht|probiert|gemacht|gelesen|gepruft|getan|ausprobiert|angeschaut)",
                "(verstehst|verstehen|lesen|liest|horst) (du|sie)? (mich|es|das)? (nicht|uberhaupt|gar)",
                "meine frage (ist|war)",
                "darum geht es nicht",
            ],
        ),
        (
            Cue::Failure,
            phrases![
                "(funktioniert|geht|klappt|ladt|offnet|reagiert) (es|das|sich|immer|leider|aber|auch|bei)? (noch|mir|immer)? (nicht|noch nicht|nichts|immer noch nicht)",
                "(immer)? noch (nicht|immer|kein|keine|dasselbe|der gleiche)",
                "(gleiche|gleicher|selbe|selber) (fehler|problem)",
                "(kaputt|defekt|ohne erfolg|vergeblich)",
                "passiert nichts",
            ],
        ),
        (
            Cue::Repetition,
            phrases![
                "(gleiche|selbe|dieselbe|gleichen|immer das) (antwort|link|nachricht|gleiche|selbe|frage)",
                "(schon|bereits) (gesagt|geschrieben|erklart|geschickt|gefragt|genannt|mitgeteilt|angegeben|mehrfach)",
                "(wiederholen|wiederholst) (sie|du)? (sich|dich)",
                "zum (zweiten|dritten|vierten|x ten|letzten|hundertsten) mal",
                "im kreis",
                "(schon)? wieder (das|die|der)",
                "immer wieder",
            ],
        ),
        (
            Cue::Effort,
            phrases![
                "(zeitverschwendung|stundenlang|ewig|wochenlang|tagelang)",
                "seit (stunden|tagen|wochen|monaten|ewigkeiten)",
                "(warte|warten) (immer noch|seit|schon)",
                "(keine antwort|niemand (antwortet|hilft|meldet))",
            ],
        ),
        (
            Cue::Frustration,
            phrases![
                "(frustrierend|frustriert|argerlich|nervig|nervt|lacherlich|unverschamt|unverschamtheit|inakzeptabel|unmoglich|katastrophe|katastrophal|schrecklich|furchtbar|sauer|wutend|enttauscht|enttauschend|peinlich|frechheit|sauerei|zumutung|unfassbar|skandal|schlecht|mies|miserabel)",
                "(reicht|genug) (mir|jetzt|davon)",
                "(die)? nase voll",
                "(hab|habe) (es)? satt",
                "das kann (doch)? nicht (sein|wahr)",
            ],
        ),
        (
            Cue::Threat,
            phrases![
                "(anwalt|rechtsanwalt|gericht|verklagen|klage|verbraucherzentrale|verbraucherschutz|anzeige|polizei)",
                "(wechsle|gehe|wechseln) (zu|zur) ..3 (konkurrenz|anbieter|anderen)",
                "nie wieder",
                "schlechte bewertung",
                "sonst kundige",
            ],
        ),
        (
            Cue::Sarcasm,
            phrases![
                "danke fur (nichts|gar nichts)",
                "(na)? (toll|super|bravo|klasse) (noch|wieder|jetzt|ein|danke fur)",
                "sehr witzig",
            ],
        ),
        (
            Cue::GivesUp,
            phrases![
                "(vergiss|vergessen) (es|sie es)",
                "(egal|hoffnungslos|ich gebe auf|gebe auf|lassen wir|lass gut|schon gut)",
                "hat keinen (sinn|zweck)",
            ],
        ),
        (
            Cue::AsksHuman,
            phrases![
                "(mit|zu|an|nach) (einem|einer|einen|ihrem|dem|der|jemandem)? (echten|richtigen|realen|menschlichen|anderen)? ({person}) (sprechen|reden|chatten|verbinden|verbunden|weiterleiten|schreiben|telefonieren|weitergeleitet|durchstellen|verbindet|kommunizieren|aus)",
                "(verbinden|leiten|stellen|geben|verbinde) (sie|mich)? (mich|sie)? (bitte|doch)? (mit|an|zu|weiter)? (einem|einer|einen|ihrem|dem)? (echten|richtigen|menschlichen)? ({person})",
                "(sprechen|reden) ..2 mit ..2 ({person})",
                "(will|mochte|brauche|benotige|hatte gern|verlange|wunsche|bitte) (gerne|gern|bitte)? (einen|eine|ein|mit einem|mit einer)? (echten|echte|richtigen|richtige|realen|menschlichen|menschliche)? (mensch~|menschen~|person|mitarbeiter~|mitarbeiterin|agenten|berater~|ansprechpartner)",
                "(echter|echten|richtiger|richtigen|echte|richtige|realen|menschlicher|menschlichen) (mensch~|menschen~|person|mitarbeiter~|agent|ansprechpartner|support|kontakt)",
                "^ (bitte|einen|ein)? (mensch~|mitarbeiter~|menschen|agent|berater~|operator) (bitte|jetzt|sprechen)? $",
                "(keinen|keinem|nicht mit|keine) (einem|einer|dem)? (bot|roboter|maschine|chatbot|computer|ki)",
                "(rufen|ruft|ruf) (sie)? mich (bitte)? (an|zuruck)",
                "(ruckruf|zuruckrufen|zuruckgerufen)",
                "(gibt es|ist da|ist hier) (hier|da|einen|auch)? (jemand|jemanden|einen menschen|menschen|echte)",
            ],
        ),
        (
            Cue::Withdraws,
            phrases![
                "(hat sich|schon) erledigt",
                "(brauche|ist) (es|das)? nicht mehr",
                "(vergiss|vergessen) (es|sie es)",
                "nicht (mehr)? notig",
            ],
        ),
        (
            Cue::AsksRepeat,
            phrases![
                "(noch einmal|nochmal|nochmals) (schicken|senden|sagen|erklaren|bitte)",
                "(wiederholen|wiederhole) (sie)? (bitte|das)",
            ],
        ),
    ],
    company: &[],
    anyone: &[
        (
            Cue::Insult,
            phrases![
                "(du|sie|ihr|bot|das) (bist|sind|seid|ist)? (doch|so|ein|eine|alle|echt|vollig)? (dumm|blod|bloder|dummer|idiot|idioten|unfahig|nutzlos|trottel|scheisse|lugner|betruger|depp|deppen|inkompetent)",
                "(dummer|blod|bloder|scheiss|verdammter|nutzloser|bescheuerter) (bot|roboter|ki|maschine|laden|service|automat)",
                "(idiot|idioten|vollidiot|trottel|betruger|abzocker|abzocke|depp|lugner|halt die klappe|halts maul|verpiss dich|leck mich)",
            ],
        ),
        (
            Cue::Profanity,
            phrases![
                "(scheisse|scheiss|verdammt|arsch|arschloch|fick|ficken|fickt|fotze|hure|hurensohn|schlampe|wichser|kacke|mist|schwanz|verfickt|verfickte|fuck|shit|drecks|drecksladen)",
            ],
        ),
        (Cue::Negation, phrases!["(nicht|kein|keine|keinen|keinem|nie|niemals|ohne|nichts)"]),
        (
            Cue::Neutral,
            phrases![
                "danke im voraus",
                "(vielen|besten|herzlichen)? dank im voraus",
                "(bist|sind) (du|sie) ein (mensch|bot|roboter|echter mensch|echter mitarbeiter)",
                "(mitarbeiter|person|agent|benutzer) (hinzufugen|anlegen|loschen|einladen|entfernen)",
                "(ware|wurde) ..2 (super|toll|prima|hilfreich|perfekt)",
                "super (markt|preis)",
                "(pro|fur eine|fur zwei) (person|mitarbeiter)",
            ],
        ),
    ],
};
