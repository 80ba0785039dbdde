import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { lookAt } from "./support/look.ts";
import { count, goOn, heading, promptsAfter, toReview } from "./support/post-job.ts";
import { connect, expect, rpc, test } from "./support/test.ts";

const PROGRAMS = join(import.meta.dirname, "../../programs");
const HELLO = join(PROGRAMS, "hello/program.wasm");
const STATISTICS = join(PROGRAMS, "text-statistics/program.wasm");

/** `(module (import "env" "fetch" (func)) (func (export "_start")))` */
const FORBIDDEN = Buffer.from(
  "0061736d01000000010401600000020d0103656e76056665746368000003020100070a01065f737461727400010a040102000b",
  "hex",
);

test("posts an example from the first click to the job's page, and shows what the wallet will ask before", async ({
  page,
  wallet,
}) => {
  test.setTimeout(240_000);
  await page.goto("/jobs/new");
  await expect(heading(page)).toHaveText("What is to run?");
  await expect(page.getByRole("button", { name: "Continue: Inputs" })).toBeDisabled();
  await lookAt(page, "post-job-program");
  await page.getByRole("button", { name: /Greet two names/ }).click();
  await expect(page.getByText("Checked: every node would run it.")).toBeVisible();
  await expect(page.getByText("It ended well.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Hello, Ada!").first()).toBeVisible();
  await lookAt(page, "post-job-dry-run");

  await goOn(page, "What does it work on?");
  await expect(page.getByRole("textbox", { name: "Arguments" })).toHaveValue("Ada\nGrace");
  await lookAt(page, "post-job-inputs");
  await goOn(page, "How far may it go?");
  await expect(page.getByLabel("Memory limit")).toHaveValue("256KiB");
  await lookAt(page, "post-job-limits");
  await goOn(page, "What do you pay?");
  await expect(page.getByText(/The cheapest for this job among \d+ offers? whose node can run it now/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Who can run it now" })).toContainText(/\d of \d+ nodes?/);
  await lookAt(page, "post-job-price");
  await goOn(page, "Look once more");
  await expect(page.getByText("your address, the price, and the deadlines, on the chain for ever")).toBeVisible();

  await connect(page);
  const sign = page.getByRole("region", { name: "Sign" });
  await expect(sign.getByText("Too little money")).toBeVisible();
  await expect(sign.getByRole("button", { name: "Sign and post" })).toBeDisabled();
  await lookAt(page, "post-job-review");
  await sign.getByRole("button", { name: "Get test money" }).click();
  await expect(sign.getByText("Too little money")).toBeHidden();
  await expect(sign.getByText("Your wallet will ask 5 times, in this order:")).toBeVisible();

  wallet.rejectNext = true;
  await sign.getByRole("button", { name: "Sign and post" }).click();
  await expect(sign.getByRole("alert")).toContainText("You declined this in your wallet");
  const asked = wallet.log.length;
  await sign.getByRole("button", { name: "Sign and post" }).click();
  await page.waitForURL(/\/jobs\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
  expect(promptsAfter(wallet.log, asked)).toEqual([
    "personal_sign",
    "eth_signTypedData_v4",
    "eth_sendTransaction",
    "eth_sendTransaction",
    "eth_sendTransaction",
  ]);
});

test("checks an uploaded program: what it imports, what it is, how it ends", async ({ page }) => {
  await page.goto("/jobs/new");
  await expect(heading(page)).toHaveText("What is to run?");
  await upload(page, "page.wasm", Buffer.from("<html>"));
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Nodes refuse this program: page.wasm");
  await upload(page, "empty.wasm", Buffer.alloc(0));
  await expect(page.getByRole("main").getByRole("alert")).toContainText("This file is empty");
  await upload(page, "network.wasm", FORBIDDEN);
  await expect(page.getByRole("main").getByRole("alert")).toContainText('it imports "env" "fetch"');
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Only WASI preview 1 is there");
  await lookAt(page, "post-job-refused");
  await upload(page, "hello.wasm", readFileSync(HELLO));
  await expect(page.getByText("Checked: every node would run it.")).toBeVisible();

  // Without a name it fails: that must be seen before anybody is paid.
  await page.getByRole("button", { name: "Run it here once" }).click();
  await expect(page.getByText("It did not end well here, and every outcome is paid.")).toBeVisible();
  await goOn(page, "What does it work on?");
  await page.getByRole("textbox", { name: "Arguments" }).fill("Ada");
  await expect(page.getByText("Program, inputs or limits changed since this dry run.")).toBeVisible();
  await page.getByRole("button", { name: "Run it again" }).click();
  await expect(page.getByText("It ended well.")).toBeVisible();
});

test("keeps a long dry run stoppable", async ({ page }) => {
  await page.goto("/jobs/new");
  await page.getByRole("button", { name: /Move a large cluster/ }).click();
  await expect(page.getByRole("progressbar", { name: "Running in this browser" })).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("You stopped the dry run.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Continue: Inputs" })).toBeEnabled();
});

test("survives a reload at every step, and warns of secrets", async ({ page }) => {
  await page.goto("/jobs/new");
  await upload(page, "statistics.wasm", readFileSync(STATISTICS));
  await expect(page.getByText("Checked: every node would run it.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("Your program: statistics.wasm")).toBeVisible();
  await expect(page.getByText("Checked: every node would run it.")).toBeVisible();

  await goOn(page, "What does it work on?");
  await page
    .locator('input[type="file"][multiple]')
    .setInputFiles({ name: "poem.txt", mimeType: "text/plain", buffer: Buffer.from("To be or not to be") });
  await expect(page.getByLabel("Name below /in")).toHaveValue("poem.txt");
  await page.getByRole("textbox", { name: "Arguments" }).fill("poem.txt");
  await page.getByRole("button", { name: "Add a variable" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("API_KEY");
  await page.getByRole("textbox", { name: "Value" }).fill("abc");
  await expect(page.getByRole("main").getByRole("alert").first()).toContainText(
    "a manifest is public for ever: pass no secrets",
  );
  await expect(page.getByRole("button", { name: "Continue: Limits" })).toBeDisabled();
  await page.getByRole("button", { name: "Remove API_KEY" }).click();
  await page.reload();
  await expect(heading(page)).toHaveText("What does it work on?");
  await expect(page.getByLabel("Name below /in")).toHaveValue("poem.txt");
  await page.getByRole("button", { name: "Run it here once" }).click();
  await expect(page.getByText("It ended well.")).toBeVisible();

  await goOn(page, "How far may it go?");
  await page.getByLabel("Time limit").fill("2h");
  await expect(page.getByRole("main").getByRole("alert").first()).toContainText("at most 60 minutes");
  await page.getByLabel("Time limit").fill("90s");
  await page.reload();
  await expect(page.getByLabel("Time limit")).toHaveValue("90s");

  await goOn(page, "What do you pay?");
  await page.getByRole("radio", { name: "Name my own price" }).check();
  await page.getByLabel("Per trillion fuel").fill("0.000001");
  await page.getByLabel("Fixed part").fill("0.01");
  await expect(page.getByText("Asks more than this price")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Fixed part")).toHaveValue("0.01");
  await goOn(page, "Look once more");
  await page.reload();
  await expect(heading(page)).toHaveText("Look once more");
  await page.goto("/jobs/new");
  await expect(page.getByText("Your last draft is open again.")).toBeVisible();
  await page.getByRole("button", { name: "Start anew" }).click();
  await expect(heading(page)).toHaveText("What is to run?");
  await expect(page.getByText("Choose an example")).toBeVisible();
});

test("a reload between the transactions goes on, and posts once", async ({ page, wallet, place }) => {
  test.setTimeout(240_000);
  await toReview(page);
  await connect(page);
  const sign = page.getByRole("region", { name: "Sign" });
  await sign.getByRole("button", { name: "Get test money" }).click();
  await expect(sign.getByText("Your wallet will ask 5 times, in this order:")).toBeVisible();
  // The deposit is signed and sent; the next question stays open while the page is loaded anew.
  const release = wallet.hold({ method: "eth_sendTransaction", ordinal: 3 });
  await sign.getByRole("button", { name: "Sign and post" }).click();
  await expect.poll(() => count(wallet.log, "eth_sendTransaction")).toBe(3);
  await page.reload();
  release();
  await expect(sign.getByText("You were in the middle of posting.")).toBeVisible({ timeout: 30_000 });
  await sign.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL(/\/jobs\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
  const answer = await fetch(`${place.indexerUrl}/v1/jobs?buyer=${wallet.address}`);
  expect(((await answer.json()) as { items: unknown[] }).items).toHaveLength(1);

  await page.goBack();
  await expect(page.getByText("Nodes can see this job already.")).toBeVisible();
});

test("buys with one signature, without coin, and follows the order while it waits", async ({
  page,
  wallet,
  place,
  problems,
}) => {
  test.setTimeout(240_000);
  // The chain knows nothing of the job before a node claims it, and the gateway nothing after.
  problems.allow(new RegExp(`status of 404.*${place.indexerUrl}/v1/jobs/`));
  problems.allow(new RegExp(`status of 404.*${place.gatewayUrl}/v1/(orders|executions)/`));
  await toReview(page);
  await connect(page);
  const sign = page.getByRole("region", { name: "Sign" });
  await sign.getByRole("button", { name: "Get test money" }).click();
  await expect(sign.getByText("Too little money")).toBeHidden();
  await rpc(place, "anvil_setBalance", [wallet.address, "0x0"]);
  await sign.getByRole("radio", { name: /Sign once/ }).check();
  await expect(sign.getByText("Your wallet will ask 2 times, in this order:")).toBeVisible();
  await expect(sign.getByText("This sum moves from your wallet when a node claims the job")).toBeVisible();
  await lookAt(page, "post-job-sign-once");
  await page.reload();
  await expect(sign.getByRole("radio", { name: /Sign once/ })).toBeChecked();

  const asked = wallet.log.length;
  await sign.getByRole("button", { name: "Sign", exact: true }).click();
  await page.waitForURL(/\/jobs\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
  expect(promptsAfter(wallet.log, asked)).toEqual(["personal_sign", "eth_signTypedData_v4"]);
  await expect(page.getByRole("region", { name: "How it stands" })).toContainText("Submitted", { timeout: 60_000 });
});

test("takes a signed order back while it waits", async ({ page, wallet, place, problems }) => {
  test.setTimeout(240_000);
  problems.allow(new RegExp(`status of 404.*${place.indexerUrl}/v1/jobs/`));
  problems.allow(new RegExp(`status of 404.*${place.gatewayUrl}/v1/(orders|executions)/`));
  // Below what any node asks, so that it waits.
  await toReview(page, { price: "0.000001" });
  await connect(page);
  const sign = page.getByRole("region", { name: "Sign" });
  await sign.getByRole("button", { name: "Get test money" }).click();
  await sign.getByRole("radio", { name: /Sign once/ }).check();
  await sign.getByRole("button", { name: "Sign", exact: true }).click();
  await page.waitForURL(/\/jobs\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
  await expect(page.getByText("The order is signed and waits at the gateway for a node.")).toBeVisible();
  await lookAt(page, "job-signed");
  await page.goBack();
  await expect(page.getByText("Nodes can see this job already.")).toBeVisible();
  await page.goForward();

  await page.getByRole("button", { name: "Cancel job" }).click();
  const dialog = page.getByRole("dialog", { name: "Take this order back?" });
  const before = count(wallet.log, "eth_sendTransaction");
  await dialog.getByRole("button", { name: "Cancel job" }).click();
  await expect(page.getByText("This order waits no more")).toBeVisible({ timeout: 30_000 });
  expect(count(wallet.log, "eth_sendTransaction")).toBe(before + 1);
});

test("a gateway that is down is told, and the draft is kept", async ({ page, services, wallet }) => {
  test.setTimeout(120_000);
  await toReview(page);
  await connect(page);
  const sign = page.getByRole("region", { name: "Sign" });
  await sign.getByRole("button", { name: "Get test money" }).click();
  await expect(sign.getByText("Too little money")).toBeHidden();
  await services.cut("gateway");
  const sent = () => wallet.log.filter((method) => method === "eth_sendTransaction").length;
  const before = sent();
  await sign.getByRole("button", { name: "Sign and post" }).click();
  await expect(sign.getByRole("alert").last()).toContainText("gateway does not answer");
  expect(sent(), "nothing is sent for a job whose manifest nobody keeps").toBe(before);
  await services.restore("gateway");
  await sign.getByRole("button", { name: "Sign and post" }).click();
  await page.waitForURL(/\/jobs\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
});

test("buys from one offer, and runs a posted job again", async ({ page, place }) => {
  test.setTimeout(120_000);
  const offers = (await (await fetch(`${place.indexerUrl}/v1/offers?open=true`)).json()) as { items: Offer[] };
  const offer = offers.items[0] as Offer;
  await page.goto(`/jobs/new?offer=${offer.offerId}`);
  await expect(page.getByText("Buying from one offer")).toBeVisible();
  await page.getByRole("button", { name: /Greet two names/ }).click();
  await expect(page.getByText("It ended well.")).toBeVisible({ timeout: 60_000 });
  await goOn(page, "What does it work on?");
  await goOn(page, "How far may it go?");
  await goOn(page, "What do you pay?");
  await expect(page.getByText("The offer you chose.")).toBeVisible();
  await expect(page.getByLabel("Let this offer's node alone claim at first")).toBeChecked();

  const jobs = (await (await fetch(`${place.indexerUrl}/v1/jobs`)).json()) as { items: { jobId: string }[] };
  await page.goto(`/jobs/new?like=${jobs.items.at(-1)?.jobId}`);
  await expect(page.getByText("Running a job again")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Checked: every node would run it.")).toBeVisible();
});

interface Offer {
  readonly offerId: string;
}

async function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('input[type="file"][accept]').setInputFiles({ name, mimeType: "application/wasm", buffer });
}
