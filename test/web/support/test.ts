import { test as base, expect, type Page } from "@playwright/test";
import type { Hex } from "viem";
import { type Place, readPlace } from "./place.ts";
import { Problems } from "./problems.ts";
import { Services } from "./services.ts";
import { TestWallet } from "./test-wallet.ts";

/** Keys of a development chain that everybody knows; the stack's own accounts are the first six. */
export const KEYS: Readonly<Record<"fresh" | "other", Hex>> = {
  fresh: "0x2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6",
  other: "0xf214f2b2cd398c806f84e317254e0f0b801d0643303237d97a22a48e01628897",
};

export interface WebFixtures {
  readonly place: Place;
  /** Fails the test if the page says anything that it should not. */
  readonly problems: Problems;
  /** Already announced to the page, on the right chain, with two accounts that hold coin. */
  readonly wallet: TestWallet;
  readonly services: Services;
}

export const test = base.extend<WebFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern.
  place: async ({}, use) => {
    await use(readPlace());
  },
  baseURL: async ({ place }, use) => {
    await use(place.webUrl);
  },
  problems: [
    async ({ page }, use) => {
      const problems = new Problems();
      await problems.watch(page);
      await use(problems);
      expect(problems.found).toEqual([]);
    },
    { auto: true },
  ],
  wallet: async ({ context, place }, use) => {
    const { rpcUrl, deployment } = place;
    const wallet = new TestWallet({ keys: [KEYS.fresh, KEYS.other], rpcUrl, chainId: deployment.chainId });
    await wallet.install(context);
    await use(wallet);
  },
  services: async ({ context, place, problems }, use) => {
    await use(new Services(context, place, problems));
  },
});

export { expect };

/** Connects the announced wallet through the dialog. */
export async function connect(page: Page, name = "Test Wallet"): Promise<void> {
  const dialog = page.getByRole("dialog");
  // A page that the browser has not brought to life yet swallows a click.
  await expect(async () => {
    if (await dialog.isHidden()) await page.getByRole("button", { name: "Connect wallet" }).first().click();
    await expect(dialog).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await page.getByRole("button", { name }).click();
  await expect(page.getByTestId("account")).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();
}

/** Asks the chain's node of the stack. */
export async function rpc(place: Place, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(place.rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result: unknown; error?: { message: string } };
  if (error) throw new Error(error.message);
  return result;
}
