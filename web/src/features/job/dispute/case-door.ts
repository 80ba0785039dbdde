import type { IndexedChair, IndexedJuryCase } from "@computehive/protocol/indexer-api/jury";
import {
  type CaseStep,
  caseStepOf,
  panelSizeOf,
  type RoundTimes,
  roundDurationOf,
} from "@computehive/protocol/jury-case";
import { type JobRecord, verdictEnd } from "../../../lib/jobs/job-record.ts";
import type { CaseNow } from "./use-jury-case.ts";

/** What keeps a dispute from being opened as a case. */
export type OpeningBar = "fee-not-covered" | "too-late";

/** What somebody can do about a case now. */
export type CaseDoor =
  | { readonly kind: "appeal"; readonly round: number; readonly panel: number; readonly price: bigint }
  | {
      readonly kind: "step";
      readonly step: CaseStep;
      readonly bar: OpeningBar | undefined;
      /** Of the viewer, who collects. */
      readonly chairs: readonly number[] | undefined;
    };

export interface CaseSight {
  readonly job: JobRecord;
  /** Nothing until somebody opened the dispute. */
  readonly told: IndexedJuryCase | undefined;
  readonly current: Pick<CaseNow, "state" | "appealPrice" | "standing" | "until">;
}

export interface CaseViewer {
  /** The connected account. */
  readonly address: string | undefined;
  /** The chain's clock, Unix seconds. */
  readonly now: number;
  /** Of the deployment's jury. */
  readonly jury: (RoundTimes & { readonly fee: bigint }) | undefined;
}

/** Nothing while jurors are waited for, and where nothing is left to do for the viewer. */
export function caseDoorOf({ job, told, current }: CaseSight, viewer: CaseViewer): CaseDoor | undefined {
  const isDisputed = job.state === "disputed";
  const round = (told?.rounds.length ?? 1) - 1;
  if (current.state === "appealable" && isDisputed) {
    const price = current.appealPrice ?? 0n;
    return { kind: "appeal", round, panel: panelSizeOf(round + 1), price };
  }
  const step = caseStepOf(current.state, { isDisputed });
  if (!step) return undefined;
  const chairs = step === "release" ? ownChairs(told, viewer) : undefined;
  if (chairs?.length === 0) return undefined;
  return { kind: "step", step, chairs, bar: step === "open" ? openingBar(job, viewer) : undefined };
}

/** A juror frees its own seat and is paid; the chairs of others are theirs. */
function ownChairs(told: IndexedJuryCase | undefined, { address }: CaseViewer): number[] {
  const isOwn = ({ juror, released }: IndexedChair) =>
    released === undefined && juror.toLowerCase() === address?.toLowerCase();
  return (told?.rounds ?? []).flatMap(({ chairs }) => chairs.filter(isOwn).map(({ chair }) => chair));
}

function openingBar(job: JobRecord, { jury, now }: CaseViewer): OpeningBar | undefined {
  const exposure = job.current?.exposure ?? 0n;
  const covered = exposure < job.order.bond ? exposure : job.order.bond;
  if (jury && covered < jury.fee) return "fee-not-covered";
  const until = verdictEnd(job);
  return jury && until !== undefined && now + roundDurationOf(jury) > until ? "too-late" : undefined;
}
