import type { IndexedChannelState } from "@computehive/protocol/indexer-api/channel";
import type { Place } from "@computehive/protocol/indexer-api/common";
import type { EventArgument } from "@computehive/protocol/indexer-api/event";
import { index, onchainTable, primaryKey } from "ponder";
import type { Address, Hex } from "viem";

/** Every event of every contract, in the order of its id. Everything else can be computed from this table again. */
export const event = onchainTable(
  "event",
  (t) => ({
    id: t.text().primaryKey(),
    contract: t.text().notNull(),
    address: t.hex().notNull(),
    name: t.text().notNull(),
    args: t.json().$type<Record<string, EventArgument>>().notNull(),
    block: t.int8({ mode: "number" }).notNull(),
    blockHash: t.hex().notNull(),
    at: t.int8({ mode: "number" }).notNull(),
    transaction: t.hex().notNull(),
    transactionIndex: t.integer().notNull(),
    logIndex: t.integer().notNull(),
    jobId: t.hex(),
    executionId: t.hex(),
    offerId: t.hex(),
    buyer: t.hex(),
    provider: t.hex(),
    node: t.hex(),
    resourceClass: t.text(),
    accounts: t.json().$type<Address[]>().notNull(),
  }),
  (t) => ({
    byBlock: index().on(t.block),
    byTransaction: index().on(t.transaction),
    byJob: index().on(t.jobId, t.id),
    byContract: index().on(t.contract, t.id),
  }),
);

/** Which events name an address, or were emitted by it. */
export const eventOfAddress = onchainTable(
  "event_of_address",
  (t) => ({ address: t.hex().notNull(), eventId: t.text().notNull() }),
  (t) => ({ key: primaryKey({ columns: [t.address, t.eventId] }) }),
);

export const job = onchainTable(
  "job",
  (t) => ({
    id: t.hex().primaryKey(),
    /** Id of the event that posted it: the order of jobs. */
    postedId: t.text().notNull(),
    state: t.text().notNull(),
    attempt: t.integer().notNull(),
    buyer: t.hex().notNull(),
    token: t.hex().notNull(),
    resourceClass: t.text().notNull(),
    unitKind: t.integer().notNull(),
    price: t.bigint().notNull(),
    fixedPrice: t.bigint().notNull(),
    maxPay: t.bigint().notNull(),
    bond: t.bigint().notNull(),
    exposure: t.bigint().notNull(),
    claimBefore: t.int8({ mode: "number" }).notNull(),
    reservedNode: t.hex(),
    reservedProvider: t.hex(),
    reservedUntil: t.int8({ mode: "number" }).notNull(),
    /** Whether the order is known: a signed one may have been claimed by data that does not show it. Others are in no answer. */
    isReadable: t.boolean().notNull(),
    order: t.json().$type<Record<string, EventArgument>>().notNull(),
    terms: t.json().$type<Record<string, EventArgument>>().notNull(),
    posted: t.json().$type<Place>().notNull(),
    changed: t.json().$type<Place>().notNull(),
    executionId: t.hex(),
  }),
  (t) => ({
    byTime: index().on(t.postedId),
    byBuyer: index().on(t.buyer, t.postedId),
    byState: index().on(t.state, t.postedId),
    byClass: index().on(t.resourceClass, t.state),
  }),
);

export const execution = onchainTable(
  "execution",
  (t) => ({
    id: t.hex().primaryKey(),
    jobId: t.hex().notNull(),
    attempt: t.integer().notNull(),
    state: t.text().notNull(),
    node: t.hex().notNull(),
    provider: t.hex().notNull(),
    payee: t.hex().notNull(),
    exposure: t.bigint().notNull(),
    submitBy: t.int8({ mode: "number" }).notNull(),
    claimedAt: t.int8({ mode: "number" }).notNull(),
    claimed: t.json().$type<Place>().notNull(),
    units: t.bigint(),
    detailsHash: t.hex(),
    receiptHash: t.hex(),
    submittedAt: t.int8({ mode: "number" }),
    submitted: t.json().$type<Place>(),
    complaint: t.integer(),
    disputed: t.json().$type<Place>(),
    finding: t.integer(),
    findingReason: t.text(),
    ruled: t.json().$type<Place>(),
    /** The account that the deployment's resolver has a verdict's fee paid into. */
    feeRecipient: t.hex(),
    endedAt: t.int8({ mode: "number" }),
    /** The event of the end: declined, expired or settled. */
    ended: t.json().$type<Place>(),
    endedId: t.text(),
    penalty: t.bigint(),
    /** The job's state after the settlement; its receipt may be another than the submitted one, where both sides signed. */
    settlement: t.text(),
    settledUnits: t.bigint(),
    settledHash: t.hex(),
    amount: t.bigint(),
    refund: t.bigint(),
    fee: t.bigint(),
    resourceClass: t.text().notNull(),
    unitKind: t.integer().notNull(),
    price: t.bigint().notNull(),
    fixedPrice: t.bigint().notNull(),
  }),
  (t) => ({
    byJob: index().on(t.jobId),
    byProvider: index().on(t.provider, t.claimedAt),
    byNode: index().on(t.node, t.claimedAt),
    byPrice: index().on(t.resourceClass, t.endedId),
  }),
);

export const offer = onchainTable(
  "offer",
  (t) => ({
    id: t.hex().primaryKey(),
    postedId: t.text().notNull(),
    state: t.text().notNull(),
    provider: t.hex().notNull(),
    node: t.hex().notNull(),
    token: t.hex().notNull(),
    resourceClass: t.text().notNull(),
    unitKind: t.integer().notNull(),
    price: t.bigint().notNull(),
    fixedPrice: t.bigint().notNull(),
    exposureLimit: t.bigint().notNull(),
    validUntil: t.int8({ mode: "number" }).notNull(),
    salt: t.bigint().notNull(),
    posted: t.json().$type<Place>().notNull(),
    cancelled: t.json().$type<Place>(),
  }),
  (t) => ({
    byTime: index().on(t.postedId),
    byProvider: index().on(t.provider, t.postedId),
    byNode: index().on(t.node),
    byClass: index().on(t.resourceClass, t.state),
  }),
);

export const node = onchainTable(
  "node",
  (t) => ({
    address: t.hex().primaryKey(),
    registeredId: t.text().notNull(),
    state: t.text().notNull(),
    provider: t.hex().notNull(),
    payee: t.hex().notNull(),
    resourceClass: t.text().notNull(),
    region: t.text().notNull(),
    capabilityHash: t.hex().notNull(),
    tlsKeyHash: t.hex().notNull(),
    endpoint: t.text().notNull(),
    /** The keys before and after it: one machine's record goes on from one to the next. */
    rotatedFrom: t.hex(),
    rotatedTo: t.hex(),
    registered: t.json().$type<Place>().notNull(),
  }),
  (t) => ({ byTime: index().on(t.registeredId), byProvider: index().on(t.provider) }),
);

export const provider = onchainTable(
  "provider",
  (t) => ({
    address: t.hex().primaryKey(),
    sinceId: t.text().notNull(),
    since: t.json().$type<Place>().notNull(),
    active: t.bigint().notNull(),
    exposure: t.bigint().notNull(),
    thawing: t.bigint().notNull(),
    thawedAt: t.int8({ mode: "number" }).notNull(),
    burned: t.bigint().notNull(),
    fees: t.bigint().notNull(),
    /** The execution that ended last: a slash in the same transaction is its consequence. */
    lastEnded: t.json().$type<{ executionId: Hex; jobId: Hex; transaction: Hex }>(),
  }),
  (t) => ({ byTime: index().on(t.sinceId) }),
);

export const account = onchainTable(
  "account",
  (t) => ({
    owner: t.hex().notNull(),
    token: t.hex().notNull(),
    free: t.bigint().notNull(),
    epoch: t.integer().notNull(),
  }),
  (t) => ({ key: primaryKey({ columns: [t.owner, t.token] }) }),
);

export const operator = onchainTable(
  "operator",
  (t) => ({
    owner: t.hex().notNull(),
    operator: t.hex().notNull(),
    token: t.hex().notNull(),
    cap: t.bigint().notNull(),
    expiry: t.int8({ mode: "number" }).notNull(),
    set: t.json().$type<Place>().notNull(),
  }),
  (t) => ({ key: primaryKey({ columns: [t.owner, t.operator, t.token] }) }),
);

/** Every change of an account's free money; the accounts of the deployment's own contracts are left out. */
export const movement = onchainTable(
  "movement",
  (t) => ({
    /** The event's id and a digit: one event may move twice. */
    id: t.text().primaryKey(),
    owner: t.hex().notNull(),
    token: t.hex().notNull(),
    kind: t.text().notNull(),
    /** Negative where money left. */
    change: t.bigint().notNull(),
    free: t.bigint().notNull(),
    jobId: t.hex(),
    executionId: t.hex(),
    channelId: t.hex(),
    place: t.json().$type<Place>().notNull(),
  }),
  (t) => ({ byOwner: index().on(t.owner, t.id) }),
);

export const channel = onchainTable(
  "channel",
  (t) => ({
    id: t.hex().primaryKey(),
    state: t.text().$type<IndexedChannelState>().notNull(),
    payer: t.hex().notNull(),
    payee: t.hex().notNull(),
    signer: t.hex().notNull(),
    token: t.hex().notNull(),
    closeDelay: t.integer().notNull(),
    salt: t.bigint().notNull(),
    reserved: t.bigint().notNull(),
    /** All that was ever paid on it. */
    redeemed: t.bigint().notNull(),
    /** Unix seconds; of one that closes. */
    closeAt: t.int8({ mode: "number" }),
    opened: t.json().$type<Place>().notNull(),
    changed: t.json().$type<Place>().notNull(),
  }),
  (t) => ({ byPayer: index().on(t.payer, t.state), byPayee: index().on(t.payee, t.state) }),
);

/** Of the market of replicas: what its later events do not say again. */
export const replicaJob = onchainTable("replica_job", (t) => ({
  id: t.hex().primaryKey(),
  buyer: t.hex().notNull(),
  funded: t.bigint().notNull(),
  exposure: t.bigint().notNull(),
  resolver: t.hex().notNull(),
}));

export const replica = onchainTable("replica", (t) => ({
  id: t.hex().primaryKey(),
  provider: t.hex().notNull(),
  payee: t.hex().notNull(),
}));

/** Seats of the jury; who bought one owns it for ever. */
export const seat = onchainTable("seat", (t) => ({
  id: t.bigint().primaryKey(),
  owner: t.hex().notNull(),
  /** The chair that was released last: a penalty in the same transaction is its consequence. */
  lastReleased: t.json().$type<{ jobId: Hex; chair: number; transaction: Hex }>(),
}));

/** A dispute before the jury. A job is disputed once at most, so its id names the case. */
export const juryCase = onchainTable("jury_case", (t) => ({
  jobId: t.hex().primaryKey(),
  executionId: t.hex(),
  verdictBy: t.int8({ mode: "number" }).notNull(),
  /** How many may be drawn. */
  seats: t.integer().notNull(),
  round: t.integer().notNull(),
  opened: t.json().$type<Place>().notNull(),
  /** The verdict, and what each juror gets who found the same. */
  finding: t.integer(),
  share: t.bigint(),
  decided: t.json().$type<Place>(),
  lapsed: t.json().$type<Place>(),
}));

export const juryRound = onchainTable(
  "jury_round",
  (t) => ({
    jobId: t.hex().notNull(),
    round: t.integer().notNull(),
    ticket: t.bigint().notNull(),
    /** Who paid for it, against the majority of the round before. */
    appellant: t.hex(),
    price: t.bigint(),
    started: t.json().$type<Place>().notNull(),
    drawn: t.json().$type<Place>(),
  }),
  (t) => ({ key: primaryKey({ columns: [t.jobId, t.round] }) }),
);

/** A seat drawn for a case: 0 to 2 in the first round, 3 to 9, 10 to 24. */
export const chair = onchainTable(
  "chair",
  (t) => ({
    jobId: t.hex().notNull(),
    chair: t.integer().notNull(),
    round: t.integer().notNull(),
    seat: t.bigint().notNull(),
    juror: t.hex().notNull(),
    committed: t.json().$type<Place>(),
    finding: t.integer(),
    revealed: t.json().$type<Place>(),
    paid: t.bigint(),
    penalty: t.bigint().notNull(),
    released: t.json().$type<Place>(),
  }),
  (t) => ({ key: primaryKey({ columns: [t.jobId, t.chair] }), byJuror: index().on(t.juror) }),
);

/** A key with a budget of its owner's. */
export const session = onchainTable(
  "session",
  (t) => ({
    key: t.hex().notNull(),
    token: t.hex().notNull(),
    owner: t.hex().notNull(),
    isOpen: t.boolean().notNull(),
    opened: t.json().$type<Place>().notNull(),
  }),
  (t) => ({ id: primaryKey({ columns: [t.key, t.token] }), byOwner: index().on(t.owner) }),
);
