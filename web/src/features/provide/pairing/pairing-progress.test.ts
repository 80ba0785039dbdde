import { PAIRING_STATES, type PairingState } from "@computehive/protocol/api/pairing";
import { describe, expect, it } from "vitest";
import { endOf, type PairingStage, pairingStage } from "./pairing-progress.ts";

const STAGES: Record<PairingState, PairingStage> = {
  open: "choose",
  claimed: "choose",
  confirmed: "agent",
  signed: "send",
  refused: "over",
  cancelled: "over",
  expired: "over",
};

describe("pairingStage", () => {
  it.each(PAIRING_STATES)("has a picture for %s", (state) => {
    expect(pairingStage({ ...standing(state), now: 99 })).toBe(STAGES[state]);
  });

  it("ends at the second in which the code does, but for what is signed", () => {
    expect(pairingStage({ ...standing("claimed"), now: 100 })).toBe("over");
    expect(pairingStage({ ...standing("confirmed"), now: 100 })).toBe("over");
    expect(pairingStage({ ...standing("signed"), now: 100 })).toBe("send");
  });

  it("believes the chain before the code, and the gateway last", () => {
    expect(pairingStage({ ...standing("expired"), isRegistered: true })).toBe("start");
    expect(pairingStage({ ...standing("signed"), isRegistered: true, isOnline: true })).toBe("done");
    expect(pairingStage({ ...standing("signed"), pairing: undefined })).toBe("code");
  });
});

it("says why it is over", () => {
  expect(endOf({ state: "refused", expiresAt: 1 }, 2)).toBe("refused");
  expect(endOf({ state: "claimed", expiresAt: 1 }, 2)).toBe("expired");
});

function standing(state: PairingState) {
  return { pairing: { state, expiresAt: 100 }, isRegistered: false, isOnline: false, now: 0 };
}
