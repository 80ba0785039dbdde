import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { headerRandomnessAbi } from "@computehive/protocol/contracts";
import { encodeHeader, type RpcHeader, readHeader, rlpOf } from "@computehive/sdk/randomness/header-rlp";
import {
  type Address,
  createPublicClient,
  createWalletClient,
  custom,
  type Hex,
  http,
  keccak256,
  numberToHex,
  type PublicClient,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { describe, expect, it, onTestFinished } from "vitest";
import { startChain } from "../chain/chain.ts";
import { createRpc } from "../chain/rpc.ts";
import { deploy, readArtifacts } from "../deploy.ts";
import { checkHeaderRandomness, HeadersNotRandomError } from "./randomness-check.ts";
import { placeToken } from "./testing/place-token.ts";

const DELAY = 2;
const account = mnemonicToAccount("test test test test test test test test test test test junk");

describe("checkHeaderRandomness", () => {
  it("takes a chain whose headers vary, as the contract does", async () => {
    const { rpc, publicClient, randomness } = await setup();
    await rpc("anvil_mine", ["0x8"]);
    await checkHeaderRandomness(publicClient);
    expect(await varies(publicClient, randomness)).toBe(true);
  });

  it("refuses a chain whose headers are constant", async () => {
    const { rpc, publicClient, url } = await setup();
    await rpc("anvil_mine", ["0x8"]);
    const constant = clientWith(url, { mixHash: (await readHeader(publicClient, 3n))["mixHash"]! });
    await expect(checkHeaderRandomness(constant)).rejects.toThrow(/same prevRandao/);
  });

  it("refuses a chain whose headers say zero, or have a difficulty", async () => {
    const { rpc, url } = await setup();
    await rpc("anvil_mine", ["0x8"]);
    const zero = clientWith(url, { mixHash: `0x${"00".repeat(32)}` });
    await expect(checkHeaderRandomness(zero)).rejects.toThrow(/say zero/);
    await expect(checkHeaderRandomness(clientWith(url, { difficulty: "0x1" }))).rejects.toThrow(/difficulty/);
  });

  it("refuses a chain whose headers have fields of their own", async () => {
    const { rpc, url } = await setup();
    await rpc("anvil_mine", ["0x8"]);
    const foreign = clientWith(url, { hash: `0x${"22".repeat(32)}` });
    await expect(checkHeaderRandomness(foreign)).rejects.toThrow(/other fields/);
  });

  it("refuses a chain whose contracts count other blocks", async () => {
    const { rpc, publicClient, url } = await setup();
    await rpc("anvil_mine", ["0x8"]);
    const latest = await publicClient.getBlockNumber();
    for (const counted of [0n, latest - 1n, latest + 33n]) {
      const elsewhere = clientWith(url, {}, { eth_call: numberToHex(counted, { size: 32 }) });
      await expect(checkHeaderRandomness(elsewhere)).rejects.toThrow(`contracts count ${counted} blocks`);
    }
    await checkHeaderRandomness(clientWith(url, {}, { eth_call: numberToHex(latest + 32n, { size: 32 }) }));
    await expect(checkHeaderRandomness(clientWith(url, {}, { eth_call: "0x" }))).rejects.toThrow(/count 0 blocks/);
  });

  it("refuses to judge by too few blocks, and deploys nothing where it refuses", async () => {
    const { rpc, publicClient, walletClient, folder } = await setup({ chainId: 10, contracts: false });
    await expect(checkHeaderRandomness(publicClient)).rejects.toThrow(HeadersNotRandomError);
    const before = await publicClient.getTransactionCount({ address: account.address });
    const token: Address = "0x4200000000000000000000000000000000000042";
    await placeToken(rpc, token);
    const options = { publicClient, walletClient, arbiter: account.address, token, folder };
    await expect(deploy(options)).rejects.toThrow(/HIVE_RANDOMNESS=commit-reveal/);
    expect(await publicClient.getTransactionCount({ address: account.address })).toBe(before);

    const { parameters } = await deploy({ ...options, randomness: "commit-reveal" });
    expect(parameters.jury?.randomness.form).toBe("commit-reveal");
  });
});

describe("encodeHeader", () => {
  it("says nothing of a header with other fields", async () => {
    const { rpc, publicClient } = await setup({ contracts: false });
    await rpc("anvil_mine", ["0x2"]);
    const header = await readHeader(publicClient, 1n);
    expect(encodeHeader(header)).toBeDefined();
    expect(encodeHeader({ ...header, mixHash: header["stateRoot"] })).toBeUndefined();
  });

  it("gives what the contract proves, and the seed is the block's prevRandao", async () => {
    const { rpc, publicClient, walletClient, randomness } = await setup();
    const inContract = { address: randomness, abi: headerRandomnessAbi } as const;
    const { result: ticket } = await publicClient.simulateContract({ ...inContract, functionName: "request" });
    await rpc("anvil_mine", [`0x${(DELAY + 3).toString(16)}`]);
    const header = await readHeader(publicClient, ticket);
    await walletClient.writeContract({
      ...inContract,
      account,
      chain: null,
      functionName: "prove",
      args: [encodeHeader(header)!],
    });
    expect(await publicClient.readContract({ ...inContract, functionName: "seedOf", args: [ticket] })).toBe(
      header["mixHash"],
    );
  });
});

async function varies(publicClient: PublicClient, address: Address): Promise<boolean> {
  const latest = await publicClient.getBlockNumber({ cacheTime: 0 });
  const headers = await Promise.all(
    // A call sees the newest block as its own, whose hash it cannot know.
    [1n, 2n, 3n, 4n].map(async (back) => encodeHeader(await readHeader(publicClient, latest - back))!),
  );
  return publicClient.readContract({ address, abi: headerRandomnessAbi, functionName: "varies", args: [headers] });
}

/** The chain at `url`, as if its headers, or it itself, said something else; hashes fit, unless they are what is changed. */
function clientWith(
  url: string,
  change: Readonly<Record<string, Hex>>,
  answers: Readonly<Record<string, Hex>> = {},
): PublicClient {
  const rpc = createRpc(url);
  return createPublicClient({
    cacheTime: 0,
    transport: custom({
      async request({ method, params }: { method: string; params?: unknown[] }) {
        if (answers[method]) return answers[method];
        const answer = await rpc<RpcHeader>(method, params);
        if (method !== "eth_getBlockByNumber") return answer;
        const header = { ...answer, ...change };
        return change["hash"] ? header : { ...header, hash: keccak256(rlpOf(header)) };
      },
    }),
  });
}

async function setup({ chainId = 31_337, contracts = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "hive-randomness-"));
  const chain = await startChain({ folder: join(folder, "chain"), port: 0, blockTimeSeconds: 0, chainId });
  onTestFinished(async () => {
    await chain.stop();
    rmSync(folder, { recursive: true });
  });
  const transport = http(chain.url);
  const publicClient: PublicClient = createPublicClient({ transport, cacheTime: 0, pollingInterval: 50 });
  const walletClient = createWalletClient({ account, transport });
  const randomness = contracts ? await deployRandomness() : account.address;
  return { url: chain.url, rpc: createRpc(chain.url), publicClient, walletClient, randomness, folder };

  async function deployRandomness(): Promise<Address> {
    const { bytecode } = readArtifacts().HeaderRandomness;
    const hash = await walletClient.deployContract({
      abi: headerRandomnessAbi,
      bytecode,
      args: [BigInt(DELAY)],
      chain: null,
    });
    const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash });
    return contractAddress!;
  }
}
