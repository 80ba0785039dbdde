import { readFileSync } from "node:fs";
import { join } from "node:path";
import { showAccount } from "@computehive/sdk/account/show-account";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import { buildJob, buildOrder } from "@computehive/sdk/job-builder";
import { postJob } from "@computehive/sdk/jobs/job-actions";
import type { Hex } from "viem";

const PROGRAM = new Uint8Array(readFileSync(join(import.meta.dirname, "../../../programs/hello/program.wasm")));
const LIMITS = { fuel: 6_000_000n, memoryBytes: 262_144, wallSeconds: 10, outputBytes: 4_096 };

export interface Posted {
  readonly jobId: Hex;
  /** Milliseconds on the monotonic clock when the chain had confirmed it. */
  readonly at: number;
}

/** Posts a job that runs for a moment and, if nobody objects, is paid seconds later. */
export async function postSmallJob(
  client: HiveClient,
  name: string,
  { window = 5, signal }: { window?: number; signal?: AbortSignal | undefined } = {},
): Promise<Posted> {
  const gateway = gatewayOf(client);
  const built = buildJob({ program: PROGRAM, args: [name], limits: LIMITS });
  for (const [cid, bytes] of built.blobs) if (cid !== built.manifestCid) await gateway.putBlob(bytes, { signal });
  await gateway.putManifest(built.manifest, { signal });
  const [{ timestamp }, account] = await Promise.all([client.publicClient.getBlock(), showAccount(client)]);
  const { order, terms } = buildOrder({
    deployment: client.deployment,
    buyer: account.owner,
    epoch: account.epoch,
    now: Number(timestamp),
    manifest: built.manifest,
    resourceClass: "cpu.v1",
    pricing: { unitKind: "fuel", fixedPrice: 100_000n, price: 3_000_000n },
    times: { window },
  });
  const { jobId } = await postJob(client, { order, terms }, { signal });
  return { jobId, at: performance.now() };
}
