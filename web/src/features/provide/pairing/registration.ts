import { nodeProfileSchema } from "@computehive/protocol/api/pairing";
import type { StakingDomain } from "@computehive/protocol/domain";
import { signatureSchema } from "@computehive/protocol/hex";
import { type NodeProfile, nodeProfileTypedData } from "@computehive/protocol/node-profile";
import { type Address, type Hex, isAddressEqual, recoverTypedDataAddress } from "viem";
import { z } from "zod";

/** A node's profile with its key's signature: all that `registerNode` takes. */
export interface Registration {
  readonly profile: NodeProfile;
  readonly nodeSignature: Hex;
}

/** What is wrong with a registration that somebody pasted. */
export type RegistrationFault =
  | { readonly kind: "not-json" }
  | { readonly kind: "malformed"; readonly field: string; readonly rule: string }
  /** It is made out to another provider, who alone could send it. */
  | { readonly kind: "other-provider"; readonly provider: Address }
  /** The signature is not the node key's for this chain and these contracts. */
  | { readonly kind: "signature" };

export type ReadRegistration =
  | { readonly kind: "registration"; readonly registration: Registration }
  | { readonly kind: "fault"; readonly fault: RegistrationFault };

const registrationSchema = z.object({ profile: nodeProfileSchema, nodeSignature: signatureSchema });

/** Reads what a person pasted and checks everything that the contract will check, so that nothing is sent in vain. */
export async function readRegistration(
  text: string,
  { domain, provider }: { domain: StakingDomain; provider: Address },
): Promise<ReadRegistration> {
  const json = parseJson(text);
  if (json === undefined) return fault({ kind: "not-json" });
  const parsed = registrationSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fault({ kind: "malformed", field: issue?.path.join(".") ?? "", rule: issue?.message ?? "" });
  }
  const registration = parsed.data;
  const { profile } = registration;
  if (!isAddressEqual(profile.provider, provider)) return fault({ kind: "other-provider", provider: profile.provider });
  if (!(await isSignedByNode(domain, registration))) return fault({ kind: "signature" });
  return { kind: "registration", registration };
}

/** Whether the node key that the profile names signed it, for this chain and these contracts. */
export async function isSignedByNode(
  domain: StakingDomain,
  { profile, nodeSignature }: Registration,
): Promise<boolean> {
  try {
    const data = nodeProfileTypedData(domain, profile);
    return isAddressEqual(await recoverTypedDataAddress({ ...data, signature: nodeSignature }), profile.node);
  } catch {
    return false;
  }
}

function fault(found: RegistrationFault): ReadRegistration {
  return { kind: "fault", fault: found };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
