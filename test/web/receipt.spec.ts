import { join } from "node:path";
import { cidFromDigest } from "@computehive/protocol/cid";
import { receiptsAbi } from "@computehive/protocol/contracts";
import type { Page } from "@playwright/test";
import { createPublicClient, type Hex, http } from "viem";
import { type Terminal, terminal } from "../e2e/support/hive.ts";
import { lookAt } from "./support/look.ts";
import { type Place, readPlace, STACK_FILE } from "./support/place.ts";
import { test as base, expect } from "./support/test.ts";

const PROGRAMS = join(import.meta.dirname, "../../programs");
const TIMEOUT_MS = 300_000;

interface Done {
  readonly jobId: Hex;
  readonly executionId: Hex;
  readonly outputCid: string;
}

/** Jobs that were run and accepted once for all tests: nobody's test changes them. */
const test = base.extend<object, { short: Done; long: Done }>({
  short: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern.
    async ({}, use) => {
      await use(await runJob(["--title", "Greeting", "--", "Ada"], "hello"));
    },
    { scope: "worker", timeout: TIMEOUT_MS },
  ],
  long: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern.
    async ({}, use) => {
      // A few billion units of fuel: long enough to be watched and stopped.
      await use(
        await runJob(["--no-dry-run", "--fuel", "60000000000", "--", "grid=400", "steps=2000"], "numeric-kernel"),
      );
    },
    { scope: "worker", timeout: TIMEOUT_MS },
  ],
});

test("reads as a document and checks itself, without wallet and without sign-in", async ({ page, short }) => {
  test.setTimeout(TIMEOUT_MS);
  await page.goto(`/receipts/${short.executionId}`);
  await expect(page.getByText("Signatures, record and files agree")).toBeVisible();
  for (const name of ["The node’s signature", "The buyer’s agreement", "The record on the chain", "Output files"]) {
    await expect(check(page, name)).toContainText("Passed");
  }
  await expect(check(page, "The block it stands in")).toContainText("Does not prove");
  await check(page, "Receipt and order").getByText("Values compared").click();
  await expect(check(page, "Receipt and order")).toContainText("amount:");
  await expect(document(page)).toContainText("Settled: both sides agreed");
  await lookAt(page, "receipt");
});

test("runs the program again in the browser, to the bit", async ({ page, short }) => {
  test.setTimeout(TIMEOUT_MS);
  await page.goto(`/receipts/${short.executionId}`);
  await page.getByRole("button", { name: "Run it again in this browser" }).click();
  await expect(page.getByText("Verified, and run again with the same result")).toBeVisible();
  const execution = check(page, "The execution, run again");
  await execution.getByText("Values compared").click();
  await expect(execution).toContainText(/output hash: 0x[0-9a-f]{64}/);
  await expect(execution).toContainText(/fuel: \d+/);
});

test("shows how far the second run is, and stops it at once", async ({ page, long }) => {
  test.setTimeout(TIMEOUT_MS);
  await page.goto(`/receipts/${long.executionId}`);
  await page.getByRole("button", { name: "Run it again in this browser" }).click();
  const bar = page.getByRole("progressbar", { name: "Running the program again" });
  await expect(bar).toHaveAttribute("aria-valuenow", /^[1-9]\d?$/);
  await expect(check(page, "The execution, run again")).toContainText(/of [\d.]+ G fuel/);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(bar).toBeHidden();
  await expect(page.getByText("Cancelled. Nothing was compared.")).toBeVisible();
  await expect(check(page, "The execution, run again")).toContainText("Not done yet");
});

test("gives the exact question to the chain, and the chain answers it", async ({ page, short, context, place }) => {
  test.setTimeout(TIMEOUT_MS);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`/receipts/${short.executionId}`);
  const panel = page.getByRole("region", { name: "Ask the chain yourself" });
  await panel.getByRole("button", { name: "Copy all three arguments" }).click();
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
  const answer = await askChain(place, lines);
  expect(answer).toMatchObject({ recorded: true, consistent: true, state: 7 });
  await expect(panel.getByText("recorded").locator("..")).toContainText("true");
  const link = await panel.getByRole("link", { name: "Open with everything filled in" }).getAttribute("href");
  const url = new URL(link as string, place.webUrl);
  expect(url.pathname.toLowerCase()).toBe(`/explorer/contracts/${place.deployment.contracts.receipts.toLowerCase()}`);
  expect(url.searchParams.get("function")).toBe("verify");
  expect(JSON.parse(url.searchParams.get("args") as string)).toEqual(lines.map((line) => JSON.parse(line)));
});

test("says which step the gateway's loss makes impossible, and why", async ({
  page,
  short,
  place,
  problems,
  context,
}) => {
  test.setTimeout(TIMEOUT_MS);
  const lost = `${place.gatewayUrl}/v1/blobs/${short.outputCid}`;
  problems.allowFailuresOf(lost);
  const error = { code: "not-found", message: "The gateway does not hold this blob." };
  await context.route(lost, (route) => route.fulfill({ status: 404, json: { error }, headers: CORS }));
  await page.goto(`/receipts/${short.executionId}`);
  await expect(page.getByText("Not everything could be checked")).toBeVisible();
  const result = check(page, "The result document");
  await expect(result).toContainText("Cannot be checked now");
  await expect(result).toContainText("The gateway does not hold this blob");
  await expect(check(page, "The record on the chain")).toContainText("Passed");
  await lookAt(page, "receipt-incomplete");
  await context.unroute(lost);
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByText("Signatures, record and files agree")).toBeVisible();
});

test("refuses bytes that are not what their hash names", async ({ page, short, place, context }) => {
  test.setTimeout(TIMEOUT_MS);
  const blob = `${place.gatewayUrl}/v1/blobs/${short.outputCid}`;
  await context.route(blob, (route) => route.fulfill({ status: 200, body: "{}", headers: CORS }));
  await page.goto(`/receipts/${short.executionId}`);
  await expect(check(page, "The result document")).toContainText("The content does not match its CID");
  await expect(page.getByText("Not everything could be checked")).toBeVisible();
});

test("shows the chain's own traces where the gateway is away, and the whole again when it is back", async ({
  page,
  short,
  services,
}) => {
  test.setTimeout(TIMEOUT_MS);
  await services.cut("gateway");
  await page.goto(`/receipts/${short.executionId}`);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("The gateway does not answer");
  await expect(page.getByRole("region", { name: "What the chain knows" })).toContainText("Receipt hash");
  await services.restore("gateway");
  await page.getByRole("main").getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Signatures, record and files agree")).toBeVisible();
});

test("is found by the chain alone when the indexer is away", async ({ page, short, services }) => {
  test.setTimeout(TIMEOUT_MS);
  await services.cut("indexer");
  await page.goto(`/receipts/${short.executionId}`);
  await expect(page.getByText("Signatures, record and files agree")).toBeVisible();
});

test("says that there is no such execution", async ({ page, problems }) => {
  problems.allow(/status of 404/);
  await page.goto(`/receipts/0x${"12".repeat(32)}`);
  await expect(page.getByText("No such execution")).toBeVisible();
  await lookAt(page, "receipt-unknown");
});

const CORS = { "access-control-allow-origin": "*" };

function check(page: Page, name: string) {
  return page
    .getByRole("region", { name: "Verification" })
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name, exact: true }) });
}

function document(page: Page) {
  return page.getByRole("region", { name: "The receipt" });
}

/** Posts, waits and accepts as the stack's buyer at a terminal. */
async function runJob(args: readonly string[], program: string): Promise<Done> {
  const buyer: Terminal = terminal({ stack: process.env[STACK_FILE] as string, as: "buyer" });
  const file = join(PROGRAMS, program, "program.wasm");
  const view = await buyer.json<{ jobId: Hex; current: { executionId: Hex } }>(
    "job",
    "post",
    file,
    "--yes",
    "--wait",
    ...args,
  );
  await buyer.json("job", "accept", view.jobId);
  const { executionId } = view.current;
  const response = await fetch(`${readPlace().gatewayUrl}/v1/executions/${executionId}`);
  const { receipt } = (await response.json()) as { receipt: { receipt: { details: { outputHash: Hex } } } };
  return { jobId: view.jobId, executionId, outputCid: cidFromDigest(receipt.receipt.details.outputHash) };
}

/** Calls `Receipts.verify` with what the page gives for an explorer's form, and nothing else. */
async function askChain({ deployment, rpcUrl }: Place, lines: readonly string[]): Promise<unknown> {
  const { inputs } = receiptsAbi.find((item) => "name" in item && item.name === "verify") as {
    inputs: readonly Parameter[];
  };
  const args = inputs.map((input, index) => fromList(input, JSON.parse(lines[index] as string)));
  return createPublicClient({ transport: http(rpcUrl) }).readContract({
    address: deployment.contracts.receipts,
    abi: receiptsAbi,
    functionName: "verify",
    args: args as never,
  });
}

interface Parameter {
  readonly name: string;
  readonly components?: readonly Parameter[];
}

function fromList({ components }: Parameter, value: unknown): unknown {
  if (!components) return value;
  return Object.fromEntries(
    components.map((component, i) => [component.name, fromList(component, (value as unknown[])[i])]),
  );
}
