import {
  type Attestation,
  attestationIdOf,
  attestationTypedData,
  type PolicyTerms,
  type Revocation,
  revocationTypedData,
} from "@computehive/protocol/attestation";
import { attestationsAbi } from "@computehive/protocol/contracts";
import { recordOf } from "@computehive/protocol/testing/random-typed-data";
import fc from "fast-check";
import { type Hex, hashTypedData, keccak256, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acceptsNode,
  carryAttestation,
  carryRevocation,
  createPolicy,
  policyAddressOf,
  readPolicy,
  revokeAttestations,
} from "../src/attestations/attestations.ts";
import { claimJob, postJob } from "../src/jobs/job-actions.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import { fundedBuyer, stakedNode, testOrder } from "./support/market.ts";

const SOFTWARE = keccak256("0x01");
let chain: TestChain;

beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());

describe("attestations", () => {
  it("hash as the contract's", async () => {
    const { client } = await chain.party();
    const { Attestation } = attestationTypedData(domain(), {} as Attestation).types;
    const { Revocation } = revocationTypedData(domain(), {} as Revocation).types;
    const ask = (functionName: "hashAttestation" | "hashRevocation", args: readonly unknown[]) =>
      client.publicClient.readContract({
        address: domain().address,
        abi: attestationsAbi,
        functionName,
        args: args as never,
      });
    await fc.assert(
      fc.asyncProperty(recordOf<Attestation>(Attestation), recordOf<Revocation>(Revocation), async (made, ended) => {
        expect(attestationIdOf(domain(), made)).toBe(await ask("hashAttestation", [made]));
        expect(hashTypedData(revocationTypedData(domain(), ended))).toBe(
          await ask("hashRevocation", [ended.attester, ended.node, ended.issuedUntil]),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("let a node claim under the policy that asks for them, until they are revoked", async () => {
    const [attester, buyer, node] = [await chain.party(), await fundedBuyer(chain), await stakedNode(chain)];
    const terms = termsOf(attester);
    const policy = await policyAddressOf(buyer.client, terms);
    expect(await readPolicy(buyer.client, policy)).toBeUndefined();
    await createPolicy(buyer.client, terms);
    expect(await readPolicy(buyer.client, policy)).toEqual(terms);
    expect(await readPolicy(buyer.client, chain.deployment.contracts.market)).toBeUndefined();

    const job = await orderUnder(buyer, policy);
    await postJob(buyer.client, job);
    await expect(claimJob(node.client, { ...job, attempt: 0 })).rejects.toThrow(/policy/);
    await carryAttestation(node.client, await attestationFor(attester, node));
    expect(await acceptsNode(buyer.client, policy, node.account.address)).toBe(true);
    await claimJob(node.client, { ...job, attempt: 0 });

    await revokeAttestations(attester.client, { node: node.account.address, issuedUntil: await now() });
    expect(await acceptsNode(buyer.client, policy, node.account.address)).toBe(false);
    const end = { attester: attester.account.address, node: zeroAddress, issuedUntil: 2 ** 40 - 1 };
    const signature = await attester.account.signTypedData(revocationTypedData(domain(), end));
    await carryRevocation(buyer.client, { ...end, signature });
    await chain.pass(1);
    await expect(carryAttestation(node.client, await attestationFor(attester, node))).rejects.toThrow(/revoked/);
  });

  it("are refused in sentences", async () => {
    const [attester, node] = [await chain.party(), await chain.party()];
    const made = await attestationFor(attester, node);
    await expect(carryAttestation(node.client, { ...made, signature: "0x" })).rejects.toThrow(/not the signature/);
    await carryAttestation(node.client, made);
    await expect(carryAttestation(node.client, made)).rejects.toThrow(/carry a newer one/);
    const terms = { ...termsOf(attester), threshold: 2 };
    await expect(createPolicy(node.client, terms)).rejects.toThrow(/more attesters must vouch than it lists/);
  });
});

function domain() {
  return { chainId: chain.deployment.chainId, address: chain.deployment.contracts.attestations };
}

async function now(): Promise<number> {
  return Number((await chain.publicClient.getBlock()).timestamp);
}

function termsOf({ account }: Party): PolicyTerms {
  return { attesters: [account.address], threshold: 1, measurements: [SOFTWARE], minimumTcb: 1, lifetime: 3_600 };
}

async function attestationFor(attester: Party, node: Party): Promise<{ attestation: Attestation; signature: Hex }> {
  const issuedAt = await now();
  const attestation = {
    attester: attester.account.address,
    node: node.account.address,
    evidenceHash: keccak256("0x02"),
    measurement: SOFTWARE,
    tcbLevel: 1,
    issuedAt,
    expiresAt: issuedAt + 3_600,
  };
  return { attestation, signature: await attester.account.signTypedData(attestationTypedData(domain(), attestation)) };
}

async function orderUnder(buyer: Party, policy: Hex) {
  const { order, terms } = await testOrder(chain, buyer);
  return { order, terms: { ...terms, policy } };
}
