import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Hex } from "viem";
import { type Terminal, terminal } from "../e2e/support/hive.ts";
import { lookAt } from "./support/look.ts";
import { STACK_FILE } from "./support/place.ts";
import { test as base, connect, expect } from "./support/test.ts";
import { TestWallet } from "./support/test-wallet.ts";

const PROGRAMS = join(import.meta.dirname, "../../programs");
/** Key of the stack's demo buyer: the second account of every development chain. */
const BUYER_KEY: Hex = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
/** A job is claimed, run and submitted within seconds; a busy machine takes its time. */
const SUBMITTED_MS = 60_000;
/** Pictures of four kinds are taken in most of these tests. */
const TIMEOUT_MS = 300_000;

interface Posted {
  readonly jobId: Hex;
}

interface JobFixtures {
  /** The stack's buyer at a terminal. */
  readonly buyer: Terminal;
}

const test = base.extend<JobFixtures>({
  wallet: async ({ context, place }, use) => {
    const wallet = new TestWallet({ keys: [BUYER_KEY], rpcUrl: place.rpcUrl, chainId: place.deployment.chainId });
    await wallet.install(context);
    await use(wallet);
  },
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern.
  buyer: async ({}, use) => {
    await use(terminal({ stack: process.env[STACK_FILE] as string, as: "buyer" }));
  },
});

test.beforeEach(({ problems, place }) => {
  // Nobody knows an execution until its node reports: pages that are opened in between ask once too early.
  problems.allow(new RegExp(`status of 404.*${place.gatewayUrl}/v1/(orders|executions)/`));
  problems.allow(new RegExp(`status of 404.*${place.indexerUrl}/v1/jobs/`));
});

test("follows a picture's job to its result, and accepts it", async ({ page, wallet, buyer }) => {
  test.setTimeout(TIMEOUT_MS);
  const { jobId } = await postThumbnail(buyer);
  await page.goto(`/jobs/${jobId}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thumbnail to accept");
  await expect(standing(page)).toContainText("Submitted", { timeout: SUBMITTED_MS });
  await expect(timeline(page)).toContainText("Ran the program");
  await expect(timeline(page)).toContainText("Receipt on the chain");
  await expect(timeline(page)).toContainText("Dispute window is open");

  const result = page.getByRole("region", { name: "Result" });
  const picture = result.getByRole("img", { name: "Output thumbnail.png" });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => [image.src.slice(0, 5), image.naturalWidth])).toEqual([
    "blob:",
    320,
  ]);
  await expect(result.getByText("matches its hash").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Output of the program" })).toContainText("wrote");
  await lookAt(page, "job-submitted");

  // Whoever is not the buyer is offered nothing that only the buyer can do.
  await expect(page.getByRole("button", { name: "Accept" })).toBeHidden();
  await connect(page);
  await page.getByRole("button", { name: "Accept" }).click();
  const dialog = page.getByRole("dialog", { name: "Accept the result?" });
  wallet.rejectNext = true;
  await dialog.getByRole("button", { name: "Accept" }).click();
  await expect(dialog.getByRole("alert")).toContainText("You declined this in your wallet");

  await dialog.getByRole("button", { name: "Accept" }).click();
  await expect(standing(page)).toContainText("Settled: accepted");
  await expect(dialog).toBeHidden();
  await expect(money(page)).toContainText("Paid to the provider");
  await expect(timeline(page)).toContainText("Both sides signed the receipt.");
  await expect(page.getByRole("link", { name: "Run again" })).toHaveAttribute("href", `/jobs/new?like=${jobId}`);
});

test("shows tables and text, and downloads each file and all of them", async ({ page, buyer }) => {
  test.setTimeout(TIMEOUT_MS);
  const { jobId } = await post(buyer, {
    program: "text-statistics",
    input: "inputs/chapter.txt",
    title: "Chapter",
    args: ["chapter.txt"],
  });
  await page.goto(`/jobs/${jobId}`);
  await expect(standing(page)).toContainText("Submitted", { timeout: SUBMITTED_MS });
  const result = page.getByRole("region", { name: "Result" });
  await expect(result.getByRole("columnheader", { name: "word" })).toBeVisible();
  await expect(result.getByText(/200 of \d+ rows, 2 columns/)).toBeVisible();
  await expect(result.getByText('"distinctWords": 663')).toBeVisible();

  const words = page.waitForEvent("download");
  await result.getByRole("button", { name: "Download words.csv" }).click();
  const csv = await words;
  expect(csv.suggestedFilename()).toBe("words.csv");
  expect((await readFile(await csv.path(), "utf8")).split("\n")[1]).toBe("the,893");

  const all = page.waitForEvent("download");
  await result.getByRole("button", { name: "Download all (.zip)" }).click();
  const archive = await all;
  expect(archive.suggestedFilename()).toMatch(/^job-0x.*\.zip$/);
  expect((await readFile(await archive.path())).subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
});

test("disputes with the costs in sight, and a reload in the middle loses nothing", async ({ page, wallet, buyer }) => {
  test.setTimeout(TIMEOUT_MS);
  const { jobId } = await postThumbnail(buyer);
  await page.goto(`/jobs/${jobId}`);
  await connect(page);
  await expect(standing(page)).toContainText("Submitted", { timeout: SUBMITTED_MS });
  await page.getByRole("button", { name: "Dispute" }).click();
  const dialog = page.getByRole("dialog", { name: "Dispute this receipt" });
  await expect(dialog).toContainText("First run the program again in this browser");
  await expect(dialog.getByRole("link", { name: "Run it again first" })).toHaveAttribute(
    "href",
    /\/receipts\/0x.*#execution/,
  );
  await expect(dialog).toContainText("A dispute cannot be taken back");
  await expect(dialog).toContainText("At most");
  await expect(dialog).toContainText("If it finds for the node");
  await lookAt(page, "job-dispute");
  await dialog.getByLabel("The result was not delivered").check();

  const release = wallet.hold();
  await dialog.getByRole("button", { name: "Dispute" }).click();
  await expect(dialog.getByRole("button", { name: "Confirm in your wallet…" })).toBeVisible();
  release();
  await expect(standing(page)).toContainText("Disputed");
  await page.reload();
  await expect(standing(page)).toContainText("The resolver decides");
  await expect(timeline(page)).toContainText("Complaint: the result was not delivered.");
  await expect(page.getByRole("button", { name: "Accept" })).toHaveCount(0);
});

test("cancels a job that nobody wants, and gets everything back", async ({ page, wallet, buyer }) => {
  test.setTimeout(TIMEOUT_MS);
  const { jobId } = await post(buyer, {
    program: "hello",
    title: "Nobody wants this",
    args: ["Ada"],
    // No node is of this class.
    options: ["--class", "none.v1", "--price", "1", "--fixed-price", "0.01"],
  });
  await page.goto(`/jobs/${jobId}`);
  expect(wallet.log).not.toContain("eth_requestAccounts");
  await connect(page);
  await expect(standing(page)).toContainText("It waits for a node");
  await lookAt(page, "job-open");
  await page.getByRole("button", { name: "Cancel job" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel job" }).click();
  await expect(standing(page)).toContainText("Cancelled");
  await expect(money(page)).toContainText("Returned to the buyer");
  await expect(timeline(page)).toContainText("Cancelled by the buyer");
});

test("tells the same story from the chain when the indexer is away", async ({ page, buyer, services }) => {
  test.setTimeout(TIMEOUT_MS);
  const { jobId } = await postThumbnail(buyer);
  await page.goto(`/jobs/${jobId}`);
  await expect(standing(page)).toContainText("Submitted", { timeout: SUBMITTED_MS });
  await expect(timeline(page)).toContainText("Dispute window is open");
  const told = await chainTimes(page);
  await services.cut("indexer");
  await page.reload();
  await expect(page.getByText("this page reads the job from the chain itself")).toBeVisible();
  await expect(standing(page)).toContainText("Submitted");
  await expect(timeline(page)).toContainText("Receipt on the chain");
  expect(await chainTimes(page)).toEqual(told);
});

test("never takes a silent gateway for a failed job", async ({ page, buyer, services }) => {
  test.setTimeout(TIMEOUT_MS);
  const { jobId } = await postThumbnail(buyer);
  await page.goto(`/jobs/${jobId}`);
  await expect(standing(page)).toContainText("Submitted", { timeout: SUBMITTED_MS });
  await services.cut("gateway");
  await page.reload();
  await expect(standing(page)).toContainText("Submitted");
  await expect(page.getByRole("region", { name: "Result" }).getByRole("alert")).toContainText(
    "The gateway does not answer",
  );
  await expect(timeline(page)).toContainText("Running: no report");
  await services.restore("gateway");
  await page.getByRole("region", { name: "Result" }).getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("img", { name: "Output thumbnail.png" })).toBeVisible();
});

test("says that nobody posted an unknown job", async ({ page }) => {
  await page.goto(`/jobs/0x${"12".repeat(32)}`);
  await expect(page.getByText("Nobody posted this job")).toBeVisible();
  await lookAt(page, "job-unknown");
});

test("lists jobs, mine and everybody's, by state, and from the chain when it must", async ({
  page,
  wallet,
  services,
}) => {
  test.setTimeout(TIMEOUT_MS);
  await page.goto("/jobs");
  await expect(page.getByText("Connect a wallet to see your jobs")).toBeVisible();
  await lookAt(page, "jobs-visitor");
  await connect(page);
  expect(wallet.log).toContain("wallet_requestPermissions");
  const mine = page.getByRole("table", { name: "Your jobs, the newest first" });
  await expect(mine.getByRole("row").nth(1)).toBeVisible();
  await page.getByLabel("State", { exact: true }).selectOption("Settled");
  await expect(page).toHaveURL(/state=settled/);
  await page.reload();
  await expect(page.getByLabel("State", { exact: true })).toHaveValue("settled");
  await page.getByRole("button", { name: "All", exact: true }).click();
  const all = page.getByRole("table", { name: "All jobs, the newest first" });
  await expect(all.getByText("Settled").first()).toBeVisible();
  await expect(all.getByText("Submitted")).toBeHidden();
  await lookAt(page, "jobs-all");
  await services.cut("indexer");
  await page.reload();
  await expect(page.getByText("this list is read from the chain itself")).toBeVisible();
  await expect(all.getByText("Settled").first()).toBeVisible();
});

interface Wish {
  readonly program: string;
  readonly title: string;
  readonly args: readonly string[];
  readonly input?: string;
  readonly options?: readonly string[];
}

function post(buyer: Terminal, { program, title, args, input, options = [] }: Wish): Promise<Posted> {
  const inputs = input ? ["--input", join(PROGRAMS, input)] : [];
  const fixed = ["--title", title, "--window", "1h", "--yes", ...inputs, ...options];
  return buyer.json<Posted>("job", "post", join(PROGRAMS, program, "program.wasm"), ...fixed, "--", ...args);
}

function postThumbnail(buyer: Terminal): Promise<Posted> {
  return post(buyer, {
    program: "image-filter",
    input: "inputs/picture.png",
    title: "Thumbnail to accept",
    args: ["picture.png", "thumbnail.png", "resize=320x200"],
  });
}

function standing(page: Page) {
  return page.getByRole("region", { name: "How it stands" });
}

function timeline(page: Page) {
  return page.getByRole("region", { name: "What happened" });
}

function money(page: Page) {
  return page.getByRole("region", { name: "Money" });
}

/** Moments of the chain that the timeline shows; what nodes report is left out. */
async function chainTimes(page: Page): Promise<string[]> {
  const items = timeline(page)
    .getByRole("listitem")
    .filter({ has: page.locator("a[href*='/transactions/']") });
  return items.locator("time").evaluateAll((times) => times.map((time) => time.getAttribute("datetime") ?? ""));
}
