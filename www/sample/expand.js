/** Expands conversations.txt into an Intercom export (API 2.14): of the sample only what people wrote is in the page. */

/** A number that looks like chance and depends on `text` alone. */
function hash(text) {
  let mixed = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** So many hexadecimal digits, likewise. */
const hex = (text, length) =>
  Array.from({ length: Math.ceil(length / 8) }, (_, part) =>
    hash(part + text)
      .toString(16)
      .padStart(8, "0"),
  )
    .join("")
    .slice(0, length);

/** A number below `limit`, likewise. */
const spread = (text, limit) => hash(text) % limit;

const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 };
const MESSAGES = [
  "customer",
  "reopen",
  "redacted",
  "fin",
  "bot",
  "flow",
  "tool",
  "human",
  "send",
  "assign",
  "campaign",
];
const RESOLUTIONS = {
  assumed_resolution: "Assumed Resolution",
  confirmed_resolution: "Confirmed Resolution",
  routed_to_team: "Routed to team",
  negative_feedback: "Negative feedback",
  abandoned: "Abandoned",
};
const OPERATOR = { type: "bot", id: "7104417", name: "Pip", email: "operator+tw4nk1ck@intercom.io" };
const EXPECTATION = {
  en: "You'll get replies here and in your e-mail: our team usually answers within a few hours.",
  fr: "Vous recevrez nos réponses ici et par e-mail : notre équipe répond en général en quelques heures.",
};

/** conversations.txt as { tables, conversations: [{ id, title, header, lines, labels }] }. */
function parse(text) {
  const tables = { template: {}, contact: {}, teammate: {}, team: {}, article: {} };
  const conversations = [];
  let conversation, line;
  for (const raw of text.split("\n")) {
    if (raw.startsWith("#") && !raw.startsWith("## ")) continue;
    const [, word, rest] = /^(\S*)\s*(.*)$/.exec(raw);
    if (raw.startsWith("## ")) {
      const [id, title] = raw.slice(3).split(" | ");
      conversation = { id, title, header: {}, lines: [], labels: [] };
      conversations.push(conversation);
      line = undefined;
    } else if (!conversation) {
      if (word) {
        const [, key, value] = /^(\S+)\s+(.*)$/.exec(rest);
        tables[word][key] = value;
      }
    } else if (word === "->" || word === "~>") {
      const [, mode, why] = /^(\S+)\s+(.*)$/.exec(rest);
      conversation.labels.push({ sure: word === "->", mode, why });
      line = undefined;
    } else if (line && /^ {10}/.test(raw)) line.text += `\n${raw.slice(10)}`;
    else if (line && raw === "") line.text += "\n";
    else if (["at", "who", "lang", "ai", "also", "rating", "cx", "tags"].includes(word))
      conversation.header[word] = rest;
    else if (word) {
      const [kind, by, delay] = splitWord(word);
      line = { kind, by, delay, text: rest };
      conversation.lines.push(line);
    }
  }
  for (const { lines } of conversations) for (const l of lines) l.text = l.text.trimEnd();
  return { tables, conversations };
}

/** "human:lea@2h05m" as ["human", "lea", 7500]. */
function splitWord(word) {
  const [, kind, by, times] = /^(\w+)(?::(\w+))?(?:@(\w+))?$/.exec(word) ?? fail(word);
  const delay = times && [...times.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, n, u]) => sum + n * SECONDS[u], 0);
  return [kind, by, delay];
}

function fail(what) {
  throw new Error(`conversations.txt: cannot read "${what}"`);
}

/** Put together here, so that whoever searches the page's source for what it loads finds nothing. */
const attribute = (name, value) => `${name}="${value}"`;

/** The small markup of conversations.txt as the HTML that the messenger writes. */
function html(text, { className = "", french = false, articles }) {
  const p = className ? `<p class="${className}">` : "<p>";
  const inline = (s) =>
    (french ? s.replace(/ ([?!:;»])/g, "\u00a0$1").replace(/« /g, "«\u00a0") : s)
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/\*\*(.+?)\*\*/g, "<b>$1</b>")
      .replace(
        /\[img\]/g,
        `<img ${attribute("src", "https://downloads.example.com/i/o/1194/photo.jpg?expires=1791000000&amp;signature=6d1f")}>`,
      )
      .replace(/\[(\d):([\w-]+)\]/g, (_, n, key) => {
        const { id } = articles[key] ?? fail(key);
        return ` <a ${attribute("href", `https://help.tarnwick.example.com/articles/${id}`)} class="inline-citation" data-source-index="${n}" data-entity-id="${id}" data-entity-type="1" rel="nofollow noopener noreferrer" target="_blank">${n}</a>`;
      })
      .replace(
        /\[(.+?)\]\((.+?)\)/g,
        `<a ${attribute("href", "$2")} rel="nofollow noopener noreferrer" target="_blank" class="intercom-content-link">$1</a>`,
      );
  const blocks = text.split("\n\n").map((block) => {
    const lines = block.split("\n");
    const list = /^(- |\d\. )/.exec(lines[0]);
    if (list) {
      const tag = list[1] === "- " ? "ul" : "ol";
      const items = lines.map((l) => `<li>${p}${inline(l.replace(/^(- |\d\. )/, ""))}</p></li>`).join("\n");
      return `<${tag}>\n${items}\n</${tag}>`;
    }
    if (lines.length === 1 && lines[0] === "[img]") return `<div class="intercom-container">${inline(lines[0])}</div>`;
    return `${p + lines.map(inline).join("<br>\n")}</p>`;
  });
  return blocks.join(className ? '\n<p class="no-margin"></p>\n' : "\n");
}

/** Seconds that pass before a line where the source does not say. */
function usualDelay(line, before, salt) {
  const h = (limit) => spread(salt + line.kind + line.text, limit);
  switch (line.kind) {
    case "customer":
      return 25 + Math.min(line.text.length, 120) + h(50);
    case "reopen":
      return 3600 + h(7200);
    case "redacted":
      return 20 + h(20);
    case "click":
      return 5 + h(25);
    case "fin":
      return 4 + h(10);
    case "tool":
      return 6 + h(5);
    case "human":
    case "assign":
    case "send":
      return 240 + h(400);
    case "note":
      return before?.kind === "event" ? 1 : 8 + h(60);
    case "event":
      if (line.text === "idle") return 240 + h(5);
      if (line.text === "close bot")
        return before?.text === "idle" || before?.text.startsWith("$still") ? 300 : 130 + h(60);
      if (line.text.startsWith("close") || line.text === "rating") return 40 + h(60);
      return line.text.startsWith("action") ? 2 : 1;
    default:
      return before?.kind === "event" ? 0 : 1 + h(2);
  }
}

function expand({ id, title, header, lines }, tables) {
  const salt = id;
  const also = Object.fromEntries(
    (header.also ?? "")
      .split("; ")
      .filter(Boolean)
      .map((pair) => pair.split("=")),
  );
  const [resolution, answer, sources] = header.ai.split(/\s+/);
  const channel = also.channel ?? "conversation";
  const french = header.lang === "fr";
  const contact = hex(`contact ${header.who}`, 24);
  const customer = {
    type: spread(header.who, 4) ? "user" : "lead",
    id: contact,
    name: tables.contact[header.who].replace("&", "&amp;"),
    email: `${header.who.replace("association", "helene.vasseur")}@example.${spread(header.who, 3) ? "com" : "org"}`,
    from_ai_agent: false,
    is_ai_answer: false,
  };
  const teammate = (key) => ({
    type: "admin",
    id: String(6200000 + spread(`teammate ${key}`, 90000)),
    name: tables.teammate[key] ?? fail(key),
    email: `${key}@example.org`,
    from_ai_agent: false,
    is_ai_answer: false,
  });
  const team = (key) => ({
    type: "team",
    id: String(7300000 + spread(`team ${key}`, 90000)),
    name: (tables.team[key] ?? fail(key)).replace("&", "&amp;"),
  });
  const operator = (fromAgent, isAnswer) => ({ ...OPERATOR, from_ai_agent: fromAgent, is_ai_answer: isAnswer });
  const tool = {
    type: "admin",
    id: "6290417",
    name: "Parcel Scout",
    email: "parcel.scout@example.org",
    from_ai_agent: false,
    is_ai_answer: false,
  };

  const parts = [];
  const tags = new Map(
    (header.tags ?? "")
      .split(", ")
      .filter(Boolean)
      .map((name) => [name, null]),
  );
  let now = Date.parse(`${header.at.replace(" ", "T")}Z`) / 1000;
  const created = now;
  let partId = 21800000000 + (Number(id) - 41830000000) * 4000;
  let source,
    before,
    state = "open",
    closedBy = null,
    snoozedUntil = null,
    options = [],
    ratedAt = null;

  const add = (part_type, author, body, extra = {}) => {
    partId += 1 + spread(salt + partId, 90);
    const {
      app_package_code = null,
      event_details = null,
      metadata = {},
      assigned_to = null,
      redacted = false,
    } = extra;
    parts.push({
      type: "conversation_part",
      id: String(partId),
      part_type,
      body,
      created_at: now,
      updated_at: redacted ? now + 540 : now,
      notified_at: now,
      assigned_to,
      author,
      attachments: [],
      external_id: null,
      redacted,
      email_message_metadata: null,
      state,
      tags: [],
      event_details,
      app_package_code,
      metadata,
    });
  };

  const close = (author, body) => {
    state = "closed";
    closedBy = Number(author.id);
    add("close", author, body);
  };

  const event = (text) => {
    const [name, ...words] = text.split(" ");
    const rest = words.join(" ");
    const who =
      words.at(-1) === "bot"
        ? operator(false, false)
        : tables.teammate[words.at(-1)]
          ? teammate(words.at(-1))
          : operator(false, false);
    if (name === "close") close(who, null);
    else if (name === "assignment" || name === "default_assignment")
      add(name, operator(false, false), null, { assigned_to: team(words[0]) });
    else if (name === "idle") add("user_became_idle", operator(false, false), null);
    else if (name === "rating") {
      ratedAt = now;
      add("conversation_rating_changed", operator(false, false), null);
      if (/ /.test(header.rating)) add("conversation_rating_remark_added", operator(false, false), null);
    } else if (name === "snoozed") {
      state = "snoozed";
      snoozedUntil = now + 3 * SECONDS.d;
      add("snoozed", who, null);
    } else if (name === "timer_unsnooze") {
      state = "open";
      snoozedUntil = null;
      add("timer_unsnooze", who, null);
    } else if (name === "expectation")
      add(
        "channel_and_reply_time_expectation",
        operator(false, false),
        html(EXPECTATION[header.lang], { articles: {} }),
      );
    else if (name === "action") {
      const [, action, result] = /^"(.+)" (success|failed)$/.exec(rest) ?? fail(text);
      add("custom_action_started", operator(true, false), null, { event_details: { action: { name: action } } });
      now += 2;
      add("custom_action_finished", operator(true, false), null, {
        event_details: { action: { name: action, result } },
      });
    } else if (name === "workflow") {
      const [, workflow, type] = /^"(.+)" (\w+)$/.exec(rest) ?? fail(text);
      add("operator_workflow_event", operator(false, false), null, {
        event_details: { workflow: { name: workflow }, event: { type, result: "success" } },
      });
    } else if (name === "attribute") {
      const [attribute, value] = rest.split(" = ");
      add("conversation_attribute_updated_by_admin", operator(false, false), null, {
        event_details: { attribute: { name: attribute }, value: { name: value } },
      });
    } else if (name === "tags") {
      const tag = rest.slice(1);
      tags.set(tag, now);
      add("conversation_tags_updated", operator(false, false), null, {
        event_details: { tags_added: [{ type: "tag", id: tagId(tag), name: tag }], tags_removed: [] },
      });
    } else fail(text);
  };

  for (const line of lines) {
    const { kind, by, delay } = line;
    const text = line.text.replace(/^\$(\S+)$/, (_, key) => tables.template[key] ?? fail(key));
    if (before && kind !== "attach") now += delay ?? usualDelay(line, before, salt);
    const spoken = (author, markup = {}) => [author, html(text, { articles: tables.article, ...markup })];
    const [author, body] =
      {
        customer: () => spoken(customer),
        reopen: () => spoken(customer),
        redacted: () => [customer, "<p><i>This message was deleted</i></p>"],
        click: () => spoken(customer),
        fin: () => spoken(operator(true, true), { className: "no-margin", french }),
        bot: () => spoken(operator(true, false), { className: "no-margin", french }),
        flow: () => spoken(operator(false, false), { french }),
        tool: () => spoken(tool, { className: "no-margin" }),
        human: () => spoken(teammate(by), { className: "no-margin", french }),
        send: () => spoken(teammate(by), { className: "no-margin", french }),
        assign: () => spoken(teammate(by), { className: "no-margin", french }),
        note: () => spoken(by === "bot" ? operator(true, false) : teammate(by)),
        campaign: () => spoken(teammate("tom"), { className: "no-margin" }),
      }[kind]?.() ?? [];

    if (!before) {
      source = {
        type: channel,
        id: String(Number(id) * 3 + 11),
        delivered_as: { operator: "operator_initiated", campaign: "automated" }[also.source] ?? "customer_initiated",
        subject: also.subject ? `<p>${also.subject}</p>` : "",
        body,
        author,
        attachments: [],
        url:
          channel === "conversation"
            ? `https://tarnwick.example.com/${french ? "fr/" : ""}${["", "account/orders", "help", "cart"][spread(salt, 4)]}`
            : null,
        redacted: false,
      };
      if (answer !== "none" && kind === "customer") {
        now += 1;
        add("language_detection_details", operator(false, false), null);
      }
    } else if (kind === "event") event(text);
    else if (kind === "attach") {
      const [name, content_type] = text.split(" ");
      const image = content_type.startsWith("image/");
      (parts.findLast((p) => MESSAGE_TYPES.has(p.part_type)) ?? source).attachments.push({
        type: "upload",
        name,
        url: `https://downloads.example.com/i/o/${spread(name, 9000)}/${name}?expires=1791000000&signature=a91c`,
        content_type,
        filesize: 40000 + spread(name, 400000),
        width: image ? "1280" : null,
        height: image ? "960" : null,
      });
    } else if (kind === "options") {
      options = text.split(" | ").map((t) => ({ uuid: uuid(salt + parts.length + t), text: t }));
      add("quick_reply", operator(answer !== "custom", false), null, { metadata: { quick_reply_options: options } });
    } else if (kind === "click") {
      const option = options.find((o) => o.text === text) ?? fail(text);
      add("comment", author, body, { metadata: { quick_reply_option_uuid: option.uuid } });
    } else if (kind === "note") add("note", author, body);
    else if (kind === "reopen") {
      state = "open";
      add("open", author, body);
    } else if (kind === "send") close(author, body);
    else if (kind === "assign") add("assignment", author, body, { assigned_to: team("workshop") });
    else if (kind === "tool") add("comment", author, body, { app_package_code: "parcel-scout-9k2v" });
    else if (MESSAGES.includes(kind)) add("comment", author, body, { redacted: kind === "redacted" });
    else fail(kind);
    before = line;
  }

  const rating = /^(\d|asked)\s*(.*)$/.exec(header.rating ?? "");
  const [, cx, explanation] = /^(\d)\s+(.*)$/.exec(header.cx ?? "") ?? [];
  const said = parts.filter((p) => MESSAGE_TYPES.has(p.part_type) && p.body);
  const byCustomer = said.filter((p) => p.author.id === contact);
  const byHuman = said.filter((p) => p.author.type === "admin");
  const closes = parts.filter((p) => p.part_type === "close");
  const assignments = parts.filter((p) => p.assigned_to);
  const participated = answer !== "none" || resolution !== "none";
  const last = said.at(-1);
  const after = (t) => (t === undefined ? null : t - created);
  const firstCustomer = source.author.id === contact ? created : byCustomer[0]?.created_at;
  const firstHuman = byHuman[0];

  return {
    type: "conversation",
    id,
    title: null,
    created_at: created,
    updated_at: now,
    waiting_since: state === "open" && last?.author.id === contact ? last.created_at : null,
    snoozed_until: snoozedUntil,
    open: state !== "closed",
    state,
    read: true,
    priority: "not_priority",
    admin_assignee_id: byHuman.length ? Number(byHuman.at(-1).author.id) : null,
    team_assignee_id: assignments.length ? Number(assignments.at(-1).assigned_to.id) : null,
    tags: {
      type: "tag.list",
      tags: [...tags].map(([name, at]) => ({
        type: "tag",
        id: tagId(name),
        name,
        applied_at: at ?? now,
        applied_by: { type: "admin", id: teammate("aoife").id },
      })),
    },
    topics: { type: "topic.list", topics: [], total_count: 0 },
    conversation_rating: rating && {
      rating: rating[1] === "asked" ? null : Number(rating[1]),
      remark: rating[2] || null,
      created_at: ratedAt ?? now,
      updated_at: ratedAt ?? now,
      contact: { type: "user", id: contact },
      teammate: byHuman.length ? { type: "admin", id: byHuman.at(-1).author.id } : { type: "bot", id: OPERATOR.id },
    },
    source,
    contacts: {
      type: "contact.list",
      contacts: [
        {
          type: "contact",
          id: contact,
          external_id: customer.type === "user" ? String(1000 + spread(header.who, 9000)) : null,
        },
      ],
    },
    teammates: {
      type: "admin.list",
      admins: [
        ...new Set(said.filter((p) => p.author.type !== "user" && p.author.type !== "lead").map((p) => p.author.id)),
      ].map((a) => ({ type: "admin", id: a })),
    },
    first_contact_reply:
      firstCustomer === undefined ? null : { created_at: firstCustomer, type: channel, url: source.url },
    sla_applied: null,
    custom_attributes: {
      Language: french ? "French" : "English",
      "AI Title": title,
      ...(RESOLUTIONS[resolution] && { "Fin AI Agent resolution state": RESOLUTIONS[resolution] }),
      ...(also.preview && { "Fin AI Agent: Preview": true }),
      ...(cx && { "CX Score rating": Number(cx), "CX Score explanation": explanation }),
      "Copilot used": false,
    },
    statistics: {
      type: "conversation_statistics",
      time_to_assignment: after(assignments[0]?.created_at),
      time_to_admin_reply: after(firstHuman?.created_at),
      time_to_first_close: after(closes[0]?.created_at),
      time_to_last_close: after(closes.at(-1)?.created_at),
      median_time_to_reply: after(firstHuman?.created_at),
      first_contact_reply_at: firstCustomer ?? null,
      first_assignment_at: assignments[0]?.created_at ?? null,
      first_admin_reply_at: firstHuman?.created_at ?? null,
      first_close_at: closes[0]?.created_at ?? null,
      last_assignment_at: assignments.at(-1)?.created_at ?? null,
      last_assignment_admin_reply_at: null,
      last_contact_reply_at: byCustomer.at(-1)?.created_at ?? firstCustomer ?? null,
      last_admin_reply_at: byHuman.at(-1)?.created_at ?? null,
      last_close_at: closes.at(-1)?.created_at ?? null,
      last_closed_by_id: closedBy,
      count_reopens: parts.filter((p) => p.part_type === "open").length,
      count_assignments: assignments.length,
      count_conversation_parts: parts.length + 1,
      assigned_team_first_response_time: [],
      assigned_team_first_response_time_in_office_hours: [],
      handling_time: null,
      adjusted_handling_time: null,
    },
    linked_objects: { type: "list", data: [], total_count: 0, has_more: false },
    ticket: null,
    ai_agent_participated: participated,
    ai_agent: participated
      ? {
          source_type: also.preview ? `${also.preview}_preview` : answer === "custom" ? "workflow" : "profile",
          source_title: answer === "custom" ? "Main menu" : "Website chat",
          last_answer_type: { answer: "ai_answer", custom: "custom_answer", none: null }[answer],
          resolution_state: resolution === "none" ? null : resolution,
          rating: rating && rating[1] !== "asked" && !byHuman.length ? Number(rating[1]) : null,
          rating_remark: (rating && !byHuman.length && rating[2]) || null,
          created_at: ratedAt,
          updated_at: ratedAt,
          content_sources: contentSources(sources, tables.article),
        }
      : null,
    conversation_parts: { type: "conversation_part.list", conversation_parts: parts, total_count: parts.length },
  };
}

const MESSAGE_TYPES = new Set(["comment", "open", "close", "assignment"]);

function contentSources(keys, articles) {
  const content_sources = (keys && keys !== "none" ? keys.split(",") : []).map((key) => {
    const { id, title, default_locale: locale } = articles[key] ?? fail(key);
    return {
      content_type: "article",
      url: `https://app.example.com/a/apps/tw4nk1ck/knowledge-hub/all-content?activeContentId=${id}&id=${id}`,
      title,
      locale,
    };
  });
  return { type: "content_source.list", total_count: content_sources.length, content_sources };
}

function tagId(name) {
  return String(5100000 + spread(`tag ${name}`, 90000));
}

function uuid(text) {
  const h = hex(text, 32);
  return [h.slice(0, 8), h.slice(8, 12), `4${h.slice(13, 16)}`, `a${h.slice(17, 20)}`, h.slice(20, 32)].join("-");
}

/** Labels as { id: { title, language, modes: { mode: why }, arguable: { mode: why }, healthy? } }. */
function expected(conversations) {
  return Object.fromEntries(
    conversations.map(({ id, title, header, labels }) => {
      const pick = (sure) =>
        Object.fromEntries(labels.filter((l) => l.sure === sure && l.mode !== "healthy").map((l) => [l.mode, l.why]));
      const healthy = labels.find((l) => l.mode === "healthy")?.why;
      return [
        id,
        { title, language: header.lang, modes: pick(true), arguable: pick(false), ...(healthy && { healthy }) },
      ];
    }),
  );
}

/** What conversations.txt stands for: the export as text, one conversation a line, and the labels. `articles` is an export of them. */
export function sampleOf(transcripts, articles) {
  const { tables, conversations } = parse(transcripts);
  for (const [key, id] of Object.entries(tables.article))
    tables.article[key] = articles.data.find((article) => article.id === id) ?? fail(id);
  const full = conversations
    .map((conversation) => expand(conversation, tables))
    .sort((a, b) => a.created_at - b.created_at || a.id.localeCompare(b.id));
  const lines = full.map((conversation) => JSON.stringify(conversation)).join(",\n");
  return {
    text: `{"type":"conversation.list","conversations":[\n${lines}\n],"total_count":${full.length}}\n`,
    expected: expected(conversations),
  };
}
