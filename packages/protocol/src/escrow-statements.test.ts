import { TypedDataEncoder } from "ethers";
import fc from "fast-check";
import { type Address, hashTypedData, keccak256, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import {
  type OperatorGrant,
  operatorGrantTypedData,
  type RaiseEpoch,
  raiseEpochTypedData,
  type Session,
  sessionTypedData,
  type Withdrawal,
  withdrawalTypedData,
} from "./account-statement.ts";
import {
  type Channel,
  type CloseChannel,
  channelIdOf,
  closeChannelTypedData,
  type OpenChannel,
  openChannelTypedData,
  type StartClose,
  startCloseTypedData,
  type TopUpChannel,
  topUpChannelTypedData,
  type Voucher,
  voucherDigestOf,
  voucherTypedData,
} from "./channel.ts";
import {
  channelFields,
  closeChannelFields,
  fundingFields,
  openChannelFields,
  operatorGrantFields,
  raiseEpochFields,
  sessionFields,
  startCloseFields,
  topUpChannelFields,
  voucherFields,
  withdrawalFields,
} from "./generated/typed-data.ts";
import { byEthers, recordOf } from "./testing/random-typed-data.ts";
import { authorizationNonceOf, type Funding, PLAIN_DEPOSIT, permit2TypedData } from "./wallet-funding.ts";

const escrow = { chainId: 31337, address: "0x5fbdb2315678afecb367f032d93f642f64180aa3" } as const;
const channels = recordOf<Channel>(channelFields);

describe("statements to the escrow hash as in ethers", () => {
  it("openings, and ids of channels", () => {
    const openings = recordOf<Omit<OpenChannel, "channel">>(openChannelFields.slice(1));
    fc.assert(
      fc.property(channels, openings, (channel, rest) => {
        const typedData = openChannelTypedData(escrow, { ...rest, channel });
        expect(hashTypedData(typedData)).toBe(byEthers(typedData));
        const fields = channelFields.map((field) => ({ ...field }));
        expect(channelIdOf(channel)).toBe(TypedDataEncoder.hashStruct("Channel", { Channel: fields }, channel));
      }),
    );
  });

  it("vouchers", () => {
    fc.assert(
      fc.property(recordOf<Voucher>(voucherFields), (voucher) => {
        expect(voucherDigestOf(escrow, voucher)).toBe(byEthers(voucherTypedData(escrow, voucher)));
      }),
    );
  });

  it("top-ups, starts of a close, consents to a close", () => {
    const samples = fc.tuple(
      recordOf<TopUpChannel>(topUpChannelFields),
      recordOf<StartClose>(startCloseFields),
      recordOf<CloseChannel>(closeChannelFields),
    );
    fc.assert(
      fc.property(samples, ([topUp, start, close]) => {
        const [first, second, third] = [
          topUpChannelTypedData(escrow, topUp),
          startCloseTypedData(escrow, start),
          closeChannelTypedData(escrow, close),
        ];
        expect(hashTypedData(first)).toBe(byEthers(first));
        expect(hashTypedData(second)).toBe(byEthers(second));
        expect(hashTypedData(third)).toBe(byEthers(third));
      }),
    );
  });

  it("withdrawals, operators' allowances, raised epochs, sessions", () => {
    const samples = fc.tuple(
      recordOf<Withdrawal>(withdrawalFields),
      recordOf<OperatorGrant>(operatorGrantFields),
      recordOf<RaiseEpoch>(raiseEpochFields),
      recordOf<Session>(sessionFields),
    );
    fc.assert(
      fc.property(samples, ([withdrawal, grant, raise, session]) => {
        const [first, second, third, fourth] = [
          withdrawalTypedData(escrow, withdrawal),
          operatorGrantTypedData(escrow, grant),
          raiseEpochTypedData(escrow, raise),
          sessionTypedData(escrow, session),
        ];
        expect(hashTypedData(first)).toBe(byEthers(first));
        expect(hashTypedData(second)).toBe(byEthers(second));
        expect(hashTypedData(third)).toBe(byEthers(third));
        expect(hashTypedData(fourth)).toBe(byEthers(fourth));
      }),
    );
  });

  it("Permit2 transfers with their witness", () => {
    const uint = fc.bigInt(0n, 2n ** 256n - 1n);
    const samples = fc.tuple(recordOf<Funding>(fundingFields), uint, uint, uint);
    fc.assert(
      fc.property(samples, ([funding, amount, nonce, deadline]) => {
        const transfer = { chainId: 1, escrow: escrow.address, token: zeroAddress as Address };
        const typedData = permit2TypedData({ ...transfer, amount, nonce, deadline, funding });
        expect(hashTypedData(typedData)).toBe(byEthers(typedData));
      }),
    );
  });
});

describe("the nonce of an EIP-3009 authorization", () => {
  it("is the hash of operator and intent, each a word", () => {
    expect(authorizationNonceOf(PLAIN_DEPOSIT)).toBe(keccak256(`0x${"00".repeat(64)}`));
    const funding = { operator: escrow.address, intent: `0x${"ab".repeat(32)}` } as const;
    expect(authorizationNonceOf(funding)).toBe(
      keccak256(`0x${"00".repeat(12)}${escrow.address.slice(2)}${"ab".repeat(32)}`),
    );
  });
});
