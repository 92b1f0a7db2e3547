/** The built page, for tests that serve it themselves. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const built = (name: string) => fileURLToPath(new URL(`../../dist/page/${name}`, import.meta.url));

/** What is answered for a path. */
export const page$ = (path: string) =>
  path === "/"
    ? { type: "text/html", body: readFileSync(built("index.html")) }
    : path === "/sw.js"
      ? { type: "text/javascript", body: readFileSync(built("sw.js")) }
      : null;
