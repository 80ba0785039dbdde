import type { Session } from "@computehive/protocol/api/session";
import { expect, it } from "vitest";
import { standingOf } from "./standing.ts";

const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const other = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const times = { createdAt: 1, lastUsedAt: 1, expiresAt: 2 };
const session: Session = { id: "abcdefgh", account, device: "test", current: true, ...times };

it.each([
  [{ session: undefined, error: undefined, wallet: account }, "unknown"],
  [{ session: undefined, error: new Error("away"), wallet: account }, "away"],
  [{ session: null, error: undefined, wallet: account }, "signed-out"],
  [{ session, error: undefined, wallet: account.toLowerCase() as typeof account }, "signed-in"],
  [{ session, error: undefined, wallet: undefined }, "signed-in"],
  [{ session, error: undefined, wallet: other }, "mismatch"],
  // An old answer outlives a gateway that went away.
  [{ session, error: new Error("away"), wallet: account }, "signed-in"],
] as const)("%#: %j", (facts, kind) => {
  expect(standingOf(facts).kind).toBe(kind);
});
