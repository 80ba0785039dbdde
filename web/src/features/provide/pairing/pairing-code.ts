import { PAIRING_ALPHABET, PAIRING_CODE_LENGTH } from "@computehive/protocol/api/pairing";

/** A code as somebody types it. */
export type TypedCode =
  | { readonly kind: "incomplete"; readonly missing: number }
  /** A letter or digit that codes never hold. */
  | { readonly kind: "impossible"; readonly letter: string }
  | { readonly kind: "complete"; readonly code: string };

/** Reads a code in any case, with or without dash and spaces. */
export function readTypedCode(text: string): TypedCode {
  const code = text.toUpperCase().replaceAll(/[\s-]/g, "");
  const impossible = [...code].find((letter) => !PAIRING_ALPHABET.includes(letter));
  if (impossible !== undefined) return { kind: "impossible", letter: impossible };
  if (code.length > PAIRING_CODE_LENGTH) return { kind: "impossible", letter: code.slice(PAIRING_CODE_LENGTH) };
  if (code.length < PAIRING_CODE_LENGTH) return { kind: "incomplete", missing: PAIRING_CODE_LENGTH - code.length };
  return { kind: "complete", code };
}

/** The dash appears by itself behind the fourth letter. */
export function showTypedCode(text: string): string {
  const code = text.toUpperCase().replaceAll(/[\s-]/g, "");
  return code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}
