import type { Clock } from "@computehive/protocol/clock";
import { createAccessTokens } from "@computehive/sdk/gateway/access-tokens";
import { GatewayRefusedError, isTransientGatewayError } from "@computehive/sdk/gateway/gateway-errors";
import { createHttp } from "@computehive/sdk/gateway/http";
import { type AgentPairingCalls, agentPairingCalls } from "@computehive/sdk/gateway/pairings";
import { createAccountRequests } from "@computehive/sdk/gateway/requests";
import { createGatewayClient } from "@computehive/sdk/gateway-client";
import type { LocalAccount } from "viem";
import { PairingFault } from "../../pairing/pairing-fault.ts";
import type { PairingGateway } from "../../pairing/ports.ts";

export interface PairingGatewayOptions {
  readonly url: string;
  readonly account: LocalAccount;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** The caller of this port decides how long to try: one try here. */
const ONE_TRY = { attempts: 1, baseDelay: 0, maxDelay: 0 };

/** Pairings over a gateway's HTTP API; each request carries an access token of the node key. */
export function createPairingGateway({ url, account, clock, timeoutMs }: PairingGatewayOptions): PairingGateway {
  const options = { url, clock, timeout: timeoutMs, retry: ONE_TRY };
  const client = createGatewayClient(options);
  const tokens = createAccessTokens({ signer: account, clock });

  // Asked anew each time: a gateway that was started again may have another name.
  const calls = async (signal: AbortSignal): Promise<AgentPairingCalls> => {
    const { chainId, audience, limits } = await client.info({ signal });
    const authorization = () => tokens.header({ chainId, audience, maxLifetime: limits.accessSeconds });
    const requests = createAccountRequests(createHttp(options), { authorization });
    return agentPairingCalls(requests, { signer: account, chainId, audience });
  };

  return {
    open: (content, signal) => asking(async () => (await calls(signal)).open(content, { signal })),
    look: (id, signal) =>
      asking(async () => {
        try {
          return await (await calls(signal)).look(id, { signal });
        } catch (error) {
          if (error instanceof GatewayRefusedError && error.status === 404) return undefined;
          throw error;
        }
      }),
    answer: (id, answer, signal) =>
      asking(async () => {
        try {
          await (await calls(signal)).answer(id, answer, { signal });
        } catch (error) {
          // The pairing has moved on, or its profile has: the next look says how.
          if (!(error instanceof GatewayRefusedError && [409, 410, 422].includes(error.status))) throw error;
        }
      }),
    cancel: (id, signal) => asking(async () => (await calls(signal)).cancel(id, { signal })),
  };
}

async function asking<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new PairingFault({ whom: "gateway", isTransient: isTransientGatewayError(cause), cause });
  }
}
