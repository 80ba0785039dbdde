import { cidOf } from "@computehive/protocol/cid";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import { manifestBytes, parseManifest } from "@computehive/protocol/manifest";
import type { Address } from "viem";
import { GatewayError } from "../gateway-error.ts";
import { newId } from "../identifiers.ts";
import type { SavedManifestRow, SavedManifestRows } from "./saved-manifest-rows.ts";

export interface SaveManifest {
  readonly account: Address;
  readonly name: string;
  readonly json: unknown;
}

export interface SaveManifestPorts {
  readonly rows: SavedManifestRows;
  readonly clock: Clock;
  readonly maxPerAccount: number;
}

/** Checks a manifest by the protocol's rules, secrets among them, and keeps it. @throws ManifestInvalidError, ManifestNameTakenError, SavedManifestsFullError */
export async function saveManifest(
  { account, name, json }: SaveManifest,
  { rows, clock, maxPerAccount }: SaveManifestPorts,
): Promise<SavedManifestRow> {
  const bytes = manifestBytes(parseManifest(json));
  const now = unixSeconds(clock);
  const row = {
    id: newId(clock),
    account,
    name,
    cid: cidOf(bytes),
    size: bytes.length,
    body: new TextDecoder().decode(bytes),
    createdAt: now,
    updatedAt: now,
  };
  const result = await rows.save(row, { maxPerAccount });
  if (result.kind === "name-taken") throw new ManifestNameTakenError({ name });
  if (result.kind === "too-many") throw new SavedManifestsFullError({ limit: maxPerAccount });
  return result.row;
}

export class ManifestNameTakenError extends GatewayError {
  override readonly name = "ManifestNameTakenError";
  constructor({ name }: { name: string }) {
    super(`This account keeps another manifest as "${name}".`, {
      code: "conflict",
      field: "name",
      rule: "each name once",
      hint: "Choose another name, or delete the other manifest.",
    });
  }
}

export class SavedManifestsFullError extends GatewayError {
  override readonly name = "SavedManifestsFullError";
  constructor({ limit }: { limit: number }) {
    super(`This account keeps ${limit} manifests already.`, {
      code: "conflict",
      rule: `at most ${limit} manifests per account`,
      hint: "Delete one first.",
    });
  }
}
