import { connect, expect, test } from "../support/test.ts";

test("says that the RPC is away, and that it is back", async ({ page, services }) => {
  await services.cut("rpc");
  await page.goto("/");
  const banner = page.getByRole("alert").filter({ hasText: "The chain's RPC does not answer" });
  await expect(banner).toBeVisible();
  await services.restore("rpc");
  await expect(banner).toBeHidden();
});

test("says that the indexer is away, and shows lists again when it is back", async ({ page, services }) => {
  await services.cut("indexer");
  await page.goto("/");
  const banner = page.getByTestId("banners").getByRole("alert").filter({ hasText: "The indexer does not answer." });
  await expect(banner).toBeVisible();
  await services.restore("indexer");
  await expect(banner).toBeHidden();
});

test("says how far the indexer is behind", async ({ page, services }) => {
  await services.delayIndexer(1_234);
  await page.goto("/");
  await expect(page.getByRole("alert").filter({ hasText: "1,234 blocks behind the chain" })).toBeVisible();
});

test("says that the gateway is away, and that money does not depend on it", async ({ page, services }) => {
  await services.cut("gateway");
  await page.goto("/");
  await expect(page.getByRole("alert").filter({ hasText: "The gateway does not answer" })).toBeVisible();
});

test("says that the device is offline", async ({ page, context, problems }) => {
  await page.goto("/");
  problems.allow(/ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  const banner = page.getByRole("alert").filter({ hasText: "Your device is offline" });
  await expect(banner).toBeVisible();
  await context.setOffline(false);
  await expect(banner).toBeHidden();
});

test("goes on with a transaction after a reload in the middle", async ({ page, wallet, services }) => {
  await page.goto("/");
  await connect(page);
  const release = await services.holdReceipts();
  await page.getByTestId("account").click();
  await page.getByRole("dialog").getByRole("button", { name: "Get test money" }).click();
  await page.waitForFunction(() => localStorage.getItem("computehive.pending")?.includes("faucet.drip"));
  await page.reload();
  release();
  await expect(page.getByText("Get test money: done")).toBeVisible();
  expect(wallet.log.filter((method) => method === "eth_sendTransaction")).toHaveLength(1);
});
