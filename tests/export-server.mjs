/** A server on loopback that behaves like Intercom's API, faults included, for the tests of the export. */

import { createServer } from "node:http";

/** The token that the server lets in. */
export const TOKEN = "dG9rOmZvci10ZXN0cy1vbmx5";

const DAY = 86_400;
/** When the first conversation began; each later one a day after. */
export const FIRST_DAY = Date.UTC(2026, 0, 1) / 1000;

/** A whole conversation, as GET /conversations/{id} gives it. */
export function conversation(number) {
  const created_at = FIRST_DAY + number * DAY;
  return {
    type: "conversation",
    id: `${4200 + number}`,
    created_at,
    updated_at: created_at + 60,
    state: number % 2 ? "open" : "closed",
    source: {
      type: "conversation",
      id: `s${number}`,
      body: `<p>Where is parcel ${number}?</p>`,
      author: { type: "user", id: "u1", name: "Ann" },
    },
    conversation_parts: {
      type: "conversation_part.list",
      conversation_parts: [
        {
          type: "conversation_part",
          id: `p${number}`,
          part_type: "comment",
          body: "<p>It is on its way.</p>",
          created_at: created_at + 5,
          author: { type: "bot", id: "b1", name: "Fin", email: "operator+x@intercom.io", from_ai_agent: true },
        },
      ],
      total_count: 1,
    },
  };
}

/**
 * Starts a server with `count` conversations.
 * @param {object} options
 *   `faults` maps a path to what happens to the first requests for it, one after the other: a status, "cut" (the
 *   answer breaks off), "drop" (no answer), "slow" (half a second late), "malformed" (not JSON), "other" (another
 *   thing than asked for), "redirect" (to `elsewhere`); `limit` is the number of requests in a window of a second.
 */
export async function intercom({
  count = 5,
  faults = {},
  limit = 1000,
  articles = [],
  elsewhere = "",
  deleted = [],
} = {}) {
  const all = Array.from({ length: count }, (_, number) => conversation(number));
  const log = [];
  const window = { ends: 0, used: 0 };
  const state = { underWay: 0, most: 0, limited: 0 };

  const server = createServer(async (request, response) => {
    state.underWay += 1;
    state.most = Math.max(state.most, state.underWay);
    response.on("close", () => {
      state.underWay -= 1;
    });
    let body = "";
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url, "http://x");
    const headers = { ...request.headers };
    log.push({ method: request.method, path: url.pathname, query: url.searchParams, headers, body });

    const now = Date.now();
    if (now >= window.ends) Object.assign(window, { ends: (Math.floor(now / 1000) + 1) * 1000, used: 0 });
    window.used += 1;
    response.setHeader("X-RateLimit-Limit", limit);
    response.setHeader("X-RateLimit-Remaining", Math.max(0, limit - window.used));
    response.setHeader("X-RateLimit-Reset", window.ends / 1000);
    const answer = (status, value) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof value === "string" ? value : JSON.stringify(value));
    };
    const error = (status, code) => answer(status, { type: "error.list", errors: [{ code, message: code }] });

    if (headers.authorization !== `Bearer ${TOKEN}`) return error(401, "unauthorized");
    if (headers.accept !== "application/json") return error(406, "media_type_not_acceptable");
    if (window.used > limit) {
      state.limited += 1;
      return error(429, "rate_limit_exceeded");
    }
    const value = find(request.method, url, body);
    const fault = faults[url.pathname]?.shift();
    if (typeof fault === "number") return error(fault, "fault");
    if (fault === "drop") return response.destroy();
    if (fault === "malformed") return answer(200, "{oops");
    if (fault === "other") return answer(200, conversation(999));
    if (fault === "slow") await new Promise((resolve) => setTimeout(resolve, 500));
    if (fault === "redirect") return response.writeHead(302, { location: elsewhere }).end();
    if (fault === "cut") {
      const text = JSON.stringify(value);
      response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    }
    return value ? answer(200, value) : error(404, "not_found");
  });

  function find(method, url, body) {
    if (method === "GET" && url.pathname === "/conversations") {
      return page(all, url.searchParams.get("per_page"), url.searchParams.get("starting_after"));
    }
    if (method === "POST" && url.pathname === "/conversations/search") {
      const { query, pagination } = JSON.parse(body);
      const fits = (one) =>
        query.value.every(({ field, operator, value }) => {
          // Like the real one, the search knows only whole days.
          if (operator === ">") return one[field] > value - DAY;
          return operator === "<" ? one[field] < value + DAY : one[field] === value;
        });
      return page(all.filter(fits), pagination.per_page, pagination.starting_after);
    }
    if (method === "GET" && url.pathname === "/articles") {
      const number = Number(url.searchParams.get("page") ?? 1);
      // The help centre pages by addresses; where they point is not to be trusted.
      const next = number < articles.length ? `${elsewhere || "http://127.0.0.1:1"}/articles?page=${number + 1}` : null;
      return { type: "list", data: articles[number - 1] ?? [], pages: { type: "pages", page: number, next } };
    }
    const id = url.pathname.match(/^\/conversations\/(\d+)$/)?.[1];
    return deleted.includes(id) ? undefined : all.find((one) => one.id === id);
  }

  function page(list, perPage, cursor) {
    const start = cursor ? Number(Buffer.from(cursor, "base64").toString()) : 0;
    // Small pages, so that few conversations already make several.
    const end = start + Math.min(Number(perPage), 3);
    const items = list.slice(start, end).map(({ conversation_parts, ...item }) => item);
    const next = end < list.length ? { per_page: 3, starting_after: Buffer.from(`${end}`).toString("base64") } : null;
    return {
      type: "conversation.list",
      conversations: items,
      total_count: list.length,
      pages: { type: "pages", page: 1, per_page: 3, total_pages: Math.ceil(list.length / 3), ...(next && { next }) },
    };
  }

  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    log,
    state,
    all,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
