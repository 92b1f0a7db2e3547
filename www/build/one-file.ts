/** Writes script and style into the HTML file and puts the Content-Security-Policy with their hashes at its head. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";

export function oneFile(): Plugin {
  return {
    name: "one-file",
    apply: "build",
    enforce: "post",
    async generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const page = files.find((file) => file.fileName === "index.html");
      const scripts = files.filter((file) => file.type === "chunk");
      const styles = files.filter((file) => file.fileName.endsWith(".css"));
      const [script, style] = [scripts[0], styles[0]];
      if (
        page?.type !== "asset" ||
        scripts.length !== 1 ||
        script?.type !== "chunk" ||
        style?.type !== "asset" ||
        files.length !== 3
      ) {
        throw new Error(
          `Expected one page, one script and one style, not: ${files.map((file) => file.fileName).join(", ")}`,
        );
      }
      // Neither may end its element early; inside strings and comments the escapes mean the same.
      const code = script.code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--").trim();
      const css = String(style.source).trim();
      const html = String(page.source)
        .replace(/\s*<script[^>]*src=[^>]*><\/script>/, "")
        .replace(/\s*<link[^>]*rel="stylesheet"[^>]*>/, "");
      const head =
        `<meta http-equiv="Content-Security-Policy" content="${policy(code, css)}">\n` +
        `<style>${css}</style>\n<script type="module">${code}</script>`;
      page.source = html.replace("<!-- one-file -->", () => head);
      delete bundle[script.fileName];
      delete bundle[style.fileName];
      const worker = new URL("../sw.js", import.meta.url);
      this.emitFile({ type: "asset", fileName: "sw.js", source: await readFile(worker) });
    },
  };
}

/** `'self'` in worker-src is for the service worker alone; the analysing worker starts from a blob and inherits all of this. */
function policy(code: string, css: string): string {
  return [
    "default-src 'none'",
    `script-src ${hash(code)} 'wasm-unsafe-eval'`,
    `style-src ${hash(css)}`,
    "worker-src blob: 'self'",
    "connect-src 'none'",
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types chatbot-audit",
  ].join("; ");
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
