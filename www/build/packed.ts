/** Lets a module import a file's gzipped bytes (`?packed`) or a script bundled into one text (`?bundled`). */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { type Alias, build, type Plugin } from "vite";

const PACKED = "?packed";
const BUNDLED = "?bundled";

export function packed(): Plugin {
  let alias: Alias[] = [];
  return {
    name: "packed",
    enforce: "pre",
    configResolved(config) {
      alias = config.resolve.alias;
    },
    async load(id) {
      if (id.endsWith(PACKED)) {
        const path = id.slice(0, -PACKED.length);
        this.addWatchFile(path);
        const bytes = gzipSync(await readFile(path), { level: 9 });
        return `export default ${JSON.stringify(bytes.toString("base64"))};`;
      }
      if (id.endsWith(BUNDLED)) {
        const path = id.slice(0, -BUNDLED.length);
        this.addWatchFile(path);
        return `export default ${JSON.stringify(await bundle(path, alias))};`;
      }
      return null;
    },
  };
}

/** One classic script without imports, so that it can start from a blob with no network. */
async function bundle(entry: string, alias: Alias[]): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    resolve: { alias },
    build: { write: false, minify: true, lib: { entry, formats: ["iife"], name: "worker" } },
  });
  const outputs = [result].flat().flatMap((part) => ("output" in part ? part.output : []));
  const [script, ...others] = outputs;
  if (script?.type !== "chunk" || others.length > 0 || /\bimport\s*\(/.test(script.code)) {
    throw new Error(`${entry} must bundle into one script that loads nothing.`);
  }
  return script.code;
}
