import { type Address, getAddress, type Hex } from "viem";
import type { Claim } from "../chain.ts";
import { GatewayError } from "../gateway-error.ts";
import type { Authority } from "./authority.ts";

/**
 * The claim that lets `account` write about an execution.
 *
 * @throws ExecutionUnknownError, NotTheNodeError, ChainUnavailableError
 */
export async function claimOfWriter(
  executionId: Hex,
  { account, authority }: { account: Address; authority: Authority },
): Promise<Claim> {
  const claim = await authority.claimOf(executionId);
  if (!claim) throw new ExecutionUnknownError({ executionId });
  if (getAddress(claim.node) !== getAddress(account)) throw new NotTheNodeError({ executionId, account });
  return claim;
}

export class ExecutionUnknownError extends GatewayError {
  override readonly name = "ExecutionUnknownError";
  constructor({ executionId }: { executionId: Hex }) {
    super("No such execution was claimed on this chain.", {
      code: "not-found",
      metaMessages: [`Execution: ${executionId}`],
      hint: "A claim of the last seconds may not have reached this gateway's RPC, or a reorganisation took it back.",
      retryAfterSeconds: 2,
    });
  }
}

export class NotTheNodeError extends GatewayError {
  override readonly name = "NotTheNodeError";
  constructor({ executionId, account }: { executionId: Hex; account: Address }) {
    super("Only the node that claimed an execution may write about it.", {
      code: "forbidden",
      metaMessages: [`Execution: ${executionId}`, `Account:   ${account}`],
    });
  }
}
