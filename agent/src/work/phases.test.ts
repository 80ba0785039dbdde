import { describe, expect, it } from "vitest";
import {
  assertAdvance,
  assertRewind,
  CHAIN_PHASES,
  canAdvance,
  canRewind,
  FINAL_PHASES,
  isFinal,
  LOCAL_PHASES,
  PHASES,
  type Phase,
  PhaseTransitionError,
} from "./phases.ts";

/** The specification, written down a second time and by hand: from → to. */
const FORWARD = new Set([
  "claimed>fetched",
  "claimed>declined",
  "claimed>expired",
  "claimed>lost",
  "fetched>running",
  "fetched>declined",
  "fetched>expired",
  "fetched>lost",
  "running>stored",
  "running>declined",
  "running>expired",
  "running>lost",
  "stored>signed",
  "stored>expired",
  "stored>lost",
  "signed>uploaded",
  "signed>submitted",
  "signed>settled",
  "signed>expired",
  "signed>lost",
  "uploaded>submitted",
  "uploaded>settled",
  "uploaded>expired",
  "uploaded>lost",
  "submitted>disputed",
  "submitted>settled",
  "submitted>refunded",
  "submitted>lost",
  "disputed>settled",
  "disputed>refunded",
  "disputed>lost",
  "settled>lost",
  "refunded>lost",
  "declined>lost",
  "expired>lost",
]);
const BACK = new Set([
  "submitted>signed",
  "submitted>uploaded",
  "disputed>signed",
  "disputed>uploaded",
  "disputed>submitted",
  "settled>signed",
  "settled>uploaded",
  "settled>submitted",
  "settled>disputed",
  "refunded>signed",
  "refunded>uploaded",
  "refunded>submitted",
  "refunded>disputed",
  "declined>claimed",
  "declined>fetched",
  "declined>running",
  "expired>claimed",
  "expired>fetched",
  "expired>running",
  "expired>stored",
  "expired>signed",
  "expired>uploaded",
]);
const PAIRS: [Phase, Phase][] = PHASES.flatMap((from) => PHASES.map((to): [Phase, Phase] => [from, to]));

describe("phases", () => {
  it("covers all pairs", () => expect(PAIRS).toHaveLength(PHASES.length ** 2));

  it.each(PAIRS)("%s to %s", (from, to) => {
    const pair = `${from}>${to}`;
    expect(canAdvance(from, to)).toBe(FORWARD.has(pair));
    expect(canRewind(from, to)).toBe(BACK.has(pair));
    if (FORWARD.has(pair)) expect(() => assertAdvance("0x1", from, to)).not.toThrow();
    else expect(() => assertAdvance("0x1", from, to)).toThrow(PhaseTransitionError);
    if (BACK.has(pair)) expect(() => assertRewind("0x1", from, to)).not.toThrow();
    else expect(() => assertRewind("0x1", from, to)).toThrow(PhaseTransitionError);
  });

  it("says both ends and what would be allowed", () => {
    expect(() => assertAdvance("0xabc", "settled", "running")).toThrow(
      /from settled to running[\s\S]*0xabc[\s\S]*lost/,
    );
  });

  it("knows each phase as either this machine's or the chain's", () => {
    expect([...LOCAL_PHASES, ...CHAIN_PHASES].sort()).toEqual([...PHASES].sort());
    for (const phase of FINAL_PHASES) expect(isFinal(phase)).toBe(true);
    expect(isFinal("submitted")).toBe(false);
  });
});
