/** Gives a file to the browser's downloads. The type never lets a browser open what a program wrote as a page. */
export function saveFile(name: string, content: Uint8Array | Blob): void {
  const blob = content instanceof Blob ? content : new Blob([content as Uint8Array<ArrayBuffer>], { type: OPAQUE });
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = safeName(name);
  link.click();
  // Some browsers read the address only after the click is over.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const OPAQUE = "application/octet-stream";
const LONGEST_NAME = 120;

/** The last part of a path without what file systems refuse, never hidden and never empty. */
export function safeName(path: string): string {
  const last = path.split("/").at(-1) ?? "";
  const plain = last.replace(/[\p{Cc}\\:*?"<>|]/gu, "_").replace(/^\.+/, "_");
  return plain.slice(-LONGEST_NAME) || "file";
}
