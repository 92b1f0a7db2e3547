/** Types of chatbot-audit/worker: the engine in a worker of its own, for pages that must stay responsive. */

import type { AuditOptions, Format, Options, Report, Source, Transcript } from "./index.js";

/**
 * Starts its worker at the first call, and a fresh one after a crash or an abort. Sources must be what can be sent to
 * a worker: text, bytes, Blobs, Files and parsed JSON.
 */
export class AuditWorker {
  /** Reads a whole source and reports. The signal ends the worker, and with it everything else that it was doing. */
  audit(source: Source, options?: Omit<AuditOptions, "customDetectors">): Promise<Report>;
  /** A conversation for a reader, from the file and the row of the report that it stands in. */
  transcript(file: Blob, row: { start: number; end: number }, options?: Options): Promise<Transcript>;
  /** A report as text in a format. */
  render(report: Report, format: Format): Promise<string>;
  /** Ends the worker. */
  terminate(): void;
}
