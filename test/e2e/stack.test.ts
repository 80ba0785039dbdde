import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { isTerminal } from "@computehive/protocol/job-state";
import { readEarnings } from "@computehive/sdk/earnings";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { listJobs } from "@computehive/sdk/jobs/list-jobs";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { wait } from "@computehive/sdk/retry";
import type { StackFile } from "@computehive/sdk/stack-file";
import type { Hex } from "viem";
import { afterEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../scripts/support/wait-until.ts";
import { clientOf, deploymentOf, readBooks } from "./support/parties.ts";
import { isAlive, killNow, processesNaming } from "./support/processes.ts";
import { type Posted, postSmallJob } from "./support/small-jobs.ts";
import { choosePorts, type Launched, launch, type Ports, startStack, temporaryFolder } from "./support/stack.ts";

const MINUTES = 60_000;

describe("npm start", () => {
  it("settles an example job, stops cleanly, and goes on from there at the next start", {
    timeout: 10 * MINUTES,
  }, async () => {
    const { folder } = setup();
    const stack = await startStack({ folder, flags: [] });
    running.push(stack);
    await stack.said("ComputeHive runs.");
    expect(stack.output()).toMatch(/\| words +8986/);
    const first = stack.stackFile;
    const [job, ...others] = await jobsOfBuyer(first);
    expect(others).toEqual([]);
    expect(job?.state).toBe("settled-cosigned");
    const booksBefore = await readBooks(first);
    expect(booksBefore.sum).toBe(booksBefore.held);

    expect(await stack.stop()).toBe(0);
    expect(stack.output()).toMatch(
      /agent-[ab] stopped\.\nagent-[ab] stopped\.\ngateway stopped\.\nchain stopped\.\nstack stopped\./,
    );
    expect(pidsOf(first).filter(isAlive)).toEqual([]);

    await stack.restart();
    await stack.said("ComputeHive runs.");
    expect(stack.output()).toContain("The chain continues where it was stopped");
    expect(deploymentOf(stack.stackFile)).toEqual(deploymentOf(first));
    expect(stack.stackFile.accounts).toEqual(first.accounts);
    expect(stack.stackFile.chain).toMatchObject({ genesisHash: first.chain.genesisHash, rpcUrl: first.chain.rpcUrl });
    expect(await jobsOfBuyer(stack.stackFile)).toEqual([job]);
    expect(await readBooks(stack.stackFile)).toEqual(booksBefore);

    await stack.stop();
    await stack.restart(["--fresh", "--no-demo"]);
    expect(stack.stackFile.chain.genesisHash).not.toBe(first.chain.genesisHash);
    expect(await jobsOfBuyer(stack.stackFile)).toEqual([]);
    expect(await stack.stop()).toBe(0);
  });

  it("leaves nothing behind when nobody reads any more what it says", { timeout: 5 * MINUTES }, async () => {
    const { folder } = setup();
    const stack = start(folder, choosePorts());
    const stackFile = await stack.up();
    stack.child.stdout?.destroy();
    stack.child.stderr?.destroy();
    expect(await stack.stop()).toBe(0);
    expect(pidsOf(stackFile).filter(isAlive)).toEqual([]);
  });

  it("takes the next port where one is taken, and refuses a second stack in the same folder", {
    timeout: 5 * MINUTES,
  }, async () => {
    const { folder } = setup();
    const ports = choosePorts();
    const squatters = await Promise.all([squat(ports.chain), squat(ports.gateway)]);
    const first = start(folder, ports);
    const stack = await first.up();
    expect(stack.chain.rpcUrl).not.toBe(`http://127.0.0.1:${ports.chain}`);
    expect(stack.gateway.url).not.toBe(`http://127.0.0.1:${ports.gateway}`);
    expect(first.output()).toContain(`Port ${ports.chain} is taken; the chain uses `);
    expect(first.output()).toContain(`Port ${ports.gateway} is taken; the gateway uses `);

    for (const flags of [["--no-demo"], ["--no-demo", "--fresh"]]) {
      const second = start(folder, choosePorts(), flags);
      expect(await second.ended()).toBe(1);
      expect(second.output()).toContain(`A stack runs already in this folder (process ${first.child.pid}).`);
    }
    expect(pidsOf(stack).filter(isAlive)).toEqual(pidsOf(stack));
    expect(await first.stop()).toBe(0);
    for (const squatter of squatters) squatter.close();
  });

  it("restarts what crashed and says so", { timeout: 5 * MINUTES }, async () => {
    const { folder } = setup();
    const stack = start(folder, choosePorts());
    const before = await stack.up();
    const client = await clientOf(before, "buyer");
    for (const pid of [before.gateway.pid, before.agents[0]!.pid, before.chain.pid]) process.kill(pid, "SIGKILL");
    const job = await eventually(() => postSmallJob(client, "Ada"));
    await settled(client, [job]);
    expect(stack.output()).toContain("gateway ended by itself (signal SIGKILL)");
    expect(stack.output()).toContain("agent-a ended by itself (signal SIGKILL)");
    expect(stack.output()).toContain("anvil runs again");
    expect(await stack.stop()).toBe(0);
  });

  it("ends what a supervisor left running that was killed alone", { timeout: 5 * MINUTES }, async () => {
    const { folder } = setup();
    const ports = choosePorts();
    const killed = start(folder, ports);
    const { supervisor, gateway, agents } = await killed.up();
    killNow(supervisor.pid);
    await killed.ended();
    const orphans = [gateway, ...agents].map(({ pid }) => pid);
    expect(orphans.filter(isAlive)).toEqual(orphans);

    const next = start(folder, ports);
    const { gateway: its } = await next.up();
    expect(next.output()).toContain("Ended 3 processes that a killed stack had left running.");
    expect(orphans.filter(isAlive)).toEqual([]);
    expect(its.url).toBe(gateway.url);
    expect(await next.stop()).toBe(0);
  });

  it("says what did not start and where its log is, and leaves nothing running", { timeout: 5 * MINUTES }, async () => {
    const { folder } = setup();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "gateway"), "a file where the gateway's folder should be");
    const failing = start(folder, choosePorts());
    const tree = await new Promise<number[]>((resolve) =>
      failing.child.once("exit", () => resolve(processesNaming(folder))),
    );
    expect(await failing.ended()).toBe(1);
    expect(failing.output()).toContain("gateway did not start. It ended (exit code 1).");
    expect(failing.output()).toContain(`Its log: ${join(folder, "logs", "gateway.log")}`);
    expect(tree).toEqual([]);
    expect(existsSync(join(folder, "stack.json"))).toBe(false);
  });

  it("kills at once when asked twice", { timeout: 5 * MINUTES }, async () => {
    const { folder } = setup();
    const stack = start(folder, choosePorts());
    const file = await stack.up();
    const client = await clientOf(file, "buyer");
    await postSmallJob(client, "Ada");
    // An agent that is being stopped cannot answer: a stop in order would wait for it.
    for (const { pid } of file.agents) process.kill(pid, "SIGSTOP");
    stack.child.kill("SIGINT");
    await waitUntil(() => stack.output().includes("stopping"));
    stack.child.kill("SIGINT");
    expect(await stack.ended()).toBe(130);
    await waitUntil(() => pidsOf(file).filter(isAlive).length === 0);
  });

  it("explains wrong flags", async () => {
    const { folder } = setup();
    const wrong = start(folder, choosePorts(), ["--faults", "c=lie"]);
    expect(await wrong.ended()).toBe(1);
    expect(wrong.output()).toContain("--faults takes a or b");
  });
});

const ROUNDS = 3;
/** The seed of the moments at which is killed: the same in every run, so that a failure can be looked at again. */
const SEED = 20_240_517;
const LONGEST_RUN_MS = 10_000;
const LONGEST_START_MS = 12_000;
const POSTING_PAUSE_MS = 500;

describe("kill -9 of every process", () => {
  it(`loses no acknowledged job over ${ROUNDS} kills but those of the stated seconds, and pays each once`, {
    timeout: 15 * MINUTES,
  }, async () => {
    const { folder } = setup();
    const ports = choosePorts();
    const random = randomNumbers(SEED);
    let stack = start(folder, ports);
    let file = await stack.up();
    const before = file;
    const kept: Posted[] = [];
    const paid = new Map<Hex, Payment>();
    let lost = 0;

    for (let round = 0; round < ROUNDS; round++) {
      const { acknowledged, killedAt } = await useUntilKilled(stack, file, { paid, runMs: random() * LONGEST_RUN_MS });
      const interrupted = start(folder, ports);
      await wait(random() * LONGEST_START_MS);
      await interrupted.kill9();

      stack = start(folder, ports);
      file = await stack.up();
      expect(file.chain.genesisHash).toBe(before.chain.genesisHash);
      expect(deploymentOf(file)).toEqual(deploymentOf(before));
      const survivors = await expectNothingLost(file, { acknowledged, paid, killedAt });
      kept.push(...survivors);
      lost += acknowledged.length - survivors.length;
    }

    await settled(await clientOf(file, "buyer"), kept);
    const payments = await paymentsOf(file);
    for (const { jobId } of kept) expect(payments.filter((payment) => payment.jobId === jobId)).toHaveLength(1);
    const books = await readBooks(file);
    expect(books.sum).toBe(books.held);
    process.stdout.write(
      `Stack: ${2 * ROUNDS} kills of everything; of ${kept.length + lost} acknowledged jobs ${kept.length} kept and paid once, ` +
        `${lost} lost within the stated ${file.chain.canLoseSeconds} s; ${paid.size} payments seen before a kill.\n`,
    );
    expect(await stack.stop()).toBe(0);
  });
});

/** Posts jobs and notes what the chain acknowledged, until every process is killed. */
async function useUntilKilled(
  stack: Launched,
  file: StackFile,
  { paid, runMs }: { paid: Map<Hex, Payment>; runMs: number },
) {
  const stop = new AbortController();
  const acknowledged: Posted[] = [];
  const posting = postUntilKilled(await clientOf(file, "buyer"), acknowledged, stop.signal);
  await waitUntil(() => acknowledged.length > 0, { what: "The first posted job" });
  await wait(runMs);
  for (const payment of await paymentsOf(file)) paid.set(payment.jobId, paid.get(payment.jobId) ?? payment);
  const killedAt = performance.now();
  await stack.kill9();
  stop.abort();
  await posting;
  return { acknowledged, killedAt };
}

interface Noted {
  readonly acknowledged: readonly Posted[];
  readonly paid: ReadonlyMap<Hex, Payment>;
  readonly killedAt: number;
}

/** Whatever is older than the stated seconds is still there, and the escrow's books add up. Answers the jobs that are there. */
async function expectNothingLost(file: StackFile, { acknowledged, paid, killedAt }: Noted): Promise<Posted[]> {
  const isOlder = ({ at }: { at: number }) => (killedAt - at) / 1_000 > file.chain.canLoseSeconds;
  const survivors = await survivorsOf(await clientOf(file, "buyer"), acknowledged);
  expect(acknowledged.filter((job) => isOlder(job) && !survivors.includes(job))).toEqual([]);
  const payments = (await paymentsOf(file)).map(facts);
  expect(payments).toEqual(expect.arrayContaining([...paid.values()].filter(isOlder).map(facts)));
  const { sum, held } = await readBooks(file);
  expect(sum).toBe(held);
  return survivors;
}

interface Payment {
  readonly jobId: Hex;
  readonly amount: bigint;
  /** Milliseconds on the monotonic clock when it was seen first. */
  readonly at: number;
}

async function paymentsOf(stack: StackFile): Promise<Payment[]> {
  const client = await clientOf(stack, "buyer");
  const views = await Promise.all(stack.agents.map(({ provider }) => readEarnings(client, { provider })));
  return views.flatMap(({ earnings }) =>
    earnings.map(({ jobId, amount }) => ({ jobId, amount, at: performance.now() })),
  );
}

function facts({ jobId, amount }: Payment) {
  return { jobId, amount };
}

const running: { kill9(): Promise<void> }[] = [];
const cleanups: (() => void)[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((stack) => stack.kill9()));
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function setup(): { folder: string } {
  const { folder, remove } = temporaryFolder();
  cleanups.push(remove);
  return { folder };
}

function start(folder: string, ports: Ports, flags?: readonly string[]): Launched {
  const launched = launch(flags ? { folder, flags } : { folder }, ports);
  running.push(launched);
  return launched;
}

async function jobsOfBuyer(stack: StackFile) {
  const buyer = stack.accounts.buyer?.address;
  const jobs = await listJobs(await clientOf(stack, "buyer"), { buyer });
  return jobs.map(({ jobId, state, order }) => ({ jobId, state, order }));
}

function pidsOf({ supervisor, chain, gateway, agents }: StackFile): number[] {
  return [supervisor, chain, gateway, ...agents].map(({ pid }) => pid);
}

function squat(port: number): Promise<{ close(): void }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

/** Notes every job whose posting the chain confirmed, until the stack is gone. */
async function postUntilKilled(client: HiveClient, acknowledged: Posted[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      acknowledged.push(await postSmallJob(client, `round-${Math.round(performance.now())}`, { signal }));
      await wait(POSTING_PAUSE_MS, signal);
    } catch {
      return;
    }
  }
}

async function survivorsOf(client: HiveClient, jobs: readonly Posted[]): Promise<Posted[]> {
  const known = new Set((await listJobs(client)).map(({ jobId }) => jobId));
  return jobs.filter(({ jobId }) => known.has(jobId));
}

/** Waits until each job has ended, paid. */
async function settled(client: HiveClient, jobs: readonly Posted[]): Promise<void> {
  for (const { jobId } of jobs) {
    await waitUntil(async () => isTerminal((await readJob(client, jobId)).state), {
      timeoutMs: 4 * MINUTES,
      what: `The end of job ${jobId}`,
    });
    expect((await readJob(client, jobId)).settlement).toMatchObject({ state: "settled-silent" });
  }
}

/** The stack is being repaired: what fails now works a moment later. */
async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  let result: { value: T } | undefined;
  await waitUntil(
    async () => {
      result = await attempt().then(
        (value) => ({ value }),
        () => undefined,
      );
      return result !== undefined;
    },
    { timeoutMs: 2 * MINUTES, what: "An attempt" },
  );
  return result!.value;
}

function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
