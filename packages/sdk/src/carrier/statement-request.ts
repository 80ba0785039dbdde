import type { Statement } from "@computehive/protocol/api/statement";
import type { Deployment } from "@computehive/protocol/contracts";
import { termsHashOf } from "@computehive/protocol/order";
import type { Address } from "viem";
import { accountRequests } from "../account/account-requests.ts";
import type { ContractRequest } from "../contract-request.ts";
import { jobRequests } from "../jobs/job-requests.ts";

/** The call by which anybody carries this statement. */
export function statementRequest(deployment: Deployment, statement: Statement): ContractRequest {
  if (statement.kind === "withdraw") return accountRequests.withdrawFor(deployment, statement);
  const ending = { ...statement, termsHash: termsHashOf(statement.terms) };
  switch (ending.kind) {
    case "cancel":
      return jobRequests.cancelFor(deployment, ending);
    case "accept":
      return jobRequests.settleCosigned(deployment, { ...ending, buyerSignature: ending.signature });
    case "dispute":
      return jobRequests.disputeFor(deployment, ending);
    case "lapse":
      return jobRequests.lapse(deployment, ending);
    case "expire":
      return jobRequests.expire(deployment, ending);
    case "settle-silent":
      return jobRequests.settleSilent(deployment, ending);
    case "resolve-by-timeout":
      return jobRequests.resolveByTimeout(deployment, ending);
  }
}

/** Whose money it moves: the job's buyer, or the owner of the account. */
export function ownerOf(statement: Statement): Address {
  return statement.kind === "withdraw" ? statement.withdrawal.owner : statement.order.buyer;
}
