import { type Deployment, escrowAbi, jobMarketAbi, stakingAbi } from "@computehive/protocol/contracts";
import { COMPLAINTS, type Complaint } from "@computehive/protocol/dispute";
import { cancelJobTypedData, disputeExecutionTypedData } from "@computehive/protocol/job-statement";
import { type Execution, executionIdOf, jobIdOf, jobOrderTypedData, termsHashOf } from "@computehive/protocol/order";
import { type Receipt, receiptHashOf, receiptTypedData, workOf } from "@computehive/protocol/receipt";
import { type Address, type Hex, type PrivateKeyAccount, zeroHash } from "viem";
import { accountRequests } from "../../src/account/account-requests.ts";
import { type ContractRequest, contractRequest } from "../../src/contract-request.ts";
import { jobRequests } from "../../src/jobs/job-requests.ts";
import { nodeRequests } from "../../src/nodes/nodes.ts";
import { stakeRequests } from "../../src/staking/stake.ts";
import type { Action, ActionKind, ActionOf, BroughtRecord } from "./action.ts";
import { runOf } from "./execution-rules.ts";
import { jobOf } from "./order-rules.ts";
import { chainOrderOf, receiptOf } from "./papers.ts";
import type { Actor, Operator, Order, World } from "./world.ts";

/** Who is who on the chain, and where. */
export interface Cast {
  readonly deployment: Deployment;
  readonly accounts: Record<Actor, PrivateKeyAccount>;
}

type Call<kind extends ActionKind> = (
  cast: Cast,
  world: World,
  action: ActionOf<kind>,
) => ContractRequest | Promise<ContractRequest>;

/** The call of a contract that an action stands for, with all that its caller has to bring. */
export async function callOf(cast: Cast, world: World, action: Action): Promise<ContractRequest> {
  // Which action a call is for was checked where the table is written.
  return (calls[action.kind] as unknown as Call<ActionKind>)(cast, world, action);
}

const calls: { [kind in ActionKind]: Call<kind> } = {
  deposit: ({ deployment, accounts }, _world, { owner, amount }) =>
    accountRequests.deposit(deployment, { owner: accounts[owner].address, amount }),
  withdraw: ({ deployment, accounts }, _world, { amount, to }) =>
    accountRequests.withdraw(deployment, { amount, to: accounts[to].address }),
  move: ({ deployment: { contracts }, accounts }, _world, { to, amount }) =>
    contractRequest({
      address: contracts.escrow,
      abi: escrowAbi,
      functionName: "move",
      args: [contracts.token, accounts[to].address, amount],
    }),
  setOperator: (cast, _world, { operator, cap, expiry }) =>
    accountRequests.setOperator(cast.deployment, { operator: operatorOf(cast, operator), cap, expiry }),
  raiseEpoch: ({ deployment }) => accountRequests.raiseEpoch(deployment),
  draw: ({ deployment: { contracts }, accounts }, world, { owner, amount }) =>
    contractRequest({
      address: contracts.escrow,
      abi: escrowAbi,
      functionName: "draw",
      args: [accounts[owner].address, contracts.token, amount, world.accounts[owner].epoch],
    }),
  addStake: ({ deployment }, _world, { amount, epoch }) => stakeRequests.add(deployment, { amount, epoch }),
  thaw: ({ deployment }, _world, { amount }) => stakeRequests.thaw(deployment, { amount }),
  cancelThaw: ({ deployment }) => stakeRequests.cancelThaw(deployment),
  withdrawStake: ({ deployment }) => stakeRequests.withdraw(deployment),
  setPaused: ({ deployment, accounts }, _world, { node, paused }) =>
    nodeRequests.setPaused(deployment, { node: accounts[node].address, paused }),
  slash: ({ deployment: { contracts }, accounts }, _world, { provider, amount }) =>
    contractRequest({
      address: contracts.staking,
      abi: stakingAbi,
      functionName: "slash",
      args: [accounts[provider].address, amount, 0n, accounts.thief.address, amount],
    }),
  post: (cast, _world, { order }) => jobRequests.post(cast.deployment, chainOrderOf(cast, order)),
  cancel: (cast, world, { job }) => jobRequests.cancel(cast.deployment, closingOf(cast, world, job)),
  async cancelFor(cast, world, { job, signer }) {
    const { jobId, domain } = orderedOf(cast, jobOf(world, job).order);
    const signature = await cast.accounts[signer].signTypedData(cancelJobTypedData(domain, jobId));
    return jobRequests.cancelFor(cast.deployment, { ...closingOf(cast, world, job), signature });
  },
  lapse: (cast, world, { job }) => jobRequests.lapse(cast.deployment, closingOf(cast, world, job)),
  claim: (cast, world, { job }) => jobRequests.claim(cast.deployment, chainOrderOf(cast, jobOf(world, job).order)),
  async claimSigned(cast, _world, { order: wanted, signer }) {
    const { order, terms, domain } = orderedOf(cast, wanted);
    const signature = await cast.accounts[signer].signTypedData(jobOrderTypedData(domain, order, terms));
    return jobRequests.claimSigned(cast.deployment, { order, terms, signature });
  },
  decline: (cast, world, { job, record }) =>
    jobRequests.decline(cast.deployment, {
      jobId: orderedOf(cast, jobOf(world, job).order).jobId,
      execution: executionOf(cast, world, job, record),
    }),
  submit: (cast, world, { job, record, units }) =>
    jobRequests.submit(cast.deployment, {
      jobId: orderedOf(cast, jobOf(world, job).order).jobId,
      execution: executionOf(cast, world, job, record),
      work: workOf(receiptBy(cast, world, job, units)),
    }),
  expire: (cast, world, { job, record }) => jobRequests.expire(cast.deployment, endingOf(cast, world, job, record)),
  settleCosigned: async (cast, world, { job, record, units, nodeSigner, buyerSigner }) => {
    const receipt = receiptBy(cast, world, job, units);
    return jobRequests.settleCosigned(cast.deployment, {
      ...endingOf(cast, world, job, record),
      work: workOf(receipt),
      nodeSignature: await signed(cast, receipt, nodeSigner),
      buyerSignature: await signed(cast, receipt, buyerSigner),
    });
  },
  settleSilent: (cast, world, { job, record, units }) =>
    jobRequests.settleSilent(cast.deployment, {
      ...endingOf(cast, world, job, record),
      work: workOf(receiptBy(cast, world, job, units)),
    }),
  dispute: (cast, world, { job, record, complaint }) =>
    jobRequests.dispute(cast.deployment, { ...endingOf(cast, world, job, record), complaint: nameOf(complaint) }),
  async disputeFor(cast, world, { job, record, complaint: number, signer }) {
    const ending = endingOf(cast, world, job, record);
    const complaint = nameOf(number);
    const { receiptHash } = executionOf(cast, world, job, "current");
    const statement = { executionId: receiptBy(cast, world, job, 0n).executionId, receiptHash, complaint };
    const data = disputeExecutionTypedData(orderedOf(cast, jobOf(world, job).order).domain, statement);
    const signature = await cast.accounts[signer].signTypedData(data);
    return jobRequests.disputeFor(cast.deployment, { ...ending, complaint, signature });
  },
  resolve(cast, world, { job, record, units, upheld, fee }) {
    const { order, terms } = orderedOf(cast, jobOf(world, job).order);
    const verdict = { finding: upheld ? 0 : 1, fee, feeRecipient: cast.accounts.collector.address };
    const work = workOf(receiptBy(cast, world, job, units));
    return contractRequest({
      address: cast.deployment.contracts.market,
      abi: jobMarketAbi,
      functionName: "resolve",
      args: [order, terms, executionOf(cast, world, job, record), work, verdict],
    });
  },
  resolveByTimeout: (cast, world, { job, record, units }) =>
    jobRequests.resolveByTimeout(cast.deployment, {
      ...chainOrderOf(cast, jobOf(world, job).order),
      execution: executionOf(cast, world, job, record),
      work: workOf(receiptBy(cast, world, job, units)),
    }),
  async proveEquivocation(cast, world, { job, record, one, other, signer }) {
    const [first, second] = await Promise.all(
      [one, other].map(async (units) => {
        const receipt = receiptBy(cast, world, job, units);
        const isSubmitted = units === runOf(world, job).units;
        return {
          work: workOf(receipt),
          nodeSignature: isSubmitted ? "0x" : await signed(cast, receipt, signer),
        } as const;
      }),
    );
    return jobRequests.proveEquivocation(cast.deployment, {
      ...endingOf(cast, world, job, record),
      one: first!,
      other: second!,
    });
  },
};

export function jobIdIn(cast: Cast, order: Order): Hex {
  return orderedOf(cast, order).jobId;
}

function orderedOf(cast: Cast, wanted: Order) {
  const { order, terms } = chainOrderOf(cast, wanted);
  const domain = { chainId: cast.deployment.chainId, address: cast.deployment.contracts.market };
  return { order, terms, domain, jobId: jobIdOf(domain, order, terms) };
}

function closingOf(cast: Cast, world: World, job: number) {
  const { order, terms } = chainOrderOf(cast, jobOf(world, job).order);
  return { order, termsHash: termsHashOf(terms) };
}

function endingOf(cast: Cast, world: World, job: number, record: BroughtRecord) {
  return { ...closingOf(cast, world, job), execution: executionOf(cast, world, job, record) };
}

/** The record as events would tell it; a forged one pays the thief. */
function executionOf(cast: Cast, world: World, job: number, record: BroughtRecord): Execution {
  const { node, provider, payee, units, ...times } = runOf(world, job);
  const domain = { chainId: cast.deployment.chainId, address: cast.deployment.contracts.market };
  return {
    ...times,
    node: cast.accounts[node].address,
    provider: cast.accounts[provider].address,
    payee: cast.accounts[record === "forged" ? "thief" : payee].address,
    exposure: jobOf(world, job).order.exposure,
    receiptHash: units === undefined ? zeroHash : receiptHashOf(domain, receiptBy(cast, world, job, units)),
  };
}

function receiptBy(cast: Cast, world: World, job: number, units: bigint): Receipt {
  const { order, attempt } = jobOf(world, job);
  const executionId = executionIdOf(orderedOf(cast, order).jobId, attempt);
  return receiptOf({ executionId, node: cast.accounts[runOf(world, job).node].address, units });
}

async function signed(cast: Cast, receipt: Receipt, signer: Actor | undefined): Promise<Hex> {
  if (signer === undefined) return "0x";
  const domain = { chainId: cast.deployment.chainId, address: cast.deployment.contracts.market };
  return cast.accounts[signer].signTypedData(receiptTypedData(domain, receipt));
}

function nameOf(complaint: number): Exclude<Complaint, "none"> {
  // "None" is among what the thief tries.
  return COMPLAINTS[complaint] as Exclude<Complaint, "none">;
}

function operatorOf({ deployment, accounts }: Cast, operator: Operator): Address {
  return operator === "thief" ? accounts.thief.address : deployment.contracts[operator];
}
