import { type Receipt, workOf } from "@computehive/protocol/receipt";
import { type Hex, zeroHash } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showAccount } from "../src/account/show-account.ts";
import {
  AmountMisstatedError,
  CarrierFeeError,
  ReceiptMissingError,
  signStep,
  stepRequest,
} from "../src/carrier/buyer-step.ts";
import { statementRequest } from "../src/carrier/statement-request.ts";
import { takeStep } from "../src/carrier/take-step.ts";
import { JobDisputedError } from "../src/jobs/assert-undisputed.ts";
import { disputeJob } from "../src/jobs/job-actions.ts";
import { readJob } from "../src/jobs/read-job.ts";
import { write } from "../src/write.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import {
  claimed,
  fundedBuyer,
  live,
  posted,
  receiptFor,
  stakedNode,
  submitted,
  type TestNode,
} from "./support/market.ts";

let chain: TestChain;
let buyer: Party;
let node: TestNode;
let stranger: Party;

beforeAll(async () => {
  chain = await startTestChain();
  [buyer, node, stranger] = [await fundedBuyer(chain), await stakedNode(chain), await chain.party()];
});
afterAll(() => chain.stop());

/** A submitted job, with the step by which its buyer accepts what a gateway says its receipt is. */
async function submittedJob({ stated }: { stated?: bigint } = {}) {
  const running = await claimed(node, await posted(chain, buyer));
  const honest = receiptFor(running, { units: 10n ** 11n });
  const receipt = { ...honest, details: { ...honest.details, amount: stated ?? honest.details.amount } };
  const view = live(await submitted(node, running, receipt));
  const { execution, executionId } = view.current;
  const acceptance = (shown: Receipt | undefined) =>
    ({ kind: "accept", ...view, execution, executionId, work: workOf(receipt), receipt: shown }) as const;
  return { jobId: view.jobId, receipt, acceptance };
}

const NO_FEE = { fee: 0n };

describe("an acceptance that is only signed", () => {
  it("settles the job, whoever carries it", async () => {
    const { jobId, receipt, acceptance } = await submittedJob();
    const statement = await signStep(buyer.client, acceptance(receipt), NO_FEE);
    await write(stranger.client, statementRequest(chain.deployment, statement));
    expect(await readJob(stranger.client, jobId)).toMatchObject({ state: "settled-cosigned" });
  });

  it("is of the receipt that the node submitted, whatever the gateway says", async () => {
    const { receipt, acceptance } = await submittedJob();
    const others: (Receipt | undefined)[] = [
      undefined,
      // The node would settle with the signature, and be paid for these.
      { ...receipt, units: receipt.units * 10n },
      // So would the node of another job of this buyer.
      { ...receipt, executionId: `0x${"12".repeat(32)}` satisfies Hex },
      { ...receipt, node: stranger.account.address },
      { ...receipt, details: { ...receipt.details, attestationId: zeroHash, endedAt: receipt.details.endedAt + 1 } },
    ];
    for (const other of others) {
      await expect(signStep(buyer.client, acceptance(other), NO_FEE)).rejects.toThrow(ReceiptMissingError);
    }
  });
});

describe("a receipt that states less than its units come to", () => {
  it("is not accepted by a signature: the wallet would show the wrong amount", async () => {
    const { receipt, acceptance } = await submittedJob({ stated: 1n });
    await expect(signStep(buyer.client, acceptance(receipt), NO_FEE)).rejects.toThrow(AmountMisstatedError);
  });
});

describe("an acceptance during a dispute", () => {
  async function disputedJob() {
    const { jobId, receipt, acceptance } = await submittedJob();
    const { execution: before, ...step } = acceptance(receipt);
    await disputeJob(buyer.client, { ...step, execution: before, complaint: "wrong" });
    const { current, terms } = live(await readJob(buyer.client, jobId));
    const until = new Date((current.execution.disputedAt + terms.verdictTime) * 1000).toISOString().slice(0, 19);
    return { jobId, acceptance: { ...step, execution: current.execution }, early: acceptance(receipt), until };
  }

  it("is neither signed nor sent, and says until when to wait", async () => {
    const { jobId, acceptance, until } = await disputedJob();
    const count = () => chain.publicClient.getTransactionCount({ address: buyer.account.address });
    const before = await count();
    const refusals = [
      () => signStep(buyer.client, acceptance, NO_FEE),
      async () => stepRequest(buyer.client, acceptance),
      () => takeStep(buyer.client, acceptance, { kind: "own" }),
    ];
    for (const refusal of refusals) {
      const refused = expect(refusal()).rejects;
      await refused.toThrow(JobDisputedError);
      await refused.toThrow(`Without one by ${until}Z, anybody may split`);
    }
    expect(await count()).toBe(before);
    expect(await readJob(buyer.client, jobId)).toMatchObject({ state: "disputed" });
  });

  it("has no effect where it was signed before the dispute", async () => {
    const { jobId, early } = await disputedJob();
    const statement = await signStep(buyer.client, early, NO_FEE);
    await expect(write(stranger.client, statementRequest(chain.deployment, statement))).rejects.toThrow(
      /not the current one|disputed/,
    );
    expect(await readJob(buyer.client, jobId)).toMatchObject({ state: "disputed" });
  });
});

describe("a withdrawal that is only signed", () => {
  const step = () => ({ kind: "withdraw", amount: 3n, to: buyer.account.address, maxFee: 2n }) as const;

  it("gives whoever carries it the fee that was agreed", async () => {
    const statement = await signStep(buyer.client, step(), { fee: 2n });
    expect(statement).toMatchObject({ withdrawal: { amount: 3n, fee: 2n } });
    await write(stranger.client, statementRequest(chain.deployment, statement));
    expect(await showAccount(stranger.client)).toMatchObject({ free: 2n });
  });

  it("is not signed for more, whatever the gateway asks", async () => {
    await expect(signStep(buyer.client, step(), { fee: 3n })).rejects.toThrow(CarrierFeeError);
  });
});
