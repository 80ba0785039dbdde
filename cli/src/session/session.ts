import type { VoucherStore } from "@computehive/sdk/channels/voucher-store";
import { createGatewayClient } from "@computehive/sdk/gateway-client";
import { type CreateHiveClientOptions, createHiveClient, type HiveClient } from "@computehive/sdk/hive-client";
import { readToken, type TokenFacts } from "@computehive/sdk/token";
import { createPublicClient, createWalletClient, http } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { createVoucherFolder } from "../channel/voucher-folder.ts";
import type { Env } from "../env.ts";
import { createOrderFolder, type OrderFolder } from "../job/kept-orders.ts";
import type { ConfirmPrompt, PasswordPrompt } from "../terminal/ask.ts";
import type { Output, Printer } from "../terminal/printer.ts";
import { loadAccount } from "./account.ts";
import { type GlobalOptions, readSettings, type Settings } from "./settings.ts";

export type { GlobalOptions } from "./settings.ts";

/** What surrounds one call of `hive`; tests bring their own. */
export interface Surroundings {
  env: Env;
  cwd: string;
  stdout: Output;
  stderr: Output;
  askPassword: PasswordPrompt;
  confirm: ConfirmPrompt;
  signal: AbortSignal;
}

/** One run of one command: settings, clients and keys are read when they are first needed. */
export interface Session {
  readonly surroundings: Surroundings;
  readonly options: GlobalOptions;
  readonly printer: Printer;
  readonly signal: AbortSignal;
  settings(): Settings;
  /** Where signed orders are kept. */
  orders(): OrderFolder;
  /** Where is kept what was promised on channels. */
  vouchers(): VoucherStore;
  account(): Promise<PrivateKeyAccount>;
  /** A client that reads, of a chain that is the deployment's. */
  reader(): Promise<HiveClient>;
  /** A client that also signs and sends, of a chain that is the deployment's. */
  writer(): Promise<HiveClient>;
  token(): Promise<TokenFacts>;
}

const RPC_TIMEOUT_MS = 15_000;

export function createSession(options: GlobalOptions, surroundings: Surroundings, printer: Printer): Session {
  const { env, cwd, askPassword, signal } = surroundings;
  const settings = once(() => readSettings(options, { env, cwd }));
  const orders = once(() => createOrderFolder(settings().ordersFolder));
  const vouchers = once(() => createVoucherFolder(settings().vouchersFolder));
  const account = once(() => loadAccount(options, { env, cwd, askPassword, stack: settings().stack }));
  const publicClient = once(() =>
    createPublicClient({ transport: http(settings().rpcUrl, { timeout: RPC_TIMEOUT_MS }), pollingInterval: 500 }),
  );
  const reader = once(async () => {
    const { deployment, gatewayUrl } = settings();
    return onItsChain({
      deployment,
      publicClient: publicClient(),
      gateway: gatewayUrl === undefined ? undefined : createGatewayClient({ url: gatewayUrl }),
      keptOrders: orders(),
    });
  });
  const writer = once(async () => {
    const { deployment, rpcUrl, gatewayUrl } = settings();
    const signer = await account();
    return onItsChain({
      deployment,
      publicClient: publicClient(),
      walletClient: createWalletClient({ account: signer, transport: http(rpcUrl, { timeout: RPC_TIMEOUT_MS }) }),
      gateway: gatewayUrl === undefined ? undefined : createGatewayClient({ url: gatewayUrl, signer }),
      keptOrders: orders(),
    });
  });
  return {
    surroundings,
    options,
    printer,
    signal,
    settings,
    orders,
    vouchers,
    account,
    reader,
    writer,
    token: once(async () => readToken(await reader())),
  };
}

async function onItsChain(options: CreateHiveClientOptions): Promise<HiveClient> {
  const client = createHiveClient(options);
  await client.assertChain();
  return client;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
