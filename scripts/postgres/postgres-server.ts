import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ComputeHiveError } from "@computehive/protocol/error";
import { freePort } from "../chain/free-port.ts";
import { type Identity, postgresPrograms, serverIdentity } from "./programs.ts";

export interface PostgresOptions {
  /** Everything of the server. Kept data is used again. Its parents must be open to the server's user. */
  readonly folder: string;
  /** The first free one from here on; 0 is any. */
  readonly port?: number;
  /** Whether what was written survives a power cut; tests need no such thing, and are faster without. */
  readonly isDurable: boolean;
  readonly signal?: AbortSignal;
}

export interface PostgresServer {
  readonly pid: number;
  readonly port: number;
  /** For programs; holds the password. */
  url(database: string): string;
  /** Makes a database unless it is there; answers its URL. */
  createDatabase(name: string): Promise<string>;
  /** Resolves when the server ended, however. */
  readonly ended: Promise<void>;
  /** Breaks connections, writes everything and ends. */
  stop(): Promise<void>;
}

const USER = "postgres";
const READY_MS = 60_000;
const POLL_MS = 50;
const IN_A_HURRY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/** Starts a server of its own on the loopback address. @throws PostgresMissingError, PostgresFailedError. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const programs = postgresPrograms();
  const place = prepare(options.folder, programs);
  const port = await freePort(options.port ?? 0);
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    ...(options.isDurable ? [] : IN_A_HURRY),
  ];
  const args = ["-D", place.data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const child = spawn(join(programs, "postgres"), args, { ...place.as, stdio: ["ignore", "ignore", "pipe"] });
  const said = lastWords(child);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  const url = (database: string) => `postgres://${USER}:${place.password}@127.0.0.1:${port}/${database}`;
  const stop = async () => {
    child.kill("SIGINT");
    await ended;
  };
  try {
    await untilReady(programs, { port, isOver: () => child.exitCode !== null, said, signal: options.signal });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    pid: child.pid ?? 0,
    port,
    url,
    ended,
    stop,
    async createDatabase(name) {
      const created = spawnSync(join(programs, "createdb"), ["-h", "127.0.0.1", "-p", String(port), "-U", USER, name], {
        encoding: "utf8",
        env: { ...process.env, PGPASSWORD: place.password },
      });
      if (created.status !== 0 && !created.stderr.includes("already exists")) {
        throw new PostgresFailedError({ step: "create a database", said: created.stderr });
      }
      return url(name);
    },
  };
}

interface Place {
  readonly data: string;
  readonly password: string;
  readonly as: Identity & { readonly cwd: string; readonly env: Record<string, string | undefined> };
}

function prepare(folder: string, programs: string): Place {
  const identity = serverIdentity();
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (identity.uid !== undefined && identity.gid !== undefined) chownSync(folder, identity.uid, identity.gid);
  const env = { PATH: process.env["PATH"], HOME: folder, LC_ALL: "C" };
  const as = { ...identity, cwd: folder, env };
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  if (!existsSync(join(data, "PG_VERSION"))) initialise({ data, passwordFile, programs, as });
  else if (existsSync(join(data, "postmaster.pid"))) {
    // A server whose starter was killed goes on; its data needs it to end in order.
    spawnSync(join(programs, "pg_ctl"), ["stop", "-D", data, "-m", "fast", "-w"], as);
  }
  return { data, password: readFileSync(passwordFile, "utf8"), as };
}

function initialise({
  data,
  passwordFile,
  programs,
  as,
}: {
  data: string;
  passwordFile: string;
  programs: string;
  as: Place["as"];
}): void {
  rmSync(data, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  if (as.uid !== undefined && as.gid !== undefined) chownSync(passwordFile, as.uid, as.gid);
  const access = ["-U", USER, "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
  const made = spawnSync(join(programs, "initdb"), ["-D", data, ...access, "-E", "UTF8", "--no-locale", "--no-sync"], {
    ...as,
    encoding: "utf8",
  });
  if (made.status === 0) return;
  rmSync(data, { recursive: true, force: true });
  throw new PostgresFailedError({ step: "prepare its folder", said: made.stderr || String(made.error) });
}

/** An open port may still answer that the server is starting: its own program knows. */
async function untilReady(
  programs: string,
  {
    port,
    isOver,
    said,
    signal,
  }: { port: number; isOver: () => boolean; said: () => string; signal: AbortSignal | undefined },
): Promise<void> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    if (spawnSync(join(programs, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", String(port)]).status === 0) return;
    if (isOver() || performance.now() > deadline) throw new PostgresFailedError({ step: "start", said: said() });
    await wait(POLL_MS, undefined, signal ? { signal } : {});
  }
}

function lastWords(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-2_000);
  });
  return () => text;
}

export class PostgresFailedError extends ComputeHiveError {
  override readonly name = "PostgresFailedError";
  constructor({ step, said }: { step: string; said: string }) {
    const hint = "Root may enter folders that the server's own user may not: give it a folder under one open to all.";
    const isDenied = said.includes("Permission denied") && process.getuid?.() === 0;
    super(`PostgreSQL could not ${step}.`, { metaMessages: [said.trim().slice(-1_000), ...(isDenied ? [hint] : [])] });
  }
}
