"use client";

import type { IndexedChair, IndexedJuryRound } from "@computehive/protocol/indexer-api/jury";
import { majorityOf, panelSizeOf } from "@computehive/protocol/jury-case";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { Time } from "../../../components/time.tsx";
import { disputeTexts } from "../../../texts/dispute.ts";
import { type Column, Table } from "../../../ui/table.tsx";

const texts = disputeTexts.jury;

export interface JuryRoundProps {
  /** From 0. */
  readonly number: number;
  readonly round: IndexedJuryRound;
  /** By the chain's clock. */
  readonly now: number;
  /** The case ended. */
  readonly isOver: boolean;
}

/** One round: its panel, seat by seat, and what each juror did. */
export function JuryRound({ number, round, now, isOver }: JuryRoundProps) {
  const panel = panelSizeOf(number);
  return (
    <section aria-label={texts.roundLabel(number + 1)} className="rounded-md border border-line">
      <div className="px-4 py-3">
        <h3 className="text-sm font-semibold">{texts.round(number + 1, panel)}</h3>
        {round.appeal && (
          <p className="mt-0.5 text-sm text-muted">
            {texts.paidBy} <Address value={round.appeal.appellant} />: <Amount value={round.appeal.price} />
          </p>
        )}
        <p className="mt-0.5 text-sm">{summaryOf({ number, round, now, isOver })}</p>
      </div>
      {round.drawn && (
        <div className="border-t border-line">
          <Table
            caption={texts.caption(number + 1)}
            columns={columnsOf({ round, now, isOver })}
            rows={round.chairs}
            rowKey={({ chair }) => String(chair)}
            empty={null}
          />
        </div>
      )}
    </section>
  );
}

function summaryOf({ number, round, now, isOver }: JuryRoundProps): string {
  const { chairs, drawn, drawBy, revealBy } = round;
  if (!drawn) return isOver || now > drawBy ? texts.neverDrawn : texts.notDrawn;
  const findings = chairs.flatMap(({ revealed }) => (revealed ? [revealed.finding] : []));
  const committed = chairs.filter((one) => one.committed).length;
  const counts = texts.counts(committed, findings.length, panelSizeOf(number));
  if (now <= revealBy) return counts;
  const majority = majorityOf(number, findings);
  return `${majority ? texts.majority(majority) : texts.noMajority} ${counts}`;
}

type Standing = Pick<JuryRoundProps, "round" | "now" | "isOver">;

function columnsOf({ round, now, isOver }: Standing): Column<IndexedChair>[] {
  const columns: Column<IndexedChair>[] = [
    { key: "juror", header: texts.columns.juror, cell: ({ juror }) => <Address value={juror} /> },
    { key: "seat", header: texts.columns.seat, isNumeric: true, cell: ({ seat }) => String(seat) },
    { key: "committed", header: texts.columns.committed, cell: (chair) => commitment(chair, now > round.commitBy) },
    { key: "finding", header: texts.columns.finding, cell: (chair) => finding(chair, { round, now }) },
  ];
  return isOver
    ? [...columns, { key: "end", header: texts.columns.end, cell: (chair) => <Released {...chair} /> }]
    : columns;
}

function commitment({ committed }: IndexedChair, isClosed: boolean) {
  if (!committed) return <span className="text-muted">{isClosed ? texts.absent : texts.waits}</span>;
  return (
    <>
      {texts.committed} <Time value={committed.at} />
    </>
  );
}

function finding({ revealed, committed }: IndexedChair, { round, now }: Pick<Standing, "round" | "now">) {
  if (revealed) return disputeTexts.findings[revealed.finding];
  // Who committed to nothing has nothing to show.
  const without = now > round.commitBy ? texts.absent : texts.waits;
  const hidden = now > round.revealBy ? texts.silent : texts.hidden;
  return <span className="text-muted">{committed ? hidden : without}</span>;
}

function Released({ released }: IndexedChair) {
  if (!released) return <span className="text-muted">{texts.unreleased}</span>;
  const { paid, penalty } = released;
  if (paid === 0n && penalty === 0n) return texts.released;
  return (
    <>
      {paid > 0n ? texts.paid : texts.lost} <Amount value={paid > 0n ? paid : penalty} />
    </>
  );
}
