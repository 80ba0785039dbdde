import {
  type Pairing,
  type PairingContent,
  pairingOpenedSchema,
  pairingSchema,
} from "@computehive/protocol/api/pairing";
import { isPairingSigned, pairingFingerprint, pairingTypedData } from "@computehive/protocol/api/pairing-signature";
import { nodeProfileTypedData } from "@computehive/protocol/node-profile";
import { shortName } from "@computehive/protocol/short-name";
import { zeroAddress, zeroHash } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { CHAIN_ID, DEPLOYMENT, newAccount } from "../testing/samples.ts";
import { type Page, posting, signInAs, WEB_ENV } from "../testing/sign-in.ts";
import { errorOf, startGateway } from "../testing/start-gateway.ts";

const STAKING = { chainId: CHAIN_ID, address: DEPLOYMENT.contracts.staking };

describe("a pairing", () => {
  it("leads from a code to the arguments of registerNode", async () => {
    const { gateway, node, page, open, look, claim, confirm, answer, profile } = await setup();
    await using _ = gateway;
    const { id, code } = await open();
    expect((await look(id)).state).toBe("open");
    const seen = pairingSchema.parse(
      await (await claim(page, `${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`)).json(),
    );
    expect(seen).toMatchObject({ id, state: "claimed", provider: page.account.address });
    expect(await isPairingSigned({ chainId: CHAIN_ID, audience: gateway.url }, seen.opening)).toBe(true);
    expect(pairingFingerprint(seen.opening)).toBe(pairingFingerprint(content(node, gateway.clock.now())));

    await confirm(page, id, profile);
    expect(await look(id)).toMatchObject({ state: "confirmed", profile });
    expect((await answer(id, await signed(node, profile))).status).toBe(200);
    const done = pairingSchema.parse(await page.json(`/v1/pairings/${id}`));
    expect(done).toMatchObject({
      state: "signed",
      profile,
      nodeSignature: (await signed(node, profile)).nodeSignature,
    });
  });

  it("gives the same answer to whoever repeats a step", async () => {
    const { gateway, node, page, open, claim, confirm, answer, profile } = await setup();
    await using _ = gateway;
    const { id, code } = await open();
    for (let i = 0; i < 2; i++) expect((await claim(page, code)).status).toBe(200);
    for (let i = 0; i < 2; i++) expect((await confirm(page, id, profile)).status).toBe(200);
    for (let i = 0; i < 2; i++) expect((await answer(id, await signed(node, profile))).status).toBe(200);
  });

  it("belongs to the first who enters its code", async () => {
    const { gateway, page, open, claim, confirm, profile } = await setup();
    await using _ = gateway;
    const { id, code } = await open();
    const second = await signInAs(gateway);
    await claim(page, code);
    expect((await claim(second, code)).status).toBe(404);
    expect((await second.fetch(`/v1/pairings/${id}`)).status).toBe(404);
    expect((await confirm(second, id, { ...profile, provider: second.account.address })).status).toBe(404);
    expect((await second.fetch(`/v1/pairings/${id}`, { method: "DELETE" })).status).toBe(404);
  });

  it("dies after ten minutes, and is given up when its node asks for another", async () => {
    const { gateway, page, open, look, claim, confirm, profile } = await setup();
    await using _ = gateway;
    const first = await open();
    const second = await open();
    expect((await look(first.id)).state).toBe("cancelled");
    expect((await claim(page, first.code)).status).toBe(404);
    await claim(page, second.code);
    gateway.clock.pass(600);
    expect((await look(second.id)).state).toBe("expired");
    expect(await errorOf(await confirm(page, second.id, profile))).toMatchObject({ status: 410, code: "gone" });
    const third = await open();
    gateway.clock.pass(600);
    expect((await claim(page, third.code)).status).toBe(404);
  });

  it("is refused by its agent, and given up by either side", async () => {
    const { gateway, page, open, look, claim, confirm, answer, profile } = await setup();
    await using _ = gateway;
    const { id, code } = await open();
    await claim(page, code);
    await confirm(page, id, profile);
    await answer(id, { accept: false, reason: "It is not the expected provider." });
    expect(await page.json(`/v1/pairings/${id}`)).toMatchObject({
      state: "refused",
      reason: "It is not the expected provider.",
    });
    expect(await errorOf(await confirm(page, id, profile))).toMatchObject({ status: 409, field: "state" });

    const another = await open();
    await claim(page, another.code);
    expect((await page.fetch(`/v1/pairings/${another.id}`, { method: "DELETE" })).status).toBe(204);
    expect((await look(another.id)).state).toBe("cancelled");
  });

  it("lets nobody guess its code", async () => {
    const { gateway, page, open, claim } = await setup();
    await using _ = gateway;
    const { code } = await open();
    const wrong = code.startsWith("A") ? `B${code.slice(1)}` : `A${code.slice(1)}`;
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await claim(page, wrong)).status);
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429]);
    expect((await claim(page, code)).status).toBe(429);
    gateway.clock.pass(60);
    expect((await claim(page, code)).status).toBe(200);
  });

  it("counts guesses by address too, whatever the account", async () => {
    const { gateway, claim } = await setup();
    await using _ = gateway;
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) {
      const page = await signInAs(gateway);
      for (let j = 0; j < 5; j++) statuses.push((await claim(page, "ABCDEFGH")).status);
    }
    expect([statuses.filter((s) => s === 404).length, statuses.filter((s) => s === 429).length]).toEqual([20, 5]);
  });

  it("checks what the provider chooses, and what the node signs", async () => {
    const { gateway, node, page, open, claim, confirm, answer, profile } = await setup();
    await using _ = gateway;
    const { id, code } = await open();
    await claim(page, code);
    const stranger = newAccount();
    const faulty = { provider: stranger.address, node: stranger.address, payee: zeroAddress };
    for (const [field, value] of Object.entries(faulty))
      expect(await errorOf(await confirm(page, id, { ...profile, [field]: value }))).toMatchObject({
        status: 422,
        field: `profile.${field}`,
      });
    await confirm(page, id, profile);
    expect(await errorOf(await answer(id, await signed(stranger, profile)))).toMatchObject({ field: "nodeSignature" });
    const other = { ...profile, payee: stranger.address };
    expect(await errorOf(await answer(id, await signed(node, other)))).toMatchObject({ field: "nodeSignature" });
    await confirm(page, id, other);
    expect(await errorOf(await answer(id, await signed(node, profile)))).toMatchObject({ field: "nodeSignature" });
    expect((await answer(id, await signed(node, other))).status).toBe(200);
  });

  it("is opened by the node alone, just now, for this gateway", async () => {
    const { gateway, node, ask } = await setup();
    await using _ = gateway;
    const now = gateway.clock.now();
    const stranger = newAccount();
    expect(await errorOf(await ask(content(stranger, now), { signer: stranger }))).toMatchObject({ field: "node" });
    expect(await errorOf(await ask(content(node, now), { signer: stranger }))).toMatchObject({ field: "signature" });
    expect(await errorOf(await ask(content(node, now - 3_600_000)))).toMatchObject({ field: "openedAt" });
    expect(await errorOf(await ask(content(node, now), { audience: "http://other.test" }))).toMatchObject({
      field: "signature",
    });
  });

  it("waits with so many others at most", async () => {
    const { gateway, open } = await setup({ GATEWAY_PAIRINGS: "1" });
    await using _ = gateway;
    await open();
    const other = newAccount();
    const body = await opening(other, { gateway, now: gateway.clock.now() });
    const response = await gateway.fetch("/v1/pairings", {
      ...posting(body),
      headers: { authorization: await gateway.authorization(other), "content-type": "application/json" },
    });
    expect((await errorOf(response)).status).toBe(429);
  });
});

function content(node: PrivateKeyAccount, now: number): PairingContent {
  return {
    node: node.address,
    openedAt: Math.floor(now / 1000),
    resourceClass: "cpu.v1",
    region: "eu-central",
    capacity: { slots: 2, memoryBytes: 1 << 30 },
    layers: ["process", "bubblewrap"],
    agentVersion: "0.1.0",
  };
}

async function opening(
  node: PrivateKeyAccount,
  { gateway, now, audience = gateway.url }: { gateway: { url: string }; now: number; audience?: string },
) {
  const facts = content(node, now);
  return { ...facts, signature: await node.signTypedData(pairingTypedData({ chainId: CHAIN_ID, audience }, facts)) };
}

async function signed(signer: PrivateKeyAccount, profile: NonNullable<Pairing["profile"]>) {
  return { accept: true, nodeSignature: await signer.signTypedData(nodeProfileTypedData(STAKING, profile)) };
}

async function setup(env: Record<string, string> = {}) {
  const gateway = await startGateway({ env: { ...WEB_ENV, ...env } });
  const node = newAccount();
  const page = await signInAs(gateway);
  const asNode = async (path: string, init: RequestInit = {}) =>
    gateway.fetch(path, {
      ...init,
      headers: { authorization: await gateway.authorization(node), "content-type": "application/json" },
    });
  const profile: NonNullable<Pairing["profile"]> = {
    provider: page.account.address,
    node: node.address,
    payee: page.account.address,
    resourceClass: shortName("cpu.v1"),
    region: shortName("eu-central"),
    capabilityHash: zeroHash,
    tlsKeyHash: zeroHash,
    endpoint: "",
  };
  return {
    gateway,
    node,
    page,
    profile,
    open: async () => {
      const body = await opening(node, { gateway, now: gateway.clock.now() });
      return pairingOpenedSchema.parse(await (await asNode("/v1/pairings", posting(body))).json());
    },
    ask: async (facts: PairingContent, { signer = node, audience = gateway.url } = {}) => {
      const signature = await signer.signTypedData(pairingTypedData({ chainId: CHAIN_ID, audience }, facts));
      return asNode("/v1/pairings", posting({ ...facts, signature }));
    },
    look: async (id: string) => pairingSchema.parse(await (await asNode(`/v1/pairings/${id}`)).json()),
    claim: (by: Page, code: string) => by.fetch("/v1/pairings/claim", posting({ code })),
    confirm: (by: Page, id: string, wish: typeof profile) =>
      by.fetch(`/v1/pairings/${id}/confirm`, posting({ profile: wish })),
    answer: (id: string, body: unknown) => asNode(`/v1/pairings/${id}/answer`, posting(body)),
  };
}
