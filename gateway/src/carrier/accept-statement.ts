import type { Statement } from "@computehive/protocol/api/statement";
import { unixSeconds } from "@computehive/protocol/clock";
import { jobIdOf } from "@computehive/protocol/order";
import { ownerOf, statementRequest } from "@computehive/sdk/carrier/statement-request";
import { encodeRequest } from "@computehive/sdk/contract-request";
import { withinLimit } from "@computehive/sdk/sending/fees";
import { gasLimitOf } from "@computehive/sdk/sending/gas-limit";
import { concat, isAddressEqual, keccak256 } from "viem";
import { GatewayError } from "../gateway-error.ts";
import { type CarrierPolicy, type CarrierPorts, DAY, inGwei } from "./carrier-ports.ts";
import type { StatementRow } from "./statement-rows.ts";

/** A withdrawal that ends sooner would often be mined too late. Seconds. */
const LEAST_TIME = 60;

/**
 * Keeps a statement for the carrier once the chain says that it would have its effect now. The same statement again answers with what
 * became of it; one that failed is looked at anew.
 *
 * @throws StatementInvalidError, StatementRefusedError, StatementsFullError, CarrierExhaustedError, ChainUnavailableError
 */
export async function acceptStatement(
  statement: Statement,
  ports: CarrierPorts,
  policy: CarrierPolicy,
): Promise<StatementRow> {
  const { rows, clock, signer, sending, deployment } = ports;
  const { to, data } = encodeRequest(statementRequest(deployment, statement));
  const id = keccak256(concat([to, data]));
  const known = await rows.find(id);
  if (known && known.status !== "failed") return known;
  assertPossible(statement);
  await assertOurs(statement, ports, policy);

  const estimate = await sending.estimate({ from: signer.address, to, data }, "pending");
  if (estimate.kind === "impossible") throw new StatementRefusedError({ sentence: estimate.message });
  const gas = gasLimitOf(estimate.gas);
  if (gas > policy.maxGas) {
    throw new StatementInvalidError({ field: "signature", rule: `a step of at most ${policy.maxGas} gas` });
  }
  const { maxFeePerGas } = withinLimit(await sending.fees(), policy.maxFeePerGas);
  const cost = gas * maxFeePerGas;
  if ((await sending.balance(signer.address)) < cost)
    throw new CarrierExhaustedError({ reason: "holds too little coin" });

  const now = unixSeconds(clock);
  const row: StatementRow = {
    id,
    carrier: signer.address,
    kind: statement.kind,
    owner: ownerOf(statement),
    target: to,
    data,
    status: "waiting",
    gas,
    versions: [],
    costGwei: inGwei(cost),
    tries: 1,
    spentGwei: 0,
    recordedAt: now,
  };
  const { maxPerOwner, maxGweiPerDay } = policy;
  const result = await rows.record(row, { since: now - DAY, maxPerOwner, maxGwei: maxGweiPerDay });
  if (result === "too-many") throw new StatementsFullError({ limit: maxPerOwner });
  if (result === "spent") throw new CarrierExhaustedError({ reason: "has spent what it may in a day" });
  return result === "known" ? ((await rows.find(id)) ?? row) : row;
}

/** A record that hides the dispute is not the market's, so the chain refuses it as well. */
function assertPossible(statement: Statement): void {
  if (statement.kind !== "accept" || statement.execution.disputedAt === 0) return;
  throw new StatementInvalidError({
    field: "execution.disputedAt",
    rule: "0: a dispute ends by its verdict or after the resolver's time, never by an acceptance",
  });
}

/** What costs the carrier something must be about this market's money: anybody can sign orders that nobody ever heard of. */
async function assertOurs(
  statement: Statement,
  { deployment, chain, orders, clock }: CarrierPorts,
  { withdrawalFee }: CarrierPolicy,
): Promise<void> {
  const { token, market } = deployment.contracts;
  if (statement.kind === "withdraw") {
    const { withdrawal } = statement;
    if (!isAddressEqual(withdrawal.token, token))
      throw new StatementInvalidError({ field: "withdrawal.token", rule: `the market's token, ${token}` });
    if (withdrawal.fee < withdrawalFee)
      throw new StatementInvalidError({ field: "withdrawal.fee", rule: `at least ${withdrawalFee}` });
    if (withdrawal.deadline < unixSeconds(clock) + LEAST_TIME)
      throw new StatementInvalidError({
        field: "withdrawal.deadline",
        rule: `at least ${LEAST_TIME} seconds from now`,
      });
    return;
  }
  const jobId = jobIdOf({ chainId: deployment.chainId, address: market }, statement.order, statement.terms);
  if (await orders.find(jobId)) return;
  if ((await chain.knownJobs([jobId])).has(jobId)) return;
  throw new StatementInvalidError({ field: "order", rule: "a job of this market, or an order that was left here" });
}

export class StatementInvalidError extends GatewayError {
  override readonly name = "StatementInvalidError";
  constructor({ field, rule }: { field: string; rule: string }) {
    super("This gateway does not carry that statement.", { code: "invalid", field, rule });
  }
}

/** The contract says no: in its own words, which name what is wrong. */
export class StatementRefusedError extends GatewayError {
  override readonly name = "StatementRefusedError";
  constructor({ sentence }: { sentence: string }) {
    super(sentence, { code: "conflict", hint: "Nothing was sent. Look at the job or the account again." });
  }
}

export class StatementsFullError extends GatewayError {
  override readonly name = "StatementsFullError";
  constructor({ limit }: { limit: number }) {
    super(`This gateway carried ${limit} statements for this account within a day.`, {
      code: "rate-limited",
      rule: `at most ${limit} statements an account in 24 hours`,
      hint: "Send the transaction yourself, ask another gateway, or wait.",
      retryAfterSeconds: 3_600,
    });
  }
}

export class CarrierExhaustedError extends GatewayError {
  override readonly name = "CarrierExhaustedError";
  constructor({ reason }: { reason: string }) {
    super(`The gateway's carrier ${reason}, so it takes no statements at the moment.`, {
      code: "unavailable",
      hint: "Send the transaction yourself, ask another gateway, or try again later.",
      retryAfterSeconds: 600,
    });
  }
}
