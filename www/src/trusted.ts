/** The only place where an address becomes a script: the worker's blob and the service worker's fixed name. */

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;

const policy = factory?.createPolicy("chatbot-audit", {
  createScriptURL(url) {
    if (url.startsWith("blob:") || url === "./sw.js") return url;
    throw new TypeError("Only the page's own workers are scripts.");
  },
});

/** An address for the text of a script. */
export function blobOf(script: string): string {
  return URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
}

/** Browsers without Trusted Types take the text itself. */
export function scriptUrl(url: string): string {
  return (policy?.createScriptURL(url) ?? url) as string;
}
