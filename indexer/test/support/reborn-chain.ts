import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createPublicClient, createTestClient, http } from "viem";
import { startAnvil, startTestChain, type TestChain } from "../../../packages/sdk/test/support/chain.ts";
import { createRpc } from "../../../scripts/chain/rpc.ts";
import { openSwitchboard } from "./switchboard.ts";

/** What makes the first block: the same for every life of the chain. */
const GENESIS = ["--timestamp", "1790000000"];

/** A chain that can be killed and started again from an older state, behind one address. */
export interface RebornChain extends TestChain {
  /** Writes the chain's state of now. */
  save(): Promise<string>;
  /** The chain of now is gone; the saved one goes on at the same address. */
  restore(file: string): Promise<void>;
  /** Nobody answers any more. */
  hide(): void;
}

export async function startRebornChain(folder: string): Promise<RebornChain> {
  const first = await startTestChain(...GENESIS);
  const switchboard = await openSwitchboard(first.url);
  const transport = http(switchboard.url, { retryCount: 5 });
  const testClient = createTestClient({ mode: "anvil", transport });
  let stopLife = first.stop;
  let saved = 0;
  return {
    ...first,
    url: switchboard.url,
    publicClient: createPublicClient({ transport, pollingInterval: 50, cacheTime: 0 }),
    testClient,
    async pass(seconds) {
      await testClient.increaseTime({ seconds });
      await testClient.mine({ blocks: 1 });
    },
    async save() {
      const state = await createRpc(switchboard.url)<string>("anvil_dumpState");
      const file = join(folder, `state-${saved++}.json`);
      writeFileSync(file, gunzipSync(Buffer.from(state.slice(2), "hex")));
      return file;
    },
    async restore(file) {
      switchboard.switchTo(undefined);
      await stopLife();
      const life = await startAnvil(...GENESIS, "--load-state", file);
      stopLife = life.stop;
      switchboard.switchTo(life.url);
    },
    hide: () => switchboard.switchTo(undefined),
    async stop() {
      await switchboard.stop();
      await stopLife();
    },
  };
}
