import { join } from "node:path";
import { hive } from "../e2e/support/hive.ts";
import { lookAt } from "./support/look.ts";
import { STACK_FILE } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

const HELLO = join(import.meta.dirname, "../../programs/hello/program.wasm");

interface Offer {
  readonly offerId: string;
  readonly node: string;
  readonly provider: string;
}

test("shows offers and jobs of a class, narrows them, and keeps the place in the URL", async ({ page }) => {
  await page.goto("/book");
  const offers = page.getByRole("table", { name: "Open offers, what nodes ask" });
  await expect(offers.getByRole("row")).not.toHaveCount(1);
  await expect(page.getByRole("region", { name: "Depth" }).getByRole("img")).toBeVisible();
  await expect(page.getByRole("region", { name: "Settled prices" }).getByRole("table").first()).toBeVisible();
  await lookAt(page, "book");

  await page.getByLabel("Price limit").fill("0.000001");
  await expect(page).toHaveURL(/price=0\.000001/);
  await expect(page.getByText("No offer fits the filter")).toBeVisible();
  await page.getByLabel("Price limit").fill("much");
  await expect(page.getByText("An amount such as 2.5")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByLabel("Online nodes only").check();
  await page.reload();
  await expect(page.getByLabel("Online nodes only")).toBeChecked();
  await expect(offers.getByRole("row")).not.toHaveCount(1);

  await page.goto("/book?class=gpu.none");
  await expect(page.getByText("Nobody offers this class now")).toBeVisible();
  await expect(page.getByRole("link", { name: "Post the first offer" })).toHaveAttribute("href", "/provide");
  await expect(page.getByText("No job waits for a node")).toBeVisible();
  await lookAt(page, "book-empty");
});

test("a job that is posted elsewhere appears without a reload, and leaves when it is cancelled", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto("/book");
  const jobs = page.getByRole("region", { name: "Open jobs" });
  await expect(jobs).toBeVisible();
  // Far below every offer: no node takes it.
  const { stdout } = await asBuyer(["job", "post", HELLO, "--yes", "--fixed-price", "0.001", "--", "Ada"]);
  const jobId = /0x[0-9a-f]{64}/.exec(stdout)?.[0] ?? "";
  const row = jobs.locator(`a[href="/jobs/${jobId}"]`);
  await expect(row).toBeVisible();
  await asBuyer(["job", "cancel", jobId]);
  await expect(row).toBeHidden();
});

test("an offer says what it costs and who stands behind it", async ({ page, place }) => {
  const { items } = (await (await fetch(`${place.indexerUrl}/v1/offers?open=true`)).json()) as { items: Offer[] };
  const offer = items[0] as Offer;
  await page.goto("/book");
  await page.locator(`a[href="/offers/${offer.offerId}"]`).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Offer");
  await expect(page.getByRole("table", { name: "Cost of typical jobs at this price" })).toContainText(
    "Greet two names",
  );
  await expect(page.getByRole("region", { name: "Node", exact: true })).toContainText("Online");
  await expect(page.getByRole("region", { name: "Provider", exact: true })).toContainText("Exposure");
  await lookAt(page, "offer");
  await expect(page.getByRole("link", { name: "Buy from this offer" })).toHaveAttribute(
    "href",
    `/jobs/new?offer=${offer.offerId}`,
  );

  await page.goto(`/nodes/${offer.node}`);
  await expect(page.getByRole("region", { name: "Hardware and presence" })).toContainText("Sandbox layers");
  await lookAt(page, "node");
  await page.goto(`/providers/${offer.provider}`);
  await expect(page.getByRole("region", { name: "Track record" })).toBeVisible();
  await lookAt(page, "provider");
  await page.goto("/providers");
  await expect(page.getByRole("table", { name: "Providers" }).getByRole("row")).not.toHaveCount(1);
  await lookAt(page, "providers");
});

test("what nobody posted or registered is said so", async ({ page, place, problems }) => {
  problems.allowFailuresOf(place.indexerUrl);
  problems.allowFailuresOf(place.gatewayUrl);
  await page.goto(`/offers/0x${"12".repeat(32)}`);
  await expect(page.getByText("There is no such offer")).toBeVisible();
  await page.goto(`/nodes/0x${"12".repeat(20)}`);
  await expect(page.getByText("This node was never registered")).toBeVisible();
  await page.goto(`/providers/0x${"12".repeat(20)}`);
  await expect(page.getByText("This address never provided compute")).toBeVisible();
});

test("an indexer that is away is told, and the book comes back with it", async ({ page, services }) => {
  await services.cut("indexer");
  await page.goto("/book");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("indexer does not answer");
  await services.restore("indexer");
  await page.getByRole("main").getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("table", { name: "Open offers, what nodes ask" })).toBeVisible();
});

/** Runs the real command with the demo buyer's key. */
function asBuyer(args: readonly string[]) {
  return hive(["--stack", process.env[STACK_FILE] ?? "", "--as", "buyer", ...args]);
}
