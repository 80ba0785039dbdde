/**
 * Proves the assertions of test/contracts/proofs for every value: the functions are compiled as they are deployed, run on unknown
 * words, and z3 is asked whether any assertion can fail.
 *
 *   node scripts/prove.ts           all proofs
 *   node scripts/prove.ts --faults  plants the faults of prove/faults.ts, one after the other, each of which refutes its proofs
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plant } from "./falsify/plant.ts";
import { proofFaults } from "./prove/faults.ts";
import { proofsOf, requireSolver } from "./prove/prover.ts";

const ROOT = join(import.meta.dirname, "..");

requireSolver();
const missed = process.argv.includes("--faults") ? falsifyAll() : proveAll();
if (missed > 0) process.exitCode = 1;

function proveAll(): number {
  const started = performance.now();
  const open = proofsOf().filter((proof) => {
    const from = performance.now();
    const refutation = proof.refute();
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    console.log(refutation ? `OPEN   ${proof.name}: ${refutation}` : `proved ${proof.name} (${seconds} s)`);
    return refutation !== undefined;
  });
  console.log(`In ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  return open.length;
}

function falsifyAll(): number {
  const untried = new Set(proofsOf().map(({ name }) => name));
  let survivors = 0;
  for (const { fault, file, find, put, refutes } of proofFaults) {
    const source = plant(
      { promise: "a proof", fault, file, edits: [{ find, put }] },
      readFileSync(join(ROOT, file), "utf8"),
    );
    const proofs = proofsOf({ [file]: source }).filter(({ name }) => refutes.includes(name));
    for (const proof of proofs) {
      const refutation = proof.refute();
      console.log(`${refutation ? "refuted " : "survived"} ${proof.name}: ${fault} (${refutation ?? "proved"})`);
      if (!refutation) survivors += 1;
      untried.delete(proof.name);
    }
  }
  for (const name of untried) console.log(`untried  ${name}`);
  return survivors + untried.size;
}
