import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { addressesOf } from "@computehive/sdk/deployment/plan";
import { createWalletClient, getContractAddress, http } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { describe, expect, it, onTestFinished } from "vitest";
import { docScript, docSteps } from "../../test/e2e/support/doc-blocks.ts";
import { startChain } from "../chain/chain.ts";
import { readArtifacts } from "../deploy.ts";
import { startFakeExplorer } from "../verify/testing/fake-explorer.ts";
import { readDeployment } from "./deployment-file.ts";

const ROOT = join(import.meta.dirname, "../..");
const CHAIN = 77_002;
const ETHERSCAN_KEY = "KEY";
const MNEMONIC = "test test test test test test test test test test test junk";
const deployer = mnemonicToAccount(MNEMONIC);
/** Of the chain's token. */
const issuer = mnemonicToAccount(MNEMONIC, { addressIndex: 1 });
const DEPLOYER_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
/** The factory, seventeen contracts, and three that constructors deploy. */
const CONTRACTS = 21;
/** Without the door of npm's scripts, which would see to the installation first. */
const NPM = `npm() { local name=$2; shift 2; [ "\${1-}" != -- ] || shift; node "${ROOT}/scripts/\${name//:/-}.ts" "$@"; }`;

/** Whoever follows docs/operations/deployment.md to the letter, on a chain of its own, gets to its end. */
describe("a deployer", () => {
  it("can run every command of the document", { timeout: 600_000 }, async () => {
    const steps = docSteps(readFileSync(join(ROOT, "docs/operations/deployment.md"), "utf8").replace(/^ {3}/gm, ""));
    expect(steps).toHaveLength(4);
    const { folder, variables } = await setup();
    const { code, output } = await bash(`${NPM}\n${docScript(steps)}`, { folder, variables });
    expect(code, output).toBe(0);

    const first = readDeployment(join(folder, "deployments"), CHAIN)!;
    const second = readDeployment(join(folder, "deployments/release-2"), CHAIN)!;
    expect([first.origin?.release, second.origin?.release]).toEqual(["1", "2"]);
    expect(second.contracts.escrow).not.toBe(first.contracts.escrow);
    expect(output).toContain("every address follows from the two");
    expect(output.match(/^(verified|known) /gm)).toHaveLength(3 * CONTRACTS);
  });

  it("finds the commands among npm's scripts", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
    expect(scripts).toMatchObject({
      deploy: "node scripts/bootstrap.mjs deploy",
      "deploy:check": "node scripts/bootstrap.mjs deploy-check",
      "deploy:verify": "node scripts/bootstrap.mjs deploy-verify",
    });
  });
});

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), "hive-deployment-docs-"));
  const chain = await startChain({ folder: join(folder, "chain"), port: 0, blockTimeSeconds: 0, chainId: CHAIN });
  const addresses = addressesOf({ artifacts: readArtifacts(), deployer: deployer.address, release: "1" });
  const firstOf = (from: `0x${string}`) => getContractAddress({ from, nonce: 1n });
  const explorer = await startFakeExplorer({
    chainId: CHAIN,
    key: ETHERSCAN_KEY,
    judge: async () => undefined,
    // What explorers find in sources is tried elsewhere; here all but the factory's are known.
    verified: [
      ...Object.values(addresses),
      ...[addresses.AttesterPolicies, addresses.Escrow, addresses.JobMarket].map(firstOf),
    ],
  });
  onTestFinished(async () => {
    await explorer.close();
    await chain.stop();
    rmSync(folder, { recursive: true });
  });
  const { urls } = explorer;
  const wallet = createWalletClient({ account: issuer, transport: http(chain.url) });
  await wallet.sendTransaction({ chain: null, data: readArtifacts().TestDollar.bytecode });
  const variables = {
    HIVE_RPC_URL: chain.url,
    HIVE_DEPLOYER_KEY: DEPLOYER_KEY,
    HIVE_TOKEN: getContractAddress({ from: issuer.address, nonce: 0n }),
    HIVE_RANDOMNESS: "commit-reveal",
    HIVE_ETHERSCAN_KEY: ETHERSCAN_KEY,
    ETHERSCAN_URL: urls.etherscan,
    BLOCKSCOUT_URL: urls.blockscout,
    SOURCIFY_URL: urls.sourcify,
  };
  return { folder, variables };
}

async function bash(
  script: string,
  { folder, variables }: { folder: string; variables: Record<string, string> },
): Promise<{ code: number | null; output: string }> {
  const path = [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const child = spawn("bash", ["-c", script], {
    cwd: folder,
    env: { PATH: path, TMPDIR: folder, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, output };
}
