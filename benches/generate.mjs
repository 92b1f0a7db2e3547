// Writes a generated Intercom export of a given size: seeded, so that every run measures the same bytes.
//
// node benches/generate.mjs BYTES FILE [compact|pretty|ndjson]

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { pathToFileURL } from "node:url";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomness(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const SPEECH = {
  en: {
    things: [
      "order",
      "parcel",
      "subscription",
      "invoice",
      "account",
      "jacket",
      "lamp",
      "router",
      "booking",
      "card",
      "refund",
      "tent",
    ],
    opening: [
      "Hi, my {t} {n} has not arrived yet.",
      "Hello, how do I change the address of my {t} {n}?",
      "I was charged twice for {t} {n}",
      "Can I return the {t} I bought last week?",
      "the {t} stopped working after {d} days",
      "Where do I find the receipt of {t} {n}?",
    ],
    answer: [
      "You can follow your {t} on the tracking page; it usually takes {d} working days.",
      "To change the address, open your account, choose {t} {n} and then Edit.",
      "We send the receipt of every {t} by e-mail within {d} hours of the purchase.",
      "A {t} can be returned within {d} days when it is unused and in its own box.",
      "Please restart the app, sign in again and open the {t} from the list.",
      "Thanks for the details, {t} {n} left our warehouse {d} days ago.",
    ],
    reply: [
      "I looked there and it shows nothing.",
      "ok let me try",
      "It still says pending",
      "That is not what I asked, I need to know about the {t}",
      "I already did that twice",
      "Great, I can see it now.",
      "thanks!",
      "and what about the {t} {n}?",
      "Can I talk to somebody about this?",
    ],
    last: ["Thanks, that worked.", "ok", "never mind", "perfect, thank you", "hello??", "I give up"],
    human: [
      "Hello, this is Maya. I have looked at {t} {n} and sent you a new one today.",
      "I am sorry for the wait; the {t} is on its way again and you will get an e-mail in a minute.",
    ],
  },
  fr: {
    things: ["commande", "colis", "abonnement", "facture", "compte", "veste", "lampe", "réservation", "carte", "tente"],
    opening: [
      "Bonjour, mon {t} {n} n'est toujours pas arrivé.",
      "Comment changer l'adresse de ma {t} {n} ?",
      "j'ai été débité deux fois pour {t} {n}",
      "Est-ce que je peux rendre la {t} achetée la semaine dernière ?",
      "La {t} ne marche plus au bout de {d} jours",
    ],
    answer: [
      "Vous pouvez suivre votre {t} sur la page de suivi ; comptez {d} jours ouvrés.",
      "Pour changer l'adresse, ouvrez votre compte, choisissez {t} {n} puis Modifier.",
      "Le reçu de chaque {t} est envoyé par e-mail sous {d} heures.",
      "Une {t} peut être rendue sous {d} jours si elle n'a pas servi.",
    ],
    reply: [
      "J'ai regardé et il n'y a rien.",
      "d'accord je vais essayer",
      "Ça ne répond pas à ma question, je parle de la {t}",
      "je l'ai déjà fait deux fois",
      "Super, je le vois maintenant.",
      "merci !",
      "et pour la {t} {n} ?",
      "Je voudrais parler à un conseiller",
    ],
    last: ["Merci, c'est bon.", "ok", "laissez tomber", "parfait merci", "il y a quelqu'un ??"],
    human: ["Bonjour, ici Maya. J'ai regardé {t} {n} et je vous renvoie un article neuf aujourd'hui."],
  },
};

/** Conversations without end, each a plain object. */
export function* conversations(seed = 1) {
  const random = randomness(seed);
  const below = (n) => Math.floor(random() * n);
  const pick = (list) => list[below(list.length)];
  const hex = (length) => Array.from({ length }, () => below(16).toString(16)).join("");
  let clock = 1_780_000_000;
  let part = 9_000_000;
  for (let number = 0; ; number++) {
    const speech = random() < 0.3 ? SPEECH.fr : SPEECH.en;
    const fill = (line) =>
      line
        .replace(/\{t\}/g, () => pick(speech.things))
        .replace(/\{n\}/g, () => `#${10000 + below(89999)}`)
        .replace(/\{d\}/g, () => String(2 + below(28)));
    const say = (lines, count) => Array.from({ length: count }, () => fill(pick(lines)));
    clock += 30 + below(400);
    let now = clock;
    const contact = { type: "user", id: hex(24), name: `Customer ${number}`, email: `customer${number}@example.org` };
    const bot = { type: "bot", id: "8123", name: "Fin", email: "operator+q1w2e3r4@intercom.io" };
    const person = { type: "admin", id: "5512", name: "Maya", email: "maya@example.com" };
    const base = (type, author, body) => {
      now += 5 + below(180);
      part += 1 + below(9);
      return {
        type: "conversation_part",
        id: String(part),
        part_type: type,
        body,
        created_at: now,
        updated_at: now,
        notified_at: now,
        assigned_to: null,
        author: { ...author, from_ai_agent: author === bot, is_ai_answer: author === bot && body !== null },
        attachments: [],
        external_id: null,
        redacted: false,
        email_message_metadata: null,
        state: "open",
        tags: [],
        event_details: null,
        app_package_code: null,
        metadata: {},
      };
    };
    const comment = (author, lines, count) =>
      base(
        "comment",
        author,
        say(lines, count)
          .map((line) => `<p class="no-margin">${line}</p>`)
          .join('\n<p class="no-margin"><br></p>\n'),
      );
    const event = (type, details) => ({ ...base(type, bot, null), event_details: details });
    const wanted = 4 + below(37);
    const parts = [];
    while (parts.length < wanted) {
      const repeated = random() < 0.08 ? parts.findLast((one) => one.author.type === "bot" && one.body) : undefined;
      parts.push(repeated ? base("comment", bot, repeated.body) : comment(bot, speech.answer, 1 + below(4)));
      if (random() < 0.5)
        parts.push(
          event("operator_workflow_event", {
            workflow: { name: "Order status" },
            event: { type: "wait_finished", result: "customer_replied" },
          }),
        );
      if (random() < 0.3)
        parts.push(
          event("conversation_attribute_updated_by_admin", {
            attribute: { name: "Topic" },
            value: { name: pick(speech.things) },
          }),
        );
      if (random() < 0.2) parts.push(event("language_detection_details", {}));
      parts.push(comment(contact, speech.reply, 1 + below(2)));
    }
    const handled = random() < 0.25;
    if (handled)
      parts.push(base("note", person, "<p>Checked with the warehouse.</p>"), comment(person, speech.human, 2));
    parts.push(comment(contact, speech.last, 1), { ...base("close", handled ? person : bot, null), state: "closed" });
    yield {
      type: "conversation",
      id: String(215474207000000 + number),
      created_at: clock,
      updated_at: now,
      waiting_since: null,
      snoozed_until: null,
      source: {
        type: "conversation",
        id: String(403918330 + number),
        delivered_as: "customer_initiated",
        subject: "",
        body: `<p>${say(speech.opening, 1)}</p>`,
        author: contact,
        attachments: [],
        url: "https://shop.example.com/help",
        redacted: false,
      },
      contacts: {
        type: "contact.list",
        contacts: [{ type: "contact", id: contact.id, external_id: String(70000 + number) }],
      },
      first_contact_reply: { created_at: clock, type: "conversation", url: "https://shop.example.com/help" },
      admin_assignee_id: handled ? 5512 : null,
      team_assignee_id: 5017691,
      open: false,
      state: "closed",
      read: true,
      tags: {
        type: "tag.list",
        tags: [
          {
            type: "tag",
            id: "123456",
            name: pick(speech.things),
            applied_at: now,
            applied_by: { type: "admin", id: "8123" },
          },
        ],
      },
      priority: "not_priority",
      sla_applied: null,
      statistics: {
        type: "conversation_statistics",
        time_to_assignment: 12,
        time_to_admin_reply: handled ? 4317 : null,
        time_to_first_close: now - clock,
        time_to_last_close: now - clock,
        median_time_to_reply: 31,
        first_contact_reply_at: clock,
        first_assignment_at: clock + 12,
        first_admin_reply_at: null,
        first_close_at: now,
        last_assignment_at: clock + 12,
        last_assignment_admin_reply_at: null,
        last_contact_reply_at: now,
        last_admin_reply_at: null,
        last_close_at: now,
        last_closed_by_id: 8123,
        count_reopens: 0,
        count_assignments: 1,
        count_conversation_parts: parts.length + 1,
        assigned_team_first_response_time: [{ team_id: 5017691, team_name: "Support", response_time: 8.5 }],
        handling_time: null,
      },
      conversation_rating:
        random() < 0.3
          ? {
              rating: 1 + below(5),
              remark: null,
              created_at: now,
              contact: { type: "user", id: contact.id },
              teammate: { type: "bot", id: "8123" },
            }
          : null,
      teammates: { type: "admin.list", admins: [{ type: "admin", id: "8123" }] },
      title: null,
      custom_attributes: {
        "AI Title": fill("About {t} {n}"),
        "Fin AI Agent resolution state": "Assumed Resolution",
        "CX Score rating": 1 + below(5),
        "CX Score explanation": say(speech.answer, 2).join(" "),
        Language: speech === SPEECH.fr ? "French" : "English",
        "Copilot used": false,
        "Created by": "customer",
        "Auto-translated": false,
      },
      topics: {
        type: "topic.list",
        topics: [{ type: "topic", id: 3100 + below(40), name: pick(speech.things) }],
        total_count: 1,
      },
      ticket: null,
      linked_objects: { type: "list", data: [], total_count: 0, has_more: false },
      ai_agent: {
        source_type: "workflow",
        source_title: "Main workflow",
        last_answer_type: "ai_answer",
        resolution_state: handled
          ? "escalated"
          : pick(["assumed_resolution", "assumed_resolution", "confirmed_resolution"]),
        rating: null,
        rating_remark: null,
        content_sources: {
          type: "content_source.list",
          total_count: 1,
          content_sources: [
            {
              content_type: "article",
              url: `https://app.intercom.com/a/apps/q1w2e3r4/articles?id=${100 + below(60)}`,
              title: fill("All about your {t}"),
              locale: speech === SPEECH.fr ? "fr" : "en",
            },
          ],
        },
      },
      ai_agent_participated: true,
      conversation_parts: { type: "conversation_part.list", conversation_parts: parts, total_count: parts.length },
    };
  }
}

/** The export as pieces of text, ended by the first conversation that reaches `bytes`. */
export function* pieces(bytes, layout = "compact", seed = 1) {
  let written = 0;
  const count = (text) => {
    written += Buffer.byteLength(text);
    return text;
  };
  if (layout !== "ndjson") yield count('{"type":"conversation.list","conversations":[');
  let first = true;
  for (const conversation of conversations(seed)) {
    const text = layout === "pretty" ? JSON.stringify(conversation, null, 2) : JSON.stringify(conversation);
    yield count(layout === "ndjson" ? `${text}\n` : `${first ? "" : ","}${text}`);
    first = false;
    if (written >= bytes) break;
  }
  if (layout !== "ndjson") yield "]}";
}

export async function write(bytes, file, layout) {
  const stream = createWriteStream(file, { highWaterMark: 1 << 20 });
  for (const piece of pieces(bytes, layout)) if (!stream.write(piece)) await once(stream, "drain");
  stream.end();
  await once(stream, "finish");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [bytes, file, layout] = process.argv.slice(2);
  if (!(Number(bytes) > 0) || !file) {
    console.error("node benches/generate.mjs BYTES FILE [compact|pretty|ndjson]");
    process.exit(2);
  }
  await write(Number(bytes), file, layout);
}
