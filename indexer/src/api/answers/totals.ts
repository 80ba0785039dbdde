import { db } from "ponder:api";
import { account, channel, event, execution, job, node, offer, operator, provider } from "ponder:schema";
import { sql } from "ponder";
import { MARKET, STAKING, TOKEN } from "../../deployment.ts";
import { checkpointTable, noBlockYet, positionOf } from "../checkpoint.ts";

type Counts = Readonly<Record<string, number>>;
type Sums = Readonly<Record<string, string>>;

interface Row extends Record<string, unknown> {
  readonly latest: string | null;
  readonly events: Counts;
  readonly jobs: Counts;
  readonly executions: Counts;
  readonly offers: Counts;
  readonly nodes: Counts;
  readonly channels: Counts;
  readonly accounts: Sums;
  readonly stake: Sums;
  readonly settlements: Sums;
}

type Table = typeof channel | typeof job | typeof execution | typeof offer | typeof node;

const byState = (table: Table) => sql`(
  select coalesce(json_object_agg(state, count), '{}'::json)
  from (select ${table.state} as state, count(*) as count from ${table} group by 1) as counted
)`;
const text = (value: ReturnType<typeof sql>) => sql`coalesce(sum(${value}), 0)::text`;
const freeWhere = (condition: ReturnType<typeof sql>) =>
  sql`coalesce(sum(${account.free}) filter (where ${condition}), 0)::text`;
const moved = (name: string) => sql`(
  select coalesce(sum((${event.args} ->> 'amount')::numeric), 0)::text from ${event}
  where ${event.contract} = 'escrow' and ${event.name} = ${name} and lower(${event.args} ->> 'token') = ${TOKEN}
)`;

/** The market has one token, and an order names where its money comes from: 0 is the account. */
const pulled = sql`(
  select coalesce(sum((${event.args} ->> 'amount')::numeric), 0)::text from ${event}
  where ${event.contract} = 'market' and ${event.name} = 'JobFunded' and ${event.args} ->> 'funding' <> '0'
)`;

/** One statement: every part of it sees the same block. */
export async function readTotals() {
  const { rows } = await db.execute<Row>(sql`select
    (select latest_checkpoint from ${checkpointTable} limit 1) as latest,
    (
      select coalesce(json_object_agg(name, count), '{}'::json) from (
        select ${event.contract} || '.' || ${event.name} as name, count(*) as count from ${event} group by 1
      ) as counted
    ) as events,
    ${byState(job)} as jobs,
    ${byState(execution)} as executions,
    ${byState(offer)} as offers,
    ${byState(node)} as nodes,
    ${byState(channel)} as channels,
    (select json_build_object(
      'deposited', ${moved("Deposited")},
      'pulled', ${pulled},
      'withdrawn', ${moved("Withdrawn")},
      'market', ${freeWhere(sql`${account.owner} = ${MARKET}`)},
      'staking', ${freeWhere(sql`${account.owner} = ${STAKING}`)},
      'others', ${freeWhere(sql`${account.owner} not in (${MARKET}, ${STAKING})`)},
      'reserved', (select ${text(sql`${channel.reserved}`)} from ${channel} where ${channel.token} = ${TOKEN}),
      'redeemed', (select ${text(sql`${channel.redeemed}`)} from ${channel} where ${channel.token} = ${TOKEN}),
      'operatorCaps', (select ${text(sql`${operator.cap}`)} from ${operator} where ${operator.token} = ${TOKEN})
    ) from ${account} where ${account.token} = ${TOKEN}) as accounts,
    (select json_build_object(
      'active', ${text(sql`${provider.active}`)}, 'exposure', ${text(sql`${provider.exposure}`)},
      'thawing', ${text(sql`${provider.thawing}`)}, 'burned', ${text(sql`${provider.burned}`)}
    ) from ${provider}) as stake,
    (select json_build_object(
      'units', ${text(sql`${execution.settledUnits}`)}, 'amount', ${text(sql`${execution.amount}`)},
      'refund', ${text(sql`${execution.refund}`)}, 'fee', ${text(sql`${execution.fee}`)}
    ) from ${execution}) as settlements`);
  const [row] = rows;
  if (!row?.latest) throw noBlockYet();
  const { latest, accounts, ...same } = row;
  return { asOf: positionOf({ latest }), ...same, escrow: accounts };
}
