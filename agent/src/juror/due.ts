import { type CaseState, isCaseEnded } from "@computehive/protocol/jury-case";
import type { CaseView, ChairView } from "@computehive/sdk/jury/read-case";
import type { Ballot } from "../ledger/ledger.ts";
import type { CaseFile, DrawnChair } from "./docket.ts";

/** What a juror should do about a case now. */
export type Due =
  /** Steps that anybody may: jurors take them in turns. */
  | { readonly step: "open" | "decide" | "lapse" }
  | { readonly step: "bringSeed"; readonly ticket: bigint }
  | { readonly step: "draw" | "startNextRound"; readonly round: number }
  /** Another juror's chair that nobody is paid for releasing. */
  | { readonly step: "releaseOther"; readonly chair: number }
  /** The juror's own. */
  | { readonly step: "judge" | "release"; readonly chair: number }
  | { readonly step: "commit" | "reveal"; readonly ballot: Ballot }
  /** This chair committed to something that the ledger does not know: nothing is done for it. */
  | { readonly step: "foreign"; readonly chair: number };

/** How a case stands, by the chain and by the ledger. */
export interface CaseNow {
  readonly file: CaseFile;
  readonly view: CaseView;
  /** Whether the market still waits for a verdict. */
  readonly isDisputed: boolean;
  readonly isSeedKnown: boolean;
  /** As the chain has the drawn chairs that the state makes interesting. */
  readonly chairs: ReadonlyMap<number, ChairView>;
  readonly ballotOf: (chair: number) => Ballot | undefined;
  /** Whether one of the juror's seats may be drawn. */
  readonly mayBeDrawn: boolean;
}

/** Everything that is due now. Asked again at every look, so that nothing depends on a moment. */
export function dueOf(now: CaseNow): Due[] {
  const { view, isDisputed, file, mayBeDrawn } = now;
  const serves = file.chairs.some(({ isOwn }) => isOwn);
  if (view.state === "none") return isDisputed && mayBeDrawn ? [{ step: "open" }] : [];
  if (!isCaseEnded(view.state) && !isDisputed) return serves ? [{ step: "lapse" }] : [];
  return DUES[view.state](now, serves);
}

type ByState = Record<Exclude<CaseState, "none">, (now: CaseNow, serves: boolean) => Due[]>;

const DUES: ByState = {
  drawing: ({ view, isSeedKnown, mayBeDrawn }, serves) => {
    if (!mayBeDrawn && !serves) return [];
    return isSeedKnown ? [{ step: "draw", round: view.round }] : [{ step: "bringSeed", ticket: view.ticket }];
  },
  committing: (now) => ownOfThisRound(now).flatMap((chair) => whileCommitting(now, chair)),
  revealing: (now) => ownOfThisRound(now).flatMap((chair) => whileRevealing(now, chair)),
  hung: ({ view }, serves) => (serves ? [{ step: "startNextRound", round: view.round }] : []),
  // Who is content with a majority waits; an appeal is for a party's money.
  appealable: () => [],
  ruled: (_, serves) => (serves ? [{ step: "decide" }] : []),
  failed: (_, serves) => (serves ? [{ step: "lapse" }] : []),
  decided: (now, serves) => afterTheEnd(now, serves),
  lapsed: (now, serves) => afterTheEnd(now, serves),
};

function ownOfThisRound({ file, view }: CaseNow): DrawnChair[] {
  return file.chairs.filter(({ isOwn, round }) => isOwn && round === view.round);
}

function whileCommitting({ chairs, ballotOf }: CaseNow, { chair }: DrawnChair): Due[] {
  const there = chairs.get(chair);
  const ballot = ballotOf(chair);
  if (!there) return [];
  if (isPromised(there)) return ballot?.commitment === there.commitment ? [] : [{ step: "foreign", chair }];
  return ballot ? [{ step: "commit", ballot }] : [{ step: "judge", chair }];
}

function whileRevealing({ chairs, ballotOf }: CaseNow, { chair }: DrawnChair): Due[] {
  const there = chairs.get(chair);
  const ballot = ballotOf(chair);
  if (!there || !isPromised(there) || there.finding !== undefined) return [];
  return ballot?.commitment === there.commitment ? [{ step: "reveal", ballot }] : [{ step: "foreign", chair }];
}

/** Own chairs bring the pay and free the seat; those of who stayed away or was outvoted would keep a guilty seat in the pool. */
function afterTheEnd({ file, view, chairs }: CaseNow, serves: boolean): Due[] {
  if (!serves) return [];
  return file.chairs.flatMap(({ chair, released, isOwn }): Due[] => {
    if (released || chairs.get(chair)?.released) return [];
    if (isOwn) return [{ step: "release", chair }];
    const finding = chairs.get(chair)?.finding;
    const isGuilty = finding === undefined || (view.state === "decided" && finding !== view.finding);
    return chairs.has(chair) && isGuilty ? [{ step: "releaseOther", chair }] : [];
  });
}

function isPromised({ commitment }: ChairView): boolean {
  return BigInt(commitment) !== 0n;
}
