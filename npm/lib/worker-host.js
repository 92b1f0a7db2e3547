/** The engine in a worker of its own: the worker's side, and that of the helpers which it starts from its own script. */

import { help } from "./helpers.js";
import { helper, setHelpers } from "./helping.js";
import { audit, init, render, transcript } from "./web.js";

/** @type {Record<string, (...args: any[]) => unknown>} */
const METHODS = { audit, render, transcript };

addEventListener("message", hear);

setHelpers((hear, lost) => {
  const worker = new Worker(location.href, { type: "module" });
  worker.onmessage = ({ data }) => hear(data);
  worker.onerror = (event) => {
    event.preventDefault();
    lost();
  };
  return {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    end: () => worker.terminate(),
  };
}, navigator.hardwareConcurrency);

/** @param {MessageEvent} event */
async function hear({ data }) {
  if (data.do === "help") return helpOut(data.options);
  const { id, method, args } = data;
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
}

/**
 * From here on this is a helper, which hears nothing but batches.
 * @param {object} options
 */
function helpOut(options) {
  removeEventListener("message", hear);
  const ready = init().then(() => help(helper(options), (message, transfer) => postMessage(message, { transfer })));
  addEventListener("message", ({ data }) => {
    // An error is for the worker that started this one: it does the work itself.
    ready.then((answer) => answer(data)).catch(reportError);
  });
}
