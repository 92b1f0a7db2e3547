/** Keeps a copy of the page for when there is no network; it never sees a user's file. */
const CACHE = "chatbot-audit";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add("./")));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(newestOrKept(event.request));
});

async function newestOrKept(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put("./", response.clone());
    return response;
  } catch (problem) {
    const kept = await cache.match("./");
    if (kept) return kept;
    throw problem;
  }
}
