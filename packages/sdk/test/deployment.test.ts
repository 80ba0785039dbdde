import { LOCAL_JURY_PARAMETERS, LOCAL_PARAMETERS } from "@computehive/protocol/parameters";
import { createPublicClient, createTestClient, createWalletClient, http } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DeployOptions, deploy } from "../src/deployment/deploy.ts";
import { ChainNotLocalError } from "../src/deployment/local-chain.ts";
import { DeploymentMismatchError, verifyDeployment } from "../src/deployment/verify-deployment.ts";
import { createHiveClient, WrongChainError } from "../src/hive-client.ts";
import { readArtifacts, startAnvil } from "./support/chain.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const deployer = mnemonicToAccount(MNEMONIC);
const artifacts = readArtifacts();

let anvil: Awaited<ReturnType<typeof startAnvil>>;

beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(() => anvil.stop());

function optionsAt(url: string, change: Partial<DeployOptions> = {}): DeployOptions & { steps: string[] } {
  const transport = http(url);
  const steps: string[] = [];
  return {
    walletClient: createWalletClient({ account: deployer, transport }),
    publicClient: createPublicClient({ transport, cacheTime: 0 }),
    artifacts,
    parameters: LOCAL_PARAMETERS,
    arbiter: deployer.address,
    onStep: ({ name, isNew }) => steps.push(`${isNew ? "new" : "found"} ${name}`),
    steps,
    ...change,
  };
}

/** Runs `action` and takes back what it did to the chain. */
async function undone(action: () => Promise<void>): Promise<void> {
  const testClient = createTestClient({ mode: "anvil", transport: http(anvil.url) });
  const id = await testClient.snapshot();
  try {
    await action();
  } finally {
    await testClient.revert({ id });
  }
}

describe("deploy", () => {
  it("gives every fresh chain the same addresses, and does nothing the second time", () =>
    undone(async () => {
      const first = optionsAt(anvil.url);
      const deployment = await deploy(first);
      expect(first.steps).toEqual(
        [
          "Create3Factory",
          "TestDollar",
          "Escrow",
          "Staking",
          "JobMarket",
          "OfferBook",
          "Receipts",
          "Arbiter",
          "ReceiptToken",
          "Attestations",
          "AttesterPolicies",
          "ReplicaMarket",
          "ReplicaArbiter",
          "HeaderRandomness",
          "Jury",
          "NodeIdentities",
          "NodeReputation",
          "AgenticCommerce",
          "BatchSettlement",
        ].map((name) => `new ${name}`),
      );

      const nonce = await first.publicClient.getTransactionCount({ address: deployer.address });
      expect(await deploy(optionsAt(anvil.url, { known: deployment }))).toEqual(deployment);
      const forgetful = optionsAt(anvil.url);
      expect(await deploy(forgetful)).toEqual(deployment);
      expect(forgetful.steps.every((step) => step.startsWith("found"))).toBe(true);
      expect(await first.publicClient.getTransactionCount({ address: deployer.address })).toBe(nonce);

      const other = await startAnvil();
      try {
        expect((await deploy(optionsAt(other.url))).contracts).toEqual(deployment.contracts);
      } finally {
        await other.stop();
      }
    }));

  it("goes on where it was cut off", () =>
    undone(async () => {
      const cut = optionsAt(anvil.url, {
        onStep: ({ name }) => {
          if (name === "Staking") throw new Error("cut off");
        },
      });
      await expect(deploy(cut)).rejects.toThrow("cut off");
      const rest = optionsAt(anvil.url);
      await deploy(rest);
      expect(rest.steps).toEqual([
        "found Create3Factory",
        "found TestDollar",
        "found Escrow",
        "found Staking",
        "new JobMarket",
        "new OfferBook",
        "new Receipts",
        "new Arbiter",
        "new ReceiptToken",
        "new Attestations",
        "new AttesterPolicies",
        "new ReplicaMarket",
        "new ReplicaArbiter",
        "new HeaderRandomness",
        "new Jury",
        "new NodeIdentities",
        "new NodeReputation",
        "new AgenticCommerce",
        "new BatchSettlement",
      ]);
    }));

  it("deploys again where the chain has forgotten what was known", async () => {
    let known: DeployOptions["known"];
    await undone(async () => {
      known = await deploy(optionsAt(anvil.url));
    });
    await undone(async () => {
      const again = optionsAt(anvil.url, { known });
      expect((await deploy(again)).contracts).toEqual(known?.contracts);
      expect(again.steps.every((step) => step.startsWith("new"))).toBe(true);
    });
  });

  it("tells what differs from the description", () =>
    undone(async () => {
      const options = optionsAt(anvil.url);
      const deployment = await deploy(options);
      const check = (change: Partial<typeof deployment>) =>
        verifyDeployment(options.publicClient, { ...deployment, ...change }, artifacts);
      await expect(check({ parameters: { ...deployment.parameters, declineTime: 11 } })).rejects.toThrow(
        "market.declineTime: expected 11, found 10",
      );
      const { escrow, staking } = deployment.contracts;
      await expect(check({ contracts: { ...deployment.contracts, escrow: staking, staking: escrow } })).rejects.toThrow(
        /Escrow at .*: other code/,
      );
      const origin = { ...deployment.origin!, release: "2" };
      await expect(check({ origin })).rejects.toThrow(/Escrow: expected at .*, found/);
      await expect(check({ contracts: { ...deployment.contracts, receipts: deployer.address } })).rejects.toThrow(
        DeploymentMismatchError,
      );
    }));

  it("deploys the jury with randomness by commitments where it is told to", () =>
    undone(async () => {
      const randomness = { form: "commit-reveal", deposit: 7n, commitTime: 3, revealTime: 2 } as const;
      const options = optionsAt(anvil.url, { jury: { ...LOCAL_JURY_PARAMETERS, randomness } });
      const deployment = await deploy(options);
      expect(options.steps.slice(-6, -4)).toEqual(["new CommitRevealRandomness", "new Jury"]);
      const { jury } = deployment.parameters;
      expect(jury?.randomness).toEqual({ ...randomness, deposit: "7" });
      const wrong = { ...deployment, parameters: { ...deployment.parameters, jury: { ...jury!, thawTime: 1 } } };
      await expect(verifyDeployment(options.publicClient, wrong, artifacts)).rejects.toThrow(
        "jury.thawTime: expected 1, found 120",
      );
    }));

  it("makes no test dollar on a chain that is not local", async () => {
    const foreign = await startAnvil("--chain-id", "10");
    try {
      const options = optionsAt(foreign.url);
      await expect(deploy(options)).rejects.toThrow(ChainNotLocalError);
      expect(await options.publicClient.getTransactionCount({ address: deployer.address })).toBe(0);
      // With a token of the chain's own nothing but the test dollar is left out.
      const { contracts } = await deploy({ ...options, token: "0x4200000000000000000000000000000000000042" });
      expect(contracts.testDollar).toBeUndefined();
      expect(options.steps).not.toContain("new TestDollar");
    } finally {
      await foreign.stop();
    }
  });
});

describe("assertChain", () => {
  it("knows another chain by its id and by its first block", () =>
    undone(async () => {
      const { publicClient, ...options } = optionsAt(anvil.url);
      const deployment = await deploy({ publicClient, ...options });
      await createHiveClient({ deployment, publicClient }).assertChain();
      const wrongId = createHiveClient({ deployment: { ...deployment, chainId: 5 }, publicClient });
      await expect(wrongId.assertChain()).rejects.toThrow(WrongChainError);
      const wrongGenesis = createHiveClient({
        deployment: { ...deployment, genesisHash: `0x${"00".repeat(32)}` },
        publicClient,
      });
      await expect(wrongGenesis.assertChain()).rejects.toThrow(/first block/);
    }));
});
