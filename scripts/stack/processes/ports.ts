import { freePort } from "../../chain/free-port.ts";

/** `count` different free ports from `wanted` on; with 0 any free ones. */
export async function freePorts(wanted: number, count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const from = wanted === 0 ? 0 : (ports.at(-1) ?? wanted - 1) + 1;
    const port = await freePort(from);
    if (!ports.includes(port)) ports.push(port);
  }
  return ports;
}
