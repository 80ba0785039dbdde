import type { GatewayClient } from "@computehive/sdk/gateway-client";
import type { BuiltJob } from "@computehive/sdk/job-builder";
import type { Session } from "../session/session.ts";

/** Stores program, inputs and manifest at the gateway. May be cut and repeated: what is there already stays and is kept longer. */
export async function uploadJob(
  { printer, signal }: Session,
  gateway: GatewayClient,
  { blobs, manifest, manifestCid }: BuiltJob,
): Promise<void> {
  const own = [...blobs].filter(([cid]) => cid !== manifestCid);
  for (const [i, [, bytes]] of own.entries()) {
    signal.throwIfAborted();
    printer.progress(`Uploading ${i + 1} of ${own.length}: ${bytes.length} bytes`);
    await gateway.putBlob(bytes, { signal });
  }
  await gateway.putManifest(manifest, { signal });
}
