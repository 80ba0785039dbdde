/**
 * Changes escrow, market and staking a little, one place at a time, and runs the promises over each change; what they do not notice goes
 * to the unit tests. Prints every survivor and the share killed. Slow: a mutant takes a compilation, some twenty seconds.
 *
 *   node scripts/mutate.ts                    all mutants
 *   node scripts/mutate.ts --sample 40        every n-th, so that about 40 are tried
 *   node scripts/mutate.ts --promises-only    without the unit tests
 */
import { parseArgs } from "node:util";
import { type Mutant, mutantsOf } from "./falsify/mutants.ts";
import { createWorkbench, type TestRun, type Workbench } from "./falsify/workbench.ts";

const files = [
  "contracts/escrow/AccountSlot.sol",
  "contracts/escrow/ChannelSlot.sol",
  "contracts/escrow/Channels.sol",
  "contracts/escrow/Consent.sol",
  "contracts/escrow/Deposits.sol",
  "contracts/escrow/Ledger.sol",
  "contracts/escrow/Operators.sol",
  "contracts/escrow/PackedVouchers.sol",
  "contracts/escrow/Redemptions.sol",
  "contracts/escrow/Sessions.sol",
  "contracts/escrow/Withdrawals.sol",
  "contracts/staking/Nodes.sol",
  "contracts/staking/Staking.sol",
  "contracts/market/Claims.sol",
  "contracts/market/Disputes.sol",
  "contracts/market/JobSlot.sol",
  "contracts/market/JobStore.sol",
  "contracts/market/Orders.sol",
  "contracts/market/Settlements.sol",
  "contracts/market/OrderRules.sol",
  "contracts/market/Price.sol",
  "contracts/types/Signers.sol",
];
const everything: TestRun = { contracts: ".", tests: ".", runs: 6, depth: 64 };

const { values } = parseArgs({ options: { sample: { type: "string" }, "promises-only": { type: "boolean" } } });

const promises = await createWorkbench({ tests: ["test/contracts/invariants", "test/contracts/support"] });
const units = values["promises-only"] ? undefined : await createWorkbench({ tests: ["test/contracts"] });
try {
  for (const bench of [promises, units]) {
    const failure = await bench?.baseline(everything);
    if (failure !== undefined) throw new Error(`The tests fail without a mutant:\n${failure}`);
  }

  const all = (await Promise.all(files.map(async (file) => mutantsOf(file, await promises.read(file))))).flat();
  const step = values.sample === undefined ? 1 : Math.max(1, Math.floor(all.length / Number(values.sample)));
  const chosen = all.filter((_mutant, index) => index % step === 0);
  const count = { killed: 0, survived: 0, broken: 0 };
  for (const mutant of chosen) {
    const result = await judge(mutant, promises, units);
    count[result] += 1;
    console.log(`${result.padEnd(9)} ${mutant.file}:${mutant.line}  ${mutant.before}  →  ${mutant.after}`);
  }
  const tried = count.killed + count.survived;
  console.log(`${all.length} mutants, ${chosen.length} tried, ${count.broken} did not compile.`);
  console.log(`${count.killed} of ${tried} killed (${((100 * count.killed) / tried).toFixed(1)} %).`);
} finally {
  await promises.close();
  await units?.close();
}

async function judge(mutant: Mutant, first: Workbench, second: Workbench | undefined) {
  const result = await first.try(mutant.file, mutant.source, everything);
  return result === "survived" && second ? await second.try(mutant.file, mutant.source, everything) : result;
}
