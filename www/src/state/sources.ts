/** What was dropped or chosen, as a flat row of files; folders are walked. */
import type { Source } from "../protocol.ts";

/** What a folder may hold beside exports is left out; a file chosen by itself is always read. */
const IN_FOLDERS = /\.(json|jsonl|ndjson|csv|tsv|txt|log|zip)(\.gz)?$/i;

export function fromList(files: Iterable<File>): Source[] {
  return [...files]
    .filter((file) => !file.webkitRelativePath || isExport(file.webkitRelativePath))
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    .sort(byName);
}

/** Must be called during the drop event, since its items are gone afterwards. */
export async function fromDrop(transfer: DataTransfer): Promise<Source[]> {
  const entries = [...transfer.items].map((item) => (item.kind === "file" ? item.webkitGetAsEntry() : null));
  const files = [...transfer.files];
  if (entries.every((entry) => entry === null || entry.isFile)) return fromList(files);
  const sources = await Promise.all(entries.map((entry) => (entry ? walk(entry, entry.isDirectory) : [])));
  return sources.flat().sort(byName);
}

async function walk(entry: FileSystemEntry, inFolder: boolean): Promise<Source[]> {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    if (inFolder && !isExport(path)) return [];
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name: path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Source[] = [];
  // Each call gives at most a hundred entries, and none when there are no more.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return found;
    for (const child of entries) found.push(...(await walk(child, true)));
  }
}

function isExport(path: string): boolean {
  return IN_FOLDERS.test(path) && !/(^|\/)\./.test(path);
}

function byName(a: Source, b: Source): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
