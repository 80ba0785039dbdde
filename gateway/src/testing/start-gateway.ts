import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Heartbeat, HeartbeatContent } from "@computehive/protocol/api/heartbeat";
import { heartbeatTypedData } from "@computehive/protocol/api/heartbeat-signature";
import { pino } from "pino";
import type { PrivateKeyAccount } from "viem/accounts";
import { createWebPushSender, generateVapidKeys, webPushOptions } from "../adapters/push/web-push-sender.ts";
import { parseConfig } from "../config.ts";
import type { CarryingPorts } from "../gateway.ts";
import { type RunningGateway, serveGateway } from "../server.ts";
import type { Store } from "../store.ts";
import type { ChainEvents } from "../watch/chain-events.ts";
import { authorize } from "./authorize.ts";
import { createFakeChain, type FakeChain } from "./fake-chain.ts";
import { CHAIN_ID, DEPLOYMENT } from "./samples.ts";
import { openTestStore, type TestStore } from "./test-store.ts";

export interface FakeClock {
  at: number;
  now(): number;
  /** Moves the time on, in seconds. */
  pass(seconds: number): void;
}

export interface TestGateway extends RunningGateway {
  readonly chain: FakeChain;
  readonly clock: FakeClock;
  readonly store: TestStore;
  readonly folder: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** A header that makes requests count as the account's. */
  authorization(account: PrivateKeyAccount, options?: { audience?: string; lifetime?: number }): Promise<string>;
  heartbeat(node: PrivateKeyAccount, changes?: Partial<HeartbeatContent>): Promise<Heartbeat>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface StartOptions {
  /** Settings by their environment variables. */
  readonly env?: Record<string, string>;
  /** Puts faults between the gateway and its store. */
  readonly wrapStore?: (store: Store) => Store;
  /** What the gateway watches; without it, nothing. */
  readonly events?: ChainEvents;
  /** The carrier's key and chain; without them nothing is carried. */
  readonly carrying?: CarryingPorts;
  /** Starts on what another gateway left. */
  readonly folder?: string;
}

/** A gateway that really listens, on a real store in a temporary folder, with a fake chain and a fake clock. */
export async function startGateway({
  env = {},
  wrapStore = (store) => store,
  folder: given,
  events,
  carrying,
}: StartOptions = {}): Promise<TestGateway> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), "gateway-")));
  const config = parseConfig({
    GATEWAY_DATA: folder,
    GATEWAY_DEPLOYMENT: join(folder, "unused.json"),
    GATEWAY_RPC_URL: "http://127.0.0.1:1",
    GATEWAY_RESERVE_BYTES: "0",
    GATEWAY_LOG_LEVEL: "silent",
    GATEWAY_STOP_SECONDS: "1",
    ...env,
  });
  const clock = createFakeClock();
  const chain = createFakeChain();
  const store = await openTestStore(folder);
  const logger = pino({ level: config.GATEWAY_LOG_LEVEL });
  const push = { send: createWebPushSender(webPushOptions(config)), newKeys: generateVapidKeys };
  const ports = { deployment: DEPLOYMENT, store: wrapStore(store), chain, events, push, carrying, clock, logger };
  const running = await serveGateway(config, ports);
  const seconds = () => Math.floor(clock.now() / 1000);

  return {
    ...running,
    chain,
    clock,
    store,
    folder,
    fetch: (path, init) => fetch(`${running.url}${path}`, init),
    authorization: (account, { audience = running.url, lifetime = 3_600 } = {}) =>
      authorize(account, { audience, lifetime, issuedAt: seconds() }),
    async heartbeat(node, changes = {}) {
      const content: HeartbeatContent = {
        node: node.address,
        sequence: 1,
        sentAt: seconds(),
        status: "ready",
        capacity: { running: 0, slots: 2, memoryBytes: 1 << 30 },
        resourceClass: "cpu.v1",
        layers: ["process"],
        agentVersion: "0.1.0",
        ...changes,
      };
      return {
        ...content,
        signature: await node.signTypedData(heartbeatTypedData({ chainId: CHAIN_ID, audience: running.url }, content)),
      };
    },
    async [Symbol.asyncDispose]() {
      await running.stop();
      if (!given) await rm(folder, { recursive: true, force: true });
    },
  };
}

function createFakeClock(): FakeClock {
  const clock = {
    at: Date.UTC(2030, 0, 1),
    now: () => clock.at,
    pass(seconds: number) {
      clock.at += seconds * 1000;
    },
  };
  return clock;
}

/** What a refused request says. */
export async function errorOf(
  response: Response,
): Promise<{ status: number; code: string; message: string; field?: string; rule?: string; hint?: string }> {
  const { error } = (await response.json()) as {
    error: { code: string; message: string; field?: string; rule?: string; hint?: string };
  };
  return { status: response.status, ...error };
}
