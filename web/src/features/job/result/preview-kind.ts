/** How an output can be shown. */
export type PreviewKind =
  | { readonly kind: "image"; readonly type: ImageType }
  | { readonly kind: "csv"; readonly text: string }
  | { readonly kind: "json"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "empty" }
  | { readonly kind: "hex" };

/** Pictures that cannot run anything or load anything. SVG can: it is shown as the text that it is. */
export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** Larger files are fetched when they are asked for. */
export const EAGER_BYTES = 512 * 1024;
/** Larger files are not shown, only downloaded. */
export const LARGEST_PREVIEW = 16 * 1024 * 1024;
const LARGEST_TABLE = 4 * 1024 * 1024;

/** Decides by the bytes; the name only tells tables from other text. It never trusts a name to be a picture. */
export function previewKindOf(path: string, bytes: Uint8Array): PreviewKind {
  if (bytes.length === 0) return { kind: "empty" };
  const type = imageTypeOf(bytes);
  if (type) return { kind: "image", type };
  const text = textOf(bytes);
  if (text === undefined) return { kind: "hex" };
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  if (bytes.length <= LARGEST_TABLE) {
    if (extension === "csv" || extension === "tsv") return { kind: "csv", text };
    if (extension === "json" || extension === "jsonl" || extension === "ndjson") return { kind: "json", text };
  }
  return { kind: "text", text };
}

const SIGNATURES = [
  { type: "image/png", at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: "image/jpeg", at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: "image/gif", at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { type: "image/webp", at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
] as const satisfies readonly { type: ImageType; at: number; bytes: readonly number[] }[];

function imageTypeOf(bytes: Uint8Array): ImageType | undefined {
  return SIGNATURES.find(({ at, bytes: signature }) => signature.every((byte, i) => bytes[at + i] === byte))?.type;
}

/** UTF-8 without control characters other than those of text. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

const ROW = 16;
const HEX_BYTES = 4_096;

/** The first bytes as people read them: offset, sixteen bytes, their characters. */
export function hexDump(bytes: Uint8Array, most = HEX_BYTES): string {
  const rows: string[] = [];
  for (let offset = 0; offset < Math.min(bytes.length, most); offset += ROW) {
    const row = bytes.subarray(offset, Math.min(offset + ROW, most));
    const hex = [...row].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const characters = [...row].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    rows.push(`${offset.toString(16).padStart(8, "0")}  ${hex.padEnd(ROW * 3 - 1)}  ${characters}`);
  }
  return rows.join("\n");
}
