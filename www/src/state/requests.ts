/** Counts the network requests that this page makes after it has loaded, and those that its policy stops. */
import { signal } from "@preact/signals";
import { engine } from "./session.ts";

export const requests = signal(0);
export const blocked = signal(0);

export function watchRequests() {
  new PerformanceObserver((list) => {
    requests.value += list.getEntries().filter((entry) => /^(https?|wss?):/.test(entry.name)).length;
  }).observe({ type: "resource", buffered: false });
  engine.onRequests = (count) => {
    requests.value += count;
  };
  document.addEventListener("securitypolicyviolation", () => {
    blocked.value++;
  });
}
