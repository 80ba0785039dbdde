import { expectAccessible, lookAt } from "../support/look.ts";
import { connect, expect, test } from "../support/test.ts";

test("the start page holds in both themes and at both widths", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByText("As of block")).toBeVisible();
  await lookAt(page, "home");
});

test("the wallet dialog holds in both themes and at both widths", async ({ page, wallet }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Connect wallet" }).click();
  await expect(page.getByRole("button", { name: "Test Wallet" })).toBeVisible();
  await lookAt(page, "wallet-dialog");
  expect(wallet.log).not.toContain("eth_requestAccounts");
});

test("a page that does not exist says so", async ({ page, problems }) => {
  problems.allow(/404/);
  const response = await page.goto("/no-such-page");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await expectAccessible(page);
});

test("nothing in the navigation leads to a 404", async ({ page }) => {
  await page.goto("/");
  const links = await page.locator("header a[href^='/'], main a[href^='/'], footer a[href^='/']").all();
  const targets = new Set(await Promise.all(links.map((link) => link.getAttribute("href"))));
  expect(targets.size).toBeGreaterThan(5);
  for (const target of targets) {
    const response = await page.request.get(target as string);
    expect([target, response.status()]).toEqual([target, 200]);
  }
});

test("the theme is remembered", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Switch to dark colours" }).click();
  await expect(page.locator("html")).toHaveClass(/dark/);
  await page.reload();
  await expect(page.locator("html")).toHaveClass(/dark/);
  await page.getByRole("button", { name: "Switch to light colours" }).click();
  await expect(page.locator("html")).not.toHaveClass(/dark/);
});

test("the keyboard reaches the content first, and stays in a dialog until Escape", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();
  const button = page.getByRole("button", { name: "Connect wallet" });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press("Tab");
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test("small screens have the navigation in a sheet", async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 800 });
  await page.goto("/");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Order book" }).click();
  await expect(page).toHaveURL(/\/book$/);
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("every page has a policy of its own nonce, and no connection but the configured ones", async ({ page, place }) => {
  const policyOf = async () => (await page.request.get("/")).headers()["content-security-policy"] ?? "";
  const [first, second] = [await policyOf(), await policyOf()];
  expect(first).not.toBe(second);
  for (const url of [place.rpcUrl, place.gatewayUrl, place.indexerUrl]) expect(first).toContain(url);
  expect(first).toContain("frame-ancestors 'none'");
  const outside: string[] = [];
  const own = [place.webUrl, place.rpcUrl, place.gatewayUrl, place.indexerUrl, "data:", "blob:"];
  page.on("request", (request) => {
    if (!own.some((url) => request.url().startsWith(url))) outside.push(request.url());
  });
  await page.goto("/");
  await expect(page.getByText("As of block")).toBeVisible();
  expect(outside).toEqual([]);
});

test("the account menu holds", async ({ page, wallet }) => {
  await page.goto("/");
  await connect(page);
  await page.getByTestId("account").click();
  await expect(page.getByRole("button", { name: "Disconnect" })).toBeVisible();
  await expect(page.getByRole("dialog")).toContainText(wallet.address.slice(0, 8));
  await lookAt(page, "account-menu");
});
