import { create3FactoryAbi } from "@computehive/protocol/contracts";
import { DEFAULT_PARAMETERS, juryParametersFor, LOCAL_PARAMETERS } from "@computehive/protocol/parameters";
import {
  type Address,
  concatHex,
  createPublicClient,
  createTestClient,
  createWalletClient,
  getContractAddress,
  http,
  keccak256,
  parseEther,
  recoverTransactionAddress,
  type TransactionSerializedLegacy,
  zeroHash,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { describe, expect, it, onTestFinished } from "vitest";
import { CREATE2_PROXY, Create2ProxyError, MAKER, MAKER_TRANSACTION } from "../src/deployment/create2-proxy.ts";
import { type DeployOptions, deploy, ReleaseTakenError } from "../src/deployment/deploy.ts";
import { addressFromFactory, FactoryError, factoryAddress, saltOf } from "../src/deployment/factory.ts";
import { addressesOf } from "../src/deployment/plan.ts";
import { readArtifacts, startAnvil } from "./support/chain.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const deployer = mnemonicToAccount(MNEMONIC);
const stranger = mnemonicToAccount(MNEMONIC, { addressIndex: 5 });
const artifacts = readArtifacts();
const TOKEN: Address = "0x4200000000000000000000000000000000000042";
const OTHER_TOKEN: Address = "0x4300000000000000000000000000000000000043";

describe("addresses", () => {
  it("are the same on chains with other ids, tokens, parameters and randomness, whatever the deployer did before", async () => {
    const one = await chain("--chain-id", "10");
    const other = await chain("--chain-id", "8453");
    await other.walletClient.sendTransaction({ account: deployer, chain: null, to: TOKEN, value: 1n });
    const local = await chain();

    const first = await deploy({ ...one.options, token: TOKEN });
    const second = await deploy({
      ...other.options,
      token: OTHER_TOKEN,
      parameters: LOCAL_PARAMETERS,
      arbiter: stranger.address,
      jury: juryParametersFor(8453, "commit-reveal"),
    });
    const { testDollar, ...third } = (await deploy(local.options)).contracts;
    expect(second.contracts).toEqual({ ...first.contracts, token: OTHER_TOKEN });
    expect(third).toEqual({ ...first.contracts, token: testDollar });
  });

  it("depend on who deploys, and on the release", async () => {
    const { options, walletOf, publicClient } = await chain();
    const first = await deploy(options);
    const second = await deploy({ ...options, release: "2", known: first });
    const third = await deploy({ ...options, walletClient: walletOf(stranger) });
    const all = [first, second, third].flatMap(({ contracts: { testDollar: _, ...contracts } }) =>
      Object.values(contracts),
    );
    expect(new Set(all).size).toBe(all.length);
    expect(second.origin).toEqual({ deployer: deployer.address, release: "2", factory: factoryAddress(artifacts) });
    expect((await publicClient.getCode({ address: third.contracts.escrow }))?.length).toBeGreaterThan(2);
  });

  /** Who changes the factory, or how it is compiled, moves every deployment that is still to come: that must be meant. */
  it("are these", () => {
    expect(factoryAddress(artifacts)).toBe("0x800E665876F875ED50B45889120B6f9DDCCb7242");
    expect(addressesOf({ artifacts, deployer: deployer.address, release: "1" }).Escrow).toBe(
      "0xD593a0b310a8E2CAeC7ddb3B53D5023ecEA738e4",
    );
  });

  it("are those that the factory says", async () => {
    const { options, publicClient } = await chain();
    await deploy(options);
    const salt = saltOf("1", "Jury");
    const said = await publicClient.readContract({
      address: factoryAddress(artifacts),
      abi: create3FactoryAbi,
      functionName: "addressOf",
      args: [stranger.address, salt],
    });
    expect(said).toBe(addressFromFactory({ artifacts, deployer: stranger.address, salt }));
  });
});

describe("a release", () => {
  it("is not deployed with other arguments than before: nothing is sent", async () => {
    const { options, publicClient } = await chain("--chain-id", "10");
    const cut = cutAfter("JobMarket");
    await expect(deploy({ ...options, token: TOKEN, ...cut })).rejects.toThrow("cut off");
    const nonce = await publicClient.getTransactionCount({ address: deployer.address });

    const refused = deploy({ ...options, token: OTHER_TOKEN });
    await expect(refused).rejects.toThrow(ReleaseTakenError);
    // The escrow is told no token.
    await expect(refused).rejects.toThrow(/Staking at 0x\w{40}\nJobMarket at 0x\w{40}$/);
    expect(await publicClient.getTransactionCount({ address: deployer.address })).toBe(nonce);

    const { contracts } = await deploy({ ...options, token: TOKEN });
    expect(contracts.token).toBe(TOKEN);
  });

  it("is not deployed over other code", async () => {
    const { options } = await chain();
    await deploy(options);
    const changed = { ...artifacts, OfferBook: artifacts.Receipts };
    await expect(deploy({ ...options, artifacts: changed })).rejects.toThrow(/OfferBook at 0x\w{40}$/);
  });
});

describe("a stranger", () => {
  it("that sends the same deployment first gets other addresses, and holds up nothing", async () => {
    const { options, walletOf, publicClient } = await chain();
    const predicted = addressesOf({ artifacts, deployer: deployer.address, release: "1" });
    const theirs = await deploy({ ...options, walletClient: walletOf(stranger) });
    expect(Object.values(theirs.contracts)).not.toContain(predicted.Escrow);
    expect(await publicClient.getCode({ address: predicted.Escrow })).toBeUndefined();
    expect((await deploy(options)).contracts.escrow).toBe(predicted.Escrow);
  });

  it("that deploys the factory first, or sends coin to where contracts will be, changes nothing", async () => {
    const { options, walletOf, steps } = await chain();
    const predicted = addressesOf({ artifacts, deployer: deployer.address, release: "1" });
    const from = { account: stranger, chain: null };
    const wallet = walletOf(stranger);
    for (const to of [predicted.Escrow, factoryAddress(artifacts)]) {
      await wallet.sendTransaction({ ...from, to, value: 1n });
    }
    const data = concatHex([zeroHash, artifacts.Create3Factory.bytecode]);
    await wallet.sendTransaction({ ...from, to: CREATE2_PROXY, data });
    expect((await deploy(options)).contracts.escrow).toBe(predicted.Escrow);
    expect(steps[0]).toBe("found Create3Factory");
  });
});

describe("a chain without the deterministic deployment proxy", () => {
  const BARE = "--disable-default-create2-deployer";

  it("is given it, by the transaction that everybody knows", async () => {
    expect(
      await recoverTransactionAddress({ serializedTransaction: MAKER_TRANSACTION as TransactionSerializedLegacy }),
    ).toBe(MAKER);
    expect(getContractAddress({ from: MAKER, nonce: 0n })).toBe(CREATE2_PROXY);
    const { options, publicClient } = await chain(BARE);
    expect(await publicClient.getCode({ address: CREATE2_PROXY })).toBeUndefined();
    const { contracts } = await deploy(options);
    expect(contracts.escrow).toBe(addressesOf({ artifacts, deployer: deployer.address, release: "1" }).Escrow);
    const code = await publicClient.getCode({ address: CREATE2_PROXY });
    expect(keccak256(code!)).toBe("0x2fa86add0aed31f33a762c9d88e807c475bd51d0f52bd0955754b2608f7e4989");
  });

  it("pays its maker only what it lacks", async () => {
    const { options, testClient, publicClient } = await chain(BARE);
    await testClient.setBalance({ address: MAKER, value: parseEther("0.01") });
    await deploy(options);
    // The factory and eighteen contracts.
    expect(await publicClient.getTransactionCount({ address: deployer.address })).toBe(19);
  });

  it("is refused where something else lies there, or the transaction cannot be sent", async () => {
    const { options, testClient, publicClient } = await chain(BARE);
    await testClient.setCode({ address: CREATE2_PROXY, bytecode: "0x00" });
    await expect(deploy(options)).rejects.toThrow(Create2ProxyError);
    expect(await publicClient.getTransactionCount({ address: deployer.address })).toBe(0);

    await testClient.setCode({ address: CREATE2_PROXY, bytecode: "0x" });
    await testClient.setNonce({ address: MAKER, nonce: 1 });
    await expect(deploy(options)).rejects.toThrow(/refuses the transaction/);
  });

  it("or with another factory is refused, too", async () => {
    const { options, testClient, publicClient } = await chain();
    await testClient.setCode({ address: factoryAddress(artifacts), bytecode: "0x00" });
    await expect(deploy(options)).rejects.toThrow(FactoryError);
    expect(await publicClient.getTransactionCount({ address: deployer.address })).toBe(0);
  });
});

function cutAfter(last: string): Pick<DeployOptions, "onStep"> {
  return {
    onStep: ({ name }) => {
      if (name === last) throw new Error("cut off");
    },
  };
}

async function chain(...args: string[]) {
  const anvil = await startAnvil(...args);
  onTestFinished(() => anvil.stop());
  const transport = http(anvil.url);
  const publicClient = createPublicClient({ transport, cacheTime: 0, pollingInterval: 50 });
  const testClient = createTestClient({ mode: "anvil", transport });
  const walletOf = (account: typeof deployer) => createWalletClient({ account, transport });
  const walletClient = walletOf(deployer);
  const steps: string[] = [];
  const options: DeployOptions = {
    walletClient,
    publicClient,
    artifacts,
    parameters: DEFAULT_PARAMETERS,
    arbiter: deployer.address,
    onStep: ({ name, isNew }) => steps.push(`${isNew ? "new" : "found"} ${name}`),
  };
  return { options, publicClient, testClient, walletClient, walletOf, steps };
}
