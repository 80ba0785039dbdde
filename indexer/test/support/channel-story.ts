import { sessionTypedData, withdrawalTypedData } from "@computehive/protocol/account-statement";
import { type Channel, channelIdOf, voucherTypedData } from "@computehive/protocol/channel";
import { escrowAbi, testDollarAbi } from "@computehive/protocol/contracts";
import { type Hex, parseSignature, signatureToCompactSignature, zeroHash } from "viem";
import { contractRequest } from "../../../packages/sdk/src/contract-request.ts";
import { write } from "../../../packages/sdk/src/write.ts";
import type { Party, TestChain } from "../../../packages/sdk/test/support/chain.ts";
import { DOLLAR, fundedBuyer } from "../../../packages/sdk/test/support/market.ts";

const DAY = 86_400;

export interface ChannelStory {
  readonly payer: Party;
  readonly payee: Party;
  readonly channels: { readonly open: Hex; readonly closing: Hex; readonly closed: Hex };
}

/** Every event of channels, sessions and carried statements, on accounts of their own. */
export async function tellChannels(chain: TestChain): Promise<ChannelStory> {
  const payer = await fundedBuyer(chain);
  const payee = await chain.party();
  const terms = (salt: bigint): Channel => ({
    payer: payer.account.address,
    signer: payer.account.address,
    payee: payee.account.address,
    token: chain.deployment.contracts.token,
    closeDelay: DAY,
    salt,
  });
  await tellSession(chain, payer);
  await tellCarried(chain, payer, payee);

  const closed = terms(1n);
  await send(payer, "openChannel", [closed, 10n * DOLLAR]);
  await send(payer, "topUpChannel", [closed, 5n * DOLLAR]);
  await redeem(chain, closed, payer, payee, 12n * DOLLAR);
  await send(payer, "startClose", [closed]);
  await chain.pass(DAY + 1);
  await send(payer, "closeChannel", [closed]);

  const closing = terms(2n);
  await send(payer, "openChannel", [closing, 2n * DOLLAR]);
  await send(payer, "startClose", [closing]);

  const open = terms(3n);
  await send(payer, "openChannel", [open, DOLLAR]);
  // A dollar is reserved, the rest is drawn from free money; the second time nothing is due.
  await redeem(chain, open, payer, payee, 4n * DOLLAR);
  await redeem(chain, open, payer, payee, 4n * DOLLAR);
  await redeem(chain, open, payer, payee, 1_000_000n * DOLLAR);
  return {
    payer,
    payee,
    channels: { open: channelIdOf(open), closing: channelIdOf(closing), closed: channelIdOf(closed) },
  };
}

async function tellSession(chain: TestChain, owner: Party): Promise<void> {
  const { token } = chain.deployment.contracts;
  const key = await chain.party();
  const statement = {
    owner: owner.account.address,
    key: key.account.address,
    token,
    deadline: 2 ** 40 - 1,
  };
  const signature = await key.account.signTypedData(sessionTypedData(domainOf(chain), statement));
  await send(owner, "openSession", [statement.key, token, 2n * DOLLAR, statement.deadline, signature]);
  await send(owner, "emptySession", [statement.key, token]);
  await send(owner, "endSession", [statement.key, token]);
  // What comes for a key whose session is over is its owner's.
  const { escrow } = chain.deployment.contracts;
  const approval = { address: token, abi: testDollarAbi, functionName: "approve", args: [escrow, DOLLAR] } as const;
  await write(owner.client, contractRequest(approval));
  await send(owner, "deposit", [statement.key, token, DOLLAR]);
}

/** Somebody who holds no money carries a withdrawal for a fee. */
async function tellCarried(chain: TestChain, owner: Party, carrier: Party): Promise<void> {
  const { token, escrow } = chain.deployment.contracts;
  const { nonce } = await chain.publicClient.readContract({
    ...{ address: escrow, abi: escrowAbi, functionName: "accountOf" },
    args: [owner.account.address, token],
  });
  const withdrawal = {
    ...{ owner: owner.account.address, token, to: owner.account.address },
    ...{ amount: 3n * DOLLAR, fee: DOLLAR / 4n, nonce, deadline: 2 ** 40 - 1 },
  };
  const signature = await owner.account.signTypedData(withdrawalTypedData(domainOf(chain), withdrawal));
  await send(carrier, "withdrawFor", [withdrawal, signature]);
}

async function redeem(chain: TestChain, channel: Channel, signer: Party, carrier: Party, cumulative: bigint) {
  const voucher = { channelId: channelIdOf(channel), cumulative, receiptsRoot: zeroHash };
  const signature = await signer.account.signTypedData(voucherTypedData(domainOf(chain), voucher));
  const { r, yParityAndS: vs } = signatureToCompactSignature(parseSignature(signature));
  const { payer, closeDelay, salt, token, payee } = channel;
  const item = { payer, signer: channel.signer, closeDelay, salt, cumulative, receiptsRoot: zeroHash, r, vs };
  await send(carrier, "redeem", [token, payee, [item]]);
}

function domainOf({ deployment }: TestChain) {
  return { chainId: deployment.chainId, address: deployment.contracts.escrow };
}

function send({ client }: Party, functionName: string, args: readonly unknown[]) {
  const { escrow } = client.deployment.contracts;
  const call = { address: escrow, abi: escrowAbi, functionName, args } as never;
  return write(client, contractRequest(call));
}
