import { ComputeHiveError } from "@computehive/protocol/error";
import { type BuyerStep, stepRequest } from "@computehive/sdk/carrier/buyer-step";
import { takeStep, type Way, wayOf } from "@computehive/sdk/carrier/take-step";
import type { ContractRequest } from "@computehive/sdk/contract-request";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { simulate, TransactionRevertedError } from "@computehive/sdk/write";
import type { Address, Hex, TransactionReceipt, WalletClient } from "viem";
import { followTransaction } from "./follow-transaction.ts";
import type { Step } from "./phases.ts";

export type Requests = ContractRequest | readonly ContractRequest[];

/** Builds the calls when the person has decided: may read the chain, and sign statements with `hive.walletClient`. */
export type Prepare = (context: { hive: HiveClient; account: Address; signal: AbortSignal }) => Promise<Requests>;

/** A step of a buyer, which the gateway carries for an account without coin. */
export interface Stepping {
  prepareStep(context: Parameters<Prepare>[0]): Promise<BuyerStep>;
}

export type What = Requests | Prepare | Stepping;

export interface RunPorts {
  /** With a wallet. */
  readonly hive: HiveClient;
  readonly account: Address;
  readonly signal: AbortSignal;
  onSimulating(step: Step): void;
  onSigning(step: Step): void;
  onSent(hash: Hex, step: Step): void;
  onReplaced(old: Hex, hash: Hex, step: Step): void;
}

/** Simulates, has the wallet sign, sends and waits for each call in turn. Answers the last one's receipt. */
export async function runTransaction(what: What, ports: RunPorts): Promise<TransactionReceipt> {
  const { hive, account, signal } = ports;
  ports.onSimulating(ONLY_STEP);
  await hive.assertChain();
  const context = { hive: announcing(hive, ports), account, signal };
  if ("prepareStep" in what) {
    const way = await wayOf(hive, signal);
    if (way.kind === "carried") return runCarried(await what.prepareStep(context), way, context.hive, ports);
  }
  await requireCoin(hive, account);
  const prepared = await prepare(what, context);
  const requests = isOne(prepared) ? [prepared] : prepared;
  let receipt: TransactionReceipt | undefined;
  for (const [index, request] of requests.entries()) {
    receipt = await runOne(request, { number: index + 1, count: requests.length }, ports);
  }
  if (!receipt) throw new NothingToSendError();
  return receipt;
}

async function prepare(what: What, context: Parameters<Prepare>[0]): Promise<Requests> {
  if (typeof what === "function") return what(context);
  return "prepareStep" in what ? stepRequest(context.hive, await what.prepareStep(context)) : what;
}

/** Has the wallet sign only: the gateway looks, sends and pays. */
async function runCarried(step: BuyerStep, way: Way, hive: HiveClient, ports: RunPorts): Promise<TransactionReceipt> {
  const { account, signal } = ports;
  let sent: Hex | undefined;
  const onHash = (hash: Hex) => {
    sent = hash;
    ports.onSent(hash, ONLY_STEP);
  };
  const { hash } = await takeStep(hive, step, way, { signal, onHash });
  if (sent && sent !== hash) ports.onReplaced(sent, hash, ONLY_STEP);
  return settledReceipt({ hive, hash, functionName: step.kind, account, signal, step: ONLY_STEP, ports });
}

const ONLY_STEP: Step = { number: 1, count: 1 };

async function runOne(request: ContractRequest, step: Step, ports: RunPorts): Promise<TransactionReceipt> {
  const { hive, account, signal } = ports;
  ports.onSimulating(step);
  await simulate(hive, request);
  signal.throwIfAborted();
  ports.onSigning(step);
  const wallet = hive.walletClient as WalletClient;
  const hash = await wallet.writeContract({ ...request, account, chain: null });
  ports.onSent(hash, step);
  return settledReceipt({ hive, hash, functionName: request.functionName, account, signal, step, ports });
}

interface Sent {
  readonly hive: HiveClient;
  readonly hash: Hex;
  readonly functionName: string;
  readonly account: Address;
  readonly signal: AbortSignal;
  readonly step: Step;
  readonly ports: Pick<RunPorts, "onReplaced">;
}

/** Waits for a sent transaction. @throws TransactionRevertedError where it was mined and refused. */
export async function settledReceipt({ hive, hash, functionName, account, signal, step, ports }: Sent) {
  let current = hash;
  const receipt = await followTransaction(hive.publicClient, hash, {
    signal,
    onReplaced(next) {
      ports.onReplaced(current, next, step);
      current = next;
    },
  });
  if (receipt.status === "reverted") {
    throw new TransactionRevertedError({ hash: receipt.transactionHash, functionName, from: account });
  }
  return receipt;
}

/** A wallet without coin answers with words of its own; ours say what to do. */
async function requireCoin({ publicClient }: HiveClient, account: Address): Promise<void> {
  const [held, price] = await Promise.all([publicClient.getBalance({ address: account }), publicClient.getGasPrice()]);
  if (held === 0n && price > 0n) throw new CoinMissingError({ account });
}

/** The same client; the phase says so while the wallet is asked for a signature. */
function announcing(hive: HiveClient, { onSigning, onSimulating }: RunPorts): HiveClient {
  const wallet = hive.walletClient as WalletClient;
  const signTypedData: WalletClient["signTypedData"] = async (typedData) => {
    onSigning(ONLY_STEP);
    const signature = await wallet.signTypedData(typedData);
    onSimulating(ONLY_STEP);
    return signature;
  };
  return { ...hive, walletClient: { ...wallet, signTypedData } };
}

function isOne(requests: Requests): requests is ContractRequest {
  return !Array.isArray(requests);
}

/** No coin at all: every transaction would fail. */
export class CoinMissingError extends ComputeHiveError {
  override readonly name = "CoinMissingError";
  constructor({ account }: { account: Address }) {
    super("Your account holds none of the chain's coin, which every transaction costs a little of.", {
      metaMessages: [`Account: ${account}`],
    });
  }
}

export class NothingToSendError extends ComputeHiveError {
  override readonly name = "NothingToSendError";
  constructor() {
    super("There is nothing to do: the chain already is as you wish.");
  }
}
