import { jobMarketAbi } from "@computehive/protocol/contracts";
import { accountResponseSchema } from "@computehive/protocol/indexer-api/account";
import {
  bookResponseSchema,
  pricesResponseSchema,
  resourceClassesResponseSchema,
} from "@computehive/protocol/indexer-api/book";
import { executionResponseSchema } from "@computehive/protocol/indexer-api/execution";
import { providerResponseSchema } from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes as routes } from "@computehive/protocol/indexer-api/routes";
import { totalsResponseSchema } from "@computehive/protocol/indexer-api/totals";
import { receiptTypedData, workOf } from "@computehive/protocol/receipt";
import {
  concat,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  hexToBytes,
  pad,
  parseEventLogs,
  toHex,
  zeroHash,
} from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { showAccount } from "../../packages/sdk/src/account/show-account.ts";
import { ruleDispute } from "../../packages/sdk/src/arbiter/rule-dispute.ts";
import { disputeJob, settleSilent, submitReceipt } from "../../packages/sdk/src/jobs/job-actions.ts";
import type { JobView } from "../../packages/sdk/src/jobs/job-view.ts";
import { signOrder } from "../../packages/sdk/src/jobs/signed-job.ts";
import { arbiterOf, type Party } from "../../packages/sdk/test/support/chain.ts";
import {
  DOLLAR,
  fundedBuyer,
  receiptFor,
  stakedNode,
  type TestNode,
  testOrder,
} from "../../packages/sdk/test/support/market.ts";
import type { TestIndexer } from "./support/indexer.ts";
import { startStack, type TestStack } from "./support/stack.ts";

/** i = 0; top: memory[i] = not(data[i + 32]); i += 32; while there is data */
const INVERT = "5f5b80602001351981526020018036116001575f5f60203603";
/** Calls the address in the first word with that; fails where the call does. */
const CALL = "5f5f5f355af16025575f5ffd5b00";
/**
 * Calls the address in its first word with the rest, every bit of which it turns over. By hand: a node's code may build its claim
 * in any way that it likes, and nobody finds the order in the transaction's data then.
 */
const INVERTER: Hex = `0x${INVERT}${CALL}`;
const INVERTER_ADDRESS = `0x${"1a".repeat(20)}` as const;

let stack: TestStack;
let indexer: TestIndexer;
let buyer: Party;
let node: TestNode;
const ids: Record<string, { jobId: Hex; executionId: Hex }> = {};

beforeAll(async () => {
  stack = await startStack("postgres");
  const starting = stack.index();
  await stack.chain.testClient.setCode({ address: INVERTER_ADDRESS, bytecode: INVERTER });
  buyer = await fundedBuyer(stack.chain);
  node = await stakedNode(stack.chain);
  await tellHidden();
  indexer = await starting;
  await stack.caughtUp(indexer);
});
afterAll(() => stack?.stop());

/** One is paid by silence, one by a verdict whose fee is the buyer's, one refunded by a verdict whose fee is the provider's. */
async function tellHidden(): Promise<void> {
  const paid = await claimedInHiding(1n);
  await stack.chain.pass(paid.order.window + 1);
  await settleSilent(node.client, paid);
  for (const [salt, finding] of [
    [2n, "upheld"],
    [3n, "wrong"],
  ] as const) {
    const job = await claimedInHiding(salt);
    await disputeJob(buyer.client, { ...job, complaint: "wrong" });
    const execution = { ...job.execution, disputedAt: await now(), complaint: 1 };
    await ruleDispute(arbiterOf(stack.chain), { ...job, execution, finding, reason: "" });
  }
}

/** A signed order that the node claims through its own code (EIP-7702), and the receipt that it submits for it. */
async function claimedInHiding(salt: bigint) {
  const { chain } = stack;
  const { market } = chain.deployment.contracts;
  const offering = await testOrder(chain, buyer, { salt });
  const { order, terms, signature } = await signOrder(buyer.client, offering);
  const call = encodeFunctionData({ abi: jobMarketAbi, functionName: "claimSigned", args: [order, terms, signature] });
  const inverted = toHex(hexToBytes(call).map((byte) => 255 - byte));
  const wallet = node.client.walletClient!;
  const code = { contractAddress: INVERTER_ADDRESS, executor: "self" } as const;
  const authorization = await wallet.signAuthorization({ account: node.account, ...code });
  const hash = await wallet.sendTransaction({
    ...{ account: node.account, chain: null, to: node.account.address, gas: 1_500_000n },
    ...{ data: concat([pad(market), inverted]), authorizationList: [authorization] },
  });
  const { logs } = await chain.publicClient.waitForTransactionReceipt({ hash });
  const [claim] = parseEventLogs({ abi: jobMarketAbi, eventName: "JobClaimed", logs });
  const { jobId, executionId, provider, payee, exposure, submitBy } = claim!.args;
  ids[String(salt)] = { jobId, executionId };
  const claimed = {
    ...{ node: node.account.address, provider, payee, exposure, claimedAt: await now(), submitBy },
    ...{ submittedAt: 0, disputedAt: 0, complaint: 0, receiptHash: zeroHash },
  };
  const receipt = receiptFor({
    jobId,
    order,
    terms,
    current: { executionId, execution: claimed },
  } as unknown as JobView);
  const work = workOf(receipt);
  await submitReceipt(node.client, { jobId, execution: claimed, work });
  const receiptHash = hashTypedData(receiptTypedData(node.client.marketDomain, receipt));
  return { jobId, order, terms, execution: { ...claimed, submittedAt: await now(), receiptHash }, work };
}

/** Time of the newest block. */
async function now(): Promise<number> {
  return Number((await stack.chain.publicClient.getBlock()).timestamp);
}

it("is in no list of jobs, and its money is counted all the same", async () => {
  const { differences } = await stack.compare(indexer);
  expect(differences).toEqual([]);
  const response = await fetch(new URL(routes.job(ids["1"]!.jobId), indexer.url));
  expect(response.status).toBe(404);
  const { executionId } = ids["1"]!;
  const { execution } = await indexer.get(routes.execution(executionId), executionResponseSchema);
  expect(execution.settlement).toMatchObject({ kind: "silent", amount: 4n * DOLLAR });
  const { provider } = await indexer.get(routes.provider(node.provider.account.address), providerResponseSchema);
  expect(provider.record).toMatchObject({ settled: 2, earned: 8n * DOLLAR });
});

it("has no price: nowhere does a trade at nothing appear", async () => {
  const { items } = await indexer.get(routes.prices({ resourceClass: "cpu.v1" }), pricesResponseSchema);
  expect(items).toEqual([]);
  const book = await indexer.get(routes.book({ resourceClass: "cpu.v1" }), bookResponseSchema);
  expect(book).toMatchObject({ last: [], bids: [] });
  const classes = await indexer.get(routes.resourceClasses(), resourceClassesResponseSchema);
  expect(classes.items).toEqual([]);
});

it("pays the arbiter for its verdicts, out of the bond and out of the stake", async () => {
  const arbiter = arbiterOf(stack.chain);
  const address = arbiter.walletClient!.account!.address;
  const { balances, movements } = await indexer.get(routes.account(address), accountResponseSchema);
  const { free } = await showAccount(arbiter);
  expect(free).toBe(DOLLAR);
  expect(balances).toMatchObject([{ free }]);
  expect(movements.map(({ kind, amount, jobId }) => [kind, amount, jobId])).toEqual([
    ["fee", DOLLAR / 2n, ids["3"]!.jobId],
    ["fee", DOLLAR / 2n, ids["2"]!.jobId],
  ]);
  const { escrow } = await indexer.get(routes.totals(), totalsResponseSchema);
  expect(escrow.market).toBe(0n);
});
