import { randomInt } from "node:crypto";
import {
  PAIRING_ALPHABET,
  PAIRING_CODE_LENGTH,
  PAIRING_SECONDS,
  type PairingOpen,
  type PairingOpened,
} from "@computehive/protocol/api/pairing";
import { isPairingSigned } from "@computehive/protocol/api/pairing-signature";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import { type Address, getAddress } from "viem";
import { GatewayError } from "../gateway-error.ts";
import { newId } from "../identifiers.ts";
import type { PairingRows } from "./pairing-rows.ts";

export interface OpenPairingPorts {
  readonly rows: PairingRows;
  readonly clock: Clock;
  readonly chainId: number;
  readonly audience: string;
  /** Pairings that may wait at once. */
  readonly maxOpen: number;
  /** Most seconds between the agent's clock and the gateway's. */
  readonly maxSkewSeconds: number;
}

const TRIES = 5;

/** Gives an agent a code, if its node signed what it says of itself, just now. @throws PairingRefusedError, PairingsBusyError */
export async function openPairing(
  { caller, opening }: { caller: Address; opening: PairingOpen },
  ports: OpenPairingPorts,
): Promise<PairingOpened> {
  const now = unixSeconds(ports.clock);
  const node = getAddress(opening.node);
  if (node !== caller) throw new PairingRefusedError({ field: "node", rule: "must be the account that asks" });
  if (Math.abs(opening.openedAt - now) > ports.maxSkewSeconds) {
    const rule = `at most ${ports.maxSkewSeconds} seconds from this gateway's clock`;
    throw new PairingRefusedError({ field: "openedAt", rule, hint: "Set the node's clock." });
  }
  if (!(await isPairingSigned(ports, opening)))
    throw new PairingRefusedError({ field: "signature", rule: "must be the node key's, for this gateway" });

  const expiresAt = now + PAIRING_SECONDS;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const row = { id: newId(ports.clock), node, code: newCode(), state: "open", opening, expiresAt } as const;
    const result = await ports.rows.open(row, { now, maxOpen: ports.maxOpen });
    if (result === "opened") return { id: row.id, code: row.code, expiresAt };
    if (result === "too-many") break;
  }
  throw new PairingsBusyError();
}

function newCode(): string {
  const letters = Array.from(
    { length: PAIRING_CODE_LENGTH },
    () => PAIRING_ALPHABET[randomInt(PAIRING_ALPHABET.length)],
  );
  return letters.join("");
}

export class PairingRefusedError extends GatewayError {
  override readonly name = "PairingRefusedError";
  constructor({ field, rule, hint }: { field: string; rule: string; hint?: string }) {
    super("The pairing is not accepted.", { code: "invalid", field, rule, ...(hint && { hint }) });
  }
}

export class PairingsBusyError extends GatewayError {
  override readonly name = "PairingsBusyError";
  constructor() {
    super("Too many agents wait to be paired.", {
      code: "rate-limited",
      retryAfterSeconds: 30,
      hint: "Try again in a while.",
    });
  }
}
