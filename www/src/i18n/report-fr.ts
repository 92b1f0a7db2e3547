/** The reports that are downloaded, in French: the core writes them in English and sets off what others have written. */
import type { Format } from "../../../npm/index.d.ts";
import { fr } from "./fr.ts";
import { phrasebook } from "./phrasebook.ts";
import { inFrench } from "./said-fr.ts";

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
/** `death_loop` as `Death loop`, as the core writes it. */
const title = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
const each = <K extends string, T>(words: Record<K, T>, entry: (name: K, word: T) => [string, string]) =>
  Object.fromEntries((Object.entries(words) as [K, T][]).map(([name, word]) => entry(name, word)));

const { modes, severities, summary } = fr;
const ROLES = { customer: "Customer", bot: "Bot", human: "Teammate" };
const ACTIONS = {
  escalate: "give it to a person",
  flag: "review it",
  alert: "tell somebody now",
  override: "correct what the bot said",
  follow_up: "write to the customer",
  prevent: "keep the bot from doing it again",
};

/** What the core writes around findings. Amounts and what it says of findings and files are known to the others. */
const say = phrasebook(
  {
    ...each(modes, (name, [french]) => [title(name), french]),
    ...each(severities, (name, french) => [name, lower(french)]),
    ...each(ROLES, (name, english) => [english, fr.roles[name] ?? english]),
    ...each(ACTIONS, (name, english) => [english, lower(fr.actions[name] ?? english)]),

    "Chatbot audit": "Audit du chatbot",
    "{} with {}, * to *, from *.": "{} avec {}, du * au *, dans *.",
    "{} with {}, * to *.": "{} avec {}, du * au *.",
    "{} with {}, from": "{} avec {}, dans",
    "{} with {},": "{} avec {}, du",
    "{} with {}, from *.": "{} avec {}, dans *.",
    "{} with {}.": "{} avec {}.",
    to: "au",
    ", from": ", dans",
    "# conversation": "# conversation",
    "# conversations": "# conversations",
    "# message": "# message",
    "# messages": "# messages",
    "# finding": "# constat",
    "# findings": "# constats",
    "# outcome": "# résultat",
    "# outcomes": "# résultats",
    "**{}.** Conversations with at least one: {}.": "**{}.** Conversations avec au moins un constat : {}.",
    "**Note:** {}": "**À savoir :** {}",

    "# %": "# %",
    "# of #": "# sur #",
    "# % (# of #, 95 % interval # %)": "# % (# sur #, intervalle à 95 % : # %)",
    "# of # (too few for a percentage)": "# sur # (trop peu pour un pourcentage)",
    "not known (0 conversations)": "inconnu (0 conversation)",
    "too few": "trop peu",
    "too few for a percentage": "trop peu pour un pourcentage",
    "not in this export": "absent de cet export",
    "# of #, 95 % interval # %": "# sur #, intervalle à 95 % : # %",
    "# of {}, billed {}": "# sur {}, facturés {}",
    "# s": "# s",
    "# min": "# min",
    "# h": "# h",
    "# day": "# jour",
    "# days": "# jours",

    "Conversations with findings": "Conversations avec des constats",
    "Evidence-adjusted resolution": "Résolution corrigée par les faits",
    "Disputed by contrary evidence": "Contesté par des preuves contraires",
    "Findings by failure mode": summary.modes,
    "Failure mode": summary.mode,
    Findings: summary.findings,
    Conversations: summary.conversations,
    Share: summary.share,
    "95 % interval": summary.interval,
    "Share, 0 to 100 %": "Part, de 0 à 100 %",
    "By severity: #": "Par gravité : #",
    "By severity: # {}, # {}, # {}, # {}.": "Par gravité : # {}, # {}, # {}, # {}.",

    Resolution: summary.resolution,
    "Resolution, reported and by the evidence": "Résolution, annoncée et d’après les faits",
    "Reported as resolved by the bot": "Annoncées résolues par le bot",
    "… confirmed by the customer": "… confirmées par le client",
    "… assumed because the customer stopped writing": "… supposées, parce que le client n’a plus écrit",
    "Evidence-adjusted: no finding speaks against it": "Corrigées par les faits : aucun constat ne s’y oppose",
    "Durable: resolved, and the customer did not come back within 7 days":
      "Durables : résolues, et le client n’est pas revenu sous 7 jours",
    "Repeat contact within 7 days": "Nouveau contact sous 7 jours",
    "Passed on to people": "Transmises à des personnes",
    "Missed escalation: there was a reason, nobody took over and nothing was confirmed":
      "Escalade manquée : il y avait une raison, personne n’a pris la suite et rien n’a été confirmé",
    "# resolved conversation is not judged on durability: the export ends before their 7 days do.":
      "# conversation résolue n’est pas jugée sur la durée : l’export s’arrête avant la fin des 7 jours.",
    "# resolved conversations are not judged on durability: the export ends before their 7 days do.":
      "# conversations résolues ne sont pas jugées sur la durée : l’export s’arrête avant la fin des 7 jours.",

    "Waiting for a person": "L’attente d’une personne",
    "A person was asked for or announced in {}; one wrote in #, and {}.":
      "Une personne a été demandée ou annoncée dans {} ; une a écrit dans #, et {}.",
    "fewer than half ever heard from one": "moins de la moitié en ont eu des nouvelles",
    "half had heard from one after {}": "la moitié en avaient eu des nouvelles au bout de {}",
    "Share of customers still waiting for a person, by time":
      "Part des clients qui attendent encore une personne, selon le temps",
    "Share still waiting for a person after the request (Kaplan-Meier estimate; the marks of the time axis are not to scale).":
      "Part qui attend encore une personne après la demande (estimation de Kaplan-Meier ; les repères de l’axe du temps ne sont pas à l’échelle).",

    "Billed outcomes": "Résultats facturés",
    "Billed for": "Facturé pour",
    Outcomes: summary.outcomes,
    Amount: summary.amount,
    All: "Tous",
    "Resolution confirmed by the customer": "Résolution confirmée par le client",
    "Resolution confirmed, with contrary evidence": "Résolution confirmée, contredite par les faits",
    "Resolution assumed: the customer stopped writing": "Résolution supposée : le client n’a plus écrit",
    "Resolution assumed, with contrary evidence": "Résolution supposée, contredite par les faits",
    "Resolution, but the customer came back within 7 days": "Résolution, mais le client est revenu sous 7 jours",
    "Procedure that ended in a hand-over": "Procédure qui a fini par un transfert",
    "Qualified lead": "Prospect qualifié",
    "Disqualified lead": "Prospect disqualifié",
    "{} at {}; contrary evidence disputes **{}** of it ({}).":
      "{} pour {} ; des preuves contraires en contestent **{}** ({}).",

    "Where findings gather": "Où les constats se concentrent",
    Segment: summary.segment,
    "All others": "Toutes les autres",
    ...each(summary.segmentBy, (name, french) => [title(name), french]),
    ...each(summary.segmentBy, (name, french) => [`${title(name)} \`*\``, `${french} \`*\``]),
    Article: "Article",
    "Only differences that chance does not explain, corrected for the number of segments.":
      "Seulement les différences que le hasard n’explique pas, corrigées du nombre de segments.",

    "Scores beside the findings": "Les notes en regard des constats",
    "{} of 1 or 2: findings in {}. Of 4 or 5: {}.": "{} de 1 ou 2 : des constats dans {}. De 4 ou 5 : {}.",
    "{}: findings in {} scored 1 or 2, and in {} scored 4 or 5.":
      "{} : des constats dans {} notées 1 ou 2, et dans {} notées 4 ou 5.",
    "Customers' ratings": "Notes des clients",
    "CX scores": "Scores CX",

    "Findings, worst first": fr.findings.list,
    "The worst findings": "Les constats les plus graves",
    "None.": "Aucun.",
    Conversation: "Conversation",
    in: "dans",
    ", confidence #": ", confiance #",
    "#. {}: conversation *": "#. {} : conversation *",
    "#. *: conversation *": "#. * : conversation *",
    "Severity {}, confidence #, in *. {}": "Gravité {}, confiance #, dans *. {}",
    "Severity {}, confidence #, in *. *": "Gravité {}, confiance #, dans *. *",
    "{}, message #: {}": "{}, message # : {}",
    "{}, message #: *": "{}, message # : *",
    "**{}**, message # ({}):": "**{}**, message # ({}) :",
    "**{}**, message # (*):": "**{}**, message # (*) :",
    "Against it:": `${fr.findings.counter} :`,
    "Recommended: {}.": "À faire : {}.",
    "# more finding stands in the CSV and JSON reports.": "# autre constat se trouve dans les rapports CSV et JSON.",
    "# more findings stand in the CSV and JSON reports.":
      "# autres constats se trouvent dans les rapports CSV et JSON.",
    "# more finding stands in the full report.": "# autre constat se trouve dans le rapport entier.",
    "# more findings stand in the full report.": "# autres constats se trouvent dans le rapport entier.",

    "What could not be read": "Ce qui n’a pas pu être lu",
    "at byte #, conversation": "à l’octet #, conversation",
    "at byte #: {}": "à l’octet # : {}",
    ": {}": " : {}",
    "`*` at byte #, conversation `*`: {}": "`*` à l’octet #, conversation `*` : {}",
    "`*` at byte #: {}": "`*` à l’octet # : {}",
    "and # more": "et # de plus",

    "Confidence is an estimate of how likely a finding is right. Intervals are 95 % Wilson score intervals. Evidence-adjusted: reported as resolved by the bot, and no finding of a death loop, silent churn, buried escalation or sentiment collapse with a confidence of 0.5 or more speaks against it.":
      "La confiance estime la probabilité qu’un constat soit juste. Les intervalles sont des intervalles de Wilson à 95 %. Corrigées par les faits : annoncées résolues par le bot, et aucun constat de boucle sans issue, de départ silencieux, d’escalade enterrée ou de chute du ton avec une confiance de 0,5 ou plus ne s’y oppose.",
    "Made by * *. This file holds words of your customers: share it as you would share those.":
      "Fait par * *. Ce fichier contient des mots de vos clients : partagez-le comme vous les partageriez.",
    "Made by * *.": "Fait par * *.",
  },
  (english) => inFrench(english) ?? amount(english),
);

/** `12.87 USD`, and shares where there are none. */
const amount = (english: string) =>
  /^[\d.]+ \P{Ll}+$|^[\d.– %,;]*$/u.test(english) ? english.replaceAll(".", ",") : undefined;

/** Elements that hold what others have written, or no words. */
const FOREIGN = new Set(["bdi", "blockquote", "style", "time"]);
const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
const CHARACTERS = Object.fromEntries(Object.entries(ENTITIES).map(([entity, character]) => [character, entity]));

type Say = (english: string) => string;

function html(text: string, say: Say): string {
  let foreign = 0;
  const plain = (words: string) => words.replace(/&\S+?;/g, (entity) => ENTITIES[entity] ?? entity);
  const said = (words: string) => say(plain(words)).replace(/[&<>"']/g, (character) => CHARACTERS[character] ?? "");
  return text
    .replace('<html lang="en">', '<html lang="fr">')
    .replace(/<(\/?)(\w*)[^>]*>|[^<]+/g, (piece, end: string | undefined, name: string | undefined) => {
      if (name === undefined) return foreign > 0 ? piece : said(piece);
      if (FOREIGN.has(name)) foreign += end ? -1 : 1;
      return piece.replace(/(?<=aria-label=")[^"]*/, said);
    });
}

/** Headings, items, quotes and table rows; inside of quotes only the line that says whose they are. */
function markdown(text: string, say: Say): string {
  return text.replace(/^(#+ |- |> (?=\*\*)|> )?(.*)$/gm, (line, mark = "", words: string) => {
    if (mark === "> " && !words.startsWith("**")) return line;
    if (!words.startsWith("|")) return mark + say(words);
    return words.replace(/(?:[^|\\]|\\.)+/g, say);
  });
}

/** The formats for readers; the others are for programs, and stay English. */
const READERS: Partial<Record<Format, (text: string, say: Say) => string>> = { html, markdown };

/** A rendering in French, where it is for readers; `missing` hears of words that are not in the list. */
export async function reportInFrench(report: Blob, format: Format, missing = (_: string) => {}): Promise<Blob> {
  const reader = READERS[format];
  if (!reader) return report;
  const known = new Map<string, string>();
  const translated = (english: string) => {
    const french = say(english);
    if (french === undefined) missing(english);
    // A narrow column must not part "95 %".
    const said = french?.replaceAll(" %", "\u00a0%") ?? english;
    known.set(english, said);
    return said;
  };
  const inPlace: Say = (words) => {
    const [, before = "", core = "", behind = ""] = /^(\s*)(.*?)(\s*)$/s.exec(words) ?? [];
    if (!/\p{L}|\d\.\d/u.test(core)) return words;
    return before + (known.get(core) ?? translated(core)) + behind;
  };
  return new Blob([reader(await report.text(), inPlace)], { type: report.type });
}
