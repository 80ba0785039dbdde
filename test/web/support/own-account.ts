import type { Page } from "@playwright/test";
import { generatePrivateKey } from "viem/accounts";
import type { Place } from "./place.ts";
import { test as base, expect as commonExpect, rpc } from "./test.ts";
import { TestWallet } from "./test-wallet.ts";

/** 10 coins. */
const COIN = "0x8ac7230489e80000";

/** Chain, indexer and page each take their time on a busy machine. */
export const expect = commonExpect.configure({ timeout: 60_000 });

/** Goes to a page and waits until it lives: before that, clicks are swallowed. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__reactFiber")),
  );
}

/** As the common fixtures, but with two accounts that nobody ever used: a stack can be tested on again and again. */
export const test = base.extend({
  wallet: async ({ context, place }, use) => {
    const wallet = await newWallet(place);
    await wallet.install(context);
    await use(wallet);
  },
});

/** A wallet with two new accounts, the first of which holds coin. */
export async function newWallet(place: Place): Promise<TestWallet> {
  const { rpcUrl, deployment } = place;
  const keys = [generatePrivateKey(), generatePrivateKey()];
  const wallet = new TestWallet({ keys, rpcUrl, chainId: deployment.chainId });
  await rpc(place, "anvil_setBalance", [wallet.address, COIN]);
  return wallet;
}
