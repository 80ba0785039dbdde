import { gasLimitOf, THREE_NEW_SLOTS } from "@computehive/sdk/sending/gas-limit";
import { createWalletClient, type Hex, http, isHex, numberToHex, type TypedDataDefinition } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { estimateGas } from "viem/actions";
import { setDevWalletOn, storedKey, storeKey } from "./identity.ts";

interface Place {
  readonly rpcUrl: string;
  readonly chainId: number;
}

type Call = { readonly method: string; readonly params?: unknown };
type Handler = (params: readonly unknown[], account: PrivateKeyAccount, place: Place) => unknown;

/** What an injected wallet answers, with a key of this browser and without questions: for local chains alone. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  eth_accounts: (_, { address }) => [address],
  eth_requestAccounts: (_, { address }) => switchOn([address]),
  wallet_requestPermissions: (_, { address }) =>
    switchOn([{ parentCapability: "eth_accounts", caveats: [{ type: "restrictReturnedAccounts", value: [address] }] }]),
  wallet_revokePermissions: () => {
    setDevWalletOn(false);
    return null;
  },
  eth_chainId: (_, __, { chainId }) => numberToHex(chainId),
  wallet_switchEthereumChain: () => null,
  personal_sign: ([message], account) => account.signMessage({ message: { raw: message as Hex } }),
  eth_signTypedData_v4: ([, json], account) => signTypedData(account, json as string),
  eth_sendTransaction: ([transaction], account, place) => send(account, transaction as Transaction, place),
};

/** Answers one request of the page. */
export async function handleDevWallet({ method, params }: Call, place: Place): Promise<unknown> {
  const handler = HANDLERS[method];
  if (handler) return handler((params ?? []) as readonly unknown[], devAccount(), place);
  return walletClient(devAccount(), place).request({ method, params } as never);
}

/** The key of this browser; made at the first use, kept in localStorage. */
function devAccount(): PrivateKeyAccount {
  const stored = storedKey();
  if (isHex(stored) && stored.length === 66) return privateKeyToAccount(stored);
  const key = generatePrivateKey();
  storeKey(key);
  return privateKeyToAccount(key);
}

function switchOn<T>(answer: T): T {
  setDevWalletOn(true);
  return answer;
}

function signTypedData(account: PrivateKeyAccount, json: string): Promise<Hex> {
  const { domain, types, primaryType, message } = JSON.parse(json);
  const { EIP712Domain: _, ...own } = types;
  return account.signTypedData({ domain, types: own, primaryType, message } as TypedDataDefinition);
}

interface Transaction {
  readonly to?: Hex;
  readonly data?: Hex;
  readonly value?: Hex;
  readonly gas?: Hex;
}

/** Estimated with a margin, as wallets do: what is mined a second later may cost more. */
async function send(account: PrivateKeyAccount, { to, data, value, gas }: Transaction, place: Place): Promise<Hex> {
  const client = walletClient(account, place);
  const call = { to: to ?? null, ...(data && { data }), ...(value && { value: BigInt(value) }) };
  const limit = gas ? BigInt(gas) : gasLimitOf(await estimateGas(client, { account, ...call }), THREE_NEW_SLOTS);
  return client.sendTransaction({ ...call, chain: null, gas: limit });
}

function walletClient(account: PrivateKeyAccount, { rpcUrl }: Place) {
  return createWalletClient({ account, transport: http(rpcUrl) });
}
