import type { BrowserContext } from "@playwright/test";
import { toFunctionSelector } from "viem";
import type { Place } from "./place.ts";
import type { Problems } from "./problems.ts";

export type ServiceName = "rpc" | "gateway" | "indexer";

/** Cuts the page off from a server, and back; the server itself goes on. */
export class Services {
  private readonly context: BrowserContext;
  private readonly place: Place;
  private readonly problems: Problems;

  constructor(context: BrowserContext, place: Place, problems: Problems) {
    this.context = context;
    this.place = place;
    this.problems = problems;
  }

  async cut(name: ServiceName): Promise<void> {
    const url = this.urlOf(name);
    this.problems.allowFailuresOf(url);
    await this.context.route(`${url}/**`, (route) => route.abort("connectionrefused"));
  }

  async restore(name: ServiceName): Promise<void> {
    await this.context.unroute(`${this.urlOf(name)}/**`);
  }

  /** The indexer says that it is so many blocks behind; all else that it says stays as it is. */
  async delayIndexer(blocks: number): Promise<void> {
    await this.context.route(`${this.place.indexerUrl}/v1/status`, async (route) => {
      const response = await route.fetch();
      const status = await response.json();
      await route.fulfill({ response, json: { ...status, behindBlocks: blocks, behindSeconds: blocks } });
    });
  }

  /** Nothing is known to be mined until the returned function is called. */
  async holdReceipts(): Promise<() => void> {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await this.context.route(`${this.place.rpcUrl}/**`, async (route) => {
      if (route.request().postData()?.includes("eth_getTransactionReceipt")) await held;
      // A page that was left does not wait for its answers.
      await route.fallback().catch(() => {});
    });
    return release;
  }

  /** To the page, the token knows no EIP-3009; on the chain it does, so that other tests go on. */
  async hideAuthorizations(): Promise<void> {
    await this.context.route(`${this.place.rpcUrl}/**`, async (route) => {
      const asked = [route.request().postDataJSON() as Asked | readonly Asked[]].flat();
      const hidden = new Set(asked.filter(isAboutAuthorizations).map(({ id }) => id));
      if (hidden.size === 0) return route.fallback();
      const response = await route.fetch();
      const answer = (await response.json()) as Answered | readonly Answered[];
      const change = (one: Answered) => (hidden.has(one.id) ? { jsonrpc: "2.0", id: one.id, error: REVERT } : one);
      await route.fulfill({ response, json: Array.isArray(answer) ? answer.map(change) : change(answer as Answered) });
    });
  }

  private urlOf(name: ServiceName): string {
    return { rpc: this.place.rpcUrl, gateway: this.place.gatewayUrl, indexer: this.place.indexerUrl }[name];
  }
}

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: readonly { readonly data?: string }[];
}

interface Answered {
  readonly id: number;
}

const REVERT = { code: 3, message: "execution reverted", data: "0x" };
const AUTHORIZATION_STATE = toFunctionSelector("function authorizationState(address,bytes32)");

function isAboutAuthorizations({ method, params }: Asked): boolean {
  return method === "eth_call" && params[0]?.data?.startsWith(AUTHORIZATION_STATE) === true;
}
