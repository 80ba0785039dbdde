import type { EventArgument } from "@computehive/protocol/indexer-api/event";
import { readShortName } from "@computehive/protocol/short-name";
import type { Address, Hex } from "viem";

export type Arguments = Readonly<Record<string, EventArgument>>;

/** What an event is about. */
export interface Touches {
  readonly jobId?: Hex | undefined;
  readonly executionId?: Hex | undefined;
  readonly offerId?: Hex | undefined;
  readonly buyer?: Address | undefined;
  readonly provider?: Address | undefined;
  readonly node?: Address | undefined;
  readonly resourceClass?: string | undefined;
  /** Whom it concerns beside those that its arguments name. */
  readonly accounts?: readonly Address[] | undefined;
}

/** Arguments as viem decodes them, as JSON: whole numbers become decimal strings, whatever their size. */
export function argumentsAsJson(args: unknown): Record<string, EventArgument> {
  return Object.fromEntries(Object.entries(args ?? {}).map(([name, value]) => [name, asJson(value)]));
}

function asJson(value: unknown): EventArgument {
  if (typeof value === "bigint" || typeof value === "number") return value.toString();
  if (typeof value === "string") return value.replaceAll("\0", "\u{fffd}");
  if (typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(asJson);
  return argumentsAsJson(value);
}

/** What the arguments themselves name. */
export function touchesOf(args: Arguments): Touches {
  const hex = (name: string) => args[name] as Hex | undefined;
  const resourceClass = hex("resourceClass");
  return {
    jobId: hex("jobId"),
    executionId: hex("executionId"),
    offerId: hex("offerId"),
    buyer: hex("buyer"),
    provider: hex("provider"),
    node: hex("node"),
    resourceClass: resourceClass && readShortName(resourceClass),
  };
}

const ADDRESS = /^0x[0-9a-f]{40}$/;
const NOBODY = /^0x0{40}$/;

/** Every address in the arguments at any depth, once, in the order of appearance; the zero address names nobody. */
export function addressesIn(value: EventArgument): Address[] {
  return [...new Set(textsIn(value).filter(isAddress))].filter((address) => !NOBODY.test(address));
}

function textsIn(value: EventArgument): string[] {
  if (typeof value === "string") return [value.toLowerCase()];
  return typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
}

function isAddress(text: string): text is Address {
  return ADDRESS.test(text);
}
