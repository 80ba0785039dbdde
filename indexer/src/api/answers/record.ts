import { db } from "ponder:api";
import { execution } from "ponder:schema";
import { inArray, sql } from "ponder";
import type { Address } from "viem";
import { present } from "../respond.ts";

const median = (until: typeof execution.submittedAt | typeof execution.endedAt, condition: ReturnType<typeof sql>) =>
  sql<
    string | null
  >`percentile_disc(0.5) within group (order by ${until} - ${execution.claimedAt}) filter (where ${condition})`;
const countWhere = (condition: ReturnType<typeof sql>) => sql<string>`count(*) filter (where ${condition})`;

const FIGURES = {
  claimed: sql<string>`count(*)`,
  live: countWhere(sql`${execution.state} in ('running', 'submitted', 'disputed')`),
  settled: countWhere(sql`${execution.settlement} like 'settled-%'`),
  refunded: countWhere(sql`${execution.settlement} = 'refunded-silent'`),
  declined: countWhere(sql`${execution.state} = 'declined'`),
  expired: countWhere(sql`${execution.state} = 'expired'`),
  disputed: countWhere(sql`${execution.disputed} is not null`),
  lost: countWhere(sql`${execution.settlement} in ('refunded-resolved', 'refunded-equivocation')`),
  earned: sql<string>`coalesce(sum(${execution.amount}), 0)::text`,
  medianSubmit: median(execution.submittedAt, sql`${execution.submittedAt} is not null`),
  medianSettle: median(execution.endedAt, sql`${execution.settlement} is not null`),
};

/** What the executions of providers, or of nodes, came to; by address. */
export async function recordsOf(of: "provider" | "node", addresses: readonly Address[]) {
  const rows = addresses.length === 0 ? [] : await select(of, addresses);
  const found = new Map(rows.map(({ address, ...figures }) => [address, figures]));
  return (address: Address) => toRecord(found.get(address));
}

function select(of: "provider" | "node", addresses: readonly Address[]) {
  return db
    .select({ address: execution[of], ...FIGURES })
    .from(execution)
    .where(inArray(execution[of], [...addresses]))
    .groupBy(execution[of]);
}

type Figures = Omit<Awaited<ReturnType<typeof select>>[number], "address">;

function toRecord(figures: Figures | undefined) {
  const { earned = "0", medianSubmit, medianSettle } = figures ?? {};
  const number = (name: Exclude<keyof Figures, "earned" | "medianSubmit" | "medianSettle">) =>
    Number(figures?.[name] ?? 0);
  const seconds = (median: string | null | undefined) => (median == null ? undefined : Number(median));
  return {
    claimed: number("claimed"),
    live: number("live"),
    settled: number("settled"),
    refunded: number("refunded"),
    declined: number("declined"),
    expired: number("expired"),
    disputed: number("disputed"),
    lost: number("lost"),
    earned,
    ...present({ medianSubmitSeconds: seconds(medianSubmit), medianSettleSeconds: seconds(medianSettle) }),
  };
}
