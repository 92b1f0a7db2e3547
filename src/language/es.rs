//! Spanish: requests for a person, closings, thanks, tone.

use super::{Cue, Lexicon, phrases};

pub(super) static LEXICON: Lexicon = Lexicon {
    code: "es",
    function_words: phrases![
        "el", "la", "los", "las", "un", "una", "de", "del", "que", "y", "en", "es", "no", "mi", "me", "con", "por",
        "para", "lo", "se", "su", "al", "como", "hola", "gracias", "pero", "yo", "tengo", "quiero", "puedo", "esta",
        "esto", "cuando", "donde", "favor", "si", "muy", "mas", "ya", "necesito", "usted", "ustedes", "hay", "buenos",
        "buenas", "dias", "tardes", "a", "le", "sin", "porque", "mis", "todavia", "he", "ha", "estoy", "hacer", "han",
        "has", "hemos", "son", "fue", "era", "sus", "nos", "tu", "te", "puede", "pueden", "quieren", "desde", "hasta",
        "tambien", "cada", "otra", "otro", "veces",
    ],
    groups: &[(
        "person",
        "humano~|humana|persona~|agente~|agentes|representante~|operador~|operadora|asesor~|asesora|alguien~|supervisor|gerente|empleado|encargado|ejecutivo|tecnico",
    )],
    customer: &[
        (Cue::Thanks, phrases!["gracias", "agradezco", "agradecido", "agradecida"]),
        (
            Cue::Closing,
            phrases![
                "(adios|chao|chau|bye)",
                "hasta (luego|pronto|manana|la proxima)",
                "(eso|esto|es) (es|seria|era)? todo",
                "nada mas",
                "(buen|buena|feliz) (dia|tarde|noche|fin)",
                "que (tenga|tengas) ..2 (dia|tarde|noche)",
                "no (gracias|por ahora)",
                "(cuidate|saludos)",
                "buenas noches",
            ],
        ),
        (
            Cue::Confirms,
            phrases![
                "(ya)? (funciona|funciono|sirvio|ayudo|quedo|entendi|entendido)",
                "(resuelto|solucionado|arreglado|perfecto|genial|excelente|estupendo|fantastico|maravilloso|buenisimo)",
                "muy (bien|util|amable)",
                "de acuerdo",
            ],
        ),
        (Cue::Accepts, phrases!["^ (si|claro|vale|ok|okay|bueno|por supuesto|correcto|exacto|de acuerdo|dale)"]),
        (Cue::Declines, phrases!["^ (no|nop|para nada)"]),
        (
            Cue::Rejects,
            phrases![
                "(no|nada|nunca) (me|te|le|es|fue|ha|esta|esto)? (me|es)? (ayuda|ayudas|ayudo|ayudado|sirve|sirvio|util|entiendes|entiende|responde|respondes|respondio|responden|lo que|eso|pregunte|correcto|resuelve|escucha|escuchas|lee|lees|aclara)",
                "(inutil|no tiene sentido|absurdo|respuesta equivocada)",
                "ya (lo)? (hice|intente|probe|revise|lei|mire|busque|he hecho|he probado|he intentado)",
                "mi pregunta (es|era)",
            ],
        ),
        (
            Cue::Failure,
            phrases![
                "(no|nada|nunca|todavia no|sigue sin|siguen sin) (me|se|le)? (funciona|funciono|funcionar|funcionan|abre|carga|deja|llega|llego|llegado|sirve|aparece|responde)",
                "(mismo|misma) (error|problema)",
                "(todavia|aun|sigue) (no|igual|sin|mal)",
                "(roto|averiado|no pasa nada|sin exito)",
            ],
        ),
        (
            Cue::Repetition,
            phrases![
                "(misma|mismo|mismas|mismos) (respuesta|cosa|mensaje|enlace|link|pregunta|respuestas)",
                "ya (te|le|se|os|les)? (lo)? (dije|he dicho|explique|di|envie|mande|respondi|mencione)",
                "(repites|repite|repitiendo|deja de repetir|dejen de repetir)",
                "por (segunda|tercera|cuarta|enesima|ultima) vez",
                "en circulos",
                "(otra vez|de nuevo) (lo mismo|la misma|el mismo)",
                "una y otra vez",
                "siempre lo mismo",
            ],
        ),
        (
            Cue::Effort,
            phrases![
                "(perdida|perder|perdiendo|pierdo|perdi) ..3 tiempo",
                "(llevo|hace|desde hace) ..3 (horas|dias|semanas|meses)",
                "(sigo|estoy) esperando",
                "nadie (me)? (responde|contesta|ayuda|atiende)",
            ],
        ),
        (
            Cue::Frustration,
            phrases![
                "(frustrante|frustrado|frustrada|molesto|molesta|enojado|enojada|enfadado|enfadada|ridiculo|ridicula|inaceptable|verguenza|vergonzoso|pesimo|pesima|horrible|terrible|fatal|decepcionante|decepcionado|decepcionada|indignante|indignado|absurdo|lamentable|asco|increible|furioso|desastre|malisimo)",
                "(harto|harta|cansado|cansada) (de|ya)",
                "estoy (harto|harta)",
                "(ya)? basta",
                "(mal|peor|pesimo) (servicio|atencion|empresa)",
                "(esto)? es el colmo",
            ],
        ),
        (
            Cue::Threat,
            phrases![
                "(abogado|abogada|demanda|demandar|demandare|tribunal|juzgado|policia|denuncia|denunciar|denunciare|profeco|consumo|facua)",
                "(me)? (voy|ire|cambio|cambiare|paso) (a|de|con) (la|otra|otro)? (competencia|otra|otro|compania|empresa)",
                "nunca mas",
                "mala (resena|critica)",
            ],
        ),
        (
            Cue::Sarcasm,
            phrases![
                "gracias por (nada|hacerme perder|no ayudar)",
                "(genial|perfecto|que bien|fantastico|bravo) (otro|otra|ahora|un robot)",
                "muy gracioso",
            ],
        ),
        (
            Cue::GivesUp,
            phrases![
                "(olvidalo|olvidelo|dejalo|dejelo|da igual|me rindo|no importa|ni modo)",
                "no (vale|tiene) (la pena|caso|sentido)",
            ],
        ),
        (
            Cue::AsksHuman,
            phrases![
                "(hablar|hable|chatear|comunicarme|comunicar|contactar|conversar|platicar|hablo) (con|a|directamente con) (un|una|el|la|algun|alguna|otro|otra|su|tu)? (ser|verdadero|verdadera)? ({person})",
                "(pasame|paseme|comunicame|comuniqueme|transfiereme|transfierame|conectame|conecteme|ponme|pongame|pasarme|transferirme|derivame|deriveme|dame|deme) (con|a)? (un|una|el|la|algun)? (ser)? ({person})",
                "(quiero|necesito|prefiero|exijo|busco|quisiera|deseo|solicito) (a|con|hablar con|un|una|que)? (un|una)? (ser)? (humano~|humana|persona|agente~|asesor~|asesora|operador~|representante~|persona real)",
                "(persona|ser|humano|agente|asesor|atencion|ayuda|asistencia|soporte) (real|humano|humana|de verdad|vivo|fisica)",
                "^ (un|una|quiero|por favor)? (humano|agente~|asesor~|operador~|persona|representante~|ejecutivo) (por favor|ya|porfa)? $",
                "(no|ningun) (quiero|con|hablar)? (hablar)? (con)? (un|una|este)? (robot|bot|maquina|chatbot)",
                "(llamenme|llamame|que me llamen|me pueden llamar|me puede llamar|me llamen)",
                "(hay|esta) (alguien|algun humano|alguna persona) (ahi|real|que|disponible|con)?",
                "(atencion|servicio) al cliente (por favor|humano|telefono)? $",
            ],
        ),
        (
            Cue::Withdraws,
            phrases![
                "ya no (hace falta|necesito|es necesario)",
                "(ya)? (lo)? (resolvi|encontre|solucione)",
                "(olvidalo|olvidelo|dejalo|no importa)",
                "no hace falta",
            ],
        ),
        (
            Cue::AsksRepeat,
            phrases![
                "(puede|puedes|podria|podrias) (repetir|repetirme|volver a|reenviar|enviarme de nuevo)",
                "(repite|repita|reenvia|reenvie) (por favor|eso|el|la)",
            ],
        ),
    ],
    company: &[],
    anyone: &[
        (
            Cue::Insult,
            phrases![
                "(eres|son|es|tu|ustedes|usted) (un|una|unos|muy|todos|tan|bien|puros)? (estupido|estupida|idiota|idiotas|tonto|tonta|inutil|inutiles|imbecil|imbeciles|mentiroso|mentirosos|ladron|ladrones|estafa|estafadores|incompetente|incompetentes|basura|mierda|bruto|burro|feo|asco)",
                "(estupido|maldito|pinche|puto|tonto|inutil) (bot|robot|sistema|maquina|servicio|empresa)",
                "(idiota|idiotas|imbecil|imbeciles|estafadores|ladrones|ineptos|inepto|callate|vete al diablo|vete a la mierda|larguese|pendejo|pendejos)",
            ],
        ),
        (
            Cue::Profanity,
            phrases![
                "(mierda|puta|puto|putas|putos|joder|jodido|jodete|cono|carajo|cabron|cabrones|gilipollas|pendejo|pendeja|chinga|chingar|chingada|verga|pinche|hostia|culo|polla|coger|mamon|zorra|perra|fuck|shit|hijueputa|hdp|culero)",
                "hijo de puta",
            ],
        ),
        (Cue::Negation, phrases!["(no|nunca|ni|sin|jamas|tampoco|nada)"]),
        (
            Cue::Neutral,
            phrases![
                "(muchas)? gracias de antemano",
                "(eres|es|estoy hablando con|hablo con|usted es) (usted)? (un|una)? (robot|bot|humano|persona|maquina|persona real)",
                "recursos humanos",
                "(agente|agentes) (de viajes|inmobiliario|de aduanas|inmobiliarios)",
                "(anadir|agregar|crear|eliminar|invitar|asignar) (a)? (un|una|otro|nuevo)? (nuevo)? (agente|persona|operador|usuario)",
                "(seria|estaria) (muy)? (genial|perfecto|bueno|util|excelente)",
                "(por|para una|para dos|cada|para 2) (persona|personas)",
            ],
        ),
    ],
};
