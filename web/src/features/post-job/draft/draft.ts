import { cidSchema } from "@computehive/protocol/cid-schema";
import { hex32Schema } from "@computehive/protocol/hex";
import { OUTCOMES } from "@computehive/protocol/outcome";
import { z } from "zod";
import { STEPS } from "./steps.ts";

/** A file by its content; the bytes lie in the store of blobs. */
export const fileSchema = z.object({ name: z.string(), cid: cidSchema, size: z.int().min(0) });
export type DraftFile = z.output<typeof fileSchema>;

const programSchema = z.object({
  ...fileSchema.shape,
  /** Where it came from: an example of the site, a file of the person, or a manifest that names it. */
  source: z.enum(["example", "upload", "manifest"]),
});

/** What the program did in this browser. `of` names the work it was: a changed draft needs a new dry run. */
const dryRunSchema = z.object({
  of: z.string(),
  outcome: z.enum(OUTCOMES),
  exitCode: z.int(),
  /** Decimal digits. */
  fuel: z.string().regex(/^\d{1,19}$/),
  milliseconds: z.number(),
  memoryPeakBytes: z.number(),
  detail: z.string(),
  outputBytes: z.number(),
  /** The beginnings of what it wrote, so that a reload shows them again. */
  stdout: z.string(),
  stderr: z.string(),
  outputs: z.array(z.object({ path: z.string(), size: z.number() })),
});
export type DryRun = z.output<typeof dryRunSchema>;

/** As they were typed: what is not valid yet survives a reload too. */
const limitsSchema = z.object({
  /** Empty: from the dry run. */
  fuel: z.string(),
  memory: z.string(),
  wall: z.string(),
  output: z.string(),
  region: z.string(),
  resourceClass: z.string(),
  /** Empty: the chain's default, as for the next three. */
  validity: z.string(),
  window: z.string(),
  bond: z.string(),
  onSilence: z.enum(["pay", "refund"]),
});
export type LimitsForm = z.output<typeof limitsSchema>;

const priceSchema = z.object({
  /** offer: what the best, or the named, offer asks. own: as typed. */
  mode: z.enum(["offer", "own"]),
  offerId: hex32Schema.exactOptional(),
  /** Whether the node of the named offer alone may claim at first. */
  exclusive: z.boolean(),
  exclusiveTime: z.string(),
  fixedPrice: z.string(),
  price: z.string(),
  /** Empty: what the limits come to. */
  maxPay: z.string(),
});
export type PriceForm = z.output<typeof priceSchema>;

const decimal = z.string().regex(/^\d{1,78}$/);

/** An order that the wallet is, or was, asked to post. Its id decides whether it was: the chain knows each id once. */
const postingSchema = z.object({
  jobId: hex32Schema,
  buyer: z.string(),
  /** Work and order as JSON text with bigints as decimal strings; the id is hashed from them. */
  order: z.record(z.string(), z.union([decimal, z.string(), z.number()])),
  terms: z.record(z.string(), z.union([z.string(), z.number()])),
  startedAt: z.number(),
});
export type Posting = z.output<typeof postingSchema>;

export const draftSchema = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[a-z0-9]{6,40}$/),
  /** The deployment that it is for: `<genesis hash>:<market>`. */
  market: z.string(),
  /** Unix milliseconds of this browser. */
  changedAt: z.number(),
  /** The furthest step that the person has reached. */
  reached: z.enum(STEPS),
  title: z.string(),
  program: programSchema.exactOptional(),
  /** One a line. */
  args: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  stdin: fileSchema.exactOptional(),
  inputs: z.array(fileSchema),
  seed: hex32Schema.exactOptional(),
  dryRun: dryRunSchema.exactOptional(),
  limits: limitsSchema,
  price: priceSchema,
  /** post: by a transaction, out of the account. sign: one signature; the node that claims moves the money out of the wallet. */
  way: z.enum(["post", "sign"]).default("post"),
  /** When this browser stored a content at the gateway for its account, by CID; Unix milliseconds. */
  stored: z.record(z.string(), z.number()).default({}),
  posting: postingSchema.exactOptional(),
  /** The job that came of it: the draft is done. */
  posted: hex32Schema.exactOptional(),
});
export type Draft = z.output<typeof draftSchema>;
export type DraftProgram = z.output<typeof programSchema>;

export interface NewDraft {
  readonly id: string;
  readonly market: string;
  readonly now: number;
}

export function newDraft({ id, market, now }: NewDraft): Draft {
  return {
    version: 1,
    id,
    market,
    changedAt: now,
    reached: "program",
    title: "",
    args: [],
    env: [],
    inputs: [],
    stored: {},
    way: "post",
    limits: {
      fuel: "",
      memory: "256MiB",
      wall: "5min",
      output: "32MiB",
      region: "",
      resourceClass: "cpu.v1",
      validity: "",
      window: "",
      bond: "",
      onSilence: "pay",
    },
    price: { mode: "offer", exclusive: false, exclusiveTime: "60s", fixedPrice: "", price: "", maxPay: "" },
  };
}

/** Such as `k3v9q0x2m7`. */
export function newDraftId(random: Uint8Array = crypto.getRandomValues(new Uint8Array(8))): string {
  return Array.from(random, (byte) => byte.toString(36).padStart(2, "0")).join("");
}
