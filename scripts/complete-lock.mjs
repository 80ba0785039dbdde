// Adds to package-lock.json the optional packages of other platforms that an installation left out because its registry
// does not serve them; without them `npm ci` refuses the lock file. npm never fetches a package whose os, cpu or libc
// differ from the machine's. Run it after every `npm install`: node scripts/complete-lock.mjs
import { readFileSync, writeFileSync } from "node:fs";

const LOCK_FILE = "package-lock.json";
const SYSTEMS = ["darwin", "win32", "freebsd", "netbsd", "openbsd", "android", "openharmony", "sunos", "aix", "linux"];
const PROCESSORS = [
  [/arm64|aarch64/, "arm64"],
  [/x86_64|x64|amd64/, "x64"],
  [/wasm32/, "wasm32"],
  [/ia32|x86/, "ia32"],
  [/ppc64/, "ppc64"],
  [/riscv64/, "riscv64"],
  [/s390x/, "s390x"],
  [/loong64/, "loong64"],
  [/mips64el/, "mips64el"],
  [/arm/, "arm"],
];

const lock = JSON.parse(readFileSync(LOCK_FILE, "utf8"));
const missing = missingPackages(lock.packages);
for (const { name, version, dev } of missing) lock.packages[`node_modules/${name}`] = placeholder(name, version, dev);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
if (missing.length > 0) writeFileSync(LOCK_FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${LOCK_FILE}: ${missing.length} packages of other platforms added.`);

function missingPackages(packages) {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isResolvable(packages, path, name))
      .map(([name, range]) => ({ name, version: range.replace(/^[\^~]/, ""), dev: Boolean(entry.dev) })),
  );
}

/** Looks a dependency up as Node does: in the folder of its user, then in every folder above. */
function isResolvable(packages, path, name) {
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    if (packages[`${base === "" ? "" : `${base}/`}node_modules/${name}`]) return true;
    if (base === "") return false;
  }
}

function placeholder(name, version, dev) {
  const os = SYSTEMS.filter((system) => name.includes(system)).slice(0, 1);
  const cpu = PROCESSORS.filter(([pattern]) => pattern.test(name))
    .map(([, value]) => value)
    .slice(0, 1);
  const libc = /musl/.test(name) ? ["musl"] : [];
  if (!/^\d+\.\d+\.\d+/.test(version) || (os.length === 0 && cpu.length === 0)) {
    throw new Error(`Cannot tell the platform or version of ${name}@${version}: add it to ${LOCK_FILE} by hand.`);
  }
  const limits = Object.entries({ cpu, os, libc }).filter(([, values]) => values.length > 0);
  return { version, ...(dev ? { dev } : {}), optional: true, ...Object.fromEntries(limits) };
}
