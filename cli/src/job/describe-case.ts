import { appealPriceOf, type CaseState, type CaseStep, caseStepOf, panelSizeOf } from "@computehive/protocol/jury-case";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { isDisputed } from "@computehive/sdk/jury/is-disputed";
import { type CaseView, type ChairView, readPanels } from "@computehive/sdk/jury/read-case";
import type { TokenFacts } from "@computehive/sdk/token";
import { money, when } from "../session/text.ts";
import { facts, table } from "../terminal/table.ts";

/** A case with all that is shown of it. */
export interface CaseLook {
  readonly view: CaseView;
  readonly panels: readonly ChairView[][];
  /** What anybody may do now; nothing while jurors, or an appeal, are waited for. */
  readonly step: CaseStep | undefined;
}

export async function lookAtCase(client: HiveClient, view: CaseView): Promise<CaseLook> {
  const [panels, waits] = await Promise.all([readPanels(client, view), isDisputed(client, view.jobId)]);
  return { view, panels, step: caseStepOf(view.state, { isDisputed: waits }) };
}

export function describeCase({ view, panels, step }: CaseLook, fee: bigint, token: TokenFacts): string {
  const lines: [string, string][] = [
    ["State", view.state],
    ["Round", `${view.round + 1} of 3`],
    ["Finding", view.finding ?? "none yet"],
    ["Draw until", when(view.drawBy)],
    ["Commit until", when(view.commitBy)],
    ["Reveal until", when(view.revealBy)],
    ["Appeal until", when(view.appealBy)],
    ["Verdict until", when(view.verdictBy)],
    ["Next", nextOf(view, step, fee, token)],
  ];
  const rows = panels
    .flat()
    .map(({ chair, seat, commitment, finding, released }) => [
      `${chair}`,
      `${seat}`,
      finding ?? (BigInt(commitment) === 0n ? "nothing yet" : "committed"),
      released ? "released" : "",
    ]);
  const chairs = rows.length === 0 ? [] : ["", table(["chair", "seat", "found", ""], rows)];
  return [facts(lines), ...chairs].join("\n");
}

const STEPS = {
  open: "open it",
  draw: "draw the panel",
  "next-round": "start the next round",
  decide: "carry the verdict to the market",
  lapse: "end it without a verdict of the market",
  release: "release the chairs",
} as const satisfies Record<CaseStep, string>;

const WAITS: Partial<Record<CaseState, string>> = {
  committing: "its jurors run the job again, and commit to what they find",
  revealing: "its jurors show what they found",
};

function nextOf({ state, round }: CaseView, step: CaseStep | undefined, fee: bigint, token: TokenFacts): string {
  if (step) return `anybody may ${STEPS[step]}: hive juror advance`;
  if (state !== "appealable") return WAITS[state] ?? "nothing";
  const price = money(appealPriceOf(fee, round), token);
  return `whoever pays ${price} has it heard by ${panelSizeOf(round + 1)} jurors: hive job appeal`;
}
