import { contractErrorOf } from "@computehive/protocol/contract-errors";
import { escrowAbi, jobMarketAbi, stakingAbi } from "@computehive/protocol/contracts";
import { JOB_STATES } from "@computehive/protocol/job-state";
import { tokenAbi } from "@computehive/protocol/token-abi";
import { type Address, createPublicClient, createTestClient, type Hex, http, maxUint256, numberToHex } from "viem";
import { accountRequests } from "../../src/account/account-requests.ts";
import { type ContractRequest, encodeRequest } from "../../src/contract-request.ts";
import { registerNode } from "../../src/nodes/nodes.ts";
import { waitForReceipt } from "../../src/write.ts";
import type { TestChain } from "../support/chain.ts";
import { profileOf } from "../support/market.ts";
import type { Step } from "./action.ts";
import { type Cast, callOf, jobIdIn } from "./calls.ts";
import { ACTORS, type Actor, HOLDERS, NODES, type World } from "./world.ts";

/** What the chain says of a call: nothing if it takes it, else the name of the error. */
export type Answer = string | undefined;

/** Everything of the world that the chain can be asked for, in a form that compares. */
export type Picture = Record<string, unknown>;

/** The real contracts, called by the same actors. */
export interface Player {
  readonly cast: Cast;
  now(): Promise<number>;
  /** Whether the contracts would take the step in its second. */
  ask(world: World, step: Step): Promise<Answer>;
  /** Takes the step, in a block of its second. */
  take(world: World, step: Step): Promise<void>;
  picture(world: World): Promise<Picture>;
  /** Everything as it is now, for `goBack`. */
  remember(): Promise<Hex>;
  goBack(memory: Hex): Promise<void>;
}

const GAS = 3_000_000n;

/** Everybody has coin and test dollars, which the escrow may take; the nodes are registered. */
export async function createPlayer(chain: TestChain): Promise<Player> {
  const { deployment, url } = chain;
  const { escrow, market, staking, token, testDollar } = deployment.contracts;
  const publicClient = createPublicClient({ transport: http(url, { batch: true }), cacheTime: 0 });
  const testClient = createTestClient({ mode: "anvil", transport: http(url) });
  const parties = await Promise.all(ACTORS.map(() => chain.party()));
  const accounts = Object.fromEntries(
    ACTORS.map((actor, index) => [actor, parties[index]!.account]),
  ) as Cast["accounts"];
  const cast: Cast = { deployment, accounts };
  await testClient.request({ method: "anvil_autoImpersonateAccount", params: [true] } as never);

  const send = async (from: Actor, { to, data }: { to: Address; data: Hex }) => {
    const sent = { from: accounts[from].address, to, data, gas: numberToHex(GAS) };
    const hash = (await testClient.request({ method: "eth_sendTransaction", params: [sent] } as never)) as Hex;
    const { status } = await waitForReceipt(publicClient, hash);
    if (status === "reverted") throw new Error(`What ${from} sent was mined and failed.`);
  };
  const sendRequest = (from: Actor, request: ContractRequest) => send(from, encodeRequest(request));

  for (const actor of ACTORS) {
    await sendRequest(actor, {
      address: testDollar!,
      abi: DRIP,
      functionName: "drip",
      args: [accounts[actor].address],
    });
    await sendRequest(actor, accountRequests.approve(deployment, { amount: maxUint256 }));
  }
  for (const [index, node] of NODES.entries()) {
    const [provider, payee] = [`provider-${index + 1}`, `payee-${index + 1}`] as [Actor, Actor];
    const party = parties[ACTORS.indexOf(provider)]!;
    const profile = { ...profileOf(party, parties[ACTORS.indexOf(node)]!), payee: accounts[payee].address };
    await registerNode(party.client, { profile, nodeKey: accounts[node] });
  }

  const read = (
    address: Address,
    abi: typeof escrowAbi | typeof stakingAbi | typeof tokenAbi,
    functionName: string,
    args: readonly unknown[],
  ) => publicClient.readContract({ address, abi, functionName, args } as never) as Promise<unknown>;
  const addressOf = (holder: (typeof HOLDERS)[number]) =>
    holder === "market" ? market : holder === "staking" ? staking : accounts[holder].address;

  return {
    cast,
    async now() {
      return Number((await publicClient.getBlock()).timestamp);
    },
    async ask(world, { action, by, now }) {
      const request = encodeRequest(await callOf(cast, world, action));
      try {
        await publicClient.call({
          ...request,
          account: accounts[by].address,
          gas: GAS,
          blockOverrides: { time: BigInt(now) },
        });
        return undefined;
      } catch (error) {
        const found = contractErrorOf(error);
        if (!found) throw error;
        return found.name;
      }
    },
    async take(world, { action, by, now }) {
      const request = await callOf(cast, world, action);
      await testClient.setNextBlockTimestamp({ timestamp: BigInt(now) });
      await sendRequest(by, request);
    },
    async picture(world) {
      const [free, wallets, stakes, burned, jobs] = await Promise.all([
        Promise.all(HOLDERS.map((holder) => read(escrow, escrowAbi, "accountOf", [addressOf(holder), token]))),
        Promise.all(ACTORS.map((actor) => read(token, tokenAbi, "balanceOf", [accounts[actor].address]))),
        Promise.all(ACTORS.map((actor) => read(staking, stakingAbi, "providerOf", [accounts[actor].address]))),
        read(staking, stakingAbi, "burned", []),
        publicClient.readContract({
          address: market,
          abi: jobMarketAbi,
          functionName: "jobsOf",
          args: [[...world.jobs.values()].map(({ order }) => jobIdIn(cast, order))],
        }),
      ]);
      return {
        accounts: byName(HOLDERS, free as Picture[], ({ free, epoch }) => `${free}, epoch ${epoch}`),
        wallets: byName(ACTORS, wallets as bigint[], String),
        stakes: byName(ACTORS, stakes as Picture[], ({ active, exposure, thawing, thawedAt }) =>
          [active, exposure, thawing, thawedAt].join(" "),
        ),
        burned: String(burned),
        jobs: jobs.map(({ state, attempt }) => `${JOB_STATES[state]} ${attempt}`),
      };
    },
    remember: () => testClient.snapshot(),
    goBack: (memory) => testClient.revert({ id: memory }),
  };
}

/** The same picture, of the model. */
export function pictureOf({ accounts, wallets, stakes, burned, jobs }: World): Picture {
  return {
    accounts: byName(
      HOLDERS,
      HOLDERS.map((holder) => accounts[holder]),
      ({ free, epoch }) => `${free}, epoch ${epoch}`,
    ),
    wallets: byName(
      ACTORS,
      ACTORS.map((actor) => wallets[actor]),
      String,
    ),
    stakes: byName(
      ACTORS,
      ACTORS.map((actor) => stakes[actor]),
      ({ active, exposure, thawing, thawedAt }) => [active, exposure, thawing, thawedAt].join(" "),
    ),
    burned: String(burned),
    jobs: [...jobs.values()].map(({ state, attempt }) => `${state} ${LIVE.has(state) ? attempt : 0}`),
  };
}

/** An ended job's slot has no room for its attempt. */
const LIVE: ReadonlySet<string> = new Set(["open", "running", "submitted", "disputed"]);

const DRIP = [
  {
    type: "function",
    name: "drip",
    stateMutability: "nonpayable",
    inputs: [{ name: "to", type: "address" }],
    outputs: [],
  },
] as const;

function byName<value>(names: readonly string[], values: readonly value[], say: (value: value) => string) {
  return Object.fromEntries(names.map((name, index) => [name, say(values[index]!)]));
}
