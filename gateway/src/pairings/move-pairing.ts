import type { Pairing, PairingAnswer, PairingState } from "@computehive/protocol/api/pairing";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { StakingDomain } from "@computehive/protocol/domain";
import { nodeProfileTypedData } from "@computehive/protocol/node-profile";
import { type Address, getAddress, isAddressEqual, recoverTypedDataAddress, zeroAddress } from "viem";
import { GatewayError } from "../gateway-error.ts";
import { PairingRefusedError } from "./open-pairing.ts";
import { type PairingChange, type PairingRow, type PairingRows, stateAt } from "./pairing-rows.ts";

export interface MovePairingPorts {
  readonly rows: PairingRows;
  readonly clock: Clock;
  readonly stakingDomain: StakingDomain;
}

type Profile = NonNullable<Pairing["profile"]>;

/** So long a signed profile can be fetched: its provider still has to send the transaction. */
const SIGNED_SECONDS = 3_600;

/** The pairing as its two sides see it. @throws PairingUnknownError for everybody else */
export async function lookAtPairing(
  { id, caller }: { id: string; caller: Address },
  { rows }: MovePairingPorts,
): Promise<PairingRow> {
  const row = await rows.find(id);
  if (!row || (row.node !== caller && row.provider !== caller)) throw new PairingUnknownError();
  return row;
}

/** The provider says what the node is to be registered as; until the node signs, they may say it again. @throws PairingStateError, PairingRefusedError */
export async function confirmPairing(
  { id, caller, profile }: { id: string; caller: Address; profile: Profile },
  ports: MovePairingPorts,
): Promise<PairingRow> {
  const { provider, node } = await lookAtPairing({ id, caller }, ports);
  if (provider !== caller) throw new PairingUnknownError();
  if (!isAddressEqual(profile.provider, caller))
    throw new PairingRefusedError({ field: "profile.provider", rule: "must be the account that asks" });
  if (!isAddressEqual(profile.node, node))
    throw new PairingRefusedError({ field: "profile.node", rule: "must be the pairing's node" });
  if (profile.payee === zeroAddress)
    throw new PairingRefusedError({ field: "profile.payee", rule: "must not be the zero address" });
  return move({ id, from: ["claimed", "confirmed"], change: () => ({ state: "confirmed", profile }) }, ports);
}

/**
 * The agent signs the confirmed profile, or says no.
 *
 * @throws PairingStateError where the profile has changed meanwhile, PairingRefusedError
 */
export async function answerPairing(
  { id, caller, answer }: { id: string; caller: Address; answer: PairingAnswer },
  ports: MovePairingPorts,
): Promise<PairingRow> {
  const row = await lookAtPairing({ id, caller }, ports);
  if (row.node !== caller) throw new PairingUnknownError();
  if (!answer.accept) {
    const change = () => ({ state: "refused", reason: answer.reason }) as const;
    return move({ id, from: ["open", "claimed", "confirmed"], change }, ports);
  }
  const { nodeSignature } = answer;
  if (row.state === "signed" && row.nodeSignature === nodeSignature) return row;
  const signed = row.profile;
  if (!signed || !(await isSignedBy(caller, { profile: signed, nodeSignature, domain: ports.stakingDomain })))
    throw new PairingRefusedError({ field: "nodeSignature", rule: "must be the node key's, of the confirmed profile" });
  const expiresAt = unixSeconds(ports.clock) + SIGNED_SECONDS;
  return move(
    {
      id,
      from: ["confirmed"],
      // The provider may have confirmed something else since the signature was checked.
      change: ({ profile }) =>
        JSON.stringify(profile) === JSON.stringify(signed) ? { state: "signed", nodeSignature, expiresAt } : undefined,
    },
    ports,
  );
}

/** Either side gives it up. To give up what has ended changes nothing. */
export async function cancelPairing(
  { id, caller }: { id: string; caller: Address },
  ports: MovePairingPorts,
): Promise<void> {
  await lookAtPairing({ id, caller }, ports);
  await ports.rows.change(id, ({ state }) =>
    ["open", "claimed", "confirmed"].includes(state) ? { state: "cancelled" } : undefined,
  );
}

async function move(
  {
    id,
    from,
    change,
  }: { id: string; from: readonly PairingState[]; change: (row: PairingRow) => PairingChange | undefined },
  { rows, clock }: MovePairingPorts,
): Promise<PairingRow> {
  const now = unixSeconds(clock);
  const moved = await rows.change(id, (row) => (from.includes(stateAt(row, now)) ? change(row) : undefined));
  if (moved) return moved;
  const row = await rows.find(id);
  throw new PairingStateError({ state: row ? stateAt(row, now) : "expired", from });
}

async function isSignedBy(
  node: Address,
  { profile, nodeSignature, domain }: { profile: Profile; nodeSignature: `0x${string}`; domain: StakingDomain },
): Promise<boolean> {
  try {
    const data = nodeProfileTypedData(domain, profile);
    return getAddress(await recoverTypedDataAddress({ ...data, signature: nodeSignature })) === node;
  } catch {
    return false;
  }
}

export class PairingUnknownError extends GatewayError {
  override readonly name = "PairingUnknownError";
  constructor() {
    super("There is no such pairing for this account.", {
      code: "not-found",
      hint: "A code serves once, and for ten minutes. Look at what the agent shows now.",
    });
  }
}

export class PairingStateError extends GatewayError {
  override readonly name = "PairingStateError";
  constructor({ state, from }: { state: PairingState; from: readonly PairingState[] }) {
    super(`The pairing is ${state}.`, {
      code: state === "expired" ? "gone" : "conflict",
      field: "state",
      rule: `must be ${from.join(" or ")}`,
      hint: "Look at the pairing again; begin anew if it has ended.",
    });
  }
}
