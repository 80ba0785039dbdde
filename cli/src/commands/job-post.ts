import type { Manifest } from "@computehive/protocol/manifest";
import { type JobOrder, type JobTerms, jobIdOf } from "@computehive/protocol/order";
import { deposit } from "@computehive/sdk/account/deposit";
import { ensureOperator } from "@computehive/sdk/account/operators";
import { approvePermit2 } from "@computehive/sdk/account/permit2";
import { type AccountView, showAccount } from "@computehive/sdk/account/show-account";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import { buildOrder } from "@computehive/sdk/job-builder";
import { postJob } from "@computehive/sdk/jobs/job-actions";
import { PAYERS, type Payer, promisedMoney } from "@computehive/sdk/jobs/promised-money";
import { juryOf } from "@computehive/sdk/jury/jury-requests";
import type { Address } from "viem";
import type { Argv } from "yargs";
import { defineCommand, type GlobalOptions, type HiveCommand, type Perform } from "../command.ts";
import { describeJob } from "../job/describe-job.ts";
import { describePlan } from "../job/describe-plan.ts";
import { type OrderOptions, readOrderWishes } from "../job/order-wishes.ts";
import { prepareJob, type WorkOptions } from "../job/prepare-job.ts";
import { priceJob } from "../job/price-job.ts";
import { fundingOf, signAndLeave } from "../job/sign-job.ts";
import { uploadJob } from "../job/upload-job.ts";
import { watchJob } from "../job/watch-job.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { money } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";

interface PostOptions extends WorkOptions, OrderOptions {
  resolver: "arbiter" | "jury";
  offer: string | undefined;
  sign: Payer | undefined;
  approvePermit2: boolean;
  yes: boolean;
  wait: boolean;
}

/** How long the market may draw what one posted job needs, seconds. */
const ALLOWANCE_SECONDS = 3_600;

export function jobPostCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "post <program>",
    describe: "Post a job: a WebAssembly program with inputs; its arguments follow --",
    options: (yargs) =>
      orderOptions(workOptions(yargs))
        .option("sign", {
          choices: PAYERS,
          describe: "only sign it, and let the node that claims pay the transaction; the money comes from there",
        })
        .option("approve-permit2", {
          type: "boolean",
          default: false,
          describe: "with --sign wallet, where the token needs Permit2: first approve exactly what is needed",
        })
        .option("yes", { alias: "y", type: "boolean", default: false, describe: "do not ask" })
        .option("wait", { type: "boolean", default: false, describe: "follow it until its receipt is on the chain" }),
    run: (session, options) => postTheJob(session, { ...options, args: afterDashes(options) }),
  });
}

function workOptions(yargs: Argv<GlobalOptions>) {
  const text = (describe: string) => ({ type: "string", describe }) as const;
  const list = (describe: string) => ({ type: "string", array: true, requiresArg: true, nargs: 1, describe }) as const;
  return yargs
    .positional("program", { type: "string", demandOption: true, describe: "file with the program" })
    .option("input", list("input file, or file=name below /in; repeatable"))
    .option("env", list("NAME=VALUE; public like everything else; repeatable"))
    .option("stdin", text("file for standard input"))
    .option("fuel", text("fuel limit; by default half more than the dry run used"))
    .option("memory", text("memory limit, such as 64MiB"))
    .option("wall", text("wall time limit, such as 5m"))
    .option("output-limit", text("limit of all outputs together, such as 16MiB"))
    .option("region", text("region of the node"))
    .option("title", text("a name for people; public"))
    .option("dry-run", { type: "boolean", default: true, describe: "run it here first (--no-dry-run: only read it)" });
}

function orderOptions<T>(yargs: Argv<T>) {
  const text = (describe: string) => ({ type: "string", describe }) as const;
  return yargs
    .option("class", { type: "string", default: "cpu.v1", describe: "resource class" })
    .option("offer", text("take the price of this offer; by default the cheapest one's"))
    .option("fixed-price", text("due for every submitted outcome, in whole tokens"))
    .option("price", text("per 10^12 fuel, in whole tokens"))
    .option("max-pay", text("most it may cost; by default what the fuel limit comes to"))
    .option("bond", text("what a dispute that fails costs; by default the resolver's fee"))
    .option("resolver", {
      choices: ["arbiter", "jury"] as const,
      default: "arbiter" as const,
      describe: "who decides a dispute",
    })
    .option("node", text("node that alone may claim at first"))
    .option("exclusive", { type: "string", default: "60s", describe: "how long, with --node" })
    .option("validity", text("how long nodes can claim, such as 1h"))
    .option("window", text("dispute window, such as 1h"))
    .option("on-silence", {
      choices: ["pay", "refund"] as const,
      default: "pay" as const,
      describe: "what your silence means",
    });
}

function resolverOf({ deployment }: HiveClient, { resolver }: PostOptions): Address {
  return resolver === "jury" ? juryOf(deployment) : deployment.contracts.arbiter;
}

/**
 * Nothing is signed or stored before the yes. Cut later, it can be given again: uploads are repeated without harm, and what was
 * deposited or allowed is found and used.
 */
async function postTheJob(session: Session, options: PostOptions): Promise<void> {
  const { printer, signal } = session;
  if (printer.json && !options.yes)
    throw new UsageError("With --json nobody can be asked.", { field: "yes", rule: "--yes" });
  const token = await session.token();
  const wishes = readOrderWishes(options, token);
  const client = await session.writer();
  const gateway = gatewayOf(client);
  // A gateway that is down is learned of now, and not after the yes.
  await gateway.info({ signal });
  const prepared = await prepareJob(session, options);
  const { manifest, manifestCid } = prepared.built;
  const fuel = prepared.dryRun?.result.fuel ?? BigInt(manifest.limits.fuel);
  const priced = await priceJob(client, { wishes, offer: options.offer, fuel, signal });
  const [{ timestamp }, account] = await Promise.all([client.publicClient.getBlock(), showAccount(client)]);
  const built = buildOrder({
    deployment: client.deployment,
    buyer: account.owner,
    epoch: account.epoch,
    now: Number(timestamp),
    manifest,
    pricing: priced.pricing,
    ...wishes.order,
    resolver: resolverOf(client, options),
  });
  const { sign } = options;
  refuseFree(built.order, manifest);
  const promised = await promisedMoney(client, account.owner, { payer: sign ?? "account", signal });
  const wished = { payer: sign, promised, mayApprove: options.approvePermit2 };
  const { funding, approval } = await fundingOf(session, client, built.order, wished);
  const order = { ...built.order, funding };
  const { terms } = built;
  const missing = await missingMoney(session, order, { account, sign, promised });

  printer.note(describePlan({ prepared, priced, order, missing, token, sign, approval }));
  if (!options.yes && !(await session.surroundings.confirm(sign === undefined ? "Post it?" : "Sign it?")))
    throw new DOMException("Cancelled.", "AbortError");

  await uploadJob(session, gateway, prepared.built);
  await prepareMoney(session, client, { order, sign, promised, missing, approval, now: Number(timestamp) });
  const given = await (sign === undefined ? post : leave)(session, client, { order, terms });
  const { jobId } = given;
  const posted = { ...given, manifestCid, maxPay: order.maxPay, bond: order.bond };
  printer.result(posted, options.wait ? jobId : `${jobId}\nFollow it: hive job watch ${jobId}`);
  signal.throwIfAborted();
  if (!options.wait) return;
  const view = await watchJob(session, client, jobId, { until: "submitted" });
  printer.result(view, describeJob(view, token));
}

function refuseFree({ maxPay }: JobOrder, { limits }: Manifest): void {
  if (maxPay > 0n) return;
  throw new UsageError("At this price the job may cost nothing, and no node works for nothing.", {
    field: "price",
    rule: `with the fuel limit ${limits.fuel}, at least the token's smallest unit; or add --fixed-price`,
  });
}

interface Money {
  readonly order: JobOrder;
  readonly sign: Payer | undefined;
  readonly promised: bigint;
  readonly missing: bigint;
  readonly approval: bigint | undefined;
  /** The chain's time, Unix seconds. */
  readonly now: number;
}

/**
 * Out of the wallet nothing moves yet; Permit2 is approved where it must be. Else moves what the account lacks, and lets the market draw:
 * for as long as a posting takes, or a signed order stands, and as much as the buyer's other waiting orders will draw besides.
 */
async function prepareMoney(
  session: Session,
  client: HiveClient,
  { order, sign, promised, missing, approval, now }: Money,
): Promise<void> {
  if (approval !== undefined) await approvePermit2(client, approval, sending(session, "Approval of Permit2"));
  if (sign === "wallet") return;
  if (missing > 0n) await deposit(client, missing, sending(session, "Deposit"));
  const seconds = Math.max(ALLOWANCE_SECONDS, order.claimBefore - now);
  const allowance = { operator: "market", amount: order.maxPay + order.bond + promised, seconds } as const;
  await ensureOperator(client, allowance, sending(session, "Allowance for the market"));
}

async function post(session: Session, client: HiveClient, offering: { order: JobOrder; terms: JobTerms }) {
  // Whoever loses the line after this one must be able to look whether the order got through.
  session.printer.note(`Job ${jobIdOf(client.marketDomain, offering.order, offering.terms)}`);
  const { jobId, hash } = await postJob(client, offering, sending(session, "Order"));
  return { jobId, transaction: hash };
}

async function leave(session: Session, client: HiveClient, offering: { order: JobOrder; terms: JobTerms }) {
  const left = await signAndLeave(session, client, offering);
  return { ...left, claimBefore: offering.order.claimBefore };
}

/** What follows `--` belongs to the program, whatever it looks like. */
function afterDashes(options: Readonly<Record<string, unknown>>): string[] {
  const rest = options["--"];
  return Array.isArray(rest) ? rest.map(String) : [];
}

/** What the account lacks and the wallet has; nothing where the wallet pays by itself. @throws UsageError where both together are too little. */
async function missingMoney(
  session: Session,
  { maxPay, bond }: JobOrder,
  { account: { free, wallet }, sign, promised }: { account: AccountView; sign: Payer | undefined; promised: bigint },
): Promise<bigint> {
  const funded = maxPay + bond + promised;
  const usable = sign === "wallet" ? 0n : free;
  const missing = funded > usable ? funded - usable : 0n;
  if (missing <= wallet) return sign === "wallet" ? 0n : missing;
  const token = await session.token();
  const inWallet = `${money(wallet, token)} in the wallet`;
  throw new UsageError("Your money does not cover the job.", {
    field: "max-pay",
    rule: `${money(funded, token)} are needed${promised > 0n ? `, ${money(promised, token)} of it for your waiting orders` : ""}: lower the limits or the price, or get more`,
    given: sign === "wallet" ? inWallet : `${money(free, token)} in the escrow and ${inWallet}`,
  });
}
