import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { DEFAULT_LIMITS, type Limits } from "@computehive/protocol/fuel";
import type { Executed } from "@computehive/sdk/execution";
import { type BuiltJob, buildJob, type JobInput } from "@computehive/sdk/job-builder";
import { admitApart, ExecutionFailedError, executeApart } from "../execution/execute-apart.ts";
import type { Session } from "../session/session.ts";
import { durationOption, sizeOption } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";

/** What `hive job post` says of the work. */
export interface WorkOptions {
  program: string;
  args: string[] | undefined;
  input: string[] | undefined;
  env: string[] | undefined;
  stdin: string | undefined;
  fuel: string | undefined;
  memory: string | undefined;
  wall: string | undefined;
  outputLimit: string | undefined;
  region: string | undefined;
  title: string | undefined;
  dryRun: boolean;
}

export interface PreparedJob {
  built: BuiltJob;
  /** What the program did here; nothing where the dry run was left out. */
  dryRun: Executed | undefined;
}

/** Head room over the dry run's fuel, where no limit is named: half as much again, and never less than this. */
const LEAST_FUEL = 10_000_000n;

/** Reads the files, runs the program here once, and makes the manifest with limits that fit. */
export async function prepareJob(session: Session, options: WorkOptions): Promise<PreparedJob> {
  const input = await readInput(session.surroundings.cwd, options);
  const first = buildJob(input);
  const dryRun = await tryProgram(session, first, options);
  if (!dryRun || options.fuel !== undefined) return { built: first, dryRun };
  const fitting = (dryRun.result.fuel * 3n) / 2n;
  const fuel = fitting > LEAST_FUEL ? fitting : LEAST_FUEL;
  return { built: buildJob({ ...input, limits: { ...input.limits, fuel } }), dryRun };
}

/** Runs the program, or only reads it as nodes do. @throws UsageError where no node would run it. */
async function tryProgram(
  { printer, signal }: Session,
  { manifest, blobs }: BuiltJob,
  { dryRun, program }: WorkOptions,
): Promise<Executed | undefined> {
  try {
    if (!dryRun) {
      await admitApart(manifest, blobs, { signal });
      return undefined;
    }
    printer.note("Dry run on this machine …");
    return await executeApart(manifest, blobs, {
      signal,
      onTick: (seconds) => printer.progress(`Dry run: ${seconds} s`),
    });
  } catch (cause) {
    if (!(cause instanceof ExecutionFailedError && cause.name === "ProgramRefusedError")) throw cause;
    const rule = cause.metaMessages.map((line) => line.replace(/^Rule: +/, "")).join(", ");
    throw new UsageError(cause.shortMessage, { field: "program", rule, given: program, cause });
  }
}

async function readInput(cwd: string, options: WorkOptions): Promise<JobInput> {
  const inputs = await Promise.all((options.input ?? []).map((text) => readInputFile(cwd, text)));
  return {
    program: await read("program", resolve(cwd, options.program)),
    args: options.args ?? [],
    env: Object.fromEntries((options.env ?? []).map(variable)),
    stdin: options.stdin === undefined ? undefined : await read("stdin", resolve(cwd, options.stdin)),
    inputs,
    limits: limitsOf(options),
    region: options.region,
    title: options.title,
  };
}

function limitsOf({ fuel, memory, wall, outputLimit }: WorkOptions): Partial<Limits> {
  return {
    fuel: fuel === undefined ? DEFAULT_LIMITS.fuel : fuelOption(fuel),
    ...(memory !== undefined && { memoryBytes: sizeOption("memory", memory) }),
    ...(wall !== undefined && { wallSeconds: durationOption("wall", wall) }),
    ...(outputLimit !== undefined && { outputBytes: sizeOption("output-limit", outputLimit) }),
  };
}

function fuelOption(text: string): bigint {
  if (/^[1-9]\d{0,18}$/.test(text)) return BigInt(text);
  throw new UsageError("This is not an amount of fuel.", {
    field: "fuel",
    rule: "a whole number above zero",
    given: text,
  });
}

/** `path` or `path=name`: the name is what the program sees below /in. */
async function readInputFile(cwd: string, text: string): Promise<{ path: string; bytes: Uint8Array }> {
  const at = text.lastIndexOf("=");
  const file = at < 0 ? text : text.slice(0, at);
  return { path: at < 0 ? basename(file) : text.slice(at + 1), bytes: await read("input", resolve(cwd, file)) };
}

function variable(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at <= 0)
    throw new UsageError("This is not an environment variable.", { field: "env", rule: "NAME=VALUE", given: text });
  return [text.slice(0, at), text.slice(at + 1)];
}

async function read(field: string, file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new UsageError("A file cannot be read.", { field, rule: "a readable file", given: file, cause });
  }
}
