import type { Attestation, PolicyTerms, Revocation } from "@computehive/protocol/attestation";
import {
  attestationsAbi,
  attesterPoliciesAbi,
  attesterPolicyAbi,
  type Deployment,
} from "@computehive/protocol/contracts";
import { type Address, type Hex, isAddressEqual } from "viem";
import { type ContractRequest, contractRequest } from "../contract-request.ts";
import type { HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";

type Target = Pick<Deployment, "contracts">;

/** Every call about attestations and policies, unsent; from any account, but `revoke`, which is the attester's. */
export const attestationRequests = {
  attest: (
    { contracts }: Target,
    { attestation, signature }: { attestation: Attestation; signature: Hex },
  ): ContractRequest =>
    contractRequest({
      address: contracts.attestations,
      abi: attestationsAbi,
      functionName: "attest",
      args: [attestation, signature],
    }),
  revoke: ({ contracts }: Target, { node, issuedUntil }: Omit<Revocation, "attester">): ContractRequest =>
    contractRequest({
      address: contracts.attestations,
      abi: attestationsAbi,
      functionName: "revoke",
      args: [node, issuedUntil],
    }),
  revokeFor: (
    { contracts }: Target,
    { attester, node, issuedUntil, signature }: Revocation & { signature: Hex },
  ): ContractRequest =>
    contractRequest({
      address: contracts.attestations,
      abi: attestationsAbi,
      functionName: "revokeFor",
      args: [attester, node, issuedUntil, signature],
    }),
  createPolicy: ({ contracts }: Target, terms: PolicyTerms): ContractRequest =>
    contractRequest({
      address: contracts.attesterPolicies,
      abi: attesterPoliciesAbi,
      functionName: "create",
      args: [terms],
    }),
} as const;

/** Carries what an attester signed. */
export function carryAttestation(
  client: HiveClient,
  signed: { attestation: Attestation; signature: Hex },
  options?: WriteOptions,
): Promise<Written> {
  return write(client, attestationRequests.attest(client.deployment, signed), options);
}

/** Ends what the client's account attested. */
export function revokeAttestations(
  client: HiveClient,
  revocation: Omit<Revocation, "attester">,
  options?: WriteOptions,
): Promise<Written> {
  return write(client, attestationRequests.revoke(client.deployment, revocation), options);
}

/** Carries an attester's revocation. */
export function carryRevocation(
  client: HiveClient,
  signed: Revocation & { signature: Hex },
  options?: WriteOptions,
): Promise<Written> {
  return write(client, attestationRequests.revokeFor(client.deployment, signed), options);
}

/** Makes the policy with these terms, or finds it; `policyAddressOf` says where it is. */
export function createPolicy(client: HiveClient, terms: PolicyTerms, options?: WriteOptions): Promise<Written> {
  return write(client, attestationRequests.createPolicy(client.deployment, terms), options);
}

/** Where the policy with these terms is, or would be. */
export function policyAddressOf({ publicClient, deployment }: HiveClient, terms: PolicyTerms): Promise<Address> {
  return publicClient.readContract({
    address: deployment.contracts.attesterPolicies,
    abi: attesterPoliciesAbi,
    functionName: "policyOf",
    args: [terms],
  });
}

/** The terms of a policy that this deployment made; nothing where it is another contract, whatever that one says of itself. */
export async function readPolicy(client: HiveClient, policy: Address): Promise<PolicyTerms | undefined> {
  const terms = await client.publicClient
    .readContract({ address: policy, abi: attesterPolicyAbi, functionName: "terms" })
    .catch(() => undefined);
  return terms && isAddressEqual(await policyAddressOf(client, terms), policy) ? terms : undefined;
}

/** Whether the policy, of whatever kind, accepts the node now. */
export function acceptsNode({ publicClient }: HiveClient, policy: Address, node: Address): Promise<boolean> {
  return publicClient.readContract({ address: policy, abi: attesterPolicyAbi, functionName: "accepts", args: [node] });
}
