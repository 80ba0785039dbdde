import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildJob } from "@computehive/sdk/job-builder";
import type { Page } from "@playwright/test";
import { toHex } from "viem";
import { generatePrivateKey, mnemonicToAccount, privateKeyToAddress } from "viem/accounts";
import { hive } from "../e2e/support/hive.ts";
import { contractAccountOf } from "./support/contract-account.ts";
import { lookAt } from "./support/look.ts";
import type { Place } from "./support/place.ts";
import { stubPushService } from "./support/push-stub.ts";
import { connect, expect, test, visit } from "./support/test.ts";
import { TestWallet } from "./support/test-wallet.ts";

const HELLO = join(import.meta.dirname, "../../programs/hello/program.wasm");

// Every page is looked at four times; a busy machine takes its time.
test.describe.configure({ timeout: 240_000 });

test("deposits by signature, withdraws, and says who may draw", async ({ page, wallet }) => {
  await visit(page, "/account");
  await expect(page.getByText("Connect a wallet to see your account")).toBeVisible();
  await connect(page);
  await expect(page.getByText("Nothing has moved yet")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Get test money" }).click();
  await expect(figure(page, "In your wallet")).not.toHaveText("0");

  const deposit = page.getByRole("region", { name: "Deposit" });
  await deposit.getByLabel("Amount").fill("99999999");
  await expect(deposit.getByRole("alert")).toContainText("More than your wallet holds");
  await deposit.getByLabel("Amount").fill("250");
  await expect(deposit.getByText("Your wallet will ask twice: for a signature")).toBeVisible();
  wallet.rejectNext = true;
  await deposit.getByRole("button", { name: "Deposit" }).click();
  await expect(deposit.getByRole("alert")).toContainText("You declined this in your wallet");
  await deposit.getByRole("button", { name: "Deposit" }).click();
  await expect(figure(page, "Free in the escrow")).toHaveText("250");
  await expect(page.getByRole("row").filter({ hasText: "Deposited" })).toContainText("+250");

  const withdraw = page.getByRole("region", { name: "Withdraw" });
  await withdraw.getByLabel("Amount").fill("100");
  await withdraw.getByLabel("To", { exact: true }).fill("0x12");
  await expect(withdraw.getByRole("alert")).toContainText("40 hexadecimal digits");
  await withdraw.getByLabel("To", { exact: true }).fill("0x000000000000000000000000000000000000dEaD");
  await expect(withdraw.getByText("This is not the account that you are connected with.")).toBeVisible();
  await withdraw.getByLabel("To", { exact: true }).fill("");
  await withdraw.getByRole("button", { name: "Withdraw" }).click();
  await expect(figure(page, "Free in the escrow")).toHaveText("150");
  await expect(page.getByRole("row").filter({ hasText: "Withdrawn" })).toContainText("−100");

  const market = page.getByRole("row").filter({ hasText: "jobs that you post" });
  await expect(market).toContainText("Not allowed");
  await market.getByRole("button", { name: "Change" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("At most").fill("40");
  await dialog.getByLabel("For", { exact: true }).selectOption({ label: "7 days" });
  await dialog.getByRole("button", { name: "Allow this" }).click();
  await expect(dialog).toBeHidden();
  await expect(market).toContainText("Allowed");
  await expect(market).toContainText("40");
  await lookAt(page, "account-money");
  await market.getByRole("button", { name: "Revoke" }).click();
  await expect(market).toContainText("Not allowed");
});

test("signs in, shows every session, and signs out here and everywhere", async ({ page, wallet, browser, place }) => {
  await visit(page, "/account/access");
  await expect(page.getByText("Connect a wallet to go on")).toBeVisible();
  await connect(page);
  await lookAt(page, "account-signed-out");
  wallet.rejectNext = true;
  await signIn(page);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("You declined this in your wallet");
  await signIn(page);
  const sessions = page.getByRole("table", { name: "Where you are signed in" });
  await expect(sessions.getByRole("row").filter({ hasText: "this browser" })).toContainText("Chrome");
  expect(wallet.log).toContain("personal_sign");
  await page.reload();
  await expect(sessions.getByRole("row").filter({ hasText: "this browser" })).toBeVisible();

  // The same account in a second browser, whose wallet knows nothing of this page yet.
  const other = await browser.newContext();
  await wallet.elsewhere().install(other);
  const second = await other.newPage();
  await visit(second, `${place.webUrl}/account/access`);
  await connect(second);
  await signIn(second);
  await expect(second.getByRole("table", { name: "Where you are signed in" }).getByRole("row")).toHaveCount(3);
  await page.reload();
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await sessions
    .getByRole("row")
    .filter({ hasNotText: "this browser" })
    .getByRole("button", { name: "Sign out" })
    .click();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await second.reload();
  await expect(second.getByText("Sign in to go on")).toBeVisible();
  await other.close();

  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByText("Sign in to go on")).toBeVisible();
  await page.reload();
  await expect(page.getByText("Sign in to go on")).toBeVisible();
});

test("signs in as a contract account, by what its contract says on the chain", async ({
  page,
  place,
  context,
  problems,
}) => {
  const { chainId } = place.deployment;
  const [owner, stranger] = [generatePrivateKey(), generatePrivateKey()];
  const account = await contractAccountOf(place, privateKeyToAddress(owner));
  await new TestWallet({ keys: [stranger], rpcUrl: place.rpcUrl, chainId, actsFor: account, name: "Stranger" }).install(
    context,
  );
  await visit(page, "/account/access");
  await connect(page, "Stranger");
  problems.allow(/401 .*\/v1\/session/);
  await signIn(page);
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await expect(page.getByRole("table", { name: "Where you are signed in" })).toBeHidden();

  const other = await page.context().browser()!.newContext();
  await new TestWallet({ keys: [owner], rpcUrl: place.rpcUrl, chainId, actsFor: account }).install(other);
  const owned = await other.newPage();
  await visit(owned, `${place.webUrl}/account/access`);
  await connect(owned);
  await signIn(owned);
  await expect(owned.getByRole("table", { name: "Where you are signed in" })).toContainText("this browser");
  await other.close();
});

test("keeps two accounts apart when the wallet is switched in the middle", async ({ page, wallet }) => {
  await visit(page, "/account/access");
  await connect(page);
  await signIn(page);
  await expect(page.getByRole("heading", { name: "Where you are signed in" })).toBeVisible();
  await wallet.switchAccount(1);
  const notice = page.getByRole("alert").filter({ hasText: "Your wallet shows another account" });
  await expect(notice).toContainText("Nothing of the two is mixed");
  await expect(page.getByRole("heading", { name: "Where you are signed in" })).toBeHidden();
  await lookAt(page, "account-mismatch");
  await wallet.switchAccount(1);
  await expect(page.getByRole("heading", { name: "Where you are signed in" })).toBeVisible();
  await wallet.switchAccount(1);
  await notice.getByRole("button", { name: "Sign in as the wallet's account" }).click();
  await expect(page.getByRole("heading", { name: "Where you are signed in" })).toBeVisible();
  await wallet.switchAccount(1);
  await notice.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText("Sign in to go on")).toBeVisible();
});

test("makes an API key that works until it is revoked, and manages what it saved", async ({
  page,
  wallet,
  place,
  problems,
}) => {
  await visit(page, "/account/access");
  await connect(page);
  await signIn(page);
  await expect(page.getByText("You have no API keys")).toBeVisible();
  await page.getByRole("button", { name: "Create a key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("1 to 80 characters");
  await dialog.getByLabel("Name", { exact: true }).fill("nightly build");
  await dialog.getByLabel("Check, store, save, rename and remove manifests").check();
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  const secret = (await dialog.getByTestId("api-key-secret").textContent()) ?? "";
  expect(secret).toMatch(/^hive_/);
  await page.keyboard.press("Escape");
  await expect(dialog, "a slip of the hand does not close the only look at the secret").toBeVisible();
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  const row = page.getByRole("row").filter({ hasText: "nightly build" });
  await expect(row).toContainText("manifests");
  await expect(page.getByText(secret)).toHaveCount(0);
  await lookAt(page, "account-access");

  expect((await saveManifest(place, secret, "hello")).status).toBe(200);
  expect((await saveManifest(place, secret, "other")).status).toBe(200);
  await page.getByRole("navigation", { name: "Account" }).getByRole("link", { name: "Saved manifests" }).click();
  const saved = page.getByRole("row").filter({ hasText: "hello" });
  await expect(saved.getByRole("link", { name: "Post a job with this" })).toHaveAttribute("href", /^\/jobs\/new\?/);
  await saved.getByRole("button", { name: "Rename" }).click();
  // The gateway refuses a name that is taken, and the browser notes every refusal.
  problems.allow(/409 \(Conflict\).*\/v1\/saved-manifests\//);
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("other");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("every morning");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const renamed = page.getByRole("row").filter({ hasText: "every morning" });
  await expect(renamed).toBeVisible();
  await lookAt(page, "account-manifests");
  await renamed.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(renamed).toHaveCount(0);

  await visit(page, "/account/access");
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("You have no API keys")).toBeVisible();
  expect((await saveManifest(place, secret, "late")).status).toBe(401);
  expect(wallet.log.filter((method) => method === "eth_sendTransaction")).toEqual([]);
});

test("tells of a job as it happens, and remembers what was read", async ({ page, place, context }) => {
  // The stack's own buyer: its job is what there is to tell.
  await buyerWallet(place).install(context);
  await visit(page, "/account/notifications");
  await connect(page);
  await signIn(page);
  await expect(page.getByRole("region", { name: "What you are told" })).toBeVisible();
  const flags = ["--as", "buyer", "job", "post", HELLO, "--window", "5s", "--yes", "--json"];
  const posted = await hive(["--stack", process.env["HIVE_WEB_TEST_STACK"] ?? "", ...flags, "--", "Ada"]);
  expect(posted.code, posted.stderr).toBe(0);
  const { jobId } = JSON.parse(posted.stdout) as { jobId: string };
  const list = page.getByRole("list", { name: "What happened" });
  const settled = list.locator(`li:has(a[href="/jobs/${jobId}"])`).filter({ hasText: "A job was settled and paid" });
  await expect(settled).toBeVisible({ timeout: 90_000 });
  await expect(
    list.locator(`li:has(a[href="/jobs/${jobId}"])`).filter({ hasText: "Your result is ready" }),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: /^Notifications, \d+ unread$/ })).toBeVisible();
  await lookAt(page, "account-notifications");

  await settled.getByRole("button", { name: "Mark as read" }).click();
  await expect(settled.getByText("Unread")).toHaveCount(0);
  await page.getByRole("button", { name: /unread$/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();

  const choice = page.getByLabel("Your result is ready: In the page");
  await expect(choice).toBeChecked();
  await choice.uncheck();
  await expect(page.getByLabel("Your result is ready: Pushed")).toBeDisabled();
  await page.reload();
  await expect(choice).not.toBeChecked();
  await choice.check();
  await expect(page.getByLabel("Your result is ready: Pushed")).toBeEnabled();
});

test("turns pushes on and off, asking only after a click", async ({ page, wallet, context, place }) => {
  await context.grantPermissions(["notifications"], { origin: place.webUrl });
  await stubPushService(context, "takes");
  await visit(page, "/account/notifications");
  await connect(page);
  await signIn(page);
  const panel = page.getByRole("region", { name: "While no page is open" });
  await expect(panel.getByText("Off in this browser.")).toBeVisible();
  await panel.getByRole("button", { name: "Turn on in this browser" }).click();
  await expect(panel.getByText("On in this browser.")).toBeVisible();
  await expect(panel.getByText("push.example")).toBeVisible();
  const scripts = await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.scriptURL);
  expect(scripts).toBe(`${place.webUrl}/push-worker.js`);
  await page.reload();
  await expect(panel.getByText("On in this browser.")).toBeVisible();
  await lookAt(page, "account-push");
  await panel.getByRole("button", { name: "Turn off" }).click();
  await expect(panel.getByText("Off in this browser.")).toBeVisible();
  await expect(panel.getByText("No browser gets pushes")).toBeVisible();
  expect(wallet.log).not.toContain("eth_sendTransaction");
});

test("says why pushes cannot be had: refused, or no push service", async ({ page, wallet, context, place }) => {
  await context.grantPermissions(["notifications"], { origin: place.webUrl });
  await stubPushService(context, "is-away");
  await visit(page, "/account/notifications");
  await connect(page);
  await signIn(page);
  const panel = page.getByRole("region", { name: "While no page is open" });
  await panel.getByRole("button", { name: "Turn on in this browser" }).click();
  await expect(panel.getByRole("alert")).toContainText("push service did not take the subscription");
  await page.addInitScript(() => Object.defineProperty(Notification, "permission", { get: () => "denied" }));
  await page.reload();
  await expect(panel.getByText("You told this browser not to show notifications")).toBeVisible();
  await expect(panel.getByRole("button", { name: "Turn on in this browser" })).toHaveCount(0);
  expect(wallet.address).toBeTruthy();
});

test("says what does not work while the gateway is away, and goes on when it is back", async ({
  page,
  wallet,
  services,
}) => {
  await visit(page, "/account");
  await connect(page);
  await services.cut("gateway");
  await visit(page, "/account/access");
  const alert = page.getByRole("alert").filter({ hasText: "The gateway does not say who is signed in" });
  await expect(alert).toBeVisible();
  await visit(page, "/account");
  await expect(figure(page, "For transactions")).toBeVisible();
  await services.restore("gateway");
  await visit(page, "/account/access");
  await expect(page.getByText("Sign in to go on")).toBeVisible();
  expect(wallet.log).not.toContain("personal_sign");
});

async function signIn(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: "Sign in with Ethereum" }).click();
}

/** A manifest whose program nobody stored at this gateway: kept all the same. */
function saveManifest(place: Place, secret: string, name: string): Promise<Response> {
  const { manifest } = buildJob({ program: new Uint8Array(readFileSync(HELLO)), args: [name] });
  return fetch(`${place.gatewayUrl}/v1/saved-manifests`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ name, manifest }),
  });
}

/** The demo accounts are those of every development chain: everybody knows their keys. */
const PHRASE = "test test test test test test test test test test test junk";
const BUYER = 1;

/** A wallet with the key of the stack's buyer. */
function buyerWallet({ stack, rpcUrl, deployment }: Place): TestWallet {
  const key = mnemonicToAccount(PHRASE, { addressIndex: BUYER }).getHdKey().privateKey;
  const wallet = new TestWallet({ keys: [toHex(key as Uint8Array)], rpcUrl, chainId: deployment.chainId });
  expect(wallet.address).toBe(stack.accounts["buyer"]?.address);
  return wallet;
}

/** A figure by its name. */
function figure(page: Page, name: string) {
  return page
    .locator("div", { has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) })
    .last()
    .locator("dd")
    .first();
}
