import { type Terminal, terminal } from "../e2e/support/hive.ts";
import { lookAt } from "./support/look.ts";
import { STACK_FILE } from "./support/place.ts";
import { count, promptsAfter, toReview } from "./support/post-job.ts";
import { connect, expect, rpc, test } from "./support/test.ts";

const NOTE = "You only sign: the gateway sends the transaction and pays for it.";
const hiveAs = (name: string): Terminal => terminal({ stack: process.env[STACK_FILE] as string, as: name });

test("a wallet without coin buys, disputes, and takes its refund home, and only ever signs", async ({
  page,
  wallet,
  place,
  problems,
}) => {
  test.setTimeout(300_000);
  // The chain knows nothing of the job before a node claims it, and the gateway nothing after.
  problems.allow(new RegExp(`status of 404.*${place.indexerUrl}/v1/jobs/`));
  problems.allow(new RegExp(`status of 404.*${place.gatewayUrl}/v1/(orders|executions)/`));
  await toReview(page);
  await connect(page);
  const sign = page.getByRole("region", { name: "Sign" });
  await sign.getByRole("button", { name: "Get test money" }).click();
  await expect(sign.getByText("Too little money")).toBeHidden();
  await rpc(place, "anvil_setBalance", [wallet.address, "0x0"]);
  const sent = count(wallet.log, "eth_sendTransaction");
  await sign.getByRole("radio", { name: /Sign once/ }).check();
  await sign.getByRole("button", { name: "Sign", exact: true }).click();
  await page.waitForURL(/\/jobs\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
  const standing = page.getByRole("region", { name: "How it stands" });
  await expect(standing).toContainText("Submitted", { timeout: 60_000 });

  await page.getByRole("button", { name: "Dispute" }).click();
  const dialog = page.getByRole("dialog", { name: "Dispute this receipt" });
  await expect(dialog).toContainText(NOTE);
  await lookAt(page, "job-dispute-carried");
  const asked = wallet.log.length;
  await dialog.getByRole("button", { name: "Dispute" }).click();
  await expect(standing).toContainText("Disputed", { timeout: 30_000 });
  expect(promptsAfter(wallet.log, asked)).toEqual(["eth_signTypedData_v4"]);

  const jobId = page.url().split("/").at(-1) as string;
  await hiveAs("arbiter").json("arbiter", "rule", jobId, "--finding", "upheld", "--reason", "The same result.");
  await page.goto("/account");
  const withdraw = page.getByRole("region", { name: "Withdraw" });
  await expect(withdraw).toContainText(NOTE);
  await withdraw.getByRole("button", { name: /^All:/ }).click();
  await withdraw.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Withdrawn" })).toBeVisible({ timeout: 30_000 });
  expect(count(wallet.log, "eth_sendTransaction")).toBe(sent);
});

test("a wallet without coin takes back an order that waits", async ({ page, wallet, place, problems }) => {
  test.setTimeout(240_000);
  problems.allow(new RegExp(`status of 404.*${place.indexerUrl}/v1/jobs/`));
  problems.allow(new RegExp(`status of 404.*${place.gatewayUrl}/v1/(orders|executions)/`));
  await toReview(page, { price: "0.000001" });
  await connect(page);
  const sign = page.getByRole("region", { name: "Sign" });
  await sign.getByRole("button", { name: "Get test money" }).click();
  await expect(sign.getByText("Too little money")).toBeHidden();
  await rpc(place, "anvil_setBalance", [wallet.address, "0x0"]);
  await sign.getByRole("radio", { name: /Sign once/ }).check();
  await sign.getByRole("button", { name: "Sign", exact: true }).click();
  await page.waitForURL(/\/jobs\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
  await page.getByRole("button", { name: "Cancel job" }).click();
  const dialog = page.getByRole("dialog", { name: "Take this order back?" });
  await expect(dialog).toContainText(NOTE);
  const asked = wallet.log.length;
  await dialog.getByRole("button", { name: "Cancel job" }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  expect(promptsAfter(wallet.log, asked)).toEqual(["eth_signTypedData_v4"]);
});
