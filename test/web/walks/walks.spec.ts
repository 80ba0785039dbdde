import type { Page } from "@playwright/test";
import { expect, test, visit } from "../support/test.ts";
import { Pictures, picturesIn } from "./pictures.ts";
import { Reader } from "./reader.ts";

const SLOWEST_WALK_MS = 420_000;

test.use({ viewport: { width: 1280, height: 860 }, colorScheme: "light" });

test.describe("whoever follows a walk to the letter gets to its end", () => {
  let reader: Reader | undefined;
  test.afterEach(() => {
    reader?.close();
    reader = undefined;
  });

  test("as a buyer", async ({ page, problems, place }) => {
    test.setTimeout(SLOWEST_WALK_MS);
    // Nobody knows an execution until its node reports.
    problems.allow(new RegExp(`status of 404.*${place.gatewayUrl}/v1/executions/`));
    problems.allow(new RegExp(`status of 404.*${place.indexerUrl}/v1/jobs/`));
    reader = new Reader("docs/walks/buyer.md");
    const pictures = new Pictures(page);
    await lookAround(page, pictures);
    await post(page, pictures);
    await pictures.take("buyer-job");
    reader.set("JOB", new URL(page.url()).pathname.split("/").at(-1) as string);
    await checkReceipt(page, pictures);
    await reader.next();
    expect(reader.output).toContain("VERIFIED");
    await reader.next();
    expect(reader.output).toContain("true");
    expect(reader.left).toBe(0);
    expect(pictures.taken).toEqual(picturesIn("docs/walks/buyer.md"));
  });

  test("as a provider", async ({ page }) => {
    test.setTimeout(SLOWEST_WALK_MS);
    reader = new Reader("docs/walks/provider.md");
    const pictures = new Pictures(page);
    await stake(page, pictures);
    await reader.next();
    await reader.next();
    await pair(page, pictures, reader);
    await offer(page, pictures);
    await reader.next();
    await earn(page, pictures);
    await leave(page);
    await reader.next();
    expect(reader.left).toBe(0);
    expect(pictures.taken).toEqual(picturesIn("docs/walks/provider.md"));
  });
});

async function lookAround(page: Page, pictures: Pictures): Promise<void> {
  await visit(page, "/");
  await expect(page.getByText("As of block")).toBeVisible();
  await pictures.take("home");
  await page.getByRole("link", { name: "Order book" }).first().click();
  await expect(page.getByRole("heading", { name: "Settled prices" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Offers" }).getByRole("row").nth(2)).toBeVisible();
  await pictures.take("book");
}

async function post(page: Page, pictures: Pictures): Promise<void> {
  await visit(page, "/jobs/new");
  await page.getByRole("button", { name: /Count the words of a chapter/ }).click();
  await expect(page.getByText("It ended well.")).toBeVisible();
  await pictures.take("buyer-program", { region: "Dry run" });
  for (const step of ["What does it work on?", "How far may it go?", "What do you pay?"]) await goOn(page, step);
  await expect(page.getByRole("region", { name: "Who can run it now" })).toContainText(/\d of \d+ nodes?/);
  await pictures.take("buyer-price");
  await goOn(page, "Look once more");
  await useDeveloperWallet(page);
  const sign = page.getByRole("region", { name: "Sign" });
  await sign.getByRole("button", { name: "Get test money" }).click();
  await expect(sign.getByText("Too little money")).toBeHidden();
  await expect(sign.getByText("in this order")).toBeVisible();
  await pictures.take("buyer-sign", { region: "Money" });
  await sign.getByRole("button", { name: "Sign and post" }).click();
  await page.waitForURL(/\/jobs\/0x[0-9a-f]{64}$/);
  await expect(page.getByRole("region", { name: "Result" }).getByText("matches its hash").first()).toBeVisible();
}

async function checkReceipt(page: Page, pictures: Pictures): Promise<void> {
  await page.getByRole("link", { name: "Receipt and verification" }).click();
  await expect(page.getByText("Signatures, record and files agree")).toBeVisible();
  await page.getByRole("button", { name: "Run it again in this browser" }).click();
  await expect(page.getByText("Verified, and run again with the same result")).toBeVisible();
  await pictures.take("buyer-receipt");
}

async function stake(page: Page, pictures: Pictures): Promise<void> {
  await visit(page, "/account");
  await useDeveloperWallet(page);
  await page.getByRole("main").getByRole("button", { name: "Get test money" }).click();
  await expect(page.getByText("10,000").first()).toBeVisible();
  await visit(page, "/provide/stake");
  const add = page.getByRole("region", { name: "Add stake" });
  await add.getByLabel("Amount").fill("2000");
  await add.getByRole("button", { name: "Add stake" }).click();
  await expect(
    page.getByRole("region", { name: "Take stake out" }).getByRole("button", { name: /2,000/ }),
  ).toBeVisible();
  await pictures.take("provider-stake");
}

async function pair(page: Page, pictures: Pictures, reader: Reader): Promise<void> {
  const code = await reader.shown(/Code:\s+([A-Z2-9]{4}-[A-Z2-9]{4})/);
  const fingerprint = await reader.shown(/Fingerprint:\s+([0-9a-f-]{19})/);
  await visit(page, "/provide/nodes/new");
  await page.getByRole("button", { name: "Sign in with Ethereum" }).click();
  await page.getByLabel("Pairing code").fill(code);
  await page.getByRole("button", { name: "Find the agent" }).click();
  await expect(page.getByText(fingerprint)).toBeVisible();
  await page.getByLabel("The agent shows the same fingerprint").check();
  await page.getByLabel("Region").fill("eu-west");
  await pictures.take("provider-pair");
  await page.getByRole("button", { name: "Ask the agent to sign" }).click();
  await page.getByRole("button", { name: "Register the node" }).click();
  await expect(page.getByText("Your node is paired and online")).toBeVisible();
  await page.getByRole("button", { name: "Give it test coin" }).click();
  await expect(page.getByText("The node key got test coin")).toBeVisible();
  await page.getByRole("link", { name: "See the node" }).click();
  await expect(page.getByText("Ready", { exact: true })).toBeVisible();
  await pictures.take("provider-node");
}

async function offer(page: Page, pictures: Pictures): Promise<void> {
  await visit(page, "/provide/offers/new");
  await page.getByLabel("Price per 10¹² fuel").fill("1.25");
  await page.getByLabel("Fixed price per job").fill("0.04");
  await expect(page.getByRole("region", { name: "The market now" })).toContainText("Yours would");
  await pictures.take("provider-offer");
  await page.getByRole("button", { name: "Post the offer" }).click();
  await expect(page.getByText("Your offer is on the market")).toBeVisible();
}

async function earn(page: Page, pictures: Pictures): Promise<void> {
  await visit(page, "/provide/earnings");
  await expect(page.getByRole("table", { name: "Per job" }).getByText("+0.04").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Earnings over time" })).toBeVisible();
  await pictures.take("provider-earnings");
  await visit(page, "/provide");
  await expect(page.getByText("Your public page").first()).toBeVisible();
  await pictures.take("provider-desk");
}

/** An offer that nobody serves would keep its place in the book. */
async function leave(page: Page): Promise<void> {
  await visit(page, "/provide/offers");
  await page.getByRole("row").filter({ hasText: "1.25" }).getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("You have no offers").or(page.getByText("No offer is open")).first()).toBeVisible();
}

async function useDeveloperWallet(page: Page): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Developer wallet" }).click();
  await expect(page.getByTestId("account")).toContainText("Dev only");
}

async function goOn(page: Page, heading: string): Promise<void> {
  await page.getByRole("button", { name: /^Continue: / }).click();
  await expect(page.locator("#step-title")).toHaveText(heading);
}
