import { CidMismatchError, cidOf } from "@computehive/protocol/cid";
import { manifestBytes } from "@computehive/protocol/manifest";
import type { Receipt } from "@computehive/protocol/receipt";
import { buildResultDocument, type ResultDocument, resultBytes } from "@computehive/protocol/result";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GatewayRefusedError, GatewayUnreachableError } from "../src/gateway/gateway-errors.ts";
import type { GatewayClient } from "../src/gateway-client.ts";
import { createHiveClient } from "../src/hive-client.ts";
import type { JobView } from "../src/jobs/job-view.ts";
import { type JudgeOptions, judgeResult } from "../src/verify/judge-result.ts";
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

describe("outputs that are fetched", () => {
  const outputs = { fetchedWithin: 200 };

  it("are there where their bytes are", async () => {
    expect(await judge({ outputs })).toEqual({ kind: "right" });
  });

  it("are not there where a gateway only says so", async () => {
    const hollow = { gives: () => Promise.reject(new GatewayUnreachableError({ url: "", cause: "broken" })) };
    expect(await judge(hollow)).toEqual({ kind: "right" });
    expect(await judge({ ...hollow, outputs })).toMatchObject({
      kind: "not-delivered",
      facts: [expect.stringMatching(/^stdout .* is not there: The gateway does not answer/)],
    });
  });

  it("are not there where a gateway lets who asks wait for ever", async () => {
    const hanging = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    expect(await judge({ gives: hanging, outputs })).toMatchObject({
      kind: "not-delivered",
      facts: [expect.stringContaining("not given in time")],
    });
  });

  it("are not there where a gateway gives other bytes", async () => {
    const others = { gives: async () => PROGRAM, outputs };
    expect(await judge(others)).toMatchObject({ kind: "not-delivered", facts: [expect.stringContaining("CID")] });
  });

  it("say nothing of a gateway that answers nothing any more", async () => {
    const down = () => Promise.reject(new GatewayUnreachableError({ url: "", cause: "down" }));
    await expect(judge({ gives: down, says: down, outputs })).rejects.toThrow("does not answer");
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
  outputs?: JudgeOptions["outputs"];
  /** In place of standard output. */
  gives?: (signal: AbortSignal) => Promise<Uint8Array>;
  says?: () => Promise<number>;
}

/** Judges with a gateway that holds these things, and all the rest as it should be. */
function judge({ signature = "0x", result = RESULT, without = [], execute, outputs, gives, says, ...held }: Held) {
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
    async getBlob(cid: string, { signal: stop }: { signal: AbortSignal }) {
      // As a client does that checks what it is given.
      if (gives && cid === cidOf(STDOUT)) return named(cid, await gives(stop));
      return blobs.get(cid as never) ?? Promise.reject(missing(cid));
    },
    sizeOfBlob: async (cid: string) => says?.() ?? (blobs.get(cid as never) as Uint8Array | undefined)?.length,
  } as unknown as GatewayClient;
  const { deployment, publicClient } = chain;
  const client = createHiveClient({ deployment, publicClient, gateway });
  const { signal } = new AbortController();
  const options = { signal, rerun: execute !== undefined, ...(execute && { execute }), ...(outputs && { outputs }) };
  return judgeResult(client, job, live(job).current, options);
}

function named(cid: string, bytes: Uint8Array): Uint8Array {
  if (cidOf(bytes) !== cid) throw new CidMismatchError({ expected: cid, given: cidOf(bytes) });
  return bytes;
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
