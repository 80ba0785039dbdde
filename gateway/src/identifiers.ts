import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "@computehive/protocol/clock";

/** 48 bits of time and 80 of chance: ids sort by when they were made. */
export function newId(clock: Clock): string {
  return clock.now().toString(16).padStart(12, "0") + randomBytes(10).toString("hex");
}

/** 256 bits that nobody guesses, as 43 letters, digits, `-` and `_`. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * What is stored of a secret. One round of SHA-256 is enough: the secrets have 256 bits, so there is nothing to try out, and
 * looking the hash up compares in no time that says anything of the secret.
 */
export function hashOfSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
