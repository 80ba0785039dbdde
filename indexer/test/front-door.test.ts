import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { type FrontDoor, openFrontDoor } from "../launcher/front-door.ts";
import type { Situation } from "../launcher/situation.ts";

let door: FrontDoor | undefined;
let ponder: Server | undefined;

afterEach(async () => {
  await door?.close();
  ponder?.closeAllConnections();
  ponder?.close();
});

it("asks again where a kept connection was closed in the moment in which it was used", async () => {
  const { url, connections } = await doorBefore((count, destroy) => count === 1 || destroy());
  const answers = [];
  for (let turn = 0; turn < 4; turn++) answers.push(await ask(`${url}/v1/totals`));
  expect(answers).toEqual(Array(4).fill({ status: 200, text: "answered" }));
  // Every one after the first found a dead connection: without one it would have proved nothing.
  expect(connections()).toBe(4);
});

it("says that it is unavailable where a new connection fails too", async () => {
  const { url } = await doorBefore((_count, destroy) => destroy());
  expect(await ask(`${url}/v1/totals`)).toMatchObject({ status: 503 });
});

it("passes the body of a request on, each time", async () => {
  const { url } = await doorBefore((count, destroy) => count === 1 || destroy());
  for (let turn = 0; turn < 3; turn++) {
    const answer = await ask(`${url}/graphql`, { method: "POST", body: "a question" });
    expect(answer).toEqual({ status: 200, text: "answered a question" });
  }
});

/** @param onRequest Sees the number of the request on its connection, and may cut it. */
async function doorBefore(onRequest: (count: number, destroy: () => true) => boolean) {
  const counts = new Map<object, number>();
  ponder = createServer((req, res) => {
    const count = (counts.get(req.socket) ?? 0) + 1;
    counts.set(req.socket, count);
    let isCut = false;
    onRequest(count, () => {
      isCut = true;
      req.socket.destroy();
      return true;
    });
    if (isCut) return;
    let body = "";
    req.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    req.on("end", () => res.end(`answered ${body}`.trim()));
  });
  await new Promise<void>((resolve) => ponder?.listen(0, "127.0.0.1", resolve));
  const { port } = ponder.address() as AddressInfo;
  const situation = { port, reason: "It starts." } as Situation;
  door = await openFrontDoor({ host: "127.0.0.1", port: 0, situation, behindSeconds: 30 });
  return { url: door.url, connections: () => counts.size };
}

async function ask(url: string, init?: RequestInit): Promise<{ status: number; text: string }> {
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text() };
}
