import type { Deployment } from "@computehive/protocol/contracts";

/** What the browser knows of its surroundings. Read when a page is asked for; nothing of it is baked into a build. */
export interface PublicConfig {
  readonly origin: string;
  readonly rpcUrl: string;
  readonly rpcWsUrl?: string | undefined;
  readonly gatewayUrl: string;
  readonly indexerUrl: string;
  /** Without it, links lead to the site's own explorer pages. */
  readonly explorerUrl?: string | undefined;
  readonly deployment: Deployment;
  readonly chainName: string;
  readonly coinSymbol: string;
  /** A development chain: test money can be had for nothing. */
  readonly isLocalChain: boolean;
  readonly devWallet: boolean;
}
