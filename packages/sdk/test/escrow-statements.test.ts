import {
  operatorGrantTypedData,
  raiseEpochTypedData,
  sessionTypedData,
  withdrawalTypedData,
} from "@computehive/protocol/account-statement";
import {
  channelIdOf,
  closeChannelTypedData,
  openChannelTypedData,
  startCloseTypedData,
  topUpChannelTypedData,
  voucherTypedData,
} from "@computehive/protocol/channel";
import { escrowStatementsAbi } from "@computehive/protocol/contracts";
import { recordOf } from "@computehive/protocol/testing/random-typed-data";
import { permit2TypedData } from "@computehive/protocol/wallet-funding";
import fc from "fast-check";
import {
  type Address,
  createWalletClient,
  type HashTypedDataParameters,
  hashStruct,
  hashTypedData,
  http,
  zeroAddress,
  zeroHash,
} from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readArtifacts, startTestChain, type TestChain } from "./support/chain.ts";

let chain: TestChain;
let lens: Address;
let escrow: { chainId: number; address: Address };

beforeAll(async () => {
  chain = await startTestChain();
  const { account } = await chain.party();
  const wallet = createWalletClient({ account, transport: http(chain.url) });
  escrow = { chainId: chain.deployment.chainId, address: chain.deployment.contracts.escrow as Address };
  const hash = await wallet.deployContract({
    abi: escrowStatementsAbi,
    bytecode: readArtifacts().EscrowStatements.bytecode,
    args: [escrow.address],
    chain: null,
  });
  const { contractAddress } = await chain.publicClient.waitForTransactionReceipt({ hash });
  lens = contractAddress as Address;
});
afterAll(() => chain.stop());

/** Enough for every field's edges; each sample is a question to the chain. */
const SAMPLES = { numRuns: 20 };

/** Signed by members one by one, in the order of the type. */
type Statement = Record<string, unknown>;

describe("statements to the escrow hash as in the contracts", () => {
  it("channels and their openings", async () => {
    const { OpenChannel, Channel } = openChannelTypedData(escrow, {} as never).types;
    const openings = recordOf<Statement>(OpenChannel.slice(1));
    await fc.assert(
      fc.asyncProperty(recordOf<Statement>(Channel), openings, async (channel, rest) => {
        const opening = { ...rest, channel } as never;
        const digest = digestOf(openChannelTypedData(escrow, opening));
        expect(await ask("hashOpenChannel", [channel, ...Object.values(rest)])).toBe(digest);
        expect(await ask("hashStructChannel", [channel])).toBe(channelIdOf(channel as never));
      }),
      SAMPLES,
    );
  });

  it.each([
    ["hashVoucher", voucherTypedData, "struct"],
    ["hashTopUpChannel", topUpChannelTypedData, "members"],
    ["hashStartClose", startCloseTypedData, "members"],
    ["hashCloseChannel", closeChannelTypedData, "members"],
    ["hashWithdrawal", withdrawalTypedData, "struct"],
    ["hashOperatorGrant", operatorGrantTypedData, "struct"],
    ["hashRaiseEpoch", raiseEpochTypedData, "members"],
    ["hashSession", sessionTypedData, "members"],
  ] as const)("%s", async (view, typedDataOf, form) => {
    const fields = fieldsOf(typedDataOf(escrow, {} as never));
    await fc.assert(
      fc.asyncProperty(recordOf<Statement>(fields), async (statement) => {
        const args = form === "struct" ? [statement] : fields.map(({ name }) => statement[name]);
        expect(await ask(view, args)).toBe(digestOf(typedDataOf(escrow, statement as never)));
      }),
      SAMPLES,
    );
  });
});

it("what a wallet's Permit2 signature funds hashes as in the contract", async () => {
  const funding = { operator: zeroAddress, intent: zeroHash };
  const nothing = { chainId: 1, escrow: zeroAddress, token: zeroAddress, amount: 0n, nonce: 0n, deadline: 0n };
  const { Funding } = permit2TypedData({ ...nothing, funding }).types;
  await fc.assert(
    fc.asyncProperty(recordOf<Statement>(Funding), async (given) => {
      expect(await ask("hashStructFunding", [given.operator, given.intent])).toBe(
        hashStruct({ types: { Funding }, primaryType: "Funding", data: given as never }),
      );
    }),
    SAMPLES,
  );
});

function fieldsOf({ types }: { types: object }) {
  return Object.values(types)[0] as { name: string; type: string }[];
}

function digestOf(typedData: unknown) {
  return hashTypedData(typedData as HashTypedDataParameters);
}

function ask(functionName: string, args: readonly unknown[]): Promise<unknown> {
  return chain.publicClient.readContract({
    address: lens,
    abi: escrowStatementsAbi,
    functionName: functionName as never,
    args: args as never,
  });
}
