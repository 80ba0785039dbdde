import { randomBytes, randomInt } from "node:crypto";
import { executionResponseSchema, type PhaseEvent } from "@computehive/protocol/api/execution";
import { cidOf } from "@computehive/protocol/cid";
import { expect, it } from "vitest";
import type { Claim, PostedOrder } from "./chain.ts";
import { authorize } from "./testing/authorize.ts";
import { type FakeRpc, startFakeRpc } from "./testing/fake-rpc.ts";
import { AUDIENCE, createGatewayFolder, type GatewayProcess, startGatewayProcess } from "./testing/gateway-process.ts";
import { newAccount, sampleReceipt, signReceipt } from "./testing/samples.ts";

const KILLS = 30;
const MIN_ACKNOWLEDGED = 6;
const MAX_ACKNOWLEDGED = 40;

/** What the gateway promised to keep, written down as each promise came. */
interface Promises {
  readonly blobs: Set<string>;
  readonly executions: Map<string, Kept>;
  count: number;
}

interface Kept {
  log: string;
  readonly phases: PhaseEvent[];
  hasReceipt: boolean;
}

it(`keeps everything it acknowledged over ${KILLS} kills`, async () => {
  await using rpc = await startFakeRpc();
  const { folder, remove } = await createGatewayFolder();
  const node = newAccount();
  const promises: Promises = { blobs: new Set(), executions: new Map(), count: 0 };

  for (let kill = 0; kill < KILLS; kill++) {
    const gateway = await startGatewayProcess({ folder, rpcUrl: rpc.url, env: LIMITS });
    await writeUntilKilled(gateway, { rpc, node, promises });
    expect((await gateway.exited).signal).toBe("SIGKILL");
  }

  const gateway = await startGatewayProcess({ folder, rpcUrl: rpc.url, env: LIMITS });
  const broken = await brokenPromises(gateway, promises);
  gateway.child.kill("SIGKILL");
  await gateway.exited;
  await remove();

  const kept = [...promises.executions.values()];
  const counts = {
    kills: KILLS,
    blobs: promises.blobs.size,
    phases: kept.reduce((sum, { phases }) => sum + phases.length, 0),
    logBytes: kept.reduce((sum, { log }) => sum + log.length, 0),
    receipts: kept.filter(({ hasReceipt }) => hasReceipt).length,
    broken: broken.length,
  };
  process.stdout.write(`${JSON.stringify(counts)}\n`);
  expect(broken).toEqual([]);
  // A gateway that acknowledged nothing would keep all its promises.
  expect(promises.count).toBeGreaterThanOrEqual(KILLS * MIN_ACKNOWLEDGED);
}, 600_000);

const LIMITS = {
  GATEWAY_REQUEST_BURST: "1000000",
  GATEWAY_LOG_LEVEL: "error",
  GATEWAY_QUOTA_BYTES: "1000000000",
  GATEWAY_BLOB_BYTES: "1000000",
};

interface Round {
  readonly rpc: FakeRpc;
  readonly node: ReturnType<typeof newAccount>;
  readonly promises: Promises;
}

/** Four writers at once, until a random number of answers has come; then, somewhere in the middle of the next ones, SIGKILL. */
async function writeUntilKilled(gateway: GatewayProcess, { rpc, node, promises }: Round): Promise<void> {
  const authorization = await authorize(node, { audience: AUDIENCE, issuedAt: Math.floor(Date.now() / 1000) });
  const claim = rpc.chain.claim(node.address);
  rpc.publish(claim);
  const kept: Kept = { log: "", phases: [], hasReceipt: false };
  promises.executions.set(claim.executionId, kept);

  let left = randomInt(MIN_ACKNOWLEDGED, MAX_ACKNOWLEDGED);
  const acknowledge = (note: () => void) => {
    note();
    promises.count += 1;
    left -= 1;
    // Four requests are under way at this moment, each at another point of its work.
    if (left === 0) setTimeout(() => gateway.child.kill("SIGKILL"), randomInt(0, 12));
  };
  const send = (method: string, path: string, body: Uint8Array<ArrayBuffer> | string) =>
    fetch(`${gateway.url}/v1/${path}`, {
      method,
      headers: { authorization, "content-type": "application/json" },
      body,
    });
  const about = `executions/${claim.executionId}`;

  await Promise.all([
    repeat(async () => {
      const bytes = randomBytes(randomInt(1, 300_000));
      if ((await send("PUT", `blobs/${cidOf(bytes)}`, bytes)).ok) acknowledge(() => promises.blobs.add(cidOf(bytes)));
    }),
    repeat(async () => {
      const text = randomBytes(randomInt(1, 2_000)).toString("base64");
      const chunk = { offset: kept.log.length, stream: "stdout", text: Buffer.from(text).toString("base64") };
      const response = await send("POST", `${about}/logs`, JSON.stringify(chunk));
      if (!response.ok) throw new Error(await response.text());
      acknowledge(() => {
        kept.log += text;
      });
    }),
    repeat(async () => {
      const event: PhaseEvent = { phase: "running", at: kept.phases.length };
      if ((await send("POST", `${about}/phases`, JSON.stringify(event))).ok) acknowledge(() => kept.phases.push(event));
    }),
    putReceipts(claim, node, send).then(() => acknowledge(() => (kept.hasReceipt = true)), goneOnly),
  ]);
}

async function putReceipts(
  claim: Claim & PostedOrder,
  node: Round["node"],
  send: (method: string, path: string, body: string) => Promise<Response>,
) {
  const response = await send(
    "PUT",
    `executions/${claim.executionId}/receipt`,
    JSON.stringify(await signReceipt(node, sampleReceipt(claim))),
  );
  if (!response.ok) throw new Error(await response.text());
}

/** Until the process is gone: then fetch fails with a TypeError. Everything else is a fault of the gateway. */
async function repeat(step: () => Promise<void>): Promise<void> {
  try {
    for (;;) await step();
  } catch (error) {
    goneOnly(error);
  }
}

function goneOnly(error: unknown): void {
  if (!(error instanceof TypeError)) throw error;
}

async function brokenPromises(gateway: GatewayProcess, { blobs, executions }: Promises): Promise<string[]> {
  const broken: string[] = [];
  for (const cid of blobs) if (!(await isServed(gateway, cid))) broken.push(`blob ${cid}`);
  for (const [executionId, kept] of executions) {
    for (const what of await brokenOf(gateway, executionId, kept)) broken.push(`${what} of ${executionId}`);
  }
  return broken;
}

async function isServed({ url }: GatewayProcess, cid: string): Promise<boolean> {
  const response = await fetch(`${url}/v1/blobs/${cid}`);
  return response.ok && cidOf(new Uint8Array(await response.arrayBuffer())) === cid;
}

async function brokenOf(
  { url }: GatewayProcess,
  executionId: string,
  { log, phases, hasReceipt }: Kept,
): Promise<string[]> {
  const response = await fetch(`${url}/v1/executions/${executionId}`);
  if (!response.ok) return log.length > 0 || phases.length > 0 || hasReceipt ? ["everything"] : [];
  const shown = executionResponseSchema.parse(await response.json());
  const checks = {
    phases: phases.every((event, index) => shown.phases[index]?.at === event.at),
    receipt: !hasReceipt || shown.receipt !== undefined,
    log: (await readLog(url, executionId)).startsWith(log),
  };
  return Object.entries(checks).flatMap(([what, isKept]) => (isKept ? [] : [what]));
}

async function readLog(url: string, executionId: string): Promise<string> {
  let text = "";
  for (;;) {
    const page = (await (await fetch(`${url}/v1/executions/${executionId}/logs?offset=${text.length}`)).json()) as {
      chunks: { text: string }[];
      length: number;
    };
    text += Buffer.concat(page.chunks.map((chunk) => Buffer.from(chunk.text, "base64"))).toString();
    if (text.length >= page.length) return text;
  }
}
