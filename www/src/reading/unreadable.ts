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

  /** What a failed reading of a document means; null for anything else, such as a crash of the core. */
  static from(problem: unknown, isPacked: boolean): Unreadable | null {
    if (problem instanceof Unreadable) return problem;
    if (problem instanceof DOMException) return new Unreadable("unreadable");
    // Browsers report a broken gzip or deflate stream with a TypeError, and some a file that is gone, too.
    return problem instanceof TypeError ? new Unreadable(isPacked ? "archive" : "unreadable") : null;
  }
}
