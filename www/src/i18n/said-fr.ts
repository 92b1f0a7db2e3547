/** What the core says of findings, authors and files, in French; the core itself speaks English. */
import { phrasebook } from "./phrasebook.ts";

/** The French of what the core says; nothing where it is not in the list. */
export const inFrench = phrasebook({
  "{} (at byte *)": "{} (à l’octet *)",

  "{} It is counted as resolved because the customer stopped writing.":
    "{} La conversation compte comme résolue parce que le client n’a plus écrit.",
  "{} It is counted as resolved.": "{} La conversation compte comme résolue.",
  "{} The conversation ends there.": "{} La conversation s’arrête là.",
  "{} (* such values in this conversation.)": "{} (* valeurs de ce genre dans cette conversation.)",

  "The bot gave the same answer in other words {}, although {}.":
    "Le bot a donné la même réponse {}, en d’autres mots, alors que {}.",
  "The bot gave the same answer in other words {}.": "Le bot a donné la même réponse {}, en d’autres mots.",
  "The bot gave the same answer {}, although {}.": "Le bot a donné la même réponse {}, alors que {}.",
  "The bot gave the same answer {}.": "Le bot a donné la même réponse {}.",
  twice: "deux fois",
  "# times": "# fois",
  "the customer asked again": "le client a reposé la question",
  "the customer asked again {}": "le client a reposé la question {}",
  "the customer had said that it did not help": "le client avait dit que cela n’aidait pas",
  "the customer objected {}": "le client a protesté {}",
  "the answer": "la réponse",
  "the same answer, time *": "la même réponse, *ᵉ fois",
  "the customer took it or wanted to hear it again": "le client l’a acceptée ou voulait l’entendre à nouveau",

  "The customer {}; nothing shows that the matter was solved.":
    "Le client {} ; rien ne montre que le problème a été résolu.",
  "gave up": "a abandonné",
  "said that the answer did not help, and left": "a dit que la réponse n’aidait pas, puis est parti",
  "said that it still did not work, and left": "a dit que cela ne marchait toujours pas, puis est parti",
  "was angry, and left": "s’est fâché, puis est parti",
  "asked for a person, and left": "a demandé une personne, puis est parti",
  "left the bot's last question unanswered": "a laissé la dernière question du bot sans réponse",
  "got no answer to the last message": "n’a pas eu de réponse à son dernier message",
  "left without a closing word": "est parti sans un mot de conclusion",
  "the matter is open": "le problème reste ouvert",
  "the last that the customer wrote": "les derniers mots du client",
  "nobody answered this": "personne n’a répondu à cela",
  "a friendly word near the end": "un mot aimable vers la fin",

  "The customer asked for a person * times{}.": "Le client a demandé une personne * fois{}.",
  "The customer asked for a person{}.": "Le client a demandé une personne{}.",
  "The customer accepted the bot's offer of a person{}.":
    "Le client a accepté l’offre du bot de parler à une personne{}.",
  "The platform says that this was to go to a person{}.": "La plateforme dit qu’une personne devait s’en charger{}.",
  "The platform says that the answer did not help{}.": "La plateforme dit que la réponse n’a pas aidé{}.",
  "; one was announced, but nobody wrote": " ; on en a annoncé une, mais personne n’a écrit",
  "; the conversation was assigned, but nobody wrote": " ; la conversation a été attribuée, mais personne n’a écrit",
  "; the bot went on by itself and nobody wrote": " ; le bot a continué seul et personne n’a écrit",
  " and nobody wrote": " et personne n’a écrit",
  "asks for a person": "demande une personne",
  "accepts the offer of a person": "accepte l’offre d’une personne",
  "announces a person": "annonce une personne",
  "answers without a person": "répond sans faire venir personne",
  "the customer is friendly afterwards": "le client est aimable ensuite",
  "names a way to reach people": "indique comment joindre quelqu’un",

  "The customer began {} and ended with {}.": "Le client a commencé {}, pour finir sur {}.",
  calm: "calmement",
  friendly: "aimablement",
  "a threat to leave or to go further": "la menace de partir ou d’aller plus loin",
  insults: "des insultes",
  abuse: "du harcèlement",
  swearing: "des jurons",
  anger: "de la colère",
  sarcasm: "du sarcasme",
  shouting: "des cris",
  "a complaint of lost time": "le reproche du temps perdu",
  "a complaint of hearing the same again": "le reproche d’entendre toujours la même chose",
  "giving up": "un abandon",
  "signs of displeasure": "des signes de mécontentement",
  "the tone turns": "le ton change",
  "a kind word beside it": "un mot aimable à côté",
  insult: "insulte",
  profanity: "juron",
  harassment: "harcèlement",
  threat: "menace",
  frustration: "colère",
  repetition: "toujours la même chose",
  effort: "temps perdu",
  failure: "cela ne marche pas",
  rejection: "refus de la réponse",
  marks: "points d’exclamation ou d’interrogation",

  "Signs of an unauthorised commitment: the bot reports something as done {}.":
    "Signes d’un engagement non autorisé : le bot annonce comme faite une chose {}.",
  "Signs of an unauthorised commitment: the bot makes a promise {}.":
    "Signes d’un engagement non autorisé : le bot fait une promesse {}.",
  "while the action failed": "alors que l’action a échoué",
  "that a later message denies": "qu’un message dément ensuite",
  "and the customer says that nothing came of it": "et le client dit que rien n’a suivi",
  'on "*", which policy keeps from it, and no event backs it':
    "sur « * », que la politique lui interdit, et aucun événement ne l’appuie",
  "whose deadline passed without anybody writing": "dont l’échéance est passée sans que personne n’écrive",
  "that is not among the allowed commitments, and no event backs it":
    "qui n’est pas parmi les engagements permis, et aucun événement ne l’appuie",
  "said to be done": "dit que c’est fait",
  promised: "promis",
  "shows that it was not so": "montre que ce n’était pas le cas",
  "names what entitles the customer": "dit ce qui y donne droit",

  "Signs of brand damage: the bot {}.": "Signes d’atteinte à l’image : le bot {}.",
  "uses a word that degrades people": "emploie un mot qui rabaisse des personnes",
  "speaks with contempt or violence of a group of people": "parle avec mépris ou violence d’un groupe de personnes",
  swears: "jure",
  "insults or belittles the customer": "insulte ou rabaisse le client",
  "applauds hatred or harm": "applaudit la haine ou la violence",
  "takes sides in politics": "prend parti en politique",
  "applauds coarse talk": "applaudit des grossièretés",
  "runs down its own company": "dénigre sa propre entreprise",
  "sends the customer to a competitor": "envoie le client chez un concurrent",
  "claims to be a human": "se dit humain",
  "a degrading word": "un mot qui rabaisse",
  "against a group of people": "contre un groupe de personnes",
  "coarse language": "langage grossier",
  "towards the customer": "envers le client",
  "agrees with hatred or harm": "approuve la haine ou la violence",
  "takes sides": "prend parti",
  "runs down the company": "dénigre l’entreprise",
  "sends the customer elsewhere": "envoie le client ailleurs",
  "claims to be a person": "se dit une personne",
  "the customer's own words": "les mots du client lui-même",

  'The bot says *, the facts give * for "*".': "Le bot dit *, les faits donnent * pour « * ».",
  'The bot says *, which the facts do not know, where "*" was asked about.':
    "Le bot dit *, ce que les faits ne connaissent pas, alors que la question portait sur « * ».",
  "The bot says *, which the facts do not know.": "Le bot dit *, ce que les faits ne connaissent pas.",
  'The bot says *, the article "*" says *.': "Le bot dit *, l’article « * » dit *.",
  "The bot says *, the bot itself said * before.": "Le bot dit *, alors qu’il avait dit *.",
  "The bot says *, and in * other conversations *.": "Le bot dit *, et dans * autres conversations *.",
  'differs from the fact "*": *': "diffère du fait « * » : *",
  'differs from the article "*": *': "diffère de l’article « * » : *",
  "differs from what was said before: *": "diffère de ce qui a été dit avant : *",
  "differs from what was said in * other conversations: *":
    "diffère de ce qui a été dit dans * autres conversations : *",
  "the facts do not know it": "les faits ne le connaissent pas",
  "said first": "dit d’abord",
  "agrees with the source": "s’accorde avec la source",

  "named as a bot by the caller": "désigné comme bot par vous",
  "named as a person by the caller": "désigné comme personne par vous",
  "writes from the platform's operator address": "écrit depuis l’adresse d’opérateur de la plateforme",
  "marked as the AI agent by the export": "marqué comme agent d’IA par l’export",
  "exported as a customer": "exporté comme client",
  "exported as a bot": "exporté comme bot",
  "a teammate's name on a message that a campaign or workflow sent":
    "le nom d’un collègue sur un message envoyé par une campagne ou un workflow",
  "exported as a teammate, but an app sent the message through the API":
    "exporté comme collègue, mais une application a envoyé le message par l’API",
  "exported as a teammate, but named like a bot": "exporté comme collègue, mais nommé comme un bot",
  "exported as a teammate": "exporté comme collègue",
  "of no known kind, but named like a bot": "de nature inconnue, mais nommé comme un bot",
  "of no known kind, so taken for a customer": "de nature inconnue, donc pris pour un client",

  "* of * conversations are cut off in the export: their oldest messages are missing.":
    "* conversations sur * sont coupées dans l’export : leurs messages les plus anciens manquent.",
  "* of * conversations have a message with more markup than anybody writes, nested or repeated thousands of times: hidden words of it may show, and its links or its end may be missing.":
    "* conversations sur * ont un message avec plus de balises que personne n’en écrit, imbriquées ou répétées des milliers de fois : des mots cachés peuvent s’y voir, des liens ou la fin peuvent y manquer.",
  "* of * conversations have messages in several files. All of them were read, but a transcript shows those of the first file alone.":
    "* conversations sur * ont des messages dans plusieurs fichiers. Tous ont été lus, mais une transcription ne montre que ceux du premier fichier.",
  "* of * conversations are in none of the supported languages (*) or too short to tell: only signs that need no words were looked for.":
    "* conversations sur * ne sont dans aucune des langues connues (*) ou sont trop courtes pour le dire : seuls les signes sans paroles y ont été cherchés.",
  "There are more than * different tags, channels, languages or sources: the first ones are compared with the rest, others are not.":
    "Il y a plus de * étiquettes, canaux, langues ou sources : les premiers sont comparés au reste, les autres non.",
  "Personal data was taken out where it has a known shape or is a name of somebody in the conversation. Other people's names and what only a reader understands may be left: read the report before you share it.":
    "Les données personnelles ont été retirées là où elles ont une forme connue ou sont le nom d’un participant. D’autres noms, et ce que seul un lecteur comprend, peuvent rester : lisez le rapport avant de le partager.",
  "No message by a bot was found. If one of the * teammates is a bot, name it in the option bots.":
    "Aucun message d’un bot n’a été trouvé. Si l’un des * collègues est un bot, nommez-le dans les réglages.",

  "This file is empty.": "Ce fichier est vide.",
  "This file is compressed. Unpack it first.": "Ce fichier est compressé. Décompressez-le d’abord.",
  "This file is text in UTF-16. Save it as UTF-8.": "Ce fichier est un texte en UTF-16. Enregistrez-le en UTF-8.",
  "This is a web page, not an export: the download was probably answered with an error or a log-in page. Export again and look at the file first.":
    "C’est une page web, pas un export : le téléchargement a sans doute reçu une page d’erreur ou de connexion. Exportez à nouveau et regardez d’abord le fichier.",
  "This is not JSON. Wanted are conversations as Intercom's API gives them, in JSON, or one a line. A text transcript of the inbox does not say who speaks in a way that can be relied on.":
    "Ce n’est pas du JSON. Il faut des conversations telles que l’API d’Intercom les donne, en JSON ou une par ligne. Une transcription en texte de la boîte de réception ne dit pas de façon fiable qui parle.",
  "Instead of data stands an error answer of the API (*). Check the token's rights and the rate limit, and export again.":
    "À la place des données se trouve une réponse d’erreur de l’API (*). Vérifiez les droits du jeton et la limite de débit, puis exportez à nouveau.",
  "There is no conversation in this file: its list is empty.":
    "Il n’y a aucune conversation dans ce fichier : sa liste est vide.",
  "There is no conversation in this file.": "Il n’y a aucune conversation dans ce fichier.",
  "There is no conversation in these bytes.": "Il n’y a aucune conversation dans ces octets.",
  "The conversations of this file (*) stand here without their messages: {}.":
    "Les conversations de ce fichier (*) y sont sans leurs messages : {}.",
  "There are * conversations here without their messages: {}.": "Il y a ici * conversations sans leurs messages : {}.",
  "Conversation * stands here without its messages: {}.": "La conversation * est ici sans ses messages : {}.",
  "the list and search answers of Intercom's API leave the messages out. Get each conversation by its id (GET /conversations/{id}), or run: chatbot-audit export-intercom":
    "les listes et recherches de l’API d’Intercom laissent les messages de côté. Demandez chaque conversation par son identifiant (GET /conversations/{id}), ou lancez : chatbot-audit export-intercom",
  "This table has a row for each conversation, as the reports of the inbox do, and no messages: reports are exported without them. Get each conversation by its id (GET /conversations/{id}), or run: chatbot-audit export-intercom":
    "Ce tableau a une ligne par conversation, comme les rapports de la boîte de réception, et aucun message : les rapports sont exportés sans eux. Demandez chaque conversation par son identifiant (GET /conversations/{id}), ou lancez : chatbot-audit export-intercom",
  "This is a table without the columns of messages (it has *). Wanted are at least conversation_id, role and message, or: {}.":
    "Ce tableau n’a pas les colonnes de messages (il a *). Il faut au moins conversation_id, role et message, ou : {}.",
  "The row that begins at byte * cannot be used: {}.": "La ligne qui commence à l’octet * est inutilisable : {}.",
  "the file breaks off inside it": "le fichier s’y interrompt",
  "it is longer than any message": "elle est plus longue qu’aucun message",
  "it names no conversation": "elle ne nomme aucune conversation",
  "nobody knows who speaks": "nul ne sait qui parle",
  "The conversation* that begins at byte * breaks off in the middle. Export it again.":
    "La conversation* qui commence à l’octet * s’interrompt au milieu. Exportez-la à nouveau.",
  "The line that begins at byte * breaks off in the middle of a conversation*.":
    "La ligne qui commence à l’octet * s’interrompt au milieu d’une conversation*.",
  "The record* at byte * is larger than * MB; no conversation is.":
    "L’enregistrement* à l’octet * dépasse * Mo, ce que ne fait aucune conversation.",
  "At byte * stands something that is neither a conversation nor JSON.":
    "À l’octet * se trouve quelque chose qui n’est ni une conversation ni du JSON.",
  "Lists stand more than * deep in each other at byte *.":
    "Des listes sont imbriquées sur plus de * niveaux à l’octet *.",
  "Envelopes stand more than * deep in each other at byte *.":
    "Des enveloppes sont imbriquées sur plus de * niveaux à l’octet *.",
  "The file ends at byte * before its list does: conversations may be missing. Export it again.":
    "Le fichier se termine à l’octet *, avant sa liste : des conversations peuvent manquer. Exportez-le à nouveau.",
  "Around the conversations, from byte * on, the JSON is not valid: *.":
    "Autour des conversations, à partir de l’octet *, le JSON n’est pas valide : *.",
  "The record that begins at byte * is not valid JSON: *, counted from there.":
    "L’enregistrement qui commence à l’octet * n’est pas du JSON valide : *, compté à partir de là.",
  "The record at byte * is not a conversation.": "L’enregistrement à l’octet * n’est pas une conversation.",
  "Conversation * was already read; the earlier record counts.":
    "La conversation * a déjà été lue ; c’est le premier enregistrement qui compte.",
  "Conversation * comes in pieces that no longer fit into * MB. Split the file by time, or export conversations whole.":
    "La conversation * vient en morceaux qui ne tiennent plus dans * Mo. Coupez le fichier par dates, ou exportez les conversations entières.",
  "Of conversation * there are pieces behind * MB of others; they were left out. Sort the file by conversation, or export conversations whole.":
    "Des morceaux de la conversation * suivent * Mo d’autres conversations ; ils ont été laissés de côté. Triez le fichier par conversation, ou exportez les conversations entières.",
  "Conversation * was deleted, says the archive.": "La conversation * a été supprimée, d’après l’archive.",
  "Conversation * stands twice in this file, word for word; the first one counts.":
    "La conversation * figure deux fois dans ce fichier, mot pour mot ; c’est la première qui compte.",
  "Conversation * has no messages.": "La conversation * n’a aucun message.",
  'Nobody knows who speaks as "*" in conversation *; those messages were left out.':
    "Nul ne sait qui parle comme « * » dans la conversation * ; ces messages ont été laissés de côté.",
  "One of the {} of conversation * is none, and was left out.":
    "Un des {} de la conversation * n’en est pas un ; il a été laissé de côté.",
  messages: "messages",
  parts: "éléments",
  "Conversation * is a preview: the team tried the bot out.":
    "La conversation * est un aperçu : l’équipe essayait le bot.",
  "The customer wrote nothing in conversation *.": "Le client n’a rien écrit dans la conversation *.",
  "* more were skipped in this file, not listed one by one.":
    "* autres ont été ignorées dans ce fichier, sans être listées une à une.",
  "* more conversations in pieces were skipped, not listed one by one.":
    "* autres conversations en morceaux ont été ignorées, sans être listées une à une.",
  "There is no published article in this file.": "Il n’y a aucun article publié dans ce fichier.",
  "The articles are not valid JSON": "Les articles ne sont pas du JSON valide",
  "An article is not valid JSON: *": "Un article n’est pas du JSON valide : *",
  "The archive is damaged, encrypted or packed in an uncommon way.":
    "L’archive est abîmée, chiffrée ou compressée d’une façon peu courante.",
  "The file was moved, changed or removed while it was read.":
    "Le fichier a été déplacé, modifié ou supprimé pendant la lecture.",
  "The engine stopped unexpectedly. This is a defect; please report what it was given.":
    "Le moteur s’est arrêté de façon imprévue. C’est un défaut ; merci de signaler ce qui lui a été donné.",
  "The options cannot be used: *.": "Les réglages sont inutilisables : *.",
  "{}, {}": "{}, {}",
});
