import { createPublicClient, http } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { connect, expect, rpc, test } from "../support/test.ts";
import { TestWallet } from "../support/test-wallet.ts";

test("connects, survives a reload without a flash, and disconnects", async ({ page, wallet }) => {
  await page.goto("/");
  await connect(page);
  await expect(page.getByTestId("account")).toContainText(wallet.address.slice(0, 6));
  const release = wallet.hold();
  await page.reload({ waitUntil: "commit" });
  await expect(page.getByTestId("account")).toContainText(wallet.address.slice(0, 6));
  await expect(page.getByRole("banner").getByRole("button", { name: "Connect wallet" })).toHaveCount(0);
  release();
  await page.getByTestId("account").click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByRole("button", { name: "Connect wallet" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Connect wallet" })).toBeVisible();
});

test("says what a declined connection means, and tries again", async ({ page, wallet }) => {
  await page.goto("/");
  wallet.rejectNext = true;
  await page.getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("button", { name: "Test Wallet" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("You declined this in your wallet");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("account")).toBeVisible();
});

test("waits for a wallet that does not answer, with a way back", async ({ page, wallet }) => {
  await page.goto("/");
  const release = wallet.hold();
  await page.getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("button", { name: "Test Wallet" }).click();
  await expect(page.getByText("Waiting for Test Wallet")).toBeVisible();
  await page.getByRole("button", { name: "Back to the list" }).click();
  await expect(page.getByRole("button", { name: "Test Wallet" })).toBeVisible();
  release();
});

test("says what to do where no wallet is installed", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Connect wallet" }).click();
  await expect(page.getByText("No wallet found in this browser")).toBeVisible();
  await expect(page.getByText("Dev only")).toBeVisible();
});

test("adds the chain to a wallet that does not know it", async ({ context, page, place }) => {
  const wallet = new TestWallet({ keys: [generatePrivateKey()], rpcUrl: place.rpcUrl, chainId: 1 });
  await wallet.install(context);
  await page.goto("/");
  wallet.rejectNext = false;
  await connect(page);
  await wallet.switchChain(1);
  const banner = page.getByRole("alert").filter({ hasText: "Your wallet is on another chain" });
  await expect(banner).toBeVisible();
  await banner.getByRole("button", { name: "Switch chain" }).click();
  await expect(banner).toBeHidden();
  expect(wallet.chainId).toBe(place.deployment.chainId);
});

test("says what to type where the wallet refuses to switch", async ({ page, wallet, place }) => {
  await page.goto("/");
  await connect(page);
  await wallet.switchChain(1);
  const banner = page.getByRole("alert").filter({ hasText: "Your wallet is on another chain" });
  wallet.rejectNext = true;
  await banner.getByRole("button", { name: "Switch chain" }).click();
  const help = page.getByRole("dialog");
  await expect(help).toContainText("You declined this in your wallet");
  await expect(help).toContainText(place.rpcUrl);
});

test("follows the wallet to another account", async ({ page, wallet }) => {
  await page.goto("/");
  await connect(page);
  await wallet.switchAccount(1);
  await expect(page.getByTestId("account")).toContainText(wallet.address.slice(0, 6));
});

test("gives an account without coin what a local chain has for nothing", async ({ page, wallet, place }) => {
  await rpc(place, "anvil_setBalance", [wallet.address, "0x0"]);
  await page.goto("/");
  await connect(page);
  const banner = page.getByRole("alert").filter({ hasText: "has no ETH for transactions" });
  await banner.getByRole("button", { name: "Get test money" }).click();
  await expect(page.getByText("Get test money: done")).toBeVisible();
  await expect(banner).toBeHidden();
  const chain = createPublicClient({ transport: http(place.rpcUrl) });
  expect(await chain.getBalance({ address: wallet.address })).toBeGreaterThan(0n);
});

test("says what a declined transaction means, and that nothing was sent", async ({ page, wallet, place }) => {
  await rpc(place, "anvil_setBalance", [wallet.address, "0xde0b6b3a7640000"]);
  await page.goto("/");
  await connect(page);
  await page.getByTestId("account").click();
  wallet.rejectNext = true;
  await page.getByRole("dialog").getByRole("button", { name: "Get test money" }).click();
  await expect(page.getByText("Nothing was sent and nothing was paid")).toBeVisible();
});

test("has a developer wallet that says what it is", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("button", { name: "Developer wallet" }).click();
  await expect(page.getByTestId("account")).toContainText("Dev only");
  await page.getByTestId("account").click();
  await page.getByRole("dialog").getByRole("button", { name: "Get test money" }).click();
  await expect(page.getByText("Get test money: done")).toBeVisible();
  await page.reload();
  await expect(page.getByTestId("account")).toContainText("Dev only");
});
