import type { BrowserContext, Page } from "@playwright/test";
import { createWalletClient, type Hex, http, numberToHex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

export interface TestWalletOptions {
  readonly keys: readonly Hex[];
  readonly rpcUrl: string;
  /** The chain that the wallet is on. */
  readonly chainId: number;
  /** Chains that it knows; switching to another one answers 4902. */
  readonly knownChains?: readonly number[];
  readonly name?: string;
  /** A contract account that takes the first key's signatures for its own: the wallet shows this address. */
  readonly actsFor?: Hex;
}

interface ProviderError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

type Params = readonly never[];

/** Requests that show a person a question. */
const QUESTIONS = new Set([
  "eth_requestAccounts",
  "wallet_requestPermissions",
  "personal_sign",
  "eth_signTypedData_v4",
  "eth_sendTransaction",
  "wallet_switchEthereumChain",
  "wallet_addEthereumChain",
]);

/** A wallet whose keys and decisions live in the test's process; the page sees an EIP-1193 provider announced by EIP-6963. */
export class TestWallet {
  /** Requests in their order. */
  readonly log: string[] = [];
  /** The next question is declined. */
  rejectNext = false;
  chainId: number;
  private accounts: PrivateKeyAccount[];
  private readonly known: Set<number>;
  private readonly options: TestWalletOptions;
  private readonly pages = new Set<Page>();
  private isConnected = false;
  private held: Promise<void> | undefined;
  private heldFrom: { method: string; ordinal: number } | undefined;

  constructor(options: TestWalletOptions) {
    this.options = options;
    this.accounts = options.keys.map((key) => privateKeyToAccount(key));
    this.chainId = options.chainId;
    this.known = new Set(options.knownChains ?? [options.chainId]);
  }

  get address(): Hex {
    return this.addresses()[0]!;
  }

  /** The same accounts in the wallet of another browser, which no page has asked anything yet. */
  elsewhere(): TestWallet {
    return new TestWallet(this.options);
  }

  /** Before the first page is opened. */
  async install(context: BrowserContext): Promise<void> {
    await context.exposeBinding("__walletRequest", async ({ page }, method: string, params: Params = []) => {
      this.pages.add(page);
      try {
        return { result: await this.handle(method, params ?? []) };
      } catch (error) {
        const { code = -32_603, message, data, shortMessage } = error as ProviderError & { shortMessage?: string };
        return { error: { code, message: shortMessage ?? message, data } };
      }
    });
    await context.addInitScript(announce, { name: this.options.name ?? "Test Wallet" });
  }

  /** The person chooses another of the accounts. */
  async switchAccount(index: number): Promise<void> {
    const chosen = this.accounts[index]!;
    this.accounts = [chosen, ...this.accounts.filter((account) => account !== chosen)];
    await this.emit("accountsChanged", this.addresses());
  }

  /** The person chooses another chain in the wallet. */
  async switchChain(chainId: number): Promise<void> {
    this.chainId = chainId;
    this.known.add(chainId);
    await this.emit("chainChanged", numberToHex(chainId));
  }

  /** Questions stay unanswered, from the `ordinal`-th of `method` on, until the returned function is called. */
  hold(from?: { method: string; ordinal: number }): () => void {
    let release = () => {};
    this.heldFrom = from;
    this.held = new Promise((resolve) => {
      release = () => {
        this.held = undefined;
        resolve();
      };
    });
    return () => release();
  }

  private addresses(): Hex[] {
    const own = this.accounts.map(({ address }) => address);
    return this.options.actsFor ? [this.options.actsFor] : own;
  }

  private async emit(event: string, data: unknown): Promise<void> {
    for (const page of this.pages) {
      if (page.isClosed()) continue;
      await page.evaluate(([name, value]) => (globalThis as never as Emitting).__walletEmit(name, value), [
        event,
        data,
      ] as const);
    }
  }

  private async handle(method: string, params: Params): Promise<unknown> {
    this.log.push(method);
    if (QUESTIONS.has(method)) await this.ask();
    const answer = this.answers[method];
    return answer ? answer(params) : this.forward(method, params);
  }

  private async ask(): Promise<void> {
    if (this.isHeld()) await this.held;
    if (!this.rejectNext) return;
    this.rejectNext = false;
    refuse(4001, "User rejected the request.");
  }

  private isHeld(): boolean {
    if (!this.heldFrom) return true;
    const { method, ordinal } = this.heldFrom;
    return this.log.filter((one) => one === method).length >= ordinal;
  }

  private readonly answers: Readonly<Record<string, (params: Params) => unknown>> = {
    eth_requestAccounts: () => this.connect(),
    eth_accounts: () => (this.isConnected ? this.addresses() : []),
    wallet_requestPermissions: () => [
      { parentCapability: "eth_accounts", caveats: [{ type: "restrictReturnedAccounts", value: this.connect() }] },
    ],
    wallet_revokePermissions: () => {
      this.isConnected = false;
      return null;
    },
    eth_chainId: () => numberToHex(this.chainId),
    net_version: () => String(this.chainId),
    wallet_switchEthereumChain: ([wanted]: readonly { chainId: Hex }[]) => {
      const { chainId } = wanted!;
      if (!this.known.has(Number(chainId))) refuse(4902, "Unrecognized chain ID.");
      return this.switchChain(Number(chainId)).then(() => null);
    },
    wallet_addEthereumChain: ([wanted]: readonly { chainId: Hex }[]) =>
      this.switchChain(Number(wanted!.chainId)).then(() => null),
    personal_sign: ([message, address]: readonly Hex[]) =>
      this.accountOf(address!).signMessage({ message: { raw: message! } }),
    eth_signTypedData_v4: ([address, json]: readonly string[]) => this.signTypedData(address as Hex, json!),
    eth_sendTransaction: ([transaction]: readonly Sent[]) => this.send(transaction!),
  } as Readonly<Record<string, (params: Params) => unknown>>;

  private connect(): Hex[] {
    this.isConnected = true;
    return this.addresses();
  }

  private accountOf(address: Hex): PrivateKeyAccount {
    if (address.toLowerCase() === this.options.actsFor?.toLowerCase()) return this.accounts[0]!;
    const found = this.accounts.find((account) => account.address.toLowerCase() === address.toLowerCase());
    return found ?? refuse(4100, "The account is not authorized.");
  }

  private signTypedData(address: Hex, json: string): Promise<Hex> {
    const { domain, types, primaryType, message } = JSON.parse(json);
    const { EIP712Domain: _, ...own } = types;
    if (domain.chainId && Number(domain.chainId) !== this.chainId) {
      refuse(-32_602, `Provided chainId ${domain.chainId} must match the active chainId ${this.chainId}.`);
    }
    return this.accountOf(address).signTypedData({ domain, types: own, primaryType, message });
  }

  private send({ from, to, data, value, gas }: Sent): Promise<Hex> {
    const wallet = createWalletClient({ account: this.accountOf(from), transport: http(this.options.rpcUrl) });
    return wallet.sendTransaction({
      chain: null,
      to: to ?? null,
      ...(data && { data }),
      ...(value && { value: BigInt(value) }),
      ...(gas && { gas: BigInt(gas) }),
    });
  }

  /** What only reads goes to the node. */
  private async forward(method: string, params: Params): Promise<unknown> {
    const response = await fetch(this.options.rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = (await response.json()) as { result: unknown; error?: ProviderError };
    if (error) throw error;
    return result;
  }
}

interface Sent {
  readonly from: Hex;
  readonly to?: Hex;
  readonly data?: Hex;
  readonly value?: Hex;
  readonly gas?: Hex;
}

interface Emitting {
  __walletEmit(event: string, value: unknown): void;
}

function refuse(code: number, message: string): never {
  throw Object.assign(new Error(message), { code });
}

/** Runs in the page, before anything else of it. */
function announce({ name }: { name: string }): void {
  type Answer = { result?: unknown; error?: ProviderError };
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const page = globalThis as never as {
    __walletRequest(method: string, params: unknown): Promise<Answer>;
    __walletEmit(event: string, value: unknown): void;
  };
  const provider = {
    async request({ method, params }: { method: string; params?: unknown }) {
      const { result, error } = await page.__walletRequest(method, params);
      if (error) throw Object.assign(new Error(error.message), { code: error.code, data: error.data });
      return result;
    },
    on(event: string, listener: (value: unknown) => void) {
      const held = listeners.get(event) ?? new Set();
      listeners.set(event, held.add(listener));
      return provider;
    },
    removeListener(event: string, listener: (value: unknown) => void) {
      listeners.get(event)?.delete(listener);
      return provider;
    },
  };
  page.__walletEmit = (event, value) => {
    for (const listener of listeners.get(event) ?? []) listener(value);
  };
  const info = {
    uuid: "350670db-19fa-4704-a166-e52e178b59d2",
    name,
    rdns: "test.wallet",
    icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
  };
  const detail = Object.freeze({ provider, info: Object.freeze(info) });
  const say = () => globalThis.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  globalThis.addEventListener("eip6963:requestProvider", say);
  say();
}
