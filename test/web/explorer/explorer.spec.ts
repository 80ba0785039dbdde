import { readContractLink } from "../../../web/src/lib/chain/read-contract-link.ts";
import { lookAt } from "../support/look.ts";
import { connect, expect, rpc, test } from "../support/test.ts";

test("shows blocks and events, and finds what is searched for", async ({ page, place, problems }) => {
  // The only way to learn that an execution is unknown.
  problems.allow(/404.*\/v1\/executions\//);
  await page.goto("/explorer");
  await expect(page.getByRole("heading", { name: "Events of the market" })).toBeVisible();
  await expect(page.getByText(/events shown/)).toBeVisible();
  await lookAt(page, "explorer");
  const search = page.getByRole("textbox", { name: "Search" });
  await search.fill("nonsense");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "A block number, or 0x" })).toBeVisible();
  await search.fill(`0x${"00".repeat(31)}01`);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing on this chain" })).toBeVisible();
  await search.fill(place.deployment.contracts.receipts);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(new RegExp(`/explorer/contracts/${place.deployment.contracts.receipts}$`, "i"));
});

test("reads events from the chain itself where the indexer is away", async ({ page, services }) => {
  await services.cut("indexer");
  await page.goto("/explorer");
  await expect(page.getByText("read straight from the chain")).toBeVisible();
  await expect(page.getByText(/events shown/)).toBeVisible();
});

test("shows a block with its transactions, and says where there is none", async ({ page, place }) => {
  const [event] = (await eventsOf(place.indexerUrl)).items;
  await page.goto(`/explorer/blocks/${event!.place.block}`);
  await expect(page.getByRole("table").getByRole("row")).not.toHaveCount(1);
  await lookAt(page, "block");
  await page.goto("/explorer/blocks/99999999");
  await expect(page.getByText("The chain has no block with this number")).toBeVisible();
});

test("decodes a transaction's call and events", async ({ page, place }) => {
  const posted = (await eventsOf(place.indexerUrl)).items.find(({ name }) => name === "JobPosted");
  await page.goto(`/explorer/transactions/${posted!.place.transaction}`);
  await expect(page.getByText("Succeeded")).toBeVisible();
  await expect(page.getByText("JobPosted", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Call" })).toContainText("JobMarket.");
  await lookAt(page, "transaction");
});

test("says why a transaction was refused", async ({ page, place, wallet }) => {
  await rpc(place, "anvil_setBalance", [wallet.address, "0xde0b6b3a7640000"]);
  // Escrow.withdraw(token, amount, to) of nothing: the contract refuses a zero amount.
  const hash = await sendRefused(
    place.rpcUrl,
    place.deployment.contracts.escrow,
    place.stack.accounts["buyer"]!.address,
  );
  await page.goto(`/explorer/transactions/${hash}`);
  await expect(page.getByText("Reverted")).toBeVisible();
  await expect(page.getByText("Found by making the same call again")).toBeVisible();
});

test("shows what an address holds and is", async ({ page, place }) => {
  await page.goto(`/explorer/addresses/${place.stack.accounts["buyer"]!.address}`);
  await expect(page.getByText("Buyer", { exact: true })).toBeVisible();
  await expect(page.getByText(/events shown/)).toBeVisible();
  await lookAt(page, "address");
});

test("calls a contract's function, with arguments that a link filled in", async ({ page, place }) => {
  const { escrow, token } = place.deployment.contracts;
  const buyer = place.stack.accounts["buyer"]!.address;
  await page.goto(readContractLink(escrow, "accountOf", [buyer, token]));
  await expect(page.getByText("Filled in by the link that led here.")).toBeVisible();
  await page.getByRole("button", { name: "Read the contract" }).click();
  await expect(page.getByRole("region", { name: "Answer" })).toContainText("free");
  await lookAt(page, "contract");
  await page.getByRole("textbox", { name: "owner" }).first().fill("0x12");
  await page.getByRole("button", { name: "Read the contract" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Must be an address" })).toBeVisible();
});

test("keeps the connected wallet on every page", async ({ page, wallet }) => {
  await page.goto("/explorer");
  await connect(page);
  await page.getByRole("link", { name: "Receipts" }).first().click();
  await expect(page.getByTestId("account")).toContainText(wallet.address.slice(0, 6));
});

interface Events {
  readonly items: readonly {
    readonly name: string;
    readonly place: { readonly block: number; readonly transaction: string };
  }[];
}

async function eventsOf(indexerUrl: string): Promise<Events> {
  return (await fetch(`${indexerUrl}/v1/events?limit=200`)).json() as Promise<Events>;
}

/** Sends a call that the contract refuses, with gas given so that no estimate stops it; the node holds the account's key. */
async function sendRefused(rpcUrl: string, to: string, from: string): Promise<string> {
  const ask = async (method: string, params: unknown[]) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(rpcUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
    return ((await response.json()) as { result: string }).result;
  };
  await ask("anvil_impersonateAccount", [from]);
  const hash = await ask("eth_sendTransaction", [{ from, to, data: "0xdeadbeef", gas: "0x30d40" }]);
  await expect.poll(() => ask("eth_getTransactionReceipt", [hash]), { timeout: 20_000 }).not.toBeNull();
  return hash;
}
