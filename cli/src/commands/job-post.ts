import { type JobOrder, type JobTerms, jobIdOf } from "@computehive/protocol/order";
import { deposit } from "@computehive/sdk/account/deposit";
import { ensureOperator } from "@computehive/sdk/account/operators";
import { type AccountView, showAccount } from "@computehive/sdk/account/show-account";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import { buildOrder } from "@computehive/sdk/job-builder";
import { postJob } from "@computehive/sdk/jobs/job-actions";
import type { Argv } from "yargs";
import { defineCommand, type GlobalOptions, type HiveCommand, type Perform } from "../command.ts";
import { describeJob } from "../job/describe-job.ts";
import { describePlan } from "../job/describe-plan.ts";
import { type OrderOptions, readOrderWishes } from "../job/order-wishes.ts";
import { prepareJob, type WorkOptions } from "../job/prepare-job.ts";
import { priceJob } from "../job/price-job.ts";
import { uploadJob } from "../job/upload-job.ts";
import { watchJob } from "../job/watch-job.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { money } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";

interface PostOptions extends WorkOptions, OrderOptions {
  offer: string | undefined;
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
    .option("bond", text("what a dispute that fails costs; by default the arbiter's fee"))
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
  const { order, terms } = buildOrder({
    deployment: client.deployment,
    buyer: account.owner,
    epoch: account.epoch,
    now: Number(timestamp),
    manifest,
    pricing: priced.pricing,
    ...wishes.order,
  });
  if (order.maxPay === 0n) {
    throw new UsageError("At this price the job may cost nothing, and no node works for nothing.", {
      field: "price",
      rule: `with the fuel limit ${manifest.limits.fuel}, at least the token's smallest unit; or add --fixed-price`,
    });
  }
  const missing = await missingMoney(session, order, account);

  printer.note(describePlan({ prepared, priced, order, missing, token }));
  if (!options.yes && !(await session.surroundings.confirm("Post it?")))
    throw new DOMException("Cancelled.", "AbortError");

  await uploadJob(session, gateway, prepared.built);
  const { jobId, hash } = await payAndPost(session, client, { order, terms, missing });
  const posted = { jobId, manifestCid, maxPay: order.maxPay, bond: order.bond, transaction: hash };
  printer.result(posted, options.wait ? jobId : `${jobId}\nFollow it: hive job watch ${jobId}`);
  signal.throwIfAborted();
  if (!options.wait) return;
  const view = await watchJob(session, client, jobId, { until: "submitted" });
  printer.result(view, describeJob(view, token));
}

async function payAndPost(
  session: Session,
  client: HiveClient,
  { order, terms, missing }: { order: JobOrder; terms: JobTerms; missing: bigint },
) {
  if (missing > 0n) await deposit(client, missing, sending(session, "Deposit"));
  const allowance = { operator: "market", amount: order.maxPay + order.bond, seconds: ALLOWANCE_SECONDS } as const;
  await ensureOperator(client, allowance, sending(session, "Allowance for the market"));
  // Whoever loses the line after this one must be able to look whether the order got through.
  session.printer.note(`Job ${jobIdOf(client.marketDomain, order, terms)}`);
  return postJob(client, { order, terms }, sending(session, "Order"));
}

/** What follows `--` belongs to the program, whatever it looks like. */
function afterDashes(options: Readonly<Record<string, unknown>>): string[] {
  const rest = options["--"];
  return Array.isArray(rest) ? rest.map(String) : [];
}

/** What the account lacks and the wallet has. @throws UsageError where both together are too little. */
async function missingMoney(
  session: Session,
  { maxPay, bond }: JobOrder,
  { free, wallet }: AccountView,
): Promise<bigint> {
  const funded = maxPay + bond;
  const missing = funded > free ? funded - free : 0n;
  if (missing <= wallet) return missing;
  const token = await session.token();
  throw new UsageError("Your money does not cover the job.", {
    field: "max-pay",
    rule: `${money(funded, token)} are needed: lower the limits or the price, or get more`,
    given: `${money(free, token)} in the escrow and ${money(wallet, token)} in the wallet`,
  });
}
