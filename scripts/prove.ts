/**
 * Proves the assertions of test/contracts/proofs for every value: the functions are compiled as they are deployed, run on unknown
 * words, and z3 is asked whether any assertion can fail.
 *
 *   node scripts/prove.ts           all proofs
 *   node scripts/prove.ts --faults  plants the faults of prove/faults.ts, one after the other: its proof must not go through
 */
import { readFileSync } from "node:fs";
import { plant } from "./falsify/plant.ts";
import { proofFaults } from "./prove/faults.ts";
import { type Proof, proofsOf, requireSolver } from "./prove/prover.ts";

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
  const unproved = new Set(proofsOf().map(({ name }) => name));
  let survivors = 0;
  for (const fault of proofFaults) {
    const proofs = proofsOf({ [fault.file]: plant(fault, readFileSync(fault.file, "utf8")) });
    const refuted = nameOf(proofs, fault.promise).refute() !== undefined;
    console.log(`${refuted ? "refuted " : "survived"} ${fault.promise}: ${fault.fault}`);
    if (!refuted) survivors += 1;
    unproved.delete(fault.promise);
  }
  for (const name of unproved) console.log(`without a fault: ${name}`);
  return survivors + unproved.size;
}

function nameOf(proofs: readonly Proof[], name: string): Proof {
  const proof = proofs.find((candidate) => candidate.name === name);
  if (!proof) throw new Error(`There is no proof ${name}.`);
  return proof;
}
