import type { IndexedProvider } from "@computehive/protocol/indexer-api/provider";
import { marketTexts } from "../../texts/market.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Stat, Stats } from "../../ui/stat.tsx";
import { Amount } from "../amount.tsx";
import { Count } from "../quantity.tsx";
import { Duration } from "../time.tsx";

type TrackRecord = IndexedProvider["record"];

const texts = marketTexts.record;
/** Below, a share is chance. */
const ENOUGH = 10;

/** What came of claimed work: every count with what it is counted of. */
export function TrackRecordTable({ record }: { record: TrackRecord }) {
  const { claimed, live, disputed } = record;
  if (claimed === 0) return <EmptyState title={texts.none}>{texts.noneWhy}</EmptyState>;
  const ended = claimed - live;
  const ofEnded = { whole: ended, word: texts.ended };
  const rows = [
    { key: "settled", count: record.settled, ...ofEnded },
    { key: "refunded", count: record.refunded, ...ofEnded },
    { key: "declined", count: record.declined, ...ofEnded },
    { key: "expired", count: record.expired, ...ofEnded },
    { key: "disputed", count: disputed, whole: claimed, word: texts.claimed },
    { key: "lost", count: record.lost, whole: disputed, word: texts.disputed },
  ] as const;
  return (
    <div className="flex flex-col gap-4">
      <Stats>
        <Stat label={texts.earned} value={<Amount value={record.earned} decimals={2} />} />
        {record.medianSubmitSeconds !== undefined && (
          <Stat label={texts.medianSubmit} value={<Duration seconds={record.medianSubmitSeconds} />} />
        )}
        {record.medianSettleSeconds !== undefined && (
          <Stat label={texts.medianSettle} value={<Duration seconds={record.medianSettleSeconds} />} />
        )}
      </Stats>
      <table className="w-full text-sm">
        <caption className="sr-only">{texts.caption}</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            <th scope="col" className="py-1.5 font-medium">
              {texts.what}
            </th>
            <th scope="col" className="py-1.5 text-right font-medium">
              {texts.count}
            </th>
            <th scope="col" className="w-16 py-1.5 text-right font-medium">
              {texts.share}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ key, count, whole, word }) => (
            <tr key={key}>
              <th scope="row" className="py-1.5 pr-4 text-left font-normal">
                {texts.rows[key].name}
                <div className="text-xs text-muted">{texts.rows[key].note}</div>
              </th>
              <td className="py-1.5 text-right align-top whitespace-nowrap">
                <Count value={count} /> <span className="text-xs text-muted">{texts.of(whole, word)}</span>
              </td>
              <td className="py-1.5 text-right align-top">{shareText(count, whole)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-xs text-muted">
        {ended < ENOUGH && `${texts.few} `}
        {live > 0 && texts.live(live)}
      </p>
    </div>
  );
}

function shareText(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (part / whole) * 100;
  return percent > 0 && percent < 0.1 ? "<0.1 %" : `${percent.toFixed(percent < 10 && percent > 0 ? 1 : 0)} %`;
}
