import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPublicClient, createWalletClient, http } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { describe, expect, it, onTestFinished } from "vitest";
import { startChain } from "./chain/chain.ts";
import { createRpc } from "./chain/rpc.ts";
import { deploy } from "./deploy.ts";
import { checkDeployment, OriginUnknownError } from "./deploy-check.ts";

const account = mnemonicToAccount("test test test test test test test test test test test junk");

async function deployed() {
  const folder = mkdtempSync(join(tmpdir(), "deploy-check-"));
  const chain = await startChain({ folder, port: 0 });
  onTestFinished(async () => {
    await chain.stop();
    rmSync(folder, { recursive: true });
  });
  const transport = http(chain.url);
  const publicClient = createPublicClient({ transport });
  const walletClient = createWalletClient({ account, transport });
  const deployment = await deploy({ walletClient, publicClient, arbiter: account.address, folder });
  await createRpc(chain.url)("anvil_mine", ["0x10"]);
  return { publicClient, deployment, rpc: createRpc(chain.url) };
}

describe("checkDeployment", () => {
  it("says what is there: code, parameters, roles, randomness, and what the token can do", async () => {
    const { publicClient, deployment } = await deployed();
    const lines: string[] = [];
    await checkDeployment(publicClient, deployment, (line) => lines.push(line));
    const text = lines.join("\n");
    expect(text).toContain(deployment.contracts.market);
    expect(text).toContain("Roles: none.");
    expect(text).toContain("Randomness: headers, and they vary.");
    expect(text).toContain("EIP-2612 yes, EIP-3009 yes, Permit2 on this chain no.");
  });

  it("refuses a deployment whose making nobody can look at, though code, links and parameters are right", async () => {
    const { publicClient, deployment } = await deployed();
    const { origin: _, ...unknown } = deployment;
    await expect(checkDeployment(publicClient, unknown, () => {})).rejects.toThrow(OriginUnknownError);
  });

  it("refuses a parameter, a link or a code that is not as written", async () => {
    const { publicClient, deployment, rpc } = await deployed();
    const { contracts, parameters } = deployment;
    const told = (change: Partial<typeof deployment>) =>
      checkDeployment(publicClient, { ...deployment, ...change }, () => {});
    await expect(told({ parameters: { ...parameters, declineTime: 11 } })).rejects.toThrow(/market.declineTime/);
    await expect(told({ contracts: { ...contracts, token: account.address } })).rejects.toThrow(/token/);
    await rpc("anvil_setCode", [contracts.receipts, "0x00"]);
    await expect(told({})).rejects.toThrow(/Receipts at .*: other code/);
  });
});
