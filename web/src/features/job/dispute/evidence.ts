import { cidFromDigest } from "@computehive/protocol/cid";
import { OUTCOMES, type Outcome } from "@computehive/protocol/outcome";
import { unitKindOf } from "@computehive/protocol/price";
import type { Receipt } from "@computehive/protocol/receipt";
import { outputHash } from "@computehive/protocol/result";
import type { Executed } from "@computehive/sdk/execution";
import type { Hex } from "viem";

/** What an execution came to, as somebody states it; a figure that is not stated is absent. */
export interface Stated {
  readonly outputHash: Hex | undefined;
  readonly outcome: Outcome | undefined;
  readonly exitCode: number | undefined;
  /** Fuel; a receipt that counts something else states none. */
  readonly units: bigint | undefined;
}

export const FACTS = ["outputHash", "outputCid", "outcome", "exitCode", "units"] as const;
export type Fact = (typeof FACTS)[number];
export type Comparison = "same" | "different" | "nothing";

export interface Compared {
  readonly fact: Fact;
  readonly node: string | undefined;
  readonly own: string | undefined;
  readonly comparison: Comparison;
}

export function statedBy({ details, units }: Receipt): Stated {
  return {
    outputHash: details.outputHash,
    outcome: OUTCOMES[details.outcome],
    exitCode: details.exitCode,
    units: unitKindOf(details.unitKind) === "fuel" ? units : undefined,
  };
}

export function foundBy({ document, result }: Executed): Stated {
  const { outcome, exitCode } = document;
  return { outputHash: outputHash(document), outcome, exitCode, units: result.fuel };
}

/** Fact by fact; where one side says nothing there is nothing to compare. */
export function compare(node: Stated, own: Stated | undefined): Compared[] {
  return FACTS.map((fact) => {
    const [one, other] = [valueIn(node, fact), own && valueIn(own, fact)];
    const comparison = one === undefined || other === undefined ? "nothing" : one === other ? "same" : "different";
    return { fact, node: one, own: other, comparison };
  });
}

function valueIn(stated: Stated, fact: Fact): string | undefined {
  if (fact === "outputCid") return stated.outputHash && cidFromDigest(stated.outputHash);
  return stated[fact]?.toString();
}
