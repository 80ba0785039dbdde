import { test as base, expect, type Page } from "@playwright/test";
import { generatePrivateKey } from "viem/accounts";
import { type Place, readPlace } from "./place.ts";
import { Problems } from "./problems.ts";
import { Services } from "./services.ts";
import { TestWallet } from "./test-wallet.ts";

/** 10 coins. */
const COIN = "0x8ac7230489e80000";

export interface WebFixtures {
  readonly place: Place;
  /** Fails the test if the page says anything that it should not. */
  readonly problems: Problems;
  /** Already announced to the page, on the right chain, with two accounts that nobody ever used; the first holds coin. */
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
    const wallet = await newWallet(place);
    await wallet.install(context);
    await use(wallet);
  },
  services: async ({ context, place, problems }, use) => {
    await use(new Services(context, place, problems));
  },
});

export { expect };

/** A wallet with two new accounts, the first of which holds coin: a stack can be tested on again and again. */
export async function newWallet(place: Place): Promise<TestWallet> {
  const { rpcUrl, deployment } = place;
  const keys = [generatePrivateKey(), generatePrivateKey()];
  const wallet = new TestWallet({ keys, rpcUrl, chainId: deployment.chainId });
  await rpc(place, "anvil_setBalance", [wallet.address, COIN]);
  return wallet;
}

/** Goes to a page and waits until it lives: before that, clicks are swallowed. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__reactFiber")),
  );
}

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
