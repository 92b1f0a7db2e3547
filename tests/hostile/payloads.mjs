/** Hostile texts, and exports that hold them in every field that somebody outside can write. */

import { readFileSync } from "node:fs";

const ESCAPE = /\\(?:([nrt\\])|x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]+)\})/g;
const LETTERS = { n: "\n", r: "\r", t: "\t", "\\": "\\" };

/** Every payload of payloads.txt. @type {{ category: string, text: string }[]} */
export const PAYLOADS = readFileSync(new URL("payloads.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => {
    const [, category, escaped] = /^(\w+) {2}(.+)$/.exec(line);
    const text = escaped.replace(ESCAPE, (_, letter, ...codes) =>
      letter ? LETTERS[letter] : String.fromCodePoint(Number.parseInt(codes.slice(0, 3).find(Boolean), 16)),
    );
    return { category, text };
  });

/** The HTML of a body that shows `text`. @param {string} text */
function shown(text) {
  return `<p>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</p>`;
}

/**
 * A conversation with `text` wherever a customer, a teammate or an administrator may write; a bot repeats itself in it.
 * @param {string} text
 * @param {number} index
 */
export function conversation(text, index) {
  const id = `${text} ${index}`;
  const author = (type) => ({ type, id: `${text}-${type}`, name: text, email: text });
  let minute = 0;
  const part = (part_type, type, body, more = {}) => ({
    type: "conversation_part",
    id: `${text}-${minute}`,
    part_type,
    body,
    created_at: 1_790_000_000 + 60 * minute++,
    author: author(type),
    attachments: [{ type: "upload", name: text, url: text, content_type: text }],
    ...more,
  });
  const loop = [part("comment", "bot", shown(`${text} You can follow your parcel in the app.`))];
  for (const body of [`<p>${text}</p>`, text, shown(text)]) {
    loop.push(
      part("comment", "user", `${body}<p>No, that is wrong. It does not help!</p>`),
      part("comment", "bot", shown(`${text} You can follow your parcel in the app.`)),
    );
  }
  return {
    type: "conversation",
    id,
    title: text,
    state: "closed",
    created_at: 1_790_000_000,
    source: {
      type: "conversation",
      id: text,
      subject: text,
      body: shown(`${text} Where is my parcel?`),
      url: text,
      author: author("user"),
    },
    contacts: { contacts: [{ type: "contact", id: text, external_id: text, name: text }] },
    tags: { tags: [{ type: "tag", id: text, name: text }] },
    topics: { topics: [{ type: "topic", id: text, name: text }] },
    channel: { initial: text, current: text },
    conversation_rating: { rating: 1, remark: text },
    custom_attributes: { [text]: text, "CX Score rating": 1, "CX Score explanation": text, Language: text },
    ai_agent_participated: true,
    ai_agent: {
      resolution_state: "assumed_resolution",
      rating_remark: text,
      content_sources: { content_sources: [{ content_type: "article", title: text, url: text, locale: text }] },
    },
    conversation_parts: {
      conversation_parts: [
        ...loop,
        part("quick_reply", "bot", null, { metadata: { quick_reply_options: [{ text, uuid: text }] } }),
        part("quick_reply", "user", null, { metadata: { quick_reply_uuid: text } }),
        part("note", "admin", shown(text)),
        part("custom_action_finished", "bot", null, {
          event_details: { action: { name: text, result: "failed" } },
        }),
        part("conversation_attribute_updated_by_workflow", "bot", null, {
          event_details: { attribute: { name: text }, value: { name: text }, workflow: { name: text } },
        }),
        part(text, "user", shown(text)),
        part("assignment", "bot", null, { assigned_to: { type: "team", id: text, name: text } }),
        part("comment", "user", shown("I want a refund, let me talk to a human!")),
        part("close", "bot", null),
      ],
    },
  };
}

/** Options of an audit with `text` in every name and value. @param {string} text */
export function options(text) {
  return {
    bots: [`${text}-bot`],
    facts: { facts: { [text]: text, price: text }, aliases: { [text]: [text], price: [text] } },
    policy: { allowed_commitments: [text], disallowed_commitment_topics: [text] },
    articles: JSON.stringify([{ id: text, title: text, body: shown(text), url: text, state: "published" }]),
  };
}
