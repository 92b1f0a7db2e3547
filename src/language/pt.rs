//! Portuguese: requests for a person, closings, thanks, tone.

use super::{Cue, Lexicon, phrases};

pub(super) static LEXICON: Lexicon = Lexicon {
    code: "pt",
    function_words: phrases![
        "o", "a", "os", "as", "um", "uma", "de", "do", "da", "dos", "das", "que", "e", "em", "nao", "meu", "minha",
        "me", "com", "por", "para", "no", "na", "nos", "se", "eu", "tenho", "quero", "posso", "esta", "isso", "isto",
        "como", "ola", "oi", "obrigado", "obrigada", "mas", "quando", "onde", "favor", "sim", "mais", "ja", "voce",
        "voces", "bom", "boa", "dia", "tarde", "noite", "ao", "pra", "preciso", "sou", "foi", "ainda", "estou", "meus",
    ],
    groups: &[(
        "person",
        "humano~|humana|pessoa~|atendente~|atendentes|agente~|operador~|operadora|representante~|alguem~|supervisor|gerente|funcionario|assistente humano|responsavel|consultor|tecnico",
    )],
    customer: &[
        (Cue::Thanks, phrases!["(obrigado|obrigada|brigado|brigada|obg|valeu|agradeco|grato|grata)"]),
        (
            Cue::Closing,
            phrases![
                "(tchau|adeus|bye|xau)",
                "ate (logo|mais|breve|amanha|a proxima)",
                "(e|era|seria) (so)? (isso|tudo)",
                "so isso",
                "(mais nada|nada mais)",
                "(bom|boa|otimo|otima|tenha um bom|tenha uma boa) (dia|tarde|noite|semana|fim)",
                "nao (obrigado|obrigada)",
                "(abraco|abracos)",
            ],
        ),
        (
            Cue::Confirms,
            phrases![
                "(agora)? (funciona|funcionou|deu certo|ajudou|consegui|entendi|entendido)",
                "(resolvido|resolveu|solucionado|perfeito|otimo|excelente|maravilha|maravilhoso|fantastico|legal|show|beleza)",
                "muito (bom|util|bem|obrigado|gentil)",
            ],
        ),
        (Cue::Accepts, phrases!["^ (sim|claro|ok|okay|certo|com certeza|pode ser|isso|exato|por favor|quero sim)"]),
        (Cue::Declines, phrases!["^ (nao|nop|nada disso)"]),
        (
            Cue::Rejects,
            phrases![
                "(nao|nada|nunca) (me|te|e|foi|esta|isso|me esta)? (ajuda|ajudou|ajudando|util|serve|serviu|entende|entendeu|entendeste|responde|respondeu|respondendo|o que|foi isso|correto|perguntei|resolve|resolveu|escuta|leu|le)",
                "(inutil|sem sentido|resposta errada|absurdo)",
                "ja (fiz|tentei|li|verifiquei|olhei|procurei|testei|fui)",
                "minha pergunta (e|era|foi)",
            ],
        ),
        (
            Cue::Failure,
            phrases![
                "(nao|nada|ainda nao) (me|se|esta)? (funciona|funcionou|funcionando|abre|carrega|chegou|chega|aparece|responde|consigo|da)",
                "(mesmo|mesma) (erro|problema)",
                "(ainda|continua) (nao|sem|igual|com o)",
                "(quebrado|estragado|sem sucesso|nao acontece nada)",
            ],
        ),
        (
            Cue::Repetition,
            phrases![
                "(mesma|mesmo|mesmas|mesmos) (resposta|coisa|mensagem|link|pergunta|respostas)",
                "ja (te|lhe|vos)? (disse|falei|expliquei|enviei|mandei|respondi|informei)",
                "(repetindo|repete|repetir a mesma|para de repetir|pare de repetir)",
                "pela (segunda|terceira|quarta|enesima|ultima) vez",
                "(em circulos|de novo isso|outra vez a mesma|sempre a mesma|de novo a mesma)",
            ],
        ),
        (
            Cue::Effort,
            phrases![
                "(perda|perder|perdendo|perdi) ..3 tempo",
                "(ha|faz|fazem|estou ha) ..3 (horas|dias|semanas|meses)",
                "(estou|continuo|ainda) (esperando|a espera|aguardando)",
                "ninguem (me)? (responde|ajuda|atende)",
            ],
        ),
        (
            Cue::Frustration,
            phrases![
                "(frustrante|frustrado|frustrada|irritado|irritada|irritante|ridiculo|ridicula|inaceitavel|vergonha|vergonhoso|pessimo|pessima|horrivel|terrivel|decepcionado|decepcionada|decepcionante|indignado|indignada|absurdo|lamentavel|palhacada|descaso|furioso|desastre|chateado|chateada|porcaria)",
                "(cansado|cansada|farto|farta|de saco cheio) (de|disso)?",
                "(ja)? chega",
                "(mau|pessimo|pior) (servico|atendimento)",
            ],
        ),
        (
            Cue::Threat,
            phrases![
                "(advogado|processar|processo judicial|tribunal|policia|denunciar|denuncia|procon|deco|reclame aqui|livro de reclamacoes|justica)",
                "(vou|mudar|mudo) (para|pra|de) (a|o|outra|outro)? (concorrencia|concorrente|outra|operadora|empresa)",
                "nunca mais",
                "avaliacao negativa",
            ],
        ),
        (
            Cue::Sarcasm,
            phrases![
                "(obrigado|obrigada) por (nada|me fazer perder)",
                "(otimo|perfeito|parabens|que bom) (outro|mais um|agora|pelo|um robo)",
                "muito engracado",
            ],
        ),
        (
            Cue::GivesUp,
            phrases![
                "(esquece|esqueca|deixa|deixe) (isso|pra la|para la|estar)?",
                "(desisto|tanto faz|nao importa|paciencia)",
                "nao (vale|adianta) (a pena|nada)?",
            ],
        ),
        (
            Cue::AsksHuman,
            phrases![
                "(falar|falo|conversar|comunicar|contatar|contactar|tratar) (com|diretamente com|a) (um|uma|o|a|algum|alguma|outro|outra|seu)? (ser|verdadeiro)? ({person})",
                "(me)? (passa|passe|passar|transfere|transfira|transferir|conecta|conecte|coloca|coloque|encaminha|encaminhe|ligue|da) (me|para|pra|com|a)? (para|pra|com)? (um|uma|o|a|algum)? (ser)? ({person})",
                "(quero|preciso|prefiro|exijo|gostaria|queria|desejo|solicito) (de|falar com|um|uma|que)? (um|uma)? (ser)? (humano~|humana|pessoa|atendente~|agente~|operador~|representante~)",
                "(pessoa|ser|atendente|agente|atendimento|ajuda|suporte|assistente) (real|humano|humana|de verdade|de carne)",
                "^ (um|uma|quero)? (atendente~|humano|agente~|operador~|pessoa|representante~) (por favor|ja|agora|pf|humano)? $",
                "(nao|nenhum) (quero|com|falar)? (falar)? (com)? (um|uma|este|esse)? (robo|bot|maquina|chatbot)",
                "(me)? (liguem|ligue|ligar) (me|para mim|pra mim)",
                "(tem|ha|existe) (alguem|algum humano|alguma pessoa)",
                "^ (contactar|contatar|falar com)? (o)? (apoio ao cliente|atendimento ao cliente|suporte) (por favor)? $",
            ],
        ),
        (
            Cue::Withdraws,
            phrases![
                "(ja)? nao (preciso|e preciso|e necessario)",
                "(ja)? (resolvi|encontrei|consegui)",
                "(esquece|esqueca|deixa pra la|nao importa)",
            ],
        ),
        (
            Cue::AsksRepeat,
            phrases![
                "(pode|podes|poderia) (repetir|reenviar|mandar de novo|enviar novamente)",
                "(repete|repita|reenvia) (por favor|o|a)",
            ],
        ),
    ],
    company: &[],
    anyone: &[
        (
            Cue::Insult,
            phrases![
                "(es|sao|voce e|tu es|voces sao|e|seu|sua) (um|uma|uns|todos|muito|tao)? (burro|burra|burros|idiota|idiotas|estupido|estupida|inutil|inuteis|imbecil|imbecis|mentiroso|mentirosos|ladrao|ladroes|golpe|golpistas|incompetente|incompetentes|lixo|merda|otario|otarios)",
                "(estupido|maldito|inutil|burro|porra de) (bot|robo|sistema|maquina|servico|chatbot)",
                "(idiota|idiotas|imbecil|imbecis|golpistas|ladroes|otario|incompetentes|cala a boca|cale a boca|vai se foder|vai para o inferno|vai pro inferno)",
            ],
        ),
        (
            Cue::Profanity,
            phrases![
                "(merda|porra|caralho|puta|putas|puto|foda|fodase|foder|fodido|cu|buceta|viado|cacete|bosta|desgraca|desgracado|filho da puta|fdp|vsf|pqp|krl|fuck|shit|arrombado|cabrao)",
            ],
        ),
        (Cue::Negation, phrases!["(nao|nunca|nem|sem|jamais|nada)"]),
        (
            Cue::Neutral,
            phrases![
                "(muito)? (obrigado|obrigada) (desde ja|antecipadamente)",
                "(desde ja)? (agradeco|obrigado|obrigada) (desde ja|antecipadamente)",
                "(voce e|es|estou falando com|falo com|e) (um|uma)? (robo|bot|humano|pessoa|maquina|pessoa real)",
                "recursos humanos",
                "(agente|agentes) (de viagem|de viagens|imobiliario)",
                "(adicionar|criar|eliminar|convidar|atribuir|excluir) (um|uma|outro|novo)? (novo)? (agente|pessoa|operador|usuario|atendente)",
                "(seria) (muito)? (otimo|perfeito|bom|util)",
                "(por|para uma|para duas|cada) (pessoa|pessoas)",
                "(operadora|operador) (de telefone|movel|de telefonia)",
            ],
        ),
    ],
};
