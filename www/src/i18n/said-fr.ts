/** What the core says of findings and authors, in French; the core itself speaks English. */

/** `{}` stands for words of this list, `*` for a name, number or value that stays as it is. The first that fits counts. */
const PHRASES: Record<string, string> = {
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
  "* times": "* fois",
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
  "applauds a hostile message": "applaudit un message hostile",
  "takes sides in politics": "prend parti en politique",
  "applauds coarse talk": "applaudit des grossièretés",
  "runs down its own company": "dénigre sa propre entreprise",
  "sends the customer to a competitor": "envoie le client chez un concurrent",
  "claims to be a human": "se dit humain",
  "a degrading word": "un mot qui rabaisse",
  "against a group of people": "contre un groupe de personnes",
  "coarse language": "langage grossier",
  "towards the customer": "envers le client",
  "agrees with a hostile message": "approuve un message hostile",
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

  "{}, {}": "{}, {}",
};

const WHOLE = new Map(Object.entries(PHRASES));
const HOLE = /\{\}|\*/g;

const patterns = Object.entries(PHRASES).map(([english, french]) => ({
  fits: new RegExp(`^${english.replace(/[.(){}*+?|^$[\]\\]/g, "\\$&").replace(/\\\{\\\}|\\\*/g, "(.+)")}$`, "s"),
  holes: english.match(HOLE) ?? [],
  french,
}));

/** The French of what the core says; nothing where it is not in the list. */
export function inFrench(english: string): string | undefined {
  const whole = WHOLE.get(english);
  if (whole !== undefined) return whole;
  for (const { fits, holes, french } of patterns) {
    const parts = fits.exec(english)?.slice(1);
    const said = parts?.map((part, index) => (holes[index] === "*" ? part : inFrench(part)));
    if (said?.every((part) => part !== undefined)) return french.replace(HOLE, () => said.shift() ?? "");
  }
  return undefined;
}
