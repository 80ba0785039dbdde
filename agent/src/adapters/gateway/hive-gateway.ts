import type { HeartbeatContent } from "@computehive/protocol/api/heartbeat";
import { heartbeatTypedData } from "@computehive/protocol/api/heartbeat-signature";
import type { Clock } from "@computehive/protocol/clock";
import { receiptToJson } from "@computehive/protocol/receipt";
import { GatewayRefusedError, isTransientGatewayError } from "@computehive/sdk/gateway/gateway-errors";
import { createGatewayClient, type GatewayClient } from "@computehive/sdk/gateway-client";
import type { LocalAccount } from "viem";
import { type AgentGateway, GatewayFault, type GatewayFaultKind } from "../../work/gateway-port.ts";

export interface HiveGatewayOptions {
  url: string;
  account: LocalAccount;
  chainId: number;
  clock: Clock;
  timeoutMs: number;
}

/** The caller of this port decides how long to try: one try here. */
const ONE_TRY = { attempts: 1, baseDelay: 0, maxDelay: 0 };

/** A gateway over its HTTP API, with the node key as the one who asks. */
export function createHiveGateway({ url, account, chainId, clock, timeoutMs }: HiveGatewayOptions): AgentGateway {
  const client = createGatewayClient({ url, signer: account, clock, timeout: timeoutMs, retry: ONE_TRY });
  return {
    answers: (signal) =>
      doing("ask for its limits", signal, () => client.info({ signal })).then(
        () => true,
        (error: unknown) => {
          if (error instanceof GatewayFault) return false;
          throw error;
        },
      ),
    getBlob: (cid, { maxBytes, signal }) =>
      doing(`get the blob ${cid}`, signal, () => client.getBlob(cid, { maxBytes, signal })),
    putBlob: (cid, bytes, signal) =>
      doing(`store the blob ${cid}`, signal, () => client.putBlob(bytes, { signal }).then(ignore)),
    putReceipt: (receipt, nodeSignature, resultCid, signal) =>
      doing(`store the receipt of ${receipt.executionId}`, signal, () =>
        client.sendReceipt(
          receipt.executionId,
          { receipt: receiptToJson(receipt), nodeSignature, resultCid },
          { signal },
        ),
      ),
    postPhase: (executionId, event, signal) =>
      doing(`report a phase of ${executionId}`, signal, () => client.sendPhase(executionId, event, { signal })),
    postLog: (executionId, chunk, signal) =>
      doing(`send the log of ${executionId}`, signal, () =>
        client.sendLog(executionId, chunk, { signal }).then(ignore),
      ),
    logBytes: (executionId, signal) =>
      doing(
        `ask for the log of ${executionId}`,
        signal,
        async () => (await client.execution(executionId, { signal })).logBytes,
      ),
    leftOrders: (query, signal) => doing("look for signed orders", signal, () => client.leftOrders(query, { signal })),
    postHeartbeat: (content, signal) =>
      doing("send a heartbeat", signal, () => heartbeat(client, account, chainId, content, signal)),
  };
}

async function heartbeat(
  client: GatewayClient,
  account: LocalAccount,
  chainId: number,
  content: HeartbeatContent,
  signal: AbortSignal,
): Promise<void> {
  const { audience } = await client.info({ signal });
  const signature = await account.signTypedData(heartbeatTypedData({ chainId, audience }, content));
  await client.sendHeartbeat({ ...content, signature }, { signal });
}

async function doing<Result>(what: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    signal.throwIfAborted();
    throw new GatewayFault({ kind: kindOf(cause), doing: what, cause });
  }
}

function kindOf(cause: unknown): GatewayFaultKind {
  if (isTransientGatewayError(cause)) return "unreachable";
  if (!(cause instanceof GatewayRefusedError)) return "refused";
  // A gateway that has not seen the claim yet, or sees another branch of the chain, will; a full one may have room later.
  if (cause.status === 404 || cause.status === 403 || cause.status === 409 || cause.status === 507) return "missing";
  return "refused";
}

function ignore(): void {}
