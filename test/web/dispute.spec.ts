import { juryAbi } from "@computehive/protocol/contracts";
import { juryCaseResponseSchema } from "@computehive/protocol/indexer-api/jury";
import { type Receipt, receiptHashOf } from "@computehive/protocol/receipt";
import { accountRequests } from "@computehive/sdk/account/account-requests";
import { ensureOperator } from "@computehive/sdk/account/operators";
import { showAccount } from "@computehive/sdk/account/show-account";
import { contractRequest } from "@computehive/sdk/contract-request";
import { drip } from "@computehive/sdk/faucet";
import { createHiveClient, gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import { disputeJob, postJob } from "@computehive/sdk/jobs/job-actions";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { buySeat, listSeats } from "@computehive/sdk/jury/seats";
import { write } from "@computehive/sdk/write";
import type { BrowserContext, Page } from "@playwright/test";
import { type Address, createTestClient, createWalletClient, type Hex, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Party, TestChain } from "../../packages/sdk/test/support/chain.ts";
import { hearPanel, type Juror } from "../../packages/sdk/test/support/jury.ts";
import { claimed, live, receiptFor, stakedNode, submitted, testOrder } from "../../packages/sdk/test/support/market.ts";
import { clientOf } from "../e2e/support/parties.ts";
import { postSmallJob } from "../e2e/support/small-jobs.ts";
import { lookAt } from "./support/look.ts";
import { type Place, readPlace } from "./support/place.ts";
import { test as base, connect, expect } from "./support/test.ts";

const TIMEOUT_MS = 300_000;
/** Enough for a second panel. */
const SEATS = 10;

interface Disputed {
  readonly jobId: Hex;
  readonly executionId: Hex;
}

interface BeforeJury extends Disputed {
  /** Seats that may be drawn, all of one account. */
  prepare(): Promise<{ chain: TestChain; jurors: Juror[] }>;
  /** Puts the dispute before the jury. */
  open(): Promise<void>;
}

/** Disputed once for all tests: a job that the stack's node ran, and one of a node of its own whose resolver is the jury. */
const test = base.extend<object, { disputed: Disputed; beforeJury: BeforeJury }>({
  disputed: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern.
    async ({}, use) => {
      await use(await disputeSmallJob(readPlace()));
    },
    { scope: "worker", timeout: TIMEOUT_MS },
  ],
  beforeJury: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern.
    async ({}, use) => {
      await use(await disputeBeforeJury(readPlace()));
    },
    { scope: "worker", timeout: TIMEOUT_MS },
  ],
});

test.beforeEach(({ problems, place }) => {
  // Nobody opened the case; and nobody told the gateway of a node that has no agent.
  problems.allow(new RegExp(`status of 404.*${place.indexerUrl}/v1/jobs/`));
  problems.allow(new RegExp(`status of 404.*${place.gatewayUrl}/v1/(orders|executions|blobs|manifests)/`));
});

test("puts the receipt beside what this browser gets, and finds the same", async ({ page, disputed }) => {
  test.setTimeout(TIMEOUT_MS);
  await page.goto(`/jobs/${disputed.jobId}`);
  const panel = evidence(page);
  await expect(panel).toContainText("not run yet");
  const start = panel.getByRole("button", { name: "Run it again in this browser" });
  await start.focus();
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("status")).toContainText("every fact agrees");
  const rows = panel.getByRole("table").getByRole("row");
  await expect(rows).toHaveCount(6);
  for (const fact of ["Output hash", "Output CID", "How it ended", "Exit code", "Fuel"]) {
    const row = rows.filter({ hasText: fact });
    await expect(row.getByRole("cell").nth(3)).toHaveText("same");
    expect(await row.getByRole("cell").nth(1).textContent()).toBe(await row.getByRole("cell").nth(2).textContent());
  }
});

test("says in words which facts of a lying node differ", async ({ page, disputed, place, context }) => {
  test.setTimeout(TIMEOUT_MS);
  await tellLie(context, place, disputed);
  await page.goto(`/jobs/${disputed.jobId}`);
  await evidence(page).getByRole("button", { name: "Run it again in this browser" }).click();
  await expect(evidence(page).getByRole("status")).toContainText("1 fact differs");
  const rows = evidence(page).getByRole("table").getByRole("row");
  await expect(rows.filter({ hasText: "Fuel" }).getByRole("cell").nth(3)).toHaveText("different");
  await expect(rows.filter({ hasText: "Output CID" }).getByRole("cell").nth(3)).toHaveText("same");
  await lookAt(page, "job-evidence");
});

test("follows the jury from the opening to a round that nobody drew", async ({ page, beforeJury }) => {
  test.setTimeout(TIMEOUT_MS);
  await page.goto(`/jobs/${beforeJury.jobId}`);
  await expect(jury(page)).toContainText("Nobody has opened the case yet");
  await beforeJury.open();
  // Without a reload: the jury's events are the job's.
  await expect(round(page, 1)).toContainText("a panel of 3");
  await expect(jury(page)).toContainText(/is not drawn yet|was never drawn/);
  await expect(jury(page).getByRole("status")).toContainText("No verdict will come");
});

test("has a case opened, drawn, heard again and carried to the market by whoever waits", async ({
  page,
  place,
  problems,
  wallet,
}) => {
  test.setTimeout(TIMEOUT_MS);
  // What is declined, the page says.
  problems.allow(/User rejected/);
  const { jobId, prepare } = await disputeBeforeJury(place);
  const { chain, jurors } = await prepare();
  const { testClient } = chain;
  await page.goto(`/jobs/${jobId}`);
  await connect(page);
  // A local chain's appeal lasts for seconds, and two busy cores for minutes: the chain's clock waits.
  await testClient.setBlockTimestampInterval({ interval: 0 });
  try {
    await jury(page).getByRole("button", { name: "Open the case" }).click();
    await expect(jury(page).getByRole("status").first()).toContainText("Drawing");
    await testClient.mine({ blocks: 3 });
    await jury(page).getByRole("button", { name: "Draw the panel" }).click();
    await expect(jury(page).getByRole("status").first()).toContainText("Committing");
    await hearPanel(chain, jurors, jobId, () => "wrong");
    await expect(jury(page).getByRole("status").first()).toContainText("May be appealed");

    await jury(page).getByRole("button", { name: "Appeal…" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("Your account is short by 1.166666");
    await expect(dialog.getByRole("button", { name: "Pay and appeal" })).toBeDisabled();
    await expect(dialog.getByRole("link", { name: "Deposit" })).toHaveAttribute("href", "/account");
    await give(jurors[0]!.client, wallet.address, 2_000_000n);
    await expect(dialog).toContainText("Your wallet asks 2 times");
    await expect(dialog).toContainText("the result is wrong");
    await lookAt(page, "job-appeal");

    wallet.rejectNext = true;
    await dialog.getByRole("button", { name: "Pay and appeal" }).click();
    await expect(dialog).toContainText(/declined/i);
    await dialog.getByRole("button", { name: "Pay and appeal" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("Appeal to a larger panel: done")).toBeVisible();
    await expect(round(page, 2)).toContainText("Appeal paid by");
    const owner = { publicClient: chain.publicClient, deployment: place.deployment } as HiveClient;
    expect((await showAccount(owner, wallet.address)).free).toBe(833_334n);
  } finally {
    await testClient.request({ method: "anvil_removeBlockTimestampInterval" } as never);
  }
  // Nobody draws the second panel: the first one's word stands.
  await expect(jury(page)).toContainText("the earlier majority stands");
  await lookAt(page, "job-jury-ruled");
  await jury(page).getByRole("button", { name: "Carry the verdict to the market" }).click();
  await expect(jury(page).getByRole("status").first()).toContainText("The verdict was carried to the market");
  await expect.poll(async () => (await readJob(jurors[0]!.client, jobId)).state).toBe("refunded-resolved");
});

test("shows every juror of every round, and what is next", async ({ page, beforeJury, place, context }) => {
  test.setTimeout(TIMEOUT_MS);
  await tellCase(context, place, beforeJury);
  await page.goto(`/jobs/${beforeJury.jobId}`);
  await expect(jury(page).getByRole("status")).toContainText("The jurors show what they found");
  await expect(jury(page)).toContainText("Revealed by");
  await expect(round(page, 1)).toContainText("Majority: the receipt is right. 3 of 3 committed, 2 of 3 revealed.");
  const first = round(page, 1).getByRole("table").getByRole("row");
  await expect(first).toHaveCount(4);
  await expect(first.nth(3)).toContainText("not revealed");
  await expect(round(page, 2)).toContainText("Appeal paid by");
  const second = round(page, 2).getByRole("table").getByRole("row");
  await expect(second).toHaveCount(8);
  await expect(second.nth(1)).toContainText("the result is wrong");
  await expect(second.nth(2)).toContainText("not shown yet");
  await expect(second.nth(7)).toContainText("none");
  await lookAt(page, "job-jury");
});

function evidence(page: Page) {
  return page.getByRole("region", { name: "Evidence side by side" });
}

function jury(page: Page) {
  return page.getByRole("region", { name: "The jury" });
}

function round(page: Page, number: number) {
  return page.getByRole("region", { name: `Round ${number}` });
}

async function disputeSmallJob(place: Place): Promise<Disputed> {
  const client = await clientOf(place.stack, "buyer");
  const { jobId } = await postSmallJob(client, "Themis", { window: 3_600 });
  const view = () => readJob(client, jobId);
  await expect.poll(async () => (await view()).state, { timeout: TIMEOUT_MS }).toBe("submitted");
  return { jobId, executionId: await dispute(client, await view()) };
}

/** The stack's agents take no job of a jury unless they are told to: a node without an agent states what it likes. */
async function disputeBeforeJury(place: Place): Promise<BeforeJury> {
  const client = await clientOf(place.stack, "buyer");
  const chain = partiesOf(place, client);
  const node = await stakedNode(chain);
  const { owner, epoch } = await showAccount(client);
  const { order, terms } = await testOrder(chain, { account: { address: owner } } as Party, { epoch, window: 3_600 });
  const ours = { ...terms, resolver: place.deployment.contracts.jury as Address, verdictTime: 86_400 };
  const { jobId } = await postJob(client, { order, terms: ours });
  const running = await claimed(node, { jobId, order, terms: ours });
  const executionId = await dispute(client, await submitted(node, running, receiptFor(running)));
  return {
    jobId,
    executionId,
    prepare: async () => ({ chain, jurors: await buySeats(client) }),
    async open() {
      await buySeats(client);
      const { execution } = live(await readJob(client, jobId)).current;
      await send(client, "open", [order, ours, execution]);
    },
  };
}

async function dispute(client: HiveClient, view: JobView): Promise<Hex> {
  const { order, terms } = view;
  const { execution, executionId } = live(view).current;
  await disputeJob(client, { order, terms, execution, complaint: "wrong" });
  return executionId;
}

/** New accounts with coin on the stack's chain. */
function partiesOf({ rpcUrl, deployment }: Place, { publicClient }: HiveClient): TestChain {
  const transport = http(rpcUrl);
  const testClient = createTestClient({ mode: "anvil", transport });
  const party = async (): Promise<Party> => {
    const account = privateKeyToAccount(generatePrivateKey());
    await testClient.setBalance({ address: account.address, value: 10n ** 19n });
    const walletClient = createWalletClient({ account, transport });
    return { account, client: createHiveClient({ deployment, publicClient, walletClient }) };
  };
  return { publicClient, testClient, deployment, party } as Partial<TestChain> as TestChain;
}

/** Every test with a pool of its own is spared: who has seats already buys none. */
async function buySeats(client: HiveClient): Promise<Juror[]> {
  const address = client.deployment.contracts.jury as Address;
  await ensureOperator(client, { operator: "jury", amount: 1_000_000_000n, seconds: 1_000_000 });
  for (let owned = (await listSeats(client)).length; owned < SEATS; owned++) await buySeat(client);
  const read = { address, abi: juryAbi, functionName: "seasonedSeats" } as const;
  await expect.poll(() => client.publicClient.readContract(read)).toBeGreaterThanOrEqual(BigInt(SEATS));
  return (await listSeats(client)).map(({ seat }) => ({ client, seat }) as Juror);
}

/** Pays in for somebody else. */
async function give(client: HiveClient, owner: Address, amount: bigint): Promise<void> {
  await drip(client);
  await write(client, accountRequests.approve(client.deployment, { amount }));
  await write(client, accountRequests.deposit(client.deployment, { owner, amount }));
}

function send(client: HiveClient, functionName: string, args: readonly unknown[]) {
  const address = client.deployment.contracts.jury as Address;
  return write(client, contractRequest({ address, abi: juryAbi, functionName, args } as never));
}

/** As if the node had stated another fuel, and the chain had its receipt. */
async function tellLie(context: BrowserContext, place: Place, { jobId, executionId }: Disputed): Promise<void> {
  const client = await clientOf(place.stack, "buyer");
  const { receipt: upload } = await gatewayOf(client).execution(executionId, {});
  const lie: Receipt = { ...upload!.receipt, units: upload!.receipt.units + 1n };
  const receiptHash = receiptHashOf(client.marketDomain, lie);
  await context.route(`${place.indexerUrl}/v1/jobs/${jobId}`, async (route) => {
    const response = await route.fetch();
    const told = await response.json();
    for (const { submission } of told.executions) Object.assign(submission, { receiptHash });
    await route.fulfill({ response, json: told });
  });
  await context.route(`${place.gatewayUrl}/v1/executions/${executionId}`, async (route) => {
    const response = await route.fetch();
    const told = await response.json();
    told.receipt.receipt.units = String(lie.units);
    await route.fulfill({ response, json: told });
  });
}

/** A case in its second round, on appeal, while its jurors reveal. */
async function tellCase(context: BrowserContext, place: Place, { jobId, executionId }: Disputed): Promise<void> {
  const client = await clientOf(place.stack, "buyer");
  const now = Number((await client.publicClient.getBlock()).timestamp);
  const past = { block: 1, at: now - 1_000, transaction: jobId, logIndex: 0 };
  const juror = (chair: number) => `0x${(chair + 1).toString(16).padStart(40, "a")}`;
  const chairOf = (chair: number, did: object) => ({ chair, seat: String(chair + 1), juror: juror(chair), ...did });
  const revealed = (finding: string) => ({ committed: past, revealed: { finding, revealed: past } });
  const told = {
    ...{ jobId, executionId, state: "revealing", opened: past, verdictBy: now + 80_000, seats: 12, fee: "500000" },
    standing: "upheld",
    rounds: [
      {
        ...{ ticket: "1", started: past, drawn: past, majority: "upheld" },
        ...{ drawBy: now - 900, commitBy: now - 800, revealBy: now - 700, appealBy: now - 600 },
        chairs: [chairOf(0, revealed("upheld")), chairOf(1, revealed("upheld")), chairOf(2, { committed: past })],
      },
      {
        ...{ ticket: "2", started: past, drawn: past, appeal: { appellant: juror(40), price: "1166666" } },
        ...{ drawBy: now - 500, commitBy: now - 400, revealBy: now + 3_000, appealBy: now + 4_000 },
        chairs: [
          chairOf(3, revealed("wrong")),
          ...[4, 5, 6, 7, 8].map((chair) => chairOf(chair, { committed: past })),
          chairOf(9, {}),
        ],
      },
    ],
  };
  const answer = { asOf: { block: 1, at: now }, case: told };
  // What the indexer may say, and nothing else.
  juryCaseResponseSchema.parse(answer);
  await context.route(`${place.indexerUrl}/v1/jobs/${jobId}/case`, (route) =>
    route.fulfill({ status: 200, json: answer, headers: { "access-control-allow-origin": "*" } }),
  );
}
