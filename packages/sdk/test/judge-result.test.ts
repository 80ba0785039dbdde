import { cidOf } from "@computehive/protocol/cid";
import { manifestBytes } from "@computehive/protocol/manifest";
import type { Receipt } from "@computehive/protocol/receipt";
import { buildResultDocument, type ResultDocument, resultBytes } from "@computehive/protocol/result";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GatewayRefusedError } from "../src/gateway/gateway-errors.ts";
import type { GatewayClient } from "../src/gateway-client.ts";
import { createHiveClient } from "../src/hive-client.ts";
import type { JobView } from "../src/jobs/job-view.ts";
import { judgeResult } from "../src/verify/judge-result.ts";
import { startTestChain, type TestChain } from "./support/chain.ts";
import {
  claimed,
  fundedBuyer,
  live,
  posted,
  RESULT,
  receiptFor,
  stakedNode,
  submitted,
  testManifest,
} from "./support/market.ts";

const PROGRAM = new TextEncoder().encode("program");
const STDOUT = new TextEncoder().encode("done\n");
const OTHER = buildResultDocument({ ...RESULT, outcome: "exited", stdout: PROGRAM, stderr: STDOUT, files: [] });
let chain: TestChain;
let job: JobView;
let receipt: Receipt;

beforeAll(async () => {
  chain = await startTestChain();
  const buyer = await fundedBuyer(chain);
  const node = await stakedNode(chain);
  const running = await claimed(node, await posted(chain, buyer));
  receipt = receiptFor(running);
  job = await submitted(node, running, receipt);
});
afterAll(() => chain.stop());

describe("a submitted result, by its hashes", () => {
  it("is right where everything is there", async () => {
    expect(await judge({})).toEqual({ kind: "right" });
  });

  it("is not delivered without its receipt, its result document, or an output", async () => {
    expect(await judge({ receipt: undefined })).toMatchObject({ kind: "not-delivered" });
    expect(await judge({ without: [resultBytes(RESULT)] })).toMatchObject({ kind: "not-delivered" });
    expect(await judge({ without: [STDOUT] })).toMatchObject({
      kind: "not-delivered",
      facts: [expect.stringContaining("stdout")],
    });
  });

  it("is not made wrong by a gateway that gives other documents, or another signature", async () => {
    const lie = { ...receipt, units: receipt.units + 1n };
    expect(await judge({ receipt: lie })).toMatchObject({ kind: "not-delivered" });
    expect(await judge({ result: OTHER })).toMatchObject({ kind: "not-delivered" });
    expect(await judge({ signature: `0x${"11".repeat(65)}` })).toEqual({ kind: "right" });
  });

  it("is nobody's fault but the buyer's where its manifest or program is gone", async () => {
    for (const bytes of [PROGRAM, manifestBytes(testManifest())])
      expect(await judge({ without: [bytes] })).toMatchObject({ kind: "undecided", because: "buyer" });
  });
});

describe("a result that is run again", () => {
  it("is undecided where this machine fails", async () => {
    const execute = () => Promise.reject(new Error("out of memory"));
    expect(await judge({ execute })).toMatchObject({ kind: "undecided", because: "machine" });
  });
});

interface Held {
  receipt?: Receipt | undefined;
  signature?: Hex;
  result?: ResultDocument;
  without?: Uint8Array[];
  execute?: () => Promise<never>;
}

/** Judges with a gateway that holds these things, and all the rest as it should be. */
function judge({ signature = "0x", result = RESULT, without = [], execute, ...held }: Held) {
  const gone = new Set(without.map(cidOf));
  const all = [
    manifestBytes(testManifest()),
    PROGRAM,
    STDOUT,
    new Uint8Array(),
    resultBytes(RESULT),
    resultBytes(OTHER),
  ];
  const blobs = new Map(all.map((bytes) => [cidOf(bytes), bytes]).filter(([cid]) => !gone.has(cid as string)) as []);
  const upload = {
    receipt: "receipt" in held ? held.receipt : receipt,
    nodeSignature: signature,
    resultCid: cidOf(resultBytes(result)),
  };
  const gateway = {
    execution: async () => ({ receipt: upload.receipt && upload }),
    async getBlob(cid: string) {
      return blobs.get(cid as never) ?? Promise.reject(missing(cid));
    },
    sizeOfBlob: async (cid: string) => (blobs.get(cid as never) as Uint8Array | undefined)?.length,
  } as unknown as GatewayClient;
  const { deployment, publicClient } = chain;
  const client = createHiveClient({ deployment, publicClient, gateway });
  const { signal } = new AbortController();
  const options = { signal, rerun: execute !== undefined, ...(execute && { execute }) };
  return judgeResult(client, job, live(job).current, options);
}

function missing(cid: string): GatewayRefusedError {
  const headers = new Headers();
  return new GatewayRefusedError({
    status: 404,
    code: "not-found",
    message: `${cid} is not here.`,
    facts: [],
    retryAfter: undefined,
    headers,
  });
}
