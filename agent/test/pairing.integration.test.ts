import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pairing } from "@computehive/protocol/api/pairing";
import { pairingFingerprint } from "@computehive/protocol/api/pairing-signature";
import { shortName } from "@computehive/protocol/short-name";
import { nodeRequests, readNode } from "@computehive/sdk/nodes/nodes";
import { write } from "@computehive/sdk/write";
import { type Hex, zeroHash } from "viem";
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInOnPage } from "./support/page.ts";
import { eventually, type Running, start } from "./support/processes.ts";
import { createWorld, type World } from "./support/world.ts";

const MAIN = join(import.meta.dirname, "../src/main.ts");
const MNEMONIC = "test test test test test test test test test test test junk";
const [provider, stranger] = [1, 2].map((addressIndex) => mnemonicToAccount(MNEMONIC, { addressIndex })) as [
  ReturnType<typeof mnemonicToAccount>,
  ReturnType<typeof mnemonicToAccount>,
];
const LIMIT = 120_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, LIMIT);
afterAll(() => world?.close());

describe("an agent that is started to be paired", () => {
  it(
    "refuses another provider, outlives a kill of the gateway, and works without a restart once it is registered",
    async () => {
      const { agent, node, name } = startPairing(["--provider", provider.address]);
      const wrong = await signInOnPage(world.gatewayUrl, stranger);
      const first = await newestCode(agent);
      const claimed = await wrong.claimPairing(first.code);
      expect(pairingFingerprint(claimed.opening)).toBe(first.fingerprint);
      await wrong.confirmPairing(claimed.id, profileOf(node, stranger.address));
      expect((await until(wrong, claimed.id, "refused")).reason).toContain("another provider");

      const second = await newestCode(agent, first.code);
      const page = await signInOnPage(world.gatewayUrl, provider);
      const { id } = await page.claimPairing(second.code);
      await world.gateway.kill("SIGKILL");
      await world.startGateway();
      const profile = profileOf(node, provider.address);
      await page.confirmPairing(id, profile);
      const { nodeSignature } = await until(page, id, "signed");
      const request = nodeRequests.register(world.deployment, { profile, nodeSignature: nodeSignature as Hex });
      await write(world.provider, request);

      const heard = await eventually(async () => {
        const { nodes } = await world.buyerGateway.nodes();
        return nodes.find(({ heartbeat }) => heartbeat.node === node);
      }, "the agent reports that it works");
      expect(heard.online).toBe(true);
      expect((await readNode(world.provider, node))?.provider).toBe(provider.address);
      const stored = JSON.parse(readFileSync(join(world.folder, name, "registration.json"), "utf8")) as unknown;
      expect(stored).toMatchObject({ node, provider: provider.address });
      await agent.kill("SIGTERM");
      expect(await agent.ended).toBe(0);
    },
    LIMIT,
  );

  it(
    "does not start where nobody can be asked, and gives its code up when it is stopped",
    async () => {
      const deaf = startPairing([]);
      expect(await deaf.agent.ended).toBe(1);
      expect(deaf.agent.output()).toContain("--provider 0x");

      const { agent } = startPairing(["--yes"]);
      const { code } = await newestCode(agent);
      await agent.kill("SIGTERM");
      expect(await agent.ended).toBe(0);
      const page = await signInOnPage(world.gatewayUrl, provider);
      await expect(page.claimPairing(code)).rejects.toThrow("There is no such pairing");
    },
    LIMIT,
  );
});

/** An agent of a key that nobody registered. */
function startPairing(extra: readonly string[]) {
  const key = generatePrivateKey();
  const node = privateKeyToAccount(key).address;
  const name = `unregistered-${node}`;
  const file = world.configFile(name);
  const agent = start(process.execPath, [MAIN, "--config", file, "--pair", ...extra], { env: { NODE_KEY: key } });
  return { agent, node, name };
}

/** What the agent shows last, once that is not `old`. */
function newestCode(agent: Running, old = ""): Promise<{ code: string; fingerprint: string }> {
  return eventually(async () => {
    const shown = [...agent.output().matchAll(/Code: +([A-Z2-9]{4})-([A-Z2-9]{4})\s+Fingerprint: ([0-9a-f-]{19})/g)];
    const [, head, tail, fingerprint] = shown.at(-1) ?? [];
    if (fingerprint === undefined || `${head}${tail}` === old) return undefined;
    return { code: `${head}${tail}`, fingerprint };
  }, "the agent shows a code");
}

function until(page: Awaited<ReturnType<typeof signInOnPage>>, id: string, state: Pairing["state"]): Promise<Pairing> {
  return eventually(async () => {
    const pairing = await page.pairing(id);
    return pairing.state === state && pairing;
  }, `the pairing is ${state}`);
}

function profileOf(node: Hex, owner: Hex): NonNullable<Pairing["profile"]> {
  return {
    provider: owner,
    node,
    payee: owner,
    resourceClass: shortName("cpu.v1"),
    region: zeroHash,
    capabilityHash: zeroHash,
    tlsKeyHash: zeroHash,
    endpoint: "",
  };
}
