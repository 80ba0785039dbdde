import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BootstrapError } from "./error.mjs";
import { withLock } from "./lock.mjs";
import { runInstaller } from "./npm.mjs";

const PROGRESS_MS = 5_000;

/**
 * Installs what package-lock.json lists, unless it is installed already. The stamp is written last, so that an
 * interrupted installation is begun again; two starts at once install once.
 */
export async function ensureInstalled(root, platform) {
  if (isInstalled(root)) return;
  requireWritable(root);
  const lockFile = join(root, ".hive", "install.lock");
  const onWait = (pids) =>
    say(`Another start is installing (process ${pids.join(", ") || "just starting"}); waiting for it.`);
  await withLock(lockFile, { onWait }, async (holdAlso) => {
    if (isInstalled(root)) return;
    if (!wasInstalledByHand(root, platform)) await install(root, platform, holdAlso);
    writeFileSync(stampFile(root), lockHash(root));
  });
}

async function install(root, platform, holdAlso) {
  rmSync(stampFile(root), { force: true });
  say("Installing the tools and packages of package-lock.json (about 700 MB on disk, once) …");
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const progress = setInterval(() => say(`  … ${elapsed()}, ${countPackages(root)} packages so far`), PROGRESS_MS);
  try {
    await runInstaller(root, platform.installer, holdAlso);
  } finally {
    clearInterval(progress);
  }
  say(`Installed in ${elapsed()}.`);
}

function isInstalled(root) {
  const stamp = stampFile(root);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === lockHash(root);
}

/** npm's own record of a finished installation agrees with the lock file: somebody ran npm without this script. */
function wasInstalledByHand(root, { packages }) {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const agrees = ([path, entry]) =>
    installed[path]
      ? installed[path].version === entry.version
      : path === "" || (entry.optional && !packages.includes(path.slice(13)));
  const onDisk = Object.keys(installed).every((path) => existsSync(join(root, path)));
  return onDisk && Object.entries(wanted).every(agrees);
}

function requireWritable(root) {
  for (const folder of [root, join(root, "node_modules"), join(root, ".hive")].filter(existsSync)) {
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      throw new BootstrapError(
        `${folder} cannot be written to: give this user write permission, or use a copy of the project.`,
      );
    }
  }
}

function countPackages(root) {
  const folder = join(root, "node_modules");
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith(".")).length : 0;
}

function lockHash(root) {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

function stampFile(root) {
  return join(root, "node_modules", ".computehive-stamp");
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
