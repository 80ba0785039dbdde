import { type Address, type Hex, hashTypedData } from "viem";
import { type AttestationsDomain, attestationsDomain } from "./domain.ts";
import { attestationFields, revocationFields } from "./generated/typed-data.ts";

/** What an attester says of a node; see `IAttestations.Attestation`. */
export interface Attestation {
  attester: Address;
  node: Address;
  /** sha256 of the vendor's raw evidence. */
  evidenceHash: Hex;
  measurement: Hex;
  /** Unix day of the vendor's TCB date. */
  tcbLevel: number;
  /** Unix seconds; at `expiresAt` it counts no more. */
  issuedAt: number;
  expiresAt: number;
}

/** The end of everything that the attester issued up to a second; node zero: for every node. */
export interface Revocation {
  attester: Address;
  node: Address;
  issuedUntil: number;
}

/** Who must vouch, for what; see `IAttesterPolicy.Terms`. */
export interface PolicyTerms {
  /** 1 to 15, ascending. */
  attesters: readonly Address[];
  threshold: number;
  /** 1 to 16, ascending. */
  measurements: readonly Hex[];
  minimumTcb: number;
  /** Seconds. */
  lifetime: number;
}

export function attestationTypedData(domain: AttestationsDomain, attestation: Attestation) {
  return {
    domain: attestationsDomain(domain),
    types: { Attestation: attestationFields },
    primaryType: "Attestation",
    message: { ...attestation },
  } as const;
}

/** What the attester signs; receipts name it as `attestationId`. */
export function attestationIdOf(domain: AttestationsDomain, attestation: Attestation): Hex {
  return hashTypedData(attestationTypedData(domain, attestation));
}

export function revocationTypedData(domain: AttestationsDomain, revocation: Revocation) {
  return {
    domain: attestationsDomain(domain),
    types: { Revocation: revocationFields },
    primaryType: "Revocation",
    message: { ...revocation },
  } as const;
}
