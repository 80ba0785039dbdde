import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { hive } from "../e2e/support/hive.ts";
import { lookAt } from "./support/look.ts";
import { type PairedAgent, startPairing } from "./support/paired-agent.ts";
import type { Place } from "./support/place.ts";
import { connect, expect, test, visit } from "./support/test.ts";

const HELLO = join(import.meta.dirname, "../../programs/hello/program.wasm");
/** Thawing takes a minute on a local chain. */
const THAW_MS = 100_000;

// Every page is looked at four times; a busy machine takes its time.
test.describe.configure({ timeout: 240_000 });

test("shows a visitor the way, and the exact commands", async ({ page }) => {
  await visit(page, "/provide");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sell compute with the machine you have");
  await expect(page.getByRole("list", { name: "How you become a provider" })).toContainText("1. Put up a stake");
  await expect(page.getByText("npx hive node pair agent.json")).toBeVisible();
  await lookAt(page, "provide-visitor");
  await page.getByRole("button", { name: "Connect a wallet to begin" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("stakes in as few prompts as possible, thaws, puts back and withdraws", async ({ page, wallet }) => {
  await visit(page, "/provide");
  await connect(page);
  await expect(page.getByRole("list", { name: "How you become a provider" })).toContainText("Next");
  await lookAt(page, "provide-newcomer");
  await page.getByRole("main").getByRole("link", { name: "Stake", exact: true }).last().click();

  const add = page.getByRole("region", { name: "Add stake" });
  await add.getByLabel("Amount").fill("1,5");
  await expect(add.getByRole("alert")).toContainText("Digits, with a point");
  await add.getByLabel("Amount").fill("1000");
  await expect(add.getByText("Missing:")).toContainText("1,000");
  await expect(add.getByRole("button", { name: "Add stake" })).toBeDisabled();
  await getTestMoney(page);

  await visit(page, "/provide/stake");
  await add.getByLabel("Amount").fill("1000");
  await expect(add.getByText("Your wallet will ask 4 times")).toBeVisible();
  wallet.rejectNext = true;
  await add.getByRole("button", { name: "Add stake" }).click();
  await expect(add.getByRole("alert")).toContainText("You declined this in your wallet");
  const asked = wallet.log.length;
  await add.getByRole("button", { name: "Add stake" }).click();
  await expect(figure(page, "Active")).toContainText("1,000");
  const prompts = wallet.log.slice(asked).filter((method) => /sign|sendTransaction/i.test(method));
  expect(prompts).toEqual([
    "eth_signTypedData_v4",
    "eth_sendTransaction",
    "eth_sendTransaction",
    "eth_sendTransaction",
  ]);

  const thaw = page.getByRole("region", { name: "Take stake out" });
  await thaw.getByLabel("Amount").fill("1000.000001");
  await expect(thaw.getByRole("alert")).toContainText("More than is free");
  await thaw.getByLabel("Amount").fill("300");
  await thaw.getByRole("button", { name: "Start to thaw" }).click();
  await expect(thaw.getByRole("timer")).toContainText("Can be withdrawn in");
  await expect(figure(page, "Active")).toContainText("700");
  await expect(thaw.getByRole("button", { name: "Withdraw into my account" })).toBeDisabled();
  await thaw.getByRole("button", { name: "Put it back into the stake" }).click();
  await expect(figure(page, "Active")).toContainText("1,000");

  await thaw.getByLabel("Amount").fill("300");
  await thaw.getByRole("button", { name: "Start to thaw" }).click();
  await expect(thaw.getByRole("timer")).toBeVisible();
  await lookAt(page, "provide-stake");
  await page.reload();
  await expect(thaw.getByRole("timer")).toHaveText("Can be withdrawn now", { timeout: THAW_MS });
  await thaw.getByRole("button", { name: "Withdraw into my account" }).click();
  await expect(figure(page, "Thawing")).toHaveText(/^0\D/);
  await expect(thaw.getByRole("timer")).toBeHidden();
  await visit(page, "/account");
  await expect(figure(page, "Free in the escrow")).toHaveText("300");
  await expect(page.getByRole("table", { name: "Movements" })).toContainText("Out of the stake");
});

test.describe("a node", () => {
  let agent: PairedAgent | undefined;
  test.afterEach(async () => {
    await agent?.stop();
    agent = undefined;
  });

  test("is paired by its code, gets an offer, works and earns", async ({ page, wallet, place, problems }) => {
    test.setTimeout(400_000);
    // The gateway refuses a wrong code, and the browser notes every refusal.
    problems.allow(/404 \(Not Found\).*\/v1\/pairings\/claim/);
    agent = startPairing(place, { provider: wallet.address });
    await visit(page, "/account");
    await connect(page);
    await getTestMoney(page);
    await stake(page, "500");

    await test.step("pairs, with a wrong code, a declined signature and a reload on the way", async () => {
      await pair(page, wallet, agent as PairedAgent);
    });
    await test.step("posts, changes and sees its offer", async () => {
      await offer(page);
    });
    await test.step("works and earns, live", async () => {
      await workOnce(page, { place, agent: agent as PairedAgent });
    });
    await test.step("pauses, resumes and retires", async () => {
      await control(page, agent as PairedAgent);
    });
  });

  test("says it when the agent refuses, and when the pairing is given up", async ({ page, wallet, place }) => {
    // It signs for another provider alone.
    agent = startPairing(place, { provider: place.stack.accounts["deployer"]?.address ?? "" });
    await visit(page, "/provide/nodes/new");
    await connect(page);
    await page.getByRole("button", { name: "Sign in with Ethereum" }).click();
    await enterCode(page, await agent.code());
    await page.getByLabel("The agent shows the same fingerprint").check();
    await page.getByRole("button", { name: "Ask the agent to sign" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "The agent refused" })).toContainText("another provider");
    await page.getByRole("button", { name: "Start again" }).click();

    await agent.stop();
    agent = startPairing(place, { provider: wallet.address });
    await enterCode(page, await agent.code());
    await page.getByRole("button", { name: "Give up" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "The pairing was given up" })).toBeVisible();
  });
});

test("takes a signed registration only as its node signed it", async ({ page, wallet }) => {
  await visit(page, "/provide/nodes/new");
  await connect(page);
  await page.getByRole("tab", { name: "By a signed registration" }).click();
  const field = page.getByRole("textbox", { name: "Signed registration" });
  await field.fill("hello");
  await expect(page.getByRole("alert").filter({ hasText: "This is not JSON" })).toBeVisible();
  await field.fill(JSON.stringify({ profile: {}, nodeSignature: "0x" }));
  await expect(page.getByRole("alert").filter({ hasText: "profile.provider" })).toBeVisible();
  const profile = {
    provider: wallet.address,
    node: wallet.address,
    payee: wallet.address,
    resourceClass: `0x${"00".repeat(32)}`,
    region: `0x${"00".repeat(32)}`,
    capabilityHash: `0x${"00".repeat(32)}`,
    tlsKeyHash: `0x${"00".repeat(32)}`,
    endpoint: "",
  };
  await field.fill(JSON.stringify({ profile, nodeSignature: `0x${"11".repeat(65)}` }));
  await expect(page.getByRole("alert").filter({ hasText: "not the node key's" })).toBeVisible();
  await lookAt(page, "provide-paste");

  await field.fill(await signedOnTheMachine(wallet.address));
  await expect(page.getByText("eu-north")).toBeVisible();
  await page.getByRole("button", { name: "Register the node" }).click();
  await expect(page.getByText("Your node is registered")).toBeVisible();
});

/** What `hive node sign` prints on a machine that has never heard of a gateway. */
async function signedOnTheMachine(provider: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "hive-signed-"));
  const stack = process.env["HIVE_WEB_TEST_STACK"] ?? "";
  const env = { HIVE_PASSWORD: "a password for the test" };
  try {
    const made = await hive(["key", "new", "node.json"], { cwd: folder, env });
    expect(made.code, made.stderr).toBe(0);
    const flags = ["node.json", "--provider", provider, "--region", "eu-north"];
    const signed = await hive(["--stack", stack, "node", "sign", ...flags], { cwd: folder, env });
    expect(signed.code, signed.stderr).toBe(0);
    return signed.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("says what it knows while the gateway is away", async ({ page, place, services, wallet }) => {
  await visit(page, "/provide");
  await connect(page);
  await expect(page.getByTestId("account")).toContainText(wallet.address.slice(0, 6));
  await services.cut("gateway");
  await visit(page, `/provide/nodes/${place.stack.agents[0]?.node}`);
  await expect(page.getByText("This node is another provider's")).toBeVisible();
  await expect(page.getByText("The gateway does not answer.").first()).toBeVisible();
  await visit(page, "/provide/nodes/new");
  await expect(page.getByRole("alert").filter({ hasText: "The gateway does not say who is signed in" })).toBeVisible();
});

/** The wallet's own account gets test dollars and coin. */
async function getTestMoney(page: Page): Promise<void> {
  await visit(page, "/account");
  await page.getByRole("main").getByRole("button", { name: "Get test money" }).click();
  await expect(figure(page, "In your wallet")).not.toHaveText("0");
}

async function stake(page: Page, amount: string): Promise<void> {
  await visit(page, "/provide/stake");
  const add = page.getByRole("region", { name: "Add stake" });
  await add.getByLabel("Amount").fill(amount);
  await add.getByRole("button", { name: "Add stake" }).click();
  await expect(figure(page, "Active")).toContainText(amount);
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Pairing code").fill(code);
  await page.getByRole("button", { name: "Find the agent" }).click();
}

async function pair(page: Page, wallet: { rejectNext: boolean }, agent: PairedAgent): Promise<void> {
  await visit(page, "/provide/nodes/new");
  await page.getByRole("button", { name: "Sign in with Ethereum" }).click();
  const code = await agent.code();
  await page.getByLabel("Pairing code").fill("O");
  await expect(page.getByRole("alert").filter({ hasText: "Codes hold no “O”" })).toBeVisible();
  const wrong = code.startsWith("A") ? `B${code.slice(1)}` : `A${code.slice(1)}`;
  await enterCode(page, wrong.toLowerCase());
  await expect(page.getByRole("alert").filter({ hasText: "No agent waits with this code" })).toBeVisible();

  await enterCode(page, code.toLowerCase());
  await expect(page.getByText(agent.fingerprint())).toBeVisible();
  await expect(page.getByText("The code is good for another")).toBeVisible();
  await lookAt(page, "provide-pairing");
  await page.reload();
  await expect(page.getByText(agent.fingerprint())).toBeVisible();

  const ask = page.getByRole("button", { name: "Ask the agent to sign" });
  await expect(ask).toBeDisabled();
  await page.getByLabel("The agent shows the same fingerprint").check();
  await page.getByLabel("Region").fill("EU");
  await expect(page.getByText("Small letters, digits and dashes, at most 32.")).toBeVisible();
  await page.getByLabel("Region").fill("eu-test");
  await ask.click();

  const send = page.getByRole("button", { name: "Register the node" });
  wallet.rejectNext = true;
  await send.click();
  await expect(page.getByRole("alert").filter({ hasText: "You declined this in your wallet" })).toBeVisible();
  await send.click();
  await expect(page.getByText("Your node is paired and online")).toBeVisible({ timeout: 60_000 });
  // A new key has no coin: the page says so, and on a local chain helps.
  await page.getByRole("button", { name: "Give it test coin" }).click();
  await expect(page.getByText("The node key got test coin")).toBeVisible();
  await page.getByRole("link", { name: "See the node" }).click();
  await expect(page.getByText("eu-test")).toBeVisible();
  await expect(page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 60_000 });
  await lookAt(page, "provide-node");
}

async function offer(page: Page): Promise<void> {
  await visit(page, "/provide/offers/new");
  await page.getByLabel("Price per 10¹² fuel").fill("0");
  await page.getByLabel("Fixed price per job").fill("0");
  await page.getByRole("button", { name: "Post the offer" }).click();
  await expect(page.getByText("Fixed price and price cannot both be zero.")).toBeVisible();
  await page.getByLabel("Price per 10¹² fuel").fill("1.25");
  await page.getByLabel("Fixed price per job").fill("0.04");
  await expect(page.getByRole("region", { name: "The market now" })).toContainText("Yours would");
  await lookAt(page, "provide-offer");
  await page.getByRole("button", { name: "Post the offer" }).click();
  await expect(page.getByText("Your offer is on the market")).toBeVisible();

  await page.getByRole("link", { name: "See it" }).click();
  const row = page.getByRole("row").filter({ hasText: "1.25" });
  await expect(row).toContainText("Open");
  await row.getByRole("link", { name: "Change" }).click();
  await expect(page.getByLabel("Price per 10¹² fuel")).toHaveValue("1.25");
  await page.getByLabel("Price per 10¹² fuel").fill("1.5");
  await page.getByRole("button", { name: "Replace the offer" }).click();
  await expect(page.getByText("Your offer is on the market")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "See it" }).click();
  await expect(page.getByRole("row").filter({ hasText: "1.5" })).toContainText("Open");
  await expect(page.getByRole("row").filter({ hasText: "1.25" })).toHaveCount(0);
  await page.getByLabel("Also those that are over").check();
  await expect(page.getByRole("row").filter({ hasText: "1.25" })).toContainText("Cancelled");
  await lookAt(page, "provide-offers");
}

async function workOnce(page: Page, { place, agent }: { place: Place; agent: PairedAgent }): Promise<void> {
  await visit(page, "/provide/work");
  await expect(page.getByText("Nothing runs")).toBeVisible();
  const post = ["job", "post", HELLO, "--node", agent.node, "--exclusive", "10m", "--window", "20s", "--yes", "--json"];
  const posted = await hive([
    "--stack",
    process.env["HIVE_WEB_TEST_STACK"] ?? "",
    "--as",
    "buyer",
    ...post,
    "--",
    "Ada",
  ]);
  expect(posted.code, posted.stderr).toBe(0);
  const { jobId } = JSON.parse(posted.stdout) as { jobId: string };
  // Nobody loads the page again: what the node claims appears by itself.
  const live = page.getByRole("table", { name: "Now" });
  await expect(live.getByRole("row").filter({ hasText: jobId.slice(0, 8) })).toBeVisible({ timeout: 60_000 });
  await lookAt(page, "provide-work");
  await visit(page, "/provide/earnings");
  const earned = page.getByRole("table", { name: "Per job" });
  await expect(earned.getByRole("row").filter({ hasText: jobId.slice(0, 8) })).toContainText("+0.04", {
    timeout: 90_000,
  });
  await expect(page.getByRole("heading", { name: "Earnings over time" })).toBeVisible();
  await lookAt(page, "provide-earnings");
  await visit(page, "/provide");
  await expect(figure(page, "Settled")).toHaveText(/^[1-9]/);
  await lookAt(page, "provide-overview");
  expect(place.webUrl).toBeTruthy();
}

async function control(page: Page, agent: PairedAgent): Promise<void> {
  await visit(page, `/provide/nodes/${agent.node}`);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByText("The node is paused and claims nothing.")).toBeVisible();
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await expect(page.getByText("A paused node claims nothing")).toBeVisible();
  await page.getByRole("button", { name: "Retire for ever…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("button", { name: "Retire for ever…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Retire for ever" }).click();
  await expect(page.getByText("Its key can never be used again.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toHaveCount(0);
}

/** A figure by its name. */
function figure(page: Page, name: string) {
  return page
    .locator("div", { has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) })
    .last()
    .locator("dd")
    .first();
}
