import { ComputeHiveError } from "@computehive/protocol/error";
import { PERMIT2_ADDRESS } from "@computehive/protocol/wallet-funding";
import { isContractRefusal } from "../contract-refusal.ts";
import type { ContractRequest } from "../contract-request.ts";
import { addressOf, type HiveClient } from "../hive-client.ts";
import { readPermit2Allowance } from "../token-capabilities.ts";
import { CallRefusedError, simulate, type WriteOptions, type Written, write } from "../write.ts";
import { accountRequests } from "./account-requests.ts";

/**
 * Lets Permit2 take up to `amount` of the market's token out of the client's wallet, each time by a signature of its own: what an order
 * needs that the wallet pays, where the token itself takes no payment by signature. Replaces what was approved before; zero revokes.
 *
 * @throws Permit2MissingError where this chain has no Permit2; what was approved can be revoked all the same.
 */
export async function approvePermit2(client: HiveClient, amount: bigint, options: WriteOptions = {}): Promise<Written> {
  const [first, ...rest] = await permit2Requests(client, amount);
  const last = rest.pop();
  if (!last) return write(client, first, options);
  await write(client, first, { signal: options.signal });
  return write(client, last, options);
}

/** Takes the approval back: no signature moves anything by Permit2 then, neither for orders that still wait nor for others. */
export function revokePermit2(client: HiveClient, options?: WriteOptions): Promise<Written> {
  return approvePermit2(client, 0n, options);
}

/** The calls of `approvePermit2`, unsent: two where the token changes an approval only from and to nothing. */
export async function permit2Requests(
  client: HiveClient,
  amount: bigint,
): Promise<[ContractRequest, ...ContractRequest[]]> {
  const { publicClient, deployment } = client;
  const request = accountRequests.approvePermit2(deployment, { amount });
  if (amount === 0n) return [request];
  const { token } = deployment.contracts;
  const [code, held] = await Promise.all([
    publicClient.getCode({ address: PERMIT2_ADDRESS }),
    readPermit2Allowance(publicClient, { token, owner: addressOf(client) }),
  ]);
  if (code === undefined) throw new Permit2MissingError();
  if (held === 0n || (await isTaken(client, request))) return [request];
  return [accountRequests.approvePermit2(deployment, { amount: 0n }), request];
}

async function isTaken(client: HiveClient, request: ContractRequest): Promise<boolean> {
  try {
    await simulate(client, request);
    return true;
  } catch (error) {
    if (error instanceof CallRefusedError || isContractRefusal(error)) return false;
    throw error;
  }
}

export class Permit2MissingError extends ComputeHiveError {
  override readonly name = "Permit2MissingError";
  constructor() {
    super("This chain has no Permit2, so an approval of it is good for nothing.", {
      metaMessages: [`Where it would be: ${PERMIT2_ADDRESS}`],
    });
  }
}
