import { TypedDataEncoder } from "ethers";
import fc from "fast-check";

interface TypedData {
  readonly domain: object;
  readonly types: Record<string, readonly { name: string; type: string }[]>;
  readonly primaryType: string;
  readonly message: object;
}

/** The digest as ethers computes it. */
export function byEthers({ domain, types, message }: TypedData): string {
  const copies = Object.fromEntries(
    Object.entries(types).map(([name, fields]) => [name, fields.map((field) => ({ ...field }))]),
  );
  return TypedDataEncoder.hash(domain, copies, message);
}

/** Random values of every field's whole range, edges included. */
export function recordOf<T>(fields: readonly { name: string; type: string }[]): fc.Arbitrary<T> {
  return fc.record(
    Object.fromEntries(fields.map(({ name, type }) => [name, sampleOf(type)])),
  ) as unknown as fc.Arbitrary<T>;
}

function sampleOf(type: string): fc.Arbitrary<unknown> {
  const bits = Number(/^uint(\d+)$/.exec(type)?.[1] ?? 0);
  if (bits > 48) return fc.bigInt(0n, 2n ** BigInt(bits) - 1n);
  if (bits > 0) return fc.bigInt(0n, 2n ** BigInt(bits) - 1n).map(Number);
  if (type === "string") return fc.string({ unit: "grapheme" });
  const bytes = type === "address" ? 20 : 32;
  return fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value) => `0x${Buffer.from(value).toString("hex")}`);
}
