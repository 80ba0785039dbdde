import { ComputeHiveError } from "@computehive/protocol/error";
import { type AbiParameter, isAddress, isHex } from "viem";
import type { ArgumentJson } from "../../../lib/chain/read-contract-link.ts";
import { explorerTexts } from "../../../texts/explorer.ts";
import { elementOf } from "./element-of.ts";

const texts = explorerTexts.argument;

/** Reads what a person typed, or a link brought, into a value of the ABI's type. @throws ArgumentInvalidError naming the rule. */
export function parseArgument(parameter: AbiParameter, given: ArgumentJson, path = ""): unknown {
  const element = elementOf(parameter);
  const at = (name: string) => (path ? `${path}.${name}` : name);
  if (element) {
    const list = typeof given === "string" ? parseList(given, path) : given;
    if (!Array.isArray(list)) throw new ArgumentInvalidError({ path, rule: texts.list });
    return list.map((entry, index) => parseArgument(element, entry as ArgumentJson, at(String(index))));
  }
  if ("components" in parameter) {
    if (!Array.isArray(given)) throw new ArgumentInvalidError({ path, rule: texts.list });
    return Object.fromEntries(
      parameter.components.map((component, index) => {
        const name = component.name ?? String(index);
        return [name, parseArgument(component, (given[index] ?? "") as ArgumentJson, at(name))];
      }),
    );
  }
  return parseLeaf(parameter.type, given, path);
}

function parseLeaf(type: string, given: ArgumentJson, path: string): unknown {
  if (type === "bool") return given === true || given === "true";
  if (type === "string") return String(given);
  const text = String(given).trim();
  const rule = ruleOf(type);
  if (!isRight(type, text)) throw new ArgumentInvalidError({ path, rule });
  return /^u?int/.test(type) ? BigInt(text) : text;
}

function isRight(type: string, text: string): boolean {
  if (type === "address") return isAddress(text, { strict: false });
  const [, sign, bits] = /^(u?)int(\d*)$/.exec(type) ?? [];
  if (sign !== undefined) return isWithin(text, Number(bits || 256), sign === "u");
  const [, size] = /^bytes(\d*)$/.exec(type) ?? [];
  return isHex(text) && text.length % 2 === 0 && (!size || text.length === 2 + Number(size) * 2);
}

function isWithin(text: string, bits: number, isUnsigned: boolean): boolean {
  if (!/^-?\d{1,78}$/.test(text)) return false;
  const value = BigInt(text);
  const least = isUnsigned ? 0n : -(2n ** BigInt(bits - 1));
  const limit = 2n ** BigInt(isUnsigned ? bits : bits - 1);
  return value >= least && value < limit;
}

/** What belongs into a field of this type, for people. */
export function ruleOf(type: string): string {
  if (type === "address") return texts.address;
  const [, sign, bits] = /^(u?)int(\d*)$/.exec(type) ?? [];
  if (sign !== undefined) return sign === "u" ? texts.uint(Number(bits || 256)) : texts.int(Number(bits || 256));
  const [, size] = /^bytes(\d+)$/.exec(type) ?? [];
  return size ? texts.fixedBytes(Number(size)) : texts.bytes;
}

function parseList(text: string, path: string): unknown {
  try {
    return JSON.parse(text || "[]");
  } catch {
    throw new ArgumentInvalidError({ path, rule: texts.list });
  }
}

export class ArgumentInvalidError extends ComputeHiveError {
  override readonly name = "ArgumentInvalidError";
  readonly path: string;
  readonly rule: string;
  constructor({ path, rule }: { path: string; rule: string }) {
    super(`${path || "The argument"} must be ${rule}.`);
    this.path = path;
    this.rule = rule;
  }
}
