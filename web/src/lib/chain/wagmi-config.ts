import { type Config, cookieStorage, createConfig, createStorage, http } from "wagmi";
import type { PublicConfig } from "../config/public-config.ts";
import { devWalletConnector } from "../dev-wallet/connector.ts";
import { chainOf } from "./chain.ts";

const RPC_TIMEOUT = 10_000;
/** Anvil mines every second or on demand; others take their time. Milliseconds. */
const LOCAL_POLL = 1_000;
const POLL = 4_000;

/** Wallets and transports of the browser. Called once a tab, and once a request on the server for the first picture. */
export function createWagmiConfig(config: PublicConfig): Config {
  const chain = chainOf(config);
  return createConfig({
    chains: [chain],
    ssr: true,
    multiInjectedProviderDiscovery: true,
    // In these very words: a build in which the first is false contains nothing of the wallet.
    connectors: __DEV_WALLET__ && config.devWallet ? [devWalletConnector(config)] : [],
    storage: createStorage({ storage: cookieStorage, key: "computehive" }),
    transports: { [chain.id]: http(config.rpcUrl, { batch: { batchSize: 50 }, timeout: RPC_TIMEOUT, retryCount: 1 }) },
    pollingInterval: config.isLocalChain ? LOCAL_POLL : POLL,
  });
}
