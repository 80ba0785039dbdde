import { deposit } from "@computehive/sdk/account/deposit";
import { ensureOperator } from "@computehive/sdk/account/operators";
import { type AccountView, showAccount } from "@computehive/sdk/account/show-account";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import { buildOrder, costOf, publicFacts } from "@computehive/sdk/job-builder";
import { postJob } from "@computehive/sdk/jobs/job-actions";
import type { CommandModule } from "yargs";
import { defineCommand, type Perform } from "../command.ts";
import { describeOfferSource, type PricedJob, type PriceOptions, priceJob } from "../job/price-job.ts";
import { type PreparedJob, prepareJob, type WorkOptions } from "../job/prepare-job.ts";
import { watchJob } from "../job/watch-job.ts";
import { facts } from "../printer.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { addressOption, amountOption, durationOption, money, plain } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";

type PreparedRun = NonNullable<PreparedJob["dryRun"]>["result"];

interface PostOptions extends WorkOptions, PriceOptions {
  bond: string | undefined;
  node: string | undefined;
  exclusive: string;
  validity: string | undefined;
  window: string | undefined;
  onSilence: "pay" | "refund";
  yes: boolean;
  wait: boolean;
}

/** How long the market may draw what one posted job needs, seconds. */
const ALLOWANCE_SECONDS = 3_600;

export function jobPostCommand(perform: Perform): CommandModule {
  return defineCommand(perform, {
    command: "post <program>",
    describe: "Post a job: a WebAssembly program with inputs; its arguments follow --",
    options: (yargs) =>
      yargs
        .positional("program", { type: "string", demandOption: true, describe: "file with the program" })
        .option("input", { type: "string", array: true, requiresArg: true, nargs: 1, describe: "input file, or file=name below /in; repeatable" })
        .option("env", { type: "string", array: true, requiresArg: true, nargs: 1, describe: "NAME=VALUE; public like everything else" })
        .option("stdin", { type: "string", describe: "file for standard input" })
        .option("fuel", { type: "string", describe: "fuel limit; by default half more than the dry run used" })
        .option("memory", { type: "string", describe: "memory limit, such as 64MiB" })
        .option("wall", { type: "string", describe: "wall time limit, such as 5m" })
        .option("output-limit", { type: "string", describe: "limit of all outputs together, such as 16MiB" })
        .option("region", { type: "string", describe: "region of the node" })
        .option("title", { type: "string", describe: "a name for people" })
        .option("dry-run", { type: "boolean", default: true, describe: "run it here first" })
        .option("class", { type: "string", default: "cpu.v1", describe: "resource class" })
        .option("offer", { type: "string", describe: "take the price of this offer" })
        .option("fixed-price", { type: "string", describe: "due for every submitted outcome, in whole tokens" })
        .option("price", { type: "string", describe: "per 10^12 fuel, in whole tokens" })
        .option("max-pay", { type: "string", describe: "most it may cost; by default what the fuel limit comes to" })
        .option("bond", { type: "string", describe: "what a dispute that fails costs; by default the arbiter's fee" })
        .option("node", { type: "string", describe: "node that alone may claim at first" })
        .option("exclusive", { type: "string", default: "60s", describe: "how long, with --node" })
        .option("validity", { type: "string", describe: "how long nodes can claim, such as 1h" })
        .option("window", { type: "string", describe: "dispute window, such as 1h" })
        .option("on-silence", { choices: ["pay", "refund"] as const, default: "pay" as const, describe: "what your silence means" })
        .option("yes", { alias: "y", type: "boolean", default: false, describe: "do not ask" })
        .option("wait", { type: "boolean", default: false, describe: "follow it until its receipt is on the chain" }),
    run: (session, options) => postTheJob(session, { ...options, args: afterDashes(options) }),
  });
}

async function postTheJob(session: Session, options: PostOptions): Promise<void> {
  const client = await session.writer();
  const gateway = gatewayOf(client);
  await client.assertChain();
  const prepared = await prepareJob(session, options);
  const priced = await priceJob(session, client, options);
  const account = await showAccount(client);
  const { order, terms } = await makeOrder(session, client, { options, prepared, priced, account });
  const funded = order.maxPay + order.bond;
  const missing = funded > account.free ? funded - account.free : 0n;
  if (missing > account.wallet) throw await tooPoor(session, { funded, account });

  session.printer.note(await describePlan(session, { prepared, priced, order, missing }));
  await confirmed(session, options);

  await upload(session, gateway, prepared);
  if (missing > 0n) await deposit(client, missing, sending(session, "Deposit"));
  const allowance = { operator: "market", amount: funded, seconds: ALLOWANCE_SECONDS } as const;
  await ensureOperator(client, allowance, sending(session, "Allowance for the market"));
  const { jobId, hash } = await postJob(client, { order, terms }, sending(session, "Order"));
  const posted = { jobId, manifestCid: prepared.built.manifestCid, maxPay: order.maxPay, bond: order.bond, transaction: hash };
  session.printer.result(posted, options.wait ? jobId : `${jobId}\nFollow it: hive job watch ${jobId}`);
  if (options.wait) await watchJob(session, client, jobId, { until: "submitted" });
}

/** What follows `--` belongs to the program, whatever it looks like. */
function afterDashes(options: Readonly<Record<string, unknown>>): string[] {
  const rest = options["--"];
  return Array.isArray(rest) ? rest.map(String) : [];
}

interface Plan {
  options: PostOptions;
  prepared: PreparedJob;
  priced: PricedJob;
  account: AccountView;
}

async function makeOrder(session: Session, client: HiveClient, { options, prepared, priced, account }: Plan) {
  const { timestamp } = await client.publicClient.getBlock();
  return buildOrder({
    deployment: client.deployment,
    buyer: account.owner,
    epoch: account.epoch,
    now: Number(timestamp),
    manifest: prepared.built.manifest,
    resourceClass: options.class,
    pricing: priced.pricing,
    onSilence: options.onSilence,
    times: {
      ...(options.validity !== undefined && { validity: durationOption("validity", options.validity) }),
      ...(options.window !== undefined && { window: durationOption("window", options.window) }),
    },
    ...(options.bond !== undefined && { bond: amountOption("bond", options.bond, await session.token()) }),
    ...(options.node !== undefined && {
      exclusive: { node: addressOption("node", options.node), seconds: durationOption("exclusive", options.exclusive) },
    }),
  });
}

async function describePlan(
  session: Session,
  { prepared, priced, order, missing }: { prepared: PreparedJob; priced: PricedJob; order: { maxPay: bigint; bond: bigint }; missing: bigint },
): Promise<string> {
  const token = await session.token();
  const { built, dryRun } = prepared;
  const lines: [string, string][] = [];
  if (dryRun) {
    const { outcome, exitCode, fuel } = dryRun.result;
    lines.push(["Dry run", `${outcome === "exited" ? `exit code ${exitCode}` : outcome}, ${fuel} fuel`]);
    lines.push(["It would cost", money(costOf(priced.pricing, fuel), token)]);
    const complaint = lastWords(dryRun.result);
    if (complaint !== "") lines.push(["It said", complaint]);
  }
  lines.push(["Fuel limit", built.manifest.limits.fuel], ["Most it can cost", money(order.maxPay, token)]);
  lines.push(["Bond, lost only by a dispute that fails", money(order.bond, token)]);
  if (priced.offer) lines.push(["Price from", describeOfferSource(priced.offer)]);
  if (missing > 0n) lines.push(["Deposited from your wallet first", money(missing, token)]);
  const open = publicFacts(built.manifest).map((fact) => `  - ${fact}`);
  return [facts(lines), "Public, for everybody and for ever:", ...open].join("\n");
}

/** The end of what a failing program wrote on standard error: whoever pays should see it first. */
function lastWords({ outcome, exitCode, stderr, detail }: PreparedRun): string {
  if (outcome === "exited" && exitCode === 0) return "";
  const said = new TextDecoder().decode(stderr).trim().split("\n").slice(-3).join(" / ");
  return plain(said === "" ? detail : said);
}

async function confirmed({ printer, surroundings }: Session, { yes }: PostOptions): Promise<void> {
  if (yes) return;
  if (printer.json) throw new UsageError("With --json nobody can be asked: give --yes.", { field: "yes" });
  if (!(await surroundings.confirm("Post it?"))) throw new DOMException("Cancelled.", "AbortError");
}

async function upload({ printer, signal }: Session, gateway: ReturnType<typeof gatewayOf>, { built }: PreparedJob): Promise<void> {
  let done = 0;
  for (const [cid, bytes] of built.blobs) {
    if (cid === built.manifestCid) continue;
    printer.progress(`Uploading ${++done} of ${built.blobs.size - 1}: ${bytes.length} bytes`);
    await gateway.putBlob(bytes, { signal });
  }
  await gateway.putManifest(built.manifest, { signal });
}

async function tooPoor(session: Session, { funded, account }: { funded: bigint; account: AccountView }): Promise<UsageError> {
  const token = await session.token();
  return new UsageError("Your money does not cover the job.", {
    field: "max-pay",
    rule: `${money(funded, token)} are needed: lower the limits or the price, or get more`,
    given: `${money(account.free, token)} in the escrow and ${money(account.wallet, token)} in the wallet`,
  });
}
