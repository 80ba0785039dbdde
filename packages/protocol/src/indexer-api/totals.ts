import { z } from "zod";
import { bigintSchema, uintSchema } from "../hex.ts";
import { JOB_STATES } from "../job-state.ts";
import { OFFER_STATES } from "../offer-state.ts";
import { INDEXED_CHANNEL_STATES } from "./channel.ts";
import { asOfSchema } from "./common.ts";
import { INDEXED_CONTRACTS } from "./event.ts";
import { EXECUTION_STATES } from "./execution.ts";
import { NODE_STATES } from "./provider.ts";

const count = uintSchema(53);
const sum = bigintSchema(256);

/** `GET /v1/totals`: exactly the state at block `asOf`, so that it can be compared with the chain at that block. */
export const totalsResponseSchema = z.strictObject({
  asOf: asOfSchema,
  /** Number of events by contract and name, such as `market.JobPosted`; names that never occurred are absent. */
  events: z.record(z.string().regex(new RegExp(`^(${INDEXED_CONTRACTS.join("|")})\\.\\w+$`)), count),
  jobs: z.partialRecord(z.enum(JOB_STATES), count),
  executions: z.partialRecord(z.enum(EXECUTION_STATES), count),
  offers: z.partialRecord(z.enum(OFFER_STATES), count),
  nodes: z.partialRecord(z.enum(NODE_STATES), count),
  channels: z.partialRecord(z.enum(INDEXED_CHANNEL_STATES), count),
  /** All in the market's token. */
  escrow: z.strictObject({
    deposited: sum,
    /** From wallets, straight into jobs. */
    pulled: sum,
    withdrawn: sum,
    /** Accounts of the market (money of live jobs) and of staking (stake, and what was burned); all others together. */
    market: sum,
    staking: sum,
    others: sum,
    /** In the reservations of channels, and paid through channels so far. */
    reserved: sum,
    redeemed: sum,
    /** Sum over all allowances. */
    operatorCaps: sum,
  }),
  stake: z.strictObject({ active: sum, exposure: sum, thawing: sum, burned: sum }),
  settlements: z.strictObject({ units: sum, amount: sum, refund: sum, fee: sum }),
});

export type TotalsResponse = z.output<typeof totalsResponseSchema>;
