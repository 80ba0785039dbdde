/**
 * Plants faults of falsify/bugs.ts into escrow, market and staking, and expects the model's random traces (packages/sdk/test/model) to
 * differ from each. Prints where; ends with 1 if a fault was not noticed.
 *
 *   node scripts/falsify-model.ts            all that the model should notice
 *   node scripts/falsify-model.ts MKT-4 STK  those whose promise starts so
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bugs } from "./falsify/bugs.ts";
import { createCompiler } from "./falsify/compiler.ts";
import { plant } from "./falsify/plant.ts";
import { runCommand } from "./suite/run-command.ts";

const root = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2);
/** Promises about what the model has, too: money, states, clocks, stake. */
const modelled = /^(ESC-[34]|MKT-([256789]|12)|DSP-[12]|STK-[234])$/;
const chosen = bugs.filter(({ promise, file }) => {
  if (!modelled.test(promise) || !/^contracts\/(escrow|market|staking)\/[^/]+$/.test(file)) return false;
  return wanted.length === 0 || wanted.some((id) => promise.startsWith(id));
});
const targets = {
  escrow: { path: "contracts/escrow/Escrow.sol", contract: "Escrow" },
  market: { path: "contracts/market/JobMarket.sol", contract: "JobMarket" },
  staking: { path: "contracts/staking/Staking.sol", contract: "Staking" },
} as const;
/** As deployed: see foundry.toml. */
const settings = {
  remappings: ["@openzeppelin/contracts/=node_modules/@openzeppelin/contracts/"],
  optimizer: { enabled: true, runs: 200 },
  viaIR: true,
  evmVersion: "osaka",
  metadata: { bytecodeHash: "none", appendCBOR: false },
};

const folder = await mkdtemp(join(tmpdir(), "hive-model-"));
const compiler = createCompiler(root);
try {
  const artifacts = JSON.parse(await readFile(join(root, "deployments/artifacts.json"), "utf8")) as Record<
    string,
    object
  >;
  let unnoticed = 0;
  for (const bug of chosen) {
    const target = targets[bug.file.split("/")[1] as keyof typeof targets];
    const source = plant(bug, await readFile(join(root, bug.file), "utf8"));
    const answer = await compiler.compile({ file: bug.file, source, targets: [target], settings });
    if ("error" in answer) throw new Error(answer.error);
    const { creation, deployed, immutables } = answer.codes[0]!;
    const changed = { bytecode: creation, deployedBytecode: deployed, immutables };
    const place = join(folder, "artifacts.json");
    await writeFile(place, JSON.stringify({ ...artifacts, [target.contract]: changed }));
    const said = await play(place);
    if (said === undefined) unnoticed += 1;
    console.log(`${bug.promise.padEnd(7)} ${said === undefined ? "survived" : "killed  "}  ${bug.fault}`);
    if (said !== undefined) console.log(said);
  }
  console.log(`${chosen.length - unnoticed} of ${chosen.length} faults were noticed by the model.`);
  if (unnoticed > 0) process.exitCode = 1;
} finally {
  await compiler.close();
  await rm(folder, { recursive: true });
}

/** What the model says of contracts with the fault; nothing if it does not notice. */
async function play(artifacts: string): Promise<string | undefined> {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--project", "unit", "packages/sdk/test/model"];
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, args, {
    root,
    signal: new AbortController().signal,
    env: { HIVE_TEST_ARTIFACTS: artifacts, NO_COLOR: "1" },
  });
  if (exitCode === 0) return undefined;
  const said = /DifferenceError: (.*\n.*\n.*)/.exec(`${stdout}${stderr}`)?.[1];
  if (said === undefined) throw new Error(`The model did not play:\n${stdout}${stderr}`);
  return said.replace(/^/gm, "          ").slice(0, 600);
}
