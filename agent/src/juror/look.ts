import { isCaseEnded } from "@computehive/protocol/jury-case";
import type { ChairView } from "@computehive/sdk/jury/read-case";
import { type Hex, zeroHash } from "viem";
import { syncBook } from "../book/book.ts";
import { isUnreachable } from "../duty/look.ts";
import { intentOf, partOf } from "./act.ts";
import { buyMissingSeat } from "./buy-seats.ts";
import type { JurorContext } from "./context.ts";
import { type CaseFile, type Docket, docketOf } from "./docket.ts";
import { type CaseNow, type Due, dueOf } from "./due.ts";
import type { Judges } from "./judges.ts";
import type { Turns } from "./turns.ts";

/** Blocks remembered by hash, and ended cases watched: how deep a reorg is followed exactly. */
const REORG_MEMORY = 256;

export interface LookPorts {
  readonly context: JurorContext;
  readonly judges: Judges;
  readonly turns: Turns;
  /** Kept between looks; empty at first. */
  readonly memory: LookMemory;
}

/** What can be thought out anew at any time. */
export interface LookMemory {
  docket: Docket | undefined;
  /** Disputes that are another resolver's or over, and cases in which nothing is left to do. */
  readonly closed: Set<Hex>;
}

/** Looks at the chain once, and does what follows from it. Throws where the chain does not answer. */
export async function lookOnce(ports: LookPorts, signal: AbortSignal): Promise<"looked" | "wrong-chain"> {
  const { context, memory, turns } = ports;
  if ((await follow(ports, signal)) === "replaced") return "wrong-chain";
  await context.sender.advanceAll(signal);
  memory.docket ??= docketOf(context.ledger.book, context.account);
  const { seats, files } = memory.docket;
  const mayBeDrawn = [...seats.values()].some(({ inPool }) => inPool);
  const open: CaseNow[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    if (memory.closed.has(file.jobId) || !concerns(file, mayBeDrawn)) continue;
    const now = await carefully(file, context, signal, () => standing(file, mayBeDrawn, ports, signal));
    if (now) open.push(now);
  }
  // What ends first is judged first.
  open.sort((a, b) => a.view.commitBy - b.view.commitBy);
  for (const now of open) await carefully(now.file, context, signal, () => serve(now, ports, signal));
  for (const intent of await context.seeds.begun()) await context.sender.request(intent, signal);
  await buyMissingSeat(seats, context, signal);
  turns.sweep();
  prune(ports);
  return "looked";
}

/** One case's oddity must not keep the juror from the others. */
async function carefully<Result>(
  { jobId }: CaseFile,
  { log }: JurorContext,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || isUnreachable(error)) throw error;
    log.error({ jobId, error: error instanceof Error ? error.stack : String(error) }, "an unforeseen fault of a case");
    return undefined;
  }
}

async function serve(now: CaseNow, ports: LookPorts, signal: AbortSignal): Promise<void> {
  const { jobId } = now.file;
  noticeSteps(now, ports.context);
  wantJudgement(now, ports);
  const dues = dueOf(now);
  for (const due of dues) await perform(jobId, due, ports, signal);
  // Other jurors' chairs may stay unreleased for ever: they are not asked for again.
  if (isCaseEnded(now.view.state) && dues.length === 0 && isDone(now.file)) ports.memory.closed.add(jobId);
}

function isDone({ chairs }: CaseFile): boolean {
  return chairs.every(({ isOwn, released }) => !isOwn || released);
}

async function follow({ context, memory }: LookPorts, signal: AbortSignal): Promise<"followed" | "replaced"> {
  const { chain, ledger, sender, deployment, config, jobs, log, clock } = context;
  const options = {
    genesisHash: deployment.genesisHash as Hex,
    firstBlock: BigInt(deployment.blockNumber),
    logRange: BigInt(config.logRange),
    memory: REORG_MEMORY,
  };
  for (;;) {
    signal.throwIfAborted();
    const synced = await syncBook({ chain, ledger, onRewind: sender.reopen }, options, signal);
    if (synced.kind === "replaced") return "replaced";
    if (synced.kind === "unchanged") return "followed";
    memory.docket = undefined;
    if (synced.kind !== "rewound") continue;
    jobs.clear();
    memory.closed.clear();
    const text = `The chain went back ${synced.depth} blocks, to block ${synced.ancestor}.`;
    ledger.notes.add({ at: clock.now(), subject: "chain", kind: "reorg", text });
    log.warn({ ancestor: synced.ancestor.toString(), depth: synced.depth.toString() }, "the chain went back");
  }
}

/** Whoever may be drawn helps every dispute on; whoever sits in a case sees it to its end. */
function concerns({ isEnded, chairs }: CaseFile, mayBeDrawn: boolean): boolean {
  if (!isEnded) return mayBeDrawn || chairs.some(({ isOwn }) => isOwn);
  return chairs.some(({ isOwn }) => isOwn) && chairs.some(({ released }) => !released);
}

async function standing(
  file: CaseFile,
  mayBeDrawn: boolean,
  { context, memory }: LookPorts,
  signal: AbortSignal,
): Promise<CaseNow | undefined> {
  const { chain, ledger } = context;
  const { jobId } = file;
  const view = await chain.caseOf(jobId);
  const isDisputed = isCaseEnded(view.state) ? false : await chain.isDisputed(jobId);
  if (view.state === "none" && !(isDisputed && (await isForThisJury(jobId, context, signal)))) {
    memory.closed.add(jobId);
    return undefined;
  }
  const isSeedKnown = view.state === "drawing" && (await chain.seedOf(view.ticket)) !== undefined;
  const chairs = new Map<number, ChairView>();
  for (const { chair } of interesting(file, view.round, isCaseEnded(view.state)))
    chairs.set(chair, await chain.chairOf(jobId, chair));
  const ballotOf = (chair: number) => ledger.ballots.get(jobId, chair);
  return { file, view, isDisputed, isSeedKnown, chairs, ballotOf, mayBeDrawn };
}

async function isForThisJury(jobId: Hex, { jobs, jury }: JurorContext, signal: AbortSignal): Promise<boolean> {
  const job = await jobs.get(jobId, signal);
  return job?.terms.resolver.toLowerCase() === jury.toLowerCase();
}

function interesting({ chairs }: CaseFile, round: number, isEnded: boolean): CaseFile["chairs"] {
  return isEnded
    ? chairs.filter(({ released }) => !released)
    : chairs.filter((chair) => chair.isOwn && chair.round === round);
}

function noticeSteps({ file, view, chairs }: CaseNow, { onStep }: JurorContext): void {
  for (const { chair, isOwn, released } of file.chairs.filter((drawn) => drawn.isOwn)) {
    const there = chairs.get(chair);
    if (view.state === "committing" && there && there.commitment !== zeroHash) onStep("committed");
    if (view.state === "revealing" && there?.finding !== undefined) onStep("revealed");
    if (isOwn && released) onStep("released");
  }
}

function wantJudgement(now: CaseNow, { judges }: LookPorts): void {
  const chairs = dueOf(now).flatMap((due) => (due.step === "judge" ? [due.chair] : []));
  const { jobId, round, commitBy } = now.view;
  if (chairs.length > 0) judges.want({ jobId, round, chairs, commitBy });
}

const PUBLIC: readonly Due["step"][] = [
  "open",
  "bringSeed",
  "draw",
  "startNextRound",
  "decide",
  "lapse",
  "releaseOther",
];

/** A secret of one's own is nobody else's step. */
function isPublic({ step }: Due, { seeds }: JurorContext): boolean {
  return PUBLIC.includes(step) && (step !== "bringSeed" || seeds.isForOne);
}

async function perform(jobId: Hex, due: Due, { context, turns }: LookPorts, signal: AbortSignal): Promise<void> {
  const { sender, log, config } = context;
  if (due.step === "judge") return;
  if (due.step === "foreign") return noteForeign(jobId, due.chair, context);
  if (isPublic(due, context) && !(config.publicSteps && turns.isMine(nameOf(jobId, due)))) return;
  const intent = await intentOf(jobId, due, context, signal);
  if (!intent) return;
  const result = await sender.request(intent, signal);
  if (result.kind === "recorded") log.info({ jobId, step: due.step }, "sent");
  // Mostly somebody else was faster, or the next block's time is needed.
  if (result.kind === "impossible") log.debug({ jobId, step: due.step, error: result.error }, "not possible now");
  if (due.step === "commit") context.onStep("commit-sent");
  if (due.step === "reveal") context.onStep("reveal-sent");
  if (due.step === "release") context.onStep("release-sent");
}

function nameOf(jobId: Hex, due: Due): string {
  if ("ticket" in due) return `${due.step} ${due.ticket}`;
  return "chair" in due ? `${due.step} ${partOf(jobId, due.chair)}` : `${due.step} ${jobId}`;
}

/** Another agent with the same key, or a ledger that was lost: what it promised cannot be shown from here. */
function noteForeign(jobId: Hex, chair: number, { ledger, clock, log }: JurorContext): void {
  const subject = partOf(jobId, chair);
  if (ledger.notes.ofKind("foreign-commitment").some((note) => note.subject === subject)) return;
  const text = `Chair ${chair} committed to something that this ledger does not know.`;
  ledger.notes.add({ at: clock.now(), subject, kind: "foreign-commitment", text });
  log.error({ jobId, chair }, "this chair committed to something that this ledger does not know");
}

/** Ended cases are forgotten once no reorg can bring them back; ballots never. */
function prune({ context, memory }: LookPorts): void {
  const { book } = context.ledger;
  const head = book.head();
  if (!head || !memory.docket) return;
  const files = memory.docket.files.filter(({ jobId, lastBlock, ...file }) => {
    const isOver = memory.closed.has(jobId) || (file.isEnded && !concerns({ jobId, lastBlock, ...file }, false));
    const isOld = lastBlock + BigInt(REORG_MEMORY) < head.number;
    if (isOver && isOld) book.forgetJob(jobId);
    return !(isOver && isOld);
  });
  memory.docket = { ...memory.docket, files };
}
