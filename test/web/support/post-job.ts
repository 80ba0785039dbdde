import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

export function heading(page: Page) {
  return page.locator("#step-title");
}

export async function goOn(page: Page, to: string): Promise<void> {
  await page.getByRole("button", { name: /^Continue: / }).click();
  await expect(heading(page)).toHaveText(to);
}

/** Chooses the smallest example and goes through all steps without changing anything but, where one is given, the price. */
export async function toReview(page: Page, { price }: { price?: string } = {}): Promise<void> {
  await page.goto("/jobs/new");
  await page.getByRole("button", { name: /Greet two names/ }).click();
  await expect(page.getByText("It ended well.")).toBeVisible({ timeout: 60_000 });
  await goOn(page, "What does it work on?");
  await goOn(page, "How far may it go?");
  await goOn(page, "What do you pay?");
  if (price !== undefined) {
    await page.getByRole("radio", { name: "Name my own price" }).check();
    await page.getByLabel("Per trillion fuel").fill(price);
    await page.getByLabel("Fixed part").fill(price);
  }
  await goOn(page, "Look once more");
}

/** What the wallet was asked to sign or send since then. */
export function promptsAfter(log: readonly string[], from: number): string[] {
  return log.slice(from).filter((method) => /sign|sendTransaction/i.test(method));
}

export function count(log: readonly string[], method: string): number {
  return log.filter((one) => one === method).length;
}
