import { lookAt } from "./support/look.ts";
import { count, promptsAfter, toReview } from "./support/post-job.ts";
import { connect, expect, rpc, test } from "./support/test.ts";

test("approves Permit2 once where the token takes no payment by signature, signs once, and revokes", async ({
  page,
  wallet,
  place,
  services,
  problems,
}) => {
  test.setTimeout(300_000);
  problems.allow(new RegExp(`status of 404.*${place.indexerUrl}/v1/jobs/`));
  problems.allow(new RegExp(`status of 404.*${place.gatewayUrl}/v1/(orders|executions)/`));
  await services.hideAuthorizations();
  await toReview(page);
  await connect(page);
  const sign = page.getByRole("region", { name: "Sign" });
  await expect(sign.getByText("Permit2 needs your approval first, by a transaction")).toBeVisible();
  await sign.getByRole("button", { name: "Get test money" }).click();
  await expect(sign.getByText("Too little money")).toBeHidden();
  await sign.getByRole("radio", { name: /Sign once/ }).check();
  await expect(sign.getByText("Your wallet will ask 3 times, in this order:")).toBeVisible();
  await expect(sign.getByText("may then take up to this amount out of your wallet")).toBeVisible();
  await expect(sign.getByRole("button", { name: "Sign", exact: true })).toBeDisabled();
  await lookAt(page, "post-job-permit2");

  // Without coin there is no transaction, and it says so before.
  const approve = sign.getByRole("button", { name: /^Approve / });
  await rpc(place, "anvil_setBalance", [wallet.address, "0x0"]);
  await expect(sign.getByText("Too little for the network fee")).toBeVisible();
  await expect(approve).toBeDisabled();
  await rpc(place, "anvil_setBalance", [wallet.address, "0xde0b6b3a7640000"]);
  await expect(sign.getByText("Too little for the network fee")).toBeHidden();

  const most = sign.getByLabel("At most");
  const needed = await most.inputValue();
  await most.fill("0.000001");
  await expect(sign.getByText("Less than is needed.")).toBeVisible();
  await expect(approve).toBeDisabled();
  await most.fill("50");
  wallet.rejectNext = true;
  await approve.click();
  await expect(sign.getByRole("alert")).toContainText("You declined this in your wallet");

  const sent = count(wallet.log, "eth_sendTransaction");
  const release = await services.holdReceipts();
  await sign.getByRole("button", { name: "Approve 50 TUSD" }).click();
  await expect.poll(() => count(wallet.log, "eth_sendTransaction")).toBe(sent + 1);
  await page.reload();
  release();
  await expect(sign.getByRole("radio", { name: /Sign once/ })).toBeChecked();
  await expect(sign.getByText("Your wallet will ask 2 times, in this order:")).toBeVisible();
  await expect(sign.getByRole("button", { name: /^Approve / })).toBeHidden();
  await expect(sign.getByRole("button", { name: "Sign", exact: true })).toBeEnabled();
  await lookAt(page, "post-job-permit2-approved");

  await rpc(place, "anvil_setBalance", [wallet.address, "0x0"]);
  const asked = wallet.log.length;
  await sign.getByRole("button", { name: "Sign", exact: true }).click();
  await page.waitForURL(/\/jobs\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
  expect(promptsAfter(wallet.log, asked)).toEqual(["personal_sign", "eth_signTypedData_v4"]);
  const standing = page.getByRole("region", { name: "How it stands" });
  await expect(standing).toContainText("Submitted", { timeout: 60_000 });

  await rpc(place, "anvil_setBalance", [wallet.address, "0xde0b6b3a7640000"]);
  await page.goto("/account");
  const card = page.getByRole("region", { name: "Out of your wallet" });
  await expect(card).toContainText(String(50 - Number(needed)));
  await lookAt(page, "account-permit2");
  wallet.rejectNext = true;
  await card.getByRole("button", { name: "Revoke" }).click();
  await expect(card.getByRole("alert")).toContainText("You declined this in your wallet");
  await card.getByRole("button", { name: "Revoke" }).click();
  await expect(card).toBeHidden();
});
