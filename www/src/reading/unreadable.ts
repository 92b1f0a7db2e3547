/** A file that cannot be read, through no fault of its JSON. */

export class Unreadable extends Error {
  /** "archive": broken, encrypted or in an unknown compression; "unreadable": gone or changed since it was chosen. */
  constructor(readonly code: "archive" | "unreadable") {
    super(
      code === "archive"
        ? "The archive is damaged, encrypted or packed in an uncommon way."
        : "The file was moved, changed or removed while it was read.",
    );
  }

  /** The reader's own complaints; null for anything else, such as a crash of the core. */
  static from(problem: unknown): Unreadable | null {
    if (problem instanceof Unreadable) return problem;
    // A broken gzip or deflate stream is a TypeError; a file that is gone, a NotReadableError or NotFoundError.
    if (problem instanceof TypeError) return new Unreadable("archive");
    return problem instanceof DOMException ? new Unreadable("unreadable") : null;
  }
}
