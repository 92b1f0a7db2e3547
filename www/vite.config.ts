/** Builds the page into one self-contained HTML file, with its service worker beside it. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { oneFile } from "./build/one-file.ts";
import { packed } from "./build/packed.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path("."),
  base: "./",
  publicDir: false,
  resolve: { alias: [{ find: "analyzer", replacement: path("../npm/dist/analyzer.js") }] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [packed(), oneFile()],
  build: {
    outDir: path("../dist/page"),
    emptyOutDir: true,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
