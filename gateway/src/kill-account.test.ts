import { randomInt } from "node:crypto";
import { apiKeyCreatedSchema } from "@computehive/protocol/api/api-key";
import { pairingOpenedSchema } from "@computehive/protocol/api/pairing";
import { pairingTypedData } from "@computehive/protocol/api/pairing-signature";
import { savedManifestSchema } from "@computehive/protocol/api/saved-manifest";
import { cidOf } from "@computehive/protocol/cid";
import { keccak256, toHex } from "viem";
import { expect, it } from "vitest";
import { openSqliteStore } from "./adapters/sqlite/sqlite-store.ts";
import { authorize } from "./testing/authorize.ts";
import { startFakeRpc } from "./testing/fake-rpc.ts";
import { AUDIENCE, createGatewayFolder, type GatewayProcess, startGatewayProcess } from "./testing/gateway-process.ts";
import { CHAIN_ID, newAccount } from "./testing/samples.ts";
import { type Page, posting, signInAs, WEB_ENV } from "./testing/sign-in.ts";

const KILLS = 8;
const TOLD = 200;
const ENV = {
  ...WEB_ENV,
  GATEWAY_LOG_LEVEL: "error",
  GATEWAY_SIGN_IN_BURST: "1000",
  GATEWAY_API_KEYS_PER_ACCOUNT: "1000",
};

/** What the gateway promised to keep, written down as each promise came. */
interface Promises {
  readonly cookies: string[];
  readonly secrets: string[];
  readonly manifests: string[];
  read: number;
  pairing: { id: string; authorization: string } | undefined;
}

it(`keeps sessions, keys, manifests, pairings and what was read over ${KILLS} kills`, async () => {
  await using rpc = await startFakeRpc();
  const { folder, remove } = await createGatewayFolder();
  const account = newAccount();
  const promises: Promises = { cookies: [], secrets: [], manifests: [], read: 0, pairing: undefined };
  const start = () => startGatewayProcess({ folder, rpcUrl: rpc.url, env: ENV });

  for (let kill = 0; kill < KILLS; kill++) {
    const gateway = await start();
    const page = await signIn(gateway, account);
    promises.cookies.push(page.cookie);
    if (kill === 0) {
      await killed(gateway);
      await fillNotifications(folder, account.address);
      continue;
    }
    await writeUntilGone(gateway, { page, promises, round: kill }).catch(goneOnly);
    await gateway.exited;
  }

  const gateway = await start();
  expect(await brokenPromises(gateway, promises)).toEqual([]);
  const counts = { keys: promises.secrets.length, manifests: promises.manifests.length, read: promises.read };
  process.stdout.write(`${JSON.stringify({ kills: KILLS, sessions: promises.cookies.length, ...counts })}\n`);
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(0);
  await killed(gateway);
  await remove();
}, 600_000);

function signIn(gateway: GatewayProcess, account = newAccount()): Promise<Page> {
  const clock = { at: 0, now: () => Date.now(), pass() {} };
  return signInAs({ url: gateway.url, clock }, { account, audience: AUDIENCE });
}

async function killed(gateway: GatewayProcess): Promise<void> {
  gateway.child.kill("SIGKILL");
  await gateway.exited;
}

async function fillNotifications(folder: string, account: `0x${string}`): Promise<void> {
  const store = await openSqliteStore(`${folder}/data`);
  const at = Math.floor(Date.now() / 1000);
  const news = Array.from({ length: TOLD }, (_, n) => {
    const facts = { jobId: keccak256(toHex(n)) };
    return { account, eventKey: `job-lapsed:${n}`, kind: "job-lapsed", at, facts } as const;
  });
  await store.notifications.tell(news);
  await store.close();
}

async function writeUntilGone(
  gateway: GatewayProcess,
  { page, promises, round }: { page: Page; promises: Promises; round: number },
): Promise<never> {
  promises.pairing = await openPairing(gateway);
  const last = randomInt(1, 6);
  for (let step = 0; ; step++) {
    // Somewhere in the middle of the next requests.
    if (step === last) setTimeout(() => gateway.child.kill("SIGKILL"), randomInt(0, 12));
    const key = await page.json("/v1/api-keys", posting({ name: `key ${step}`, scopes: ["read"] }));
    promises.secrets.push(apiKeyCreatedSchema.parse(key).secret);
    const manifest = posting({ name: `manifest ${round}.${step}`, manifest: MANIFEST });
    promises.manifests.push(savedManifestSchema.parse(await page.json("/v1/saved-manifests", manifest)).id);
    const next = Math.min(TOLD, promises.read + 1);
    await page.json("/v1/notifications/read", posting({ upTo: next }));
    promises.read = next;
  }
}

async function openPairing(gateway: GatewayProcess): Promise<NonNullable<Promises["pairing"]>> {
  const node = newAccount();
  const openedAt = Math.floor(Date.now() / 1000);
  const authorization = await authorize(node, { audience: AUDIENCE, issuedAt: openedAt });
  const content = {
    ...{ node: node.address, openedAt, resourceClass: "cpu.v1", layers: [], agentVersion: "0.1.0" },
    capacity: { slots: 1, memoryBytes: 1 },
  };
  const signature = await node.signTypedData(pairingTypedData({ chainId: CHAIN_ID, audience: AUDIENCE }, content));
  const headers = { authorization, "content-type": "application/json" };
  const response = await fetch(`${gateway.url}/v1/pairings`, { ...posting({ ...content, signature }), headers });
  return { id: pairingOpenedSchema.parse(await response.json()).id, authorization };
}

const MANIFEST = {
  ...{ version: 1, runtime: "wasm", program: cidOf(new Uint8Array([1])), args: [], env: {}, inputs: [] },
  limits: { fuel: "1", memoryBytes: 1 << 20, wallSeconds: 10, outputBytes: 1_000 },
};

async function brokenPromises(gateway: GatewayProcess, promises: Promises): Promise<string[]> {
  const broken: string[] = [];
  const ask = async (what: string, path: string, headers: Record<string, string>) => {
    const response = await fetch(`${gateway.url}${path}`, { headers });
    if (!response.ok) broken.push(`${what}: ${response.status}`);
    return response;
  };
  for (const cookie of promises.cookies) await ask("session", "/v1/quota", { cookie });
  for (const secret of promises.secrets) await ask("key", "/v1/quota", { authorization: `Bearer ${secret}` });
  const cookie = promises.cookies[0] ?? "";
  for (const id of promises.manifests) await ask("manifest", `/v1/saved-manifests/${id}`, { cookie });
  if (promises.pairing)
    await ask("pairing", `/v1/pairings/${promises.pairing.id}`, { authorization: promises.pairing.authorization });
  const { unread } = (await (await ask("list", "/v1/notifications", { cookie })).json()) as { unread: number };
  if (unread > TOLD - promises.read) broken.push(`read: ${unread} unread`);
  return broken;
}

/** The gateway is gone: then fetch fails with a TypeError. Everything else is a fault of the gateway. */
function goneOnly(error: unknown): void {
  if (!(error instanceof TypeError)) throw error;
}
