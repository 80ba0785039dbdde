import type { attestationsAbi } from "../generated/attestations-abi.ts";
import type { attesterPoliciesAbi } from "../generated/attester-policies-abi.ts";
import { policyFault } from "./faults.ts";
import type { ErrorSentences } from "./sentence.ts";

export const attestationSentences = {
  Attestations_Expired: ([expiresAt], { time }) =>
    `The attestation counted until ${time(expiresAt)}: have the node attested anew.`,
  Attestations_IssuedLater: ([issuedAt], { time }) =>
    `The attestation counts from ${time(issuedAt)}: carry it then, or have it signed with an earlier time.`,
  Attestations_NotNode: ([expected]) => `Only the node brings its own evidence: send this from its key, ${expected}.`,
  Attestations_NotNewer: ([newest, given], { time }) =>
    `This attestation is of ${time(given)} and the attester's word of ${time(newest)} is kept: carry a newer one.`,
  Attestations_Revoked: ([issuedUntil, given], { time }) =>
    `The attester revoked everything up to ${time(issuedUntil)}, and this is of ${time(given)}: have it signed anew.`,
  Attestations_SignatureInvalid: ([attester]) =>
    `This is not the signature of the attester ${attester} for these words, this chain and contract: sign again.`,
  Attestations_ZeroNode: () => "An attestation names its node: put in the address of the node key.",
  CloneArgumentsTooLong: () =>
    "The policy's terms are too long for one contract: list fewer attesters or measurements.",
  Create2EmptyBytecode: () => "The policy has no code: this is a fault of the contracts.",
  FailedDeployment: () => "The chain did not make the policy: try again, with more gas.",
  InsufficientBalance: () => "The contract holds too little of the chain's coin for this.",
  AttesterPolicies_TermsInvalid: ([fault]) => `The policy cannot be made: ${policyFault(fault)}.`,
} satisfies ErrorSentences<typeof attestationsAbi> & ErrorSentences<typeof attesterPoliciesAbi>;
