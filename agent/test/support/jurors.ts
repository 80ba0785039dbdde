import { join } from "node:path";
import { LOCAL_JURY_PARAMETERS } from "@computehive/protocol/parameters";
import { deposit } from "@computehive/sdk/account/deposit";
import { ensureOperator } from "@computehive/sdk/account/operators";
import { showAccount } from "@computehive/sdk/account/show-account";
import { drip } from "@computehive/sdk/faucet";
import { createHiveClient, type HiveClient } from "@computehive/sdk/hive-client";
import { disputeJob } from "@computehive/sdk/jobs/job-actions";
import { type CaseView, type ChairView, readCase, readPanels } from "@computehive/sdk/jury/read-case";
import { listSeats } from "@computehive/sdk/jury/seats";
import { createWalletClient, type Hex, http } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { Ballot, TransactionRow } from "../../src/ledger/ledger.ts";
import { readJurorLedger } from "./ledger-view.ts";
import { eventually, type Running } from "./processes.ts";
import { example, type World } from "./world.ts";

/** Long enough that no step ends by itself while a test looks; the tests let the time pass. */
export const JURY = {
  ...LOCAL_JURY_PARAMETERS,
  seasonTime: 1,
  drawTime: 200,
  commitTime: 600,
  revealTime: 600,
  appealTime: 60,
  thawTime: 10_000,
};

export interface JurorAccount {
  readonly account: PrivateKeyAccount;
  readonly client: HiveClient;
  /** A configuration of an agent that serves as this juror alone: nobody registered its node. */
  readonly configFile: string;
  start(): Running;
  ballots(): Ballot[];
  transactions(): TransactionRow[];
  free(): Promise<bigint>;
}

/** An account with money for `seats` seats, which its agent buys by itself. */
export async function createJuror(
  world: World,
  name: string,
  { seats, change = {} }: { seats: number; change?: Record<string, unknown> },
): Promise<JurorAccount> {
  const privateKey = generatePrivateKey();
  const account = privateKeyToAccount(privateKey);
  const { deployment, publicClient, rpcUrl, chain } = world;
  const walletClient = createWalletClient({ account, transport: http(rpcUrl) });
  const client = createHiveClient({ deployment, publicClient, walletClient });
  await chain.setBalance({ address: account.address, value: 10n ** 18n });
  const amount = JURY.seatPrice * BigInt(seats);
  await drip(client);
  await deposit(client, amount);
  await ensureOperator(client, { operator: "jury", amount, seconds: 1_000_000 });
  const configFile = world.configFile(name, {
    chain: { rpcUrl, confirmations: 1, pollMs: 300, giveUpAfterSeconds: 30 },
    juror: { key: { privateKeyVariable: "JUROR_KEY" }, seats },
    ...change,
  });
  const env = { NODE_KEY: generatePrivateKey(), JUROR_KEY: privateKey };
  const read = () => readJurorLedger(join(world.folder, name, "juror"));
  return {
    account,
    client,
    configFile,
    start: () => world.startAgent(configFile, join(world.folder, `${name}.log`), env),
    ballots: () => read().ballots,
    transactions: () => read().transactions,
    free: async () => (await showAccount(client)).free,
  };
}

/** A panel of agents, each with its sandbox, shares the machine with the tests beside it. */
const PATIENCE_MS = 150_000;

/** Ends when all seats are there and may be drawn. */
export async function seated(juror: JurorAccount, count: number): Promise<void> {
  await eventually(
    async () => (await listSeats(juror.client)).length === count,
    `${count} seats are bought`,
    PATIENCE_MS,
  );
}

/** Greets whom it is told to: equal outputs of two jobs would be one blob, delivered once for both. */
const HELLO = {
  program: example("hello/program.wasm"),
  limits: { fuel: 6_000_000n, memoryBytes: 262_144, wallSeconds: 20, outputBytes: 4_096 },
};

/** Has a job done by the node's agent, which may have faults, and disputed before the jury. */
export async function disputedJob(
  world: World,
  name: string,
  { faults = {}, complaint }: { faults?: Record<string, unknown>; complaint: "wrong" | "not-delivered" },
): Promise<Hex> {
  const { jury } = world.deployment.contracts;
  const config = world.configFile(name, {
    testFaults: faults,
    accept: { floor: { fixedPrice: "0", price: "0" }, jurySeats: 3 },
  });
  const agent = world.startAgent(config, join(world.folder, `${name}.log`));
  try {
    const jobId = await world.post(
      { ...HELLO, args: [name] },
      { resolver: jury!, exposure: 2_000_000n, times: { window: 600, verdictTime: 100_000 } },
    );
    const job = await eventually(
      async () => {
        const view = await world.job(jobId);
        return view.state === "submitted" && view;
      },
      "the receipt is submitted",
      PATIENCE_MS,
    );
    const { order, terms, current } = job;
    await disputeJob(world.buyer, { order, terms, execution: current!.execution, complaint });
    return jobId;
  } finally {
    await agent.kill("SIGKILL");
  }
}

export function caseIn(world: World, jobId: Hex, state: CaseView["state"]): Promise<CaseView> {
  return eventually(
    async () => {
      const view = await readCase(world.buyer, jobId);
      return view.state === state && view;
    },
    `the case is ${state}`,
    PATIENCE_MS,
  );
}

/** The chairs of all panels, when `isThere` holds for each. */
export function chairsWhere(
  world: World,
  jobId: Hex,
  isThere: (chair: ChairView) => boolean,
  what: string,
): Promise<ChairView[]> {
  return eventually(
    async () => {
      const chairs = (await readPanels(world.buyer, await readCase(world.buyer, jobId))).flat();
      return chairs.length > 0 && chairs.every(isThere) && chairs;
    },
    what,
    PATIENCE_MS,
  );
}

export async function pass(world: World, seconds: number): Promise<void> {
  await world.chain.increaseTime({ seconds });
  await world.chain.mine({ blocks: 1 });
}

/** Lets the time pass until this last second of a case's step is over. */
export async function passAfter(world: World, jobId: Hex, last: "commitBy" | "revealBy"): Promise<void> {
  const { [last]: lastSecond } = await readCase(world.buyer, jobId);
  const { timestamp } = await world.publicClient.getBlock();
  await pass(world, Math.max(1, lastSecond + 1 - Number(timestamp)));
}
