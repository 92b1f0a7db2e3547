/** The engine in a worker of its own: the worker's side. */

import { audit, init, render, transcript } from "./web.js";

/** @type {Record<string, (...args: any[]) => unknown>} */
const METHODS = { audit, render, transcript };

addEventListener("message", async ({ data: { id, method, args } }) => {
  try {
    await init();
    const [first, second] = args;
    const onProgress = (/** @type {unknown} */ progress) => postMessage({ id, progress });
    const options = method === "audit" ? { ...second, onProgress } : second;
    postMessage({ id, value: await METHODS[method]?.(first, options) });
  } catch (problem) {
    const { code = "crash", message, offset = null } = /** @type {any} */ (problem);
    postMessage({ id, problem: { code, message, offset } });
  }
});
