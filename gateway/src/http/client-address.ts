import { isIPv6 } from "node:net";

export interface AddressSource {
  /** Of the connection. */
  readonly remote: string | undefined;
  readonly forwardedFor: string | undefined;
  /** Whether a proxy in front of the gateway writes `x-forwarded-for`. */
  readonly trustProxy: boolean;
}

/**
 * The address that requests are counted by. Behind a trusted proxy that is the last entry of `x-forwarded-for`: earlier ones
 * are what the caller says. An IPv6 customer has a whole /64, so that is what counts.
 */
export function clientAddress({ remote, forwardedFor, trustProxy }: AddressSource): string {
  const forwarded = trustProxy ? forwardedFor?.split(",").at(-1)?.trim() : undefined;
  const address = (forwarded || remote || "unknown").slice(0, 64);
  const withoutMapping = address.replace(/^::ffff:(?=\d+\.)/i, "");
  return isIPv6(withoutMapping) ? networkOf(withoutMapping) : withoutMapping;
}

function networkOf(address: string): string {
  const [head = "", tail] = address.split("::");
  const before = head.split(":").filter((part) => part !== "");
  const after = tail === undefined ? [] : tail.split(":").filter((part) => part !== "");
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
