import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { deploymentSchema } from "@computehive/protocol/contracts";
import { encodeAbiParameters, numberToHex } from "viem";
import { address, bookOf, eventOf, hash, NOW, nodes, prices, resourceClasses } from "./fake-book.ts";

const CHAIN_ID = 31_337;

export const deployment = deploymentSchema.parse({
  chainId: CHAIN_ID,
  genesisHash: hash(7),
  blockNumber: 1,
  contracts: {
    escrow: address(3),
    staking: address(4),
    market: address(2),
    offers: address(8),
    receipts: address(5),
    receiptToken: address(9),
    attestations: address(10),
    attesterPolicies: address(11),
    arbiter: address(6),
    replicaMarket: address(12),
    replicaArbiter: address(13),
    token: address(1),
    testDollar: address(1),
  },
  parameters: {
    declineTime: 10,
    minimumWindow: 5,
    livenessPenalty: 100,
    thawTime: 60,
    arbiter: address(14),
    arbiterFee: "500000",
  },
});

export interface FakeServers {
  readonly rpcUrl: string;
  readonly gatewayUrl: string;
  readonly indexerUrl: string;
  /** Events that the page was sent so far. */
  sent(): number;
  close(): Promise<void>;
}

export interface FakeServersOptions {
  readonly entries: number;
  /** Changes of the book a second. */
  readonly rate: number;
}

/** Chain, gateway and indexer as a page sees them, with a book that changes all the time. */
export async function startFakeServers({ entries, rate }: FakeServersOptions): Promise<FakeServers> {
  let sent = 0;
  const timers = new Set<ReturnType<typeof setInterval>>();
  const live = (request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, {
      ...openTo(request),
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
    });
    const timer = setInterval(() => {
      const data = eventOf(sent++);
      response.write(`id: ${sent}\nevent: event\ndata: ${JSON.stringify(data)}\n\n`);
      if (sent % rate !== 0) return;
      response.write(`event: head\ndata: ${JSON.stringify({ block: data.place.block, at: data.place.at })}\n\n`);
    }, 1_000 / rate);
    timers.add(timer);
    response.on("close", () => clearInterval(timer));
  };
  const book = bookOf(entries);
  const indexer = await serve((request, response) => {
    const path = pathOf(request);
    if (path === "/v1/live") return live(request, response);
    answer(request, response, { "/v1/book": book, ...INDEXER }[path]);
  });
  const gateway = await serve((request, response) => answer(request, response, GATEWAY[pathOf(request)]));
  const rpc = await serve((request, response) => void answerRpc(request, response));
  return {
    indexerUrl: urlOf(indexer),
    gatewayUrl: urlOf(gateway),
    rpcUrl: urlOf(rpc),
    sent: () => sent,
    async close() {
      for (const timer of timers) clearInterval(timer);
      for (const server of [indexer, gateway, rpc]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** Whoever asks may read, also with a session's cookie. */
function openTo({ headers }: IncomingMessage): Record<string, string> {
  return {
    "access-control-allow-origin": headers.origin ?? "*",
    "access-control-allow-headers": "content-type",
    "access-control-allow-credentials": "true",
  };
}

const INDEXER: Readonly<Record<string, unknown>> = {
  "/v1/resource-classes": resourceClasses,
  "/v1/prices": prices,
  "/v1/nodes": nodes,
  "/v1/status": {
    chainId: CHAIN_ID,
    genesisHash: hash(7),
    deploymentHash: hash(8),
    schema: "bench",
    database: "pglite",
    ready: true,
    indexed: { number: 1_000, timestamp: NOW },
    head: { known: true, number: 1_000, hash: hash(9), timestamp: NOW },
    behindBlocks: 0,
    behindSeconds: 0,
    reorgs: { count: 0 },
    stuck: false,
  },
};

const GATEWAY: Readonly<Record<string, unknown>> = {
  "/v1/nodes": { nodes: [] },
  "/v1/session": {},
  "/v1/info": {
    name: "bench",
    version: "0",
    chainId: CHAIN_ID,
    audience: "bench",
    contracts: deployment.contracts,
    limits: { blobBytes: 1_000_000, quotaBytes: 1_000_000, retentionSeconds: 1_000, accessSeconds: 1_000 },
  },
};

function answer(request: IncomingMessage, response: ServerResponse, body: unknown): void {
  response.writeHead(body === undefined ? 404 : 200, { ...openTo(request), "content-type": "application/json" });
  response.end(JSON.stringify(body ?? { error: { code: "not-found", message: "There is no such thing here." } }));
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: readonly { readonly data?: string }[];
}

async function answerRpc(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "OPTIONS") {
    response.writeHead(204, openTo(request));
    response.end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const asked = JSON.parse(Buffer.concat(chunks).toString()) as Call | Call[];
  const one = ({ id, method, params }: Call) => ({ jsonrpc: "2.0", id, result: resultOf(method, params) });
  answer(request, response, Array.isArray(asked) ? asked.map(one) : one(asked));
}

const BLOCK = {
  number: numberToHex(1_000),
  hash: hash(9),
  timestamp: numberToHex(NOW),
  baseFeePerGas: "0x1",
  transactions: [],
  gasLimit: "0x1c9c380",
  gasUsed: "0x0",
};

function resultOf(method: string, [call]: Call["params"]): unknown {
  if (method === "eth_call") return callResult(call?.data ?? "");
  const results: Readonly<Record<string, unknown>> = {
    eth_chainId: numberToHex(CHAIN_ID),
    eth_blockNumber: BLOCK.number,
    eth_getBlockByNumber: BLOCK,
    eth_gasPrice: "0x1",
  };
  return results[method] ?? null;
}

const SYMBOL = "0x95d89b41";
const DECIMALS = "0x313ce567";

function callResult(data: string): string {
  if (data.startsWith(SYMBOL)) return encodeAbiParameters([{ type: "string" }], ["TUSD"]);
  return data.startsWith(DECIMALS) ? encodeAbiParameters([{ type: "uint8" }], [6]) : "0x";
}

function pathOf({ url }: IncomingMessage): string {
  return new URL(url ?? "/", "http://localhost").pathname;
}

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
