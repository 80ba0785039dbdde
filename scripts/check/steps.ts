import { existsSync } from "node:fs";
import { join } from "node:path";
import { inspectFirstLoad } from "./first-load.ts";
import { checkInvariants } from "./invariants.ts";
import { checkLicences } from "./licences.ts";
import { checkLinks } from "./links.ts";
import { checkSolidityImports } from "./solidity-imports.ts";
import type { Step } from "./step.ts";
import { checkThreats } from "./threats.ts";

export const TYPESCRIPT_FOLDERS = [
  "packages",
  "gateway",
  "indexer",
  "agent",
  "cli",
  "scripts",
  "test",
  "bench",
  "programs",
  "web",
];

/** Everything `npm run check` looks at, the slow ones first, so that two at a time end together. */
export function checkSteps(root: string): Step[] {
  const script = (name: string, ...args: string[]): Step[] => {
    const file = join(root, "scripts", `${name}.ts`);
    return existsSync(file) ? [{ name, command: [process.execPath, file, ...args] }] : [];
  };
  const folders = TYPESCRIPT_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  return [
    // Remembers what it saw, so that a second look takes a fraction of the time.
    {
      name: "types",
      command: ["tsc", "-p", "tsconfig.json", "--incremental", "--tsBuildInfoFile", ".hive/types.tsbuildinfo"],
    },
    {
      name: "types of web",
      command: [
        "tsc",
        "-p",
        "web/tsconfig.json",
        "--incremental",
        "--tsBuildInfoFile",
        ".hive/types-of-web.tsbuildinfo",
      ],
    },
    {
      name: "types of indexer",
      command: [
        "tsc",
        "-p",
        "indexer/tsconfig.json",
        "--incremental",
        "--tsBuildInfoFile",
        ".hive/types-of-indexer.tsbuildinfo",
      ],
    },
    ...script("codegen", "--check"),
    { name: "format and lint", command: ["biome", "check", "--error-on-warnings", "--max-diagnostics=50", "."] },
    { name: "imports", command: ["depcruise", "--config", ".dependency-cruiser.cjs", ...folders] },
    { name: "dead code", command: ["knip", "--no-progress"] },
    { name: "licences", inspect: () => checkLicences(root) },
    {
      name: "solidity lint",
      command: ["solhint", "--disc", "--noPoster", "--max-warnings", "0", "contracts/**/*.sol"],
    },
    { name: "solidity format", command: ["forge", "fmt", "--check", "contracts", "test/contracts", "gas/floors"] },
    ...script("programs", "check"),
    ...script("state-tables", "--check"),
    { name: "solidity imports", inspect: () => checkSolidityImports(root) },
    { name: "invariants", inspect: () => checkInvariants(root) },
    { name: "threats", inspect: () => checkThreats(root) },
    { name: "first load", inspect: () => inspectFirstLoad(root) },
    { name: "links", inspect: () => checkLinks(root) },
  ];
}
