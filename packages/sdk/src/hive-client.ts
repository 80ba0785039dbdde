import type { Deployment } from "@computehive/protocol/contracts";
import type { MarketDomain, OffersDomain, StakingDomain } from "@computehive/protocol/domain";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import type { Account, Address, Hex, PublicClient, WalletClient } from "viem";
import type { GatewayClient } from "./gateway-client.ts";

/** What every function of this package works with: one deployment, a way to read the chain, and perhaps one to write. */
export interface HiveClient {
  readonly deployment: Deployment;
  readonly publicClient: PublicClient;
  readonly walletClient: WalletClient | undefined;
  readonly gateway: GatewayClient | undefined;
  readonly keptOrders: KeptOrders | undefined;
  readonly marketDomain: MarketDomain;
  readonly offersDomain: OffersDomain;
  readonly stakingDomain: StakingDomain;
  /**
   * Asks the chain once whether it is the deployment's.
   *
   * @throws WrongChainError where chain id or first block differ.
   */
  assertChain(): Promise<void>;
}

/** What a buyer kept of the orders that it signed: a claim may hide them, and no gateway is bound to keep them. */
export interface KeptOrders {
  find(jobId: Hex): Promise<SignedClaim | undefined>;
}

export interface CreateHiveClientOptions {
  readonly deployment: Deployment;
  readonly publicClient: PublicClient;
  /** With an account; needed to write. */
  readonly walletClient?: WalletClient | undefined;
  readonly gateway?: GatewayClient | undefined;
  readonly keptOrders?: KeptOrders | undefined;
}

export function createHiveClient({
  deployment,
  publicClient,
  walletClient,
  gateway,
  keptOrders,
}: CreateHiveClientOptions): HiveClient {
  const { chainId, contracts } = deployment;
  let checked: Promise<void> | undefined;
  return {
    deployment,
    publicClient,
    walletClient,
    gateway,
    keptOrders,
    marketDomain: { chainId, address: contracts.market },
    offersDomain: { chainId, address: contracts.offers },
    stakingDomain: { chainId, address: contracts.staking },
    assertChain() {
      checked ??= checkChain(deployment, publicClient).catch((error: unknown) => {
        // A failed question is asked again next time.
        checked = undefined;
        throw error;
      });
      return checked;
    },
  };
}

/** The account that writes. @throws WalletMissingError if the client was made to read only. */
export function accountOf({ walletClient }: HiveClient): Account {
  if (!walletClient?.account) throw new WalletMissingError();
  return walletClient.account;
}

export function addressOf(client: HiveClient): Address {
  return accountOf(client).address;
}

/** @throws GatewayMissingError if the client was made without one. */
export function gatewayOf({ gateway }: HiveClient): GatewayClient {
  if (!gateway) throw new GatewayMissingError();
  return gateway;
}

async function checkChain({ chainId, genesisHash }: Deployment, publicClient: PublicClient): Promise<void> {
  const given = await publicClient.getChainId();
  if (given !== chainId) throw new WrongChainError({ expected: `chain ${chainId}`, given: `chain ${given}` });
  const { hash } = await publicClient.getBlock({ blockNumber: 0n });
  if (hash !== genesisHash)
    throw new WrongChainError({ expected: `first block ${genesisHash}`, given: `first block ${hash}` });
}

export class WrongChainError extends ComputeHiveError {
  override readonly name = "WrongChainError";
  constructor({ expected, given }: { expected: string; given: string }) {
    super("The RPC endpoint serves another chain than the one these contracts live on.", {
      metaMessages: [`Expected: ${expected}`, `Given:    ${given}`],
    });
  }
}

export class WalletMissingError extends ComputeHiveError {
  override readonly name = "WalletMissingError";
  constructor() {
    super("This step writes to the chain and needs a key: name a keystore.");
  }
}

export class GatewayMissingError extends ComputeHiveError {
  override readonly name = "GatewayMissingError";
  constructor() {
    super("This step needs a gateway: name its URL.");
  }
}
