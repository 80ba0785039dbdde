import { addressSchema } from "@computehive/protocol/hex";
import { z } from "zod";
import { LAYERS } from "../sandbox/layer-names.ts";
import { testFaultsSchema } from "../testing/faults.ts";

const MiB = 1024 * 1024;

/** Money in JSON: decimal digits in a string, in the token's smallest unit or in wei. */
const amount = z
  .string()
  .regex(/^(0|[1-9]\d{0,29})$/, "a whole number as decimal digits in a string")
  .transform((text) => BigInt(text));

const amountOr = (value: bigint) => amount.prefault(value.toString());

const chain = z.strictObject({
  rpcUrl: z.url({ protocol: /^https?$/ }),
  /** Blocks that make a transaction count, its own included. 1 suits a local chain only. */
  confirmations: z.int().min(1).max(256).default(2),
  /** Milliseconds between two looks at the chain. */
  pollMs: z.int().min(20).max(60_000).default(1_000),
  /** Blocks in one question for logs; providers of RPC have limits. */
  logRange: z.int().min(1).max(100_000).default(2_000),
  requestTimeoutMs: z.int().min(100).max(120_000).default(10_000),
  /** Wei per gas that is never exceeded. */
  maxFeePerGas: amountOr(200_000_000_000n),
  replaceAfterSeconds: z.int().min(1).max(86_400).default(60),
  giveUpAfterSeconds: z.int().min(1).max(86_400).default(120),
});

const gateway = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  heartbeatSeconds: z.number().min(0.1).max(3_600).default(15),
  /** Between two looks for signed orders there. */
  ordersSeconds: z.number().min(0.1).max(3_600).default(2),
  requestTimeoutMs: z.int().min(100).max(600_000).default(30_000),
});

const key = z.union([
  z.strictObject({
    /** Keystore file (version 3). */
    keystore: z.string().min(1),
    passwordFile: z.string().min(1).optional(),
    /** Name of the environment variable that holds the password. */
    passwordVariable: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/)
      .optional(),
  }),
  z.strictObject({
    /** Name of the environment variable that holds a private key. For local chains. */
    privateKeyVariable: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  }),
]);

const limits = z.strictObject({
  /** Executions at the same time. */
  slots: z.int().min(1).max(1_024).default(1),
  /** Memory of all programs together, bytes. */
  memoryBytes: z
    .int()
    .min(MiB)
    .default(1_024 * MiB),
  /** Free disk that is left alone, bytes. */
  reserveDiskBytes: z
    .int()
    .min(0)
    .default(1_024 * MiB),
  programBytes: z
    .int()
    .min(1)
    .default(32 * MiB),
  inputBytes: z
    .int()
    .min(0)
    .default(512 * MiB),
  outputBytes: z
    .int()
    .min(0)
    .default(256 * MiB),
  wallSeconds: z.int().min(1).max(86_400).default(3_600),
  fuel: amountOr(10n ** 18n),
});

const accept = z.strictObject({
  resourceClass: z
    .string()
    .regex(/^[\x21-\x7e]{1,32}$/)
    .default("cpu.v1"),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .optional(),
  /** Least that one job must pay whatever it does, and least per unit size of fuel. Without them, posted offers say it. */
  floor: z.strictObject({ fixedPrice: amountOr(0n), price: amountOr(0n) }).optional(),
  /** What the gas of a whole job (claim, submit, settle) costs, in the token: smallest units for 10^18 wei. 0: gas is not counted. */
  tokenPerCoin: amountOr(0n),
  /** Least that `fixedPrice` must leave after gas. */
  minimumProfit: amountOr(0n),
  exposure: amountOr(2n ** 95n),
  /** Least bond of an order: with less, a dispute without reason is free. Without it, the resolver's fee; before the jury never less. */
  minimumBond: amount.optional(),
  /** Seconds. Money waits so long. */
  windowSeconds: z
    .int()
    .min(0)
    .default(7 * 86_400),
  verdictSeconds: z
    .int()
    .min(0)
    .default(30 * 86_400),
  /**
   * Seconds that the resolver must have at least: with less a dispute ends at its time-out, which gives the buyer its bond back. Without
   * it, a quarter of what clients write into an order.
   */
  minimumVerdictSeconds: z.int().min(0).optional(),
  /** Basis points that a silent resolver must leave to the provider. Without it, 5,000. */
  timeoutSplit: z.int().min(0).max(10_000).optional(),
  /** Whether to take orders that pay nothing when the buyer says nothing. */
  refundOnSilence: z.boolean().default(false),
  /** Empty: the deployment's own, its arbiter and its jury. */
  resolvers: z.array(addressSchema).default([]),
  /**
   * Least seats that the deployment's jury could draw, whose half must be worth what the job could lose: fewer than 10 allow no appeal,
   * and few are bought. 0: they are not looked at.
   */
  jurySeats: z.int().min(0).max(1_000_000).default(10),
  policies: z.array(addressSchema).default([]),
  refusedBuyers: z.array(addressSchema).default([]),
  /** Seconds between the program's wall time and the last second for submitting. */
  slackSeconds: z.int().min(1).max(86_400).default(20),
});

const juror = z.strictObject({
  /** False: seats are kept, and nothing is done for them. Whoever is drawn then is absent, which costs. */
  enabled: z.boolean().default(true),
  /** Of the account that owns the seats, pays the gas and earns; another one than the node's. */
  key,
  /**
   * Seats to own. Missing ones are bought with the account's free money, as far as it lets the jury draw; a penalised one is not
   * replaced before somebody has withdrawn it. 0: bought by hand alone.
   */
  seats: z.int().min(0).max(1_000).default(0),
  /** Where to look for outputs besides the agent's own gateway. */
  gateways: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(16)
    .default([]),
  /** Cases that are judged at the same time. */
  slots: z.int().min(1).max(64).default(1),
  /** Most that a program may use that is run again, bytes; memory that the node's limits do not count. */
  memoryBytes: z
    .int()
    .min(MiB)
    .default(1_024 * MiB),
  /** Longest run of a program, seconds. */
  wallSeconds: z.int().min(1).max(86_400).default(3_600),
  /** Seconds before the end of the commit time in which a finding must be there; at most a third of it. */
  marginSeconds: z.int().min(1).max(86_400).default(600),
  /** Whether to send the steps that anybody may: open, prove, draw, next round, decide, lapse, and releases of the guilty. */
  publicSteps: z.boolean().default(true),
});

const funds = z.strictObject({
  /** Wei of the node key below which the agent raises an alarm. */
  alarmBelow: amountOr(20_000_000_000_000_000n),
  /** Wei below which it claims nothing new. */
  claimAbove: amountOr(5_000_000_000_000_000n),
});

const sandbox = z.strictObject({
  /** Layers never used although the machine offers them. */
  without: z.array(z.enum(LAYERS)).default([]),
  /** The agent does not start where one of these cannot be had. */
  required: z.array(z.enum(LAYERS)).default([]),
});

const health = z.strictObject({
  host: z.enum(["127.0.0.1", "::1", "localhost"]).default("127.0.0.1"),
  /** 0: any free one; the log and `status.json` say which. */
  port: z.int().min(0).max(65_535).default(0),
});

/** The agent's configuration file. Unknown fields are refused. Relative paths start at the file's folder. */
export const configSchema = z.strictObject({
  dataFolder: z.string().min(1),
  /** File with chain id, addresses and parameters: deployments/<chainId>.json. */
  deployment: z.string().min(1),
  chain,
  gateway,
  key,
  limits: limits.prefault({}),
  accept: accept.prefault({}),
  funds: funds.prefault({}),
  sandbox: sandbox.prefault({}),
  health: health.prefault({}),
  /** Serves as a juror, beside its work or, where the node is not registered, alone. */
  juror: juror.optional(),
  /** Seconds that running programs get to end when the agent is asked to stop. */
  drainSeconds: z.int().min(0).max(86_400).default(60),
  logLevel: z.enum(["debug", "info", "warn", "error"]).default("info"),
  testFaults: testFaultsSchema.optional(),
});

export type AgentConfig = z.output<typeof configSchema>;
export type JurorConfig = z.output<typeof juror>;
