import { executionIdOf, jobIdOf } from "@computehive/protocol/order";
import type { SignedOrderFault } from "@computehive/sdk/jobs/check-signed-order";
import { type Address, type Hex, keccak256, toHex } from "viem";
import { type Chain, ChainUnavailableError, type Claim, type PostedOrder } from "../chain.ts";
import { MARKET, sampleOrder } from "./samples.ts";

/** A chain that does what a test tells it: blocks come, go back and come otherwise, and the RPC can be down. */
export interface FakeChain extends Chain {
  register(node: Address, provider?: Address): void;
  retire(node: Address): void;
  /** Posts an order and lets `node` claim it, in one new block. */
  claim(node: Address, options?: { salt?: bigint }): Claim & PostedOrder;
  /** The same job, claimed by another node in another version of the newest block. */
  reorgTo(claim: Claim, node: Address | undefined): void;
  /** A contract account that takes exactly this signature. */
  addContract(account: Address, signature: Hex): void;
  /** What is wrong with every signed order, or nothing. */
  setFault(fault: SignedOrderFault | undefined): void;
  /** What buyers have for all orders that they sign; without end unless told. */
  setCover(amount: bigint): void;
  /** The market has heard of this job. */
  take(jobId: Hex): void;
  /** The chain went back: it has not. */
  untake(jobId: Hex): void;
  /** Makes every question fail, or answers again. */
  setDown(isDown: boolean): void;
  /** How often it was asked what. */
  readonly asked: Record<
    | "findClaim"
    | "blockHashAt"
    | "providerOf"
    | "findOrder"
    | "headNumber"
    | "isContractSignature"
    | "whyNotClaimable"
    | "knownJobs",
    number
  >;
}

export function createFakeChain(): FakeChain {
  const providers = new Map<string, Address>();
  const claims = new Map<Hex, Claim>();
  const orders = new Map<Hex, PostedOrder>();
  const contracts = new Map<string, Hex>();
  const blockHashes: Hex[] = [keccak256("0x00")];
  const asked = {
    findClaim: 0,
    blockHashAt: 0,
    providerOf: 0,
    findOrder: 0,
    headNumber: 0,
    isContractSignature: 0,
    whyNotClaimable: 0,
    knownJobs: 0,
  };
  const taken = new Set<Hex>();
  let fault: SignedOrderFault | undefined;
  let cover = 2n ** 256n;
  let isDown = false;
  let version = 0;

  const ask = async <Answer>(question: keyof typeof asked, answer: () => Answer): Promise<Answer> => {
    asked[question] += 1;
    if (isDown) throw new ChainUnavailableError({ reason: "the test took the RPC away" });
    return answer();
  };

  const newBlockHash = () => keccak256(toHex(`block ${version++}`));

  return {
    asked,
    findClaim: (executionId) => ask("findClaim", () => claims.get(executionId)),
    blockHashAt: (number) => ask("blockHashAt", () => blockHashes[Number(number)]),
    providerOf: (node) => ask("providerOf", () => providers.get(node.toLowerCase())),
    findOrder: (jobId) => ask("findOrder", () => orders.get(jobId)),
    isContractSignature: ({ account, signature }) =>
      ask("isContractSignature", () => contracts.get(account.toLowerCase()) === signature),
    whyNotClaimable: ({ order }, { besides = 0n } = {}) =>
      ask("whyNotClaimable", () => {
        const needed = order.maxPay + order.bond + besides;
        return fault ?? (needed > cover ? { field: "order.maxPay", rule: "covered", isMoney: true } : undefined);
      }),
    knownJobs: (jobIds) => ask("knownJobs", () => new Set(jobIds.filter((jobId) => taken.has(jobId)))),
    headNumber: () => ask("headNumber", () => BigInt(blockHashes.length - 1)),

    register: (node, provider = "0x000000000000000000000000000000000000dEaD") =>
      void providers.set(node.toLowerCase(), provider),
    retire: (node) => void providers.delete(node.toLowerCase()),
    claim(node, { salt = BigInt(blockHashes.length) } = {}) {
      const posted = sampleOrder({ salt });
      const jobId = jobIdOf(MARKET, posted.order, posted.terms);
      blockHashes.push(newBlockHash());
      const claim: Claim = {
        executionId: executionIdOf(jobId, 0),
        jobId,
        node,
        provider: "0x000000000000000000000000000000000000dEaD",
        blockNumber: BigInt(blockHashes.length - 1),
        blockHash: blockHashes.at(-1) as Hex,
      };
      orders.set(jobId, posted);
      claims.set(claim.executionId, claim);
      return { ...claim, ...posted };
    },
    reorgTo(claim, node) {
      blockHashes[Number(claim.blockNumber)] = newBlockHash();
      const blockHash = blockHashes[Number(claim.blockNumber)] as Hex;
      if (node) claims.set(claim.executionId, { ...claim, node, blockHash });
      else claims.delete(claim.executionId);
    },
    addContract: (account, signature) => void contracts.set(account.toLowerCase(), signature),
    setFault(next) {
      fault = next;
    },
    setCover(amount) {
      cover = amount;
    },
    take: (jobId) => void taken.add(jobId),
    untake: (jobId) => void taken.delete(jobId),
    setDown(down) {
      isDown = down;
    },
  };
}
