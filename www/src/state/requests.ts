/** Counts the network requests that this page makes after it has loaded, and those that its policy stops. */
import { signal } from "@preact/signals";
import { engine } from "./session.ts";

export const requests = signal(0);
export const blocked = signal(0);

/** WebKit lists the browser's own look at what keeps the page for use without a network. */
const KEEPER = new URL("./sw.js", location.href).href;

export function watchRequests() {
  new PerformanceObserver((list) => {
    const isRequest = ({ name }: PerformanceEntry) => /^(https?|wss?):/.test(name) && name !== KEEPER;
    requests.value += list.getEntries().filter(isRequest).length;
  }).observe({ type: "resource", buffered: false });
  engine.onRequests = (count) => {
    requests.value += count;
  };
  document.addEventListener("securitypolicyviolation", () => {
    blocked.value++;
  });
}
