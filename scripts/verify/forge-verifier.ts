import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Target } from "./targets.ts";

const ROOT = join(import.meta.dirname, "../..");
const SOLC = join(ROOT, "tools/solc");
/** What forge may know of our environment: how to reach the network, and nothing that changes what it sends. */
const PASSED_ON = ["PATH", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];

export type Style = "etherscan" | "blockscout" | "sourcify";

export interface Explorer {
  readonly style: Style;
  readonly url: string;
  /** Only Etherscan asks for one. */
  readonly key?: string | undefined;
}

export type Answer =
  | { readonly kind: "submitted"; readonly id: string }
  | { readonly kind: "pending" }
  | { readonly kind: "verified" }
  /** The explorer had sources of this contract before. */
  | { readonly kind: "known" }
  | { readonly kind: "refused"; readonly reason: string };

export interface ForgeVerifierOptions {
  readonly chainId: number;
  readonly explorer: Explorer;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends sources to an explorer with `forge verify-contract`. Forge is given the compiler of the lock file, so that it asks the network
 * for none, and the explorer's address in its environment, because a key may be a part of it.
 */
export class ForgeVerifier {
  readonly #home: string;
  readonly #version: string;
  readonly #options: ForgeVerifierOptions;

  private constructor(home: string, version: string, options: ForgeVerifierOptions) {
    this.#home = home;
    this.#version = version;
    this.#options = options;
  }

  static create(options: ForgeVerifierOptions): ForgeVerifier {
    const version = compilerVersion();
    const home = mkdtempSync(join(tmpdir(), "hive-verify-"));
    const release = releaseOf(version);
    // Where forge keeps the compilers that it downloads.
    mkdirSync(join(home, ".svm", release), { recursive: true });
    symlinkSync(SOLC, join(home, ".svm", release, `solc-${release}`));
    return new ForgeVerifier(home, version, options);
  }

  /** @throws ExplorerBusyError where trying again may help. */
  async submit({ address, contract, constructorArguments }: Target): Promise<Answer> {
    const compiler = ["--compiler-version", this.#version, "--compilation-profile", "default"];
    const args = constructorArguments === "0x" ? [] : ["--constructor-args", constructorArguments];
    return answerOf(await this.#forge("verify-contract", address, contract, ...compiler, ...args), this.#secret);
  }

  /** @throws ExplorerBusyError */
  async check(id: string): Promise<Answer> {
    return answerOf(await this.#forge("verify-check", id), this.#secret);
  }

  close(): void {
    rmSync(this.#home, { recursive: true });
  }

  get #secret(): string | undefined {
    return this.#options.explorer.key;
  }

  async #forge(command: string, ...args: string[]): Promise<Ran> {
    const { chainId, explorer, signal } = this.#options;
    // For chains that it does not know, forge takes the key of its own "etherscan" for missing.
    const verifier = explorer.style === "etherscan" ? "custom" : explorer.style;
    const common = ["--chain", String(chainId), "--verifier", verifier, "--retries", "1", "--delay", "0"];
    const passedOn = PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
    const env = {
      ...Object.fromEntries(passedOn),
      HOME: this.#home,
      XDG_DATA_HOME: this.#home,
      NO_COLOR: "1",
      // As a version and not as a path, it is not started to say which it is.
      FOUNDRY_SOLC: releaseOf(this.#version),
      VERIFIER_URL: urlOf(explorer, chainId),
    };
    return run("forge", [command, ...args, ...common], { cwd: ROOT, env, signal });
  }
}

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Etherscan's second version serves every chain at one address, and tells them apart by the question's parameters. */
function urlOf({ style, url, key }: Explorer, chainId: number): string {
  const full = new URL(url);
  if (style === "etherscan") full.searchParams.set("chainid", String(chainId));
  if (style === "etherscan" && key) full.searchParams.set("apikey", key);
  // Sourcify's paths are joined to it.
  if (style === "sourcify" && !full.pathname.endsWith("/")) full.pathname += "/";
  return full.href;
}

/** Forge says for people what it found. The version that says it so is in the lock file. */
function answerOf({ code, output }: Ran, secret: string | undefined): Answer {
  if (code === 0) {
    const id = /(?:GUID|Verification Job ID): `([^`]+)`/.exec(output)?.[1];
    if (/successfully verified/i.test(output)) return { kind: "verified" };
    if (/already (fully )?verified/i.test(output)) return { kind: "known" };
    if (id) return { kind: "submitted", id };
  }
  const reason = withoutSecret(reasonOf(output), secret);
  if (/still pending/i.test(reason)) return { kind: "pending" };
  if (isTransient(reason)) throw new ExplorerBusyError({ reason });
  return { kind: "refused", reason };
}

/** From its last error on, without the sources that it repeats. */
function reasonOf(output: string): string {
  const from = Math.max(output.lastIndexOf("\nError:"), output.lastIndexOf("\nerror:"), 0);
  const lines = output.slice(from).split("\n");
  const said = lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith('{"contractaddress"'));
  return said.join(" ").slice(0, 600);
}

/** Forge takes an explorer's error page, whatever its status, for an answer that it cannot read. */
function isTransient(reason: string): boolean {
  return /rate limit|too many requests|status code (429|5\d\d)|deserialize|decoding|error sending request|timed? ?out/i.test(
    reason,
  );
}

function withoutSecret(text: string, secret: string | undefined): string {
  return secret ? text.replaceAll(secret, "…") : text;
}

function releaseOf(version: string): string {
  return version.split("+")[0] ?? version;
}

/** Version and commit, as explorers list them. */
function compilerVersion(): string {
  const said = execFileSync(SOLC, ["--version"], { encoding: "utf8" });
  const version = /Version: (\d+\.\d+\.\d+\+commit\.[0-9a-f]+)/.exec(said)?.[1];
  if (!version) throw new Error(`tools/solc does not say its version: ${said}`);
  return version;
}

async function run(
  program: string,
  args: string[],
  options: { cwd: string; env: object; signal?: AbortSignal | undefined },
): Promise<Ran> {
  const { signal, ...rest } = options;
  const child = spawn(program, args, {
    ...(rest as { cwd: string; env: NodeJS.ProcessEnv }),
    ...(signal && { signal }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, output };
}

/** The explorer did not answer, or not now. */
export class ExplorerBusyError extends ComputeHiveError {
  override readonly name = "ExplorerBusyError";
  constructor({ reason }: { reason: string }) {
    super("The explorer does not answer as it should.", { metaMessages: [reason] });
  }
}
