import canonicalize from "canonicalize";
import { ComputeHiveError } from "./error.ts";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * The one byte string of a JSON value (RFC 8785): sorted keys, no white space, UTF-8. Two documents that mean the same have the
 * same bytes, hence the same hash.
 *
 * @throws NotCanonicalError for what JSON cannot say the same way everywhere: `undefined`, NaN and infinities, integers beyond
 * 2^53, lone surrogates, and anything that is not plain data.
 */
export function canonicalBytes(value: JsonValue): Uint8Array {
  refuseUnsafe(value, "$");
  const text = canonicalize(value);
  if (text === undefined) throw new NotCanonicalError({ path: "$", reason: "it is not a JSON value" });
  return new TextEncoder().encode(text);
}

function refuseUnsafe(value: unknown, path: string): void {
  const reason = faultOf(value);
  if (reason) throw new NotCanonicalError({ path, reason });
  if (Array.isArray(value)) {
    // An index loop, because forEach skips holes.
    for (let i = 0; i < value.length; i++) refuseUnsafe(value[i], `${path}[${i}]`);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed()) throw new NotCanonicalError({ path, reason: "a key holds a lone surrogate" });
    refuseUnsafe(member, `${path}.${key}`);
  }
}

function faultOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "boolean":
      return undefined;
    case "string":
      return value.isWellFormed() ? undefined : "it holds a lone surrogate";
    case "number":
      return numberFault(value);
    case "object":
      return isPlain(value) ? undefined : "it is not plain data";
    default:
      return `a value of type ${typeof value} is not JSON`;
  }
}

function numberFault(value: number): string | undefined {
  if (!Number.isFinite(value)) return `${value} is not a JSON number`;
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return "integers beyond 2^53 lose digits: write it as a string";
  return undefined;
}

function isPlain(value: object | null): boolean {
  if (value === null || Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype as object) === null;
}

export class NotCanonicalError extends ComputeHiveError {
  override readonly name = "NotCanonicalError";
  constructor({ path, reason }: { path: string; reason: string }) {
    super("This value has no canonical JSON form.", { metaMessages: [`At:     ${path}`, `Reason: ${reason}.`] });
  }
}
