import { BlockList, isIP } from "node:net";
import { GatewayError } from "../gateway-error.ts";

/** Addresses that belong to the gateway's own machine and network: nobody may have it send requests there. */
const OWN_NETWORKS = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  OWN_NETWORKS.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["::", 96],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  OWN_NETWORKS.addSubnet(network, bits, "ipv6");

/** Whether an IP address is one that anybody on the internet could mean. IPv4 within IPv6 is judged as IPv4. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !OWN_NETWORKS.check(address, family === 4 ? "ipv4" : "ipv6");
}

/** @throws PushEndpointError for an endpoint that no push service has. */
export function assertPushEndpoint(endpoint: string, { allowLoopback }: { allowLoopback: boolean }): void {
  const { protocol, hostname, username, password, port } = new URL(endpoint);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (allowLoopback && protocol === "http:" && host === "127.0.0.1") return;
  if (protocol !== "https:") throw new PushEndpointError({ rule: "must begin with https" });
  if (username !== "" || password !== "") throw new PushEndpointError({ rule: "must hold no name and no password" });
  if (port !== "") throw new PushEndpointError({ rule: "must use the usual port of https" });
  if (isIP(host) !== 0 || !host.includes(".") || /\.(local|internal|localhost)$/.test(host))
    throw new PushEndpointError({ rule: "must name a public host" });
}

export class PushEndpointError extends GatewayError {
  override readonly name = "PushEndpointError";
  constructor({ rule }: { rule: string }) {
    super("This is no endpoint of a push service.", { code: "invalid", field: "endpoint", rule });
  }
}
