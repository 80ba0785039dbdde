import { explainContractError } from "@computehive/protocol/contract-errors";
import { ComputeHiveError } from "@computehive/protocol/error";
import { type Hex, type PublicClient, type TransactionReceipt, TransactionReceiptNotFoundError } from "viem";
import type { ContractRequest } from "./contract-request.ts";
import { accountOf, type HiveClient } from "./hive-client.ts";
import { DEFAULT_RETRY, retry, wait } from "./retry.ts";
import { isTransientRpcError } from "./rpc-errors.ts";

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called as soon as the transaction is out, before it is mined. */
  readonly onHash?: ((hash: Hex) => void) | undefined;
}

/** A mined transaction. */
export interface Written {
  readonly hash: Hex;
  readonly receipt: TransactionReceipt;
}

/**
 * Simulates `request`, sends it from the client's account and waits until it is mined.
 *
 * @throws CallRefusedError with a sentence where the contract would refuse; nothing is sent then.
 * @throws TransactionRevertedError where it was mined and failed all the same: something moved in between.
 */
export async function write(
  client: HiveClient,
  request: ContractRequest,
  options: WriteOptions = {},
): Promise<Written> {
  const { signal, onHash } = options;
  const account = accountOf(client);
  await client.assertChain();
  await simulate(client, request);
  signal?.throwIfAborted();
  const hash = await send(client, request);
  onHash?.(hash);
  const receipt = await waitForReceipt(client.publicClient, hash, { signal });
  if (receipt.status === "reverted")
    throw new TransactionRevertedError({ hash, functionName: request.functionName, from: account.address });
  return { hash, receipt };
}

/** Asks the contract whether it would take `request`, without sending anything. @throws CallRefusedError */
export async function simulate(client: HiveClient, request: ContractRequest): Promise<unknown> {
  const account = accountOf(client);
  try {
    const { result } = await client.publicClient.simulateContract({ ...request, account });
    return result;
  } catch (cause) {
    throw refusal(request, cause);
  }
}

/** Per cent: a call may write more in the block that takes it than in the one that its gas was estimated on, as a seat's purchase does. */
const GAS_MARGIN = 50n;

async function send(client: HiveClient, request: ContractRequest): Promise<Hex> {
  const account = accountOf(client);
  try {
    const estimate = await client.publicClient.estimateContractGas({ ...request, account });
    const gas = (estimate * (100n + GAS_MARGIN)) / 100n;
    return await client.walletClient!.writeContract({ ...request, account, gas, chain: null });
  } catch (cause) {
    throw refusal(request, cause);
  }
}

/** Local chains answer at once, others after seconds: the questions become rarer. */
const FIRST_POLL = 50;
const POLL_GROWTH = 1.5;
const SLOWEST_POLL = 1_000;

/** Waits until `hash` is mined. Nodes that do not answer for a while are asked again. */
export async function waitForReceipt(
  publicClient: PublicClient,
  hash: Hex,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<TransactionReceipt> {
  for (let pause = FIRST_POLL; ; pause = Math.min(pause * POLL_GROWTH, SLOWEST_POLL)) {
    const receipt = await retry(() => receiptOrNothing(publicClient, hash), {
      policy: DEFAULT_RETRY,
      signal,
      isTransient: isTransientRpcError,
    });
    if (receipt) return receipt;
    await wait(pause, signal);
  }
}

async function receiptOrNothing(publicClient: PublicClient, hash: Hex): Promise<TransactionReceipt | undefined> {
  try {
    return await publicClient.getTransactionReceipt({ hash });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined;
    throw error;
  }
}

function refusal({ functionName }: ContractRequest, cause: unknown): unknown {
  const sentence = explainContractError(cause);
  return sentence === undefined ? cause : new CallRefusedError({ functionName, sentence, cause });
}

/** The contract, or the account's balance, says no. */
export class CallRefusedError extends ComputeHiveError {
  override readonly name = "CallRefusedError";
  constructor({ functionName, sentence, cause }: { functionName: string; sentence: string; cause: unknown }) {
    super(sentence, { metaMessages: [`Call: ${functionName}`], cause });
  }
}

export class TransactionRevertedError extends ComputeHiveError {
  override readonly name = "TransactionRevertedError";
  constructor({ hash, functionName, from }: { hash: Hex; functionName: string; from: string }) {
    super(
      "The transaction was mined but the contract refused it: something changed since it was simulated. Look and try again.",
      {
        metaMessages: [`Call:        ${functionName}`, `From:        ${from}`, `Transaction: ${hash}`],
      },
    );
  }
}
