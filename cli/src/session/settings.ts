import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type Deployment, deploymentSchema } from "@computehive/protocol/contracts";
import { type StackFile, stackFileSchema } from "@computehive/sdk/stack-file";
import type { z } from "zod";
import type { Env } from "../env.ts";
import { UsageError } from "../usage-error.ts";

/** Options that every command understands. */
export interface GlobalOptions {
  json: boolean;
  stack?: string | undefined;
  rpc?: string | undefined;
  gateway?: string | undefined;
  deployment?: string | undefined;
  keystore?: string | undefined;
  passwordFile?: string | undefined;
  as?: string | undefined;
}

/** Where everything is: options first, then the environment, then the stack that runs on this machine. */
export interface Settings {
  rpcUrl: string;
  gatewayUrl: string | undefined;
  deployment: Deployment;
  stack: StackFile | undefined;
  /** Where signed orders are kept: beside the stack's file, or below the home folder. */
  ordersFolder: string;
  /** Where is kept what was promised on channels; likewise. */
  vouchersFolder: string;
}

export function readSettings(options: GlobalOptions, { env, cwd }: { env: Env; cwd: string }): Settings {
  const stack = readStack(options, { env, cwd });
  const rpcUrl = options.rpc ?? env.HIVE_RPC_URL ?? stack?.chain.rpcUrl;
  if (!rpcUrl) throw missing("rpc", "--rpc URL or HIVE_RPC_URL");
  const deploymentFile = options.deployment ?? env.HIVE_DEPLOYMENT ?? stack?.deployment;
  if (!deploymentFile) throw missing("deployment", "--deployment FILE or HIVE_DEPLOYMENT");
  return {
    rpcUrl: checkUrl("rpc", rpcUrl),
    gatewayUrl: optionalUrl("gateway", options.gateway ?? env.HIVE_GATEWAY_URL ?? stack?.gateway.url),
    deployment: readJson("deployment", resolve(cwd, deploymentFile), deploymentSchema),
    stack,
    ordersFolder: keptFolder("orders", env.HIVE_ORDERS, options, { env, cwd }),
    vouchersFolder: keptFolder("vouchers", env.HIVE_VOUCHERS, options, { env, cwd }),
  };
}

function keptFolder(
  what: "orders" | "vouchers",
  named: string | undefined,
  options: GlobalOptions,
  { env, cwd }: { env: Env; cwd: string },
): string {
  if (named !== undefined) return resolve(cwd, named);
  const file = stackFile(options, { env, cwd });
  return file === undefined ? join(homedir(), ".hive", what) : join(dirname(file), what);
}

/** The stack file that is named, or the nearest `.hive/stack.json` upwards; nothing if neither is there. */
export function readStack(options: GlobalOptions, { env, cwd }: { env: Env; cwd: string }): StackFile | undefined {
  const file = stackFile(options, { env, cwd });
  return file === undefined ? undefined : readJson("stack", file, stackFileSchema);
}

function stackFile(options: GlobalOptions, { env, cwd }: { env: Env; cwd: string }): string | undefined {
  const named = options.stack ?? env.HIVE_STACK;
  return named === undefined ? nearestStack(cwd) : resolve(cwd, named);
}

function nearestStack(folder: string): string | undefined {
  const file = join(folder, ".hive", "stack.json");
  if (existsSync(file)) return file;
  const above = dirname(folder);
  return above === folder ? undefined : nearestStack(above);
}

function readJson<T extends z.ZodType>(field: string, file: string, schema: T): z.output<T> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new UsageError("A file cannot be read.", { field, rule: "a readable file with JSON", given: file, cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`The ${field} file is not valid.`, {
    field: [field, ...(issue?.path ?? [])].join("."),
    rule: issue?.message ?? "see the documentation",
    given: file,
  });
}

function optionalUrl(field: string, url: string | undefined): string | undefined {
  return url === undefined ? undefined : checkUrl(field, url);
}

function checkUrl(field: string, url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError("This is not a URL that hive can talk to.", {
      field,
      rule: "http:// or https://",
      given: url,
    });
  }
  return url.replace(/\/$/, "");
}

function missing(field: string, how: string): UsageError {
  return new UsageError(`No stack runs here and ${field} is not named. Start one with "npm start", or give ${how}.`, {
    field,
  });
}
