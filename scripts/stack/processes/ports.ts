import { freePort } from "../../chain/free-port.ts";

/** `count` different free ports from `wanted` on, none of them among `taken`; with 0 any free ones. */
export async function freePorts(wanted: number, count: number, taken: readonly number[] = []): Promise<number[]> {
  const ports: number[] = [];
  let from = wanted;
  while (ports.length < count) {
    const port = await freePort(from);
    if (!ports.includes(port) && !taken.includes(port)) ports.push(port);
    from = wanted === 0 ? 0 : port + 1;
  }
  return ports;
}
