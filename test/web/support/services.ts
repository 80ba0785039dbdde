import type { BrowserContext } from "@playwright/test";
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
      await route.continue().catch(() => {});
    });
    return release;
  }

  private urlOf(name: ServiceName): string {
    return { rpc: this.place.rpcUrl, gateway: this.place.gatewayUrl, indexer: this.place.indexerUrl }[name];
  }
}
