/** Builds what has changed and serves the page on a loopback port. */

import { build } from "./build.mjs";
import { ROOT, script } from "./tools.mjs";

await script(async () => {
  await build(["wasm", "page"]);
  const { preview } = await import("vite");
  const server = await preview({
    root: ROOT,
    configFile: false,
    logLevel: "warn",
    build: { outDir: "dist/page" },
    preview: { host: "127.0.0.1", port: Number(process.env.PORT ?? 4173) },
  });
  const address = server.resolvedUrls?.local[0];
  console.log(`\nThe page:          ${address}\nwith sample data:  ${address}?sample\n\nPress Ctrl-C to stop.`);
});
