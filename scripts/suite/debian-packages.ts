import { spawnSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

/**
 * What tests need beyond npm: compilers for the example programs, a browser for the meter, a sandbox, network namespaces, a
 * database server.
 */
const PACKAGES = [
  "binaryen",
  "bubblewrap",
  "chromium",
  "clang",
  "fonts-liberation",
  "iproute2",
  "libclang-rt-14-dev-wasm32",
  "libstd-rust-dev-wasm32",
  "lld",
  "postgresql",
  "rustc",
  "wasi-libc",
];
const ATTEMPTS = 3;
const PAUSE_MS = 5_000;

/**
 * Installs the missing packages where that is possible (Debian, as root); else says the one command that would. Never
 * throws: a test that needs what is missing says so itself.
 */
export async function provideDebianPackages({
  say,
  signal,
}: {
  say: (line: string) => void;
  signal: AbortSignal;
}): Promise<void> {
  const missing = missingPackages();
  if (missing === "not Debian") {
    say(`This is not Debian: the tests need what its packages ${PACKAGES.join(", ")} provide.`);
    return;
  }
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  if (process.getuid?.() !== 0) {
    say(`Some tests need Debian packages that are missing. Install them with: sudo ${command}`);
    return;
  }
  say(`Installing Debian packages: ${missing.join(", ")} …`);
  for (let attempt = 1; attempt <= ATTEMPTS && !signal.aborted; attempt++) {
    if (apt("update") && apt("install", "-y", "--no-install-recommends", ...missing)) return;
    if (attempt < ATTEMPTS) await wait(PAUSE_MS * attempt, undefined, { signal }).catch(() => {});
  }
  say(`The packages could not be installed; tests that need them will fail. By hand: ${command}`);
}

function missingPackages(): string[] | "not Debian" {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these placeholders are for dpkg-query.
  const format = "${db:Status-Abbrev} ${Package}\\n";
  const { status, stdout } = spawnSync("dpkg-query", ["-W", `-f=${format}`, ...PACKAGES], { encoding: "utf8" });
  if (status === null) return "not Debian";
  const installed = new Set(stdout.split("\n").flatMap((line) => /^.i\s+(\S+)/.exec(line)?.[1] ?? []));
  return PACKAGES.filter((name) => !installed.has(name));
}

function apt(...args: string[]): boolean {
  const quiet = ["-qq", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120"];
  const { status } = spawnSync("apt-get", [...quiet, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return status === 0;
}
