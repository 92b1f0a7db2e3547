/** The package in browsers and bundlers: the engine is loaded when it is first needed. */

import { init, setStandardSource } from "./engine.js";

setStandardSource(new URL("../dist/analyzer_bg.wasm", import.meta.url));

export {
  AuditError,
  Auditor,
  audit,
  auditStream,
  compare,
  detectors,
  FORMATS,
  htmlToText,
  redact,
  render,
  transcript,
  version,
} from "./api.js";
export { init };
