/**
 * Writes what other languages must know of the contracts: ABIs and EIP-712 types for TypeScript, creation bytecode for deployments.
 * Usage: codegen [--check]. With --check nothing is written, and a stale file fails.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Abi } from "viem";
import { type TypedDataTypes, typedDataOf } from "./codegen/typed-data.ts";

/** The contracts that make up the public surface, by their path below contracts/. Anything else stays private to Solidity. */
const CONTRACTS = [
  { path: "escrow", name: "Escrow", file: "escrow-abi", constant: "escrowAbi" },
  { path: "escrow", name: "EscrowStatements", file: "escrow-statements-abi", constant: "escrowStatementsAbi" },
  { path: "staking", name: "Staking", file: "staking-abi", constant: "stakingAbi" },
  { path: "market", name: "JobMarket", file: "job-market-abi", constant: "jobMarketAbi" },
  { path: "market", name: "OfferBook", file: "offer-book-abi", constant: "offerBookAbi" },
  { path: "market", name: "MarketStatements", file: "market-statements-abi", constant: "marketStatementsAbi" },
  { path: "market/replicas", name: "ReplicaMarket", file: "replica-market-abi", constant: "replicaMarketAbi" },
  { path: "receipts", name: "Receipts", file: "receipts-abi", constant: "receiptsAbi" },
  { path: "receipts", name: "ReceiptToken", file: "receipt-token-abi", constant: "receiptTokenAbi" },
  { path: "attestation", name: "Attestations", file: "attestations-abi", constant: "attestationsAbi" },
  { path: "attestation", name: "AttesterPolicies", file: "attester-policies-abi", constant: "attesterPoliciesAbi" },
  { path: "attestation", name: "AttesterPolicy", file: "attester-policy-abi", constant: "attesterPolicyAbi" },
  { path: "disputes", name: "Arbiter", file: "arbiter-abi", constant: "arbiterAbi" },
  { path: "disputes", name: "ReplicaArbiter", file: "replica-arbiter-abi", constant: "replicaArbiterAbi" },
  { path: "disputes/jury", name: "Jury", file: "jury-abi", constant: "juryAbi" },
  {
    path: "disputes/randomness",
    name: "HeaderRandomness",
    file: "header-randomness-abi",
    constant: "headerRandomnessAbi",
  },
  {
    path: "disputes/randomness",
    name: "CommitRevealRandomness",
    file: "commit-reveal-randomness-abi",
    constant: "commitRevealRandomnessAbi",
  },
  { path: "deployment", name: "Create3Factory", file: "create3-factory-abi", constant: "create3FactoryAbi" },
  { path: "adapters/erc8004", name: "NodeIdentities", file: "node-identities-abi", constant: "nodeIdentitiesAbi" },
  { path: "adapters/erc8004", name: "NodeReputation", file: "node-reputation-abi", constant: "nodeReputationAbi" },
  { path: "adapters/erc8183", name: "AgenticCommerce", file: "agentic-commerce-abi", constant: "agenticCommerceAbi" },
  { path: "adapters/erc8183", name: "WindowEvaluator", file: "window-evaluator-abi", constant: "windowEvaluatorAbi" },
  { path: "adapters/x402", name: "BatchSettlement", file: "batch-settlement-abi", constant: "batchSettlementAbi" },
  { path: "testing", name: "TestDollar", file: "test-dollar-abi", constant: "testDollarAbi" },
] as const;

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const GENERATED = "packages/protocol/src/generated";
const HEADER = "// Written by `npm run codegen` from the contracts. Do not edit.\n";

interface Artifact {
  abi: Abi;
  bytecode: { object: `0x${string}`; linkReferences: Record<string, unknown> };
  deployedBytecode: {
    object: `0x${string}`;
    immutableReferences?: Record<string, { start: number; length: number }[]>;
  };
}

const check = process.argv.includes("--check");
const stale = writeAll(filesOf(build()), { check });
for (const path of stale) console.log(check ? `stale: ${path}` : `wrote ${path}`);
if (stale.length === 0) console.log("codegen: everything is up to date");
else if (check) {
  console.error("codegen: run `npm run codegen` and commit what it writes.");
  process.exitCode = 1;
}

function build(): Map<string, Artifact> {
  const units = CONTRACTS.map(({ path, name }) => ({ name, path, unit: unitOf(path, name) }));
  const sources = units.map(({ path, unit }) => `contracts/${path}/${unit}.sol`);
  execFileSync("forge", ["build", "--quiet", ...sources], { cwd: ROOT, stdio: "inherit" });
  return new Map(
    units.map(({ name, unit }) => {
      const file = join(ROOT, "forge-out", `${unit}.sol`, `${unit}.json`);
      return [name, JSON.parse(readFileSync(file, "utf8")) as Artifact];
    }),
  );
}

/** A contract that is declared but not implemented yet lends its interface. */
function unitOf(path: string, name: string): string {
  return existsSync(join(ROOT, "contracts", path, `${name}.sol`)) ? name : `I${name}`;
}

function filesOf(artifacts: Map<string, Artifact>): Map<string, string> {
  const files = new Map<string, string>();
  for (const { name, file, constant } of CONTRACTS) {
    const { abi } = artifacts.get(name)!;
    files.set(
      `${GENERATED}/${file}.ts`,
      `${HEADER}export const ${constant} = ${listing(abi.map(withoutInternalTypes))} as const;\n`,
    );
  }
  // A struct and the one nested in it may be hashed by different contracts.
  const types = typedDataOf([...artifacts.values()].flatMap(({ abi }) => abi));
  files.set(`${GENERATED}/typed-data.ts`, `${HEADER}${typedDataSource(types)}`);
  files.set("deployments/artifacts.json", `${JSON.stringify(deployables(artifacts), null, 1)}\n`);
  return files;
}

/** What a deployment needs: the creation code, and the code on chain with the places that constructors fill. */
function deployables(artifacts: Map<string, Artifact>): Record<string, unknown> {
  return Object.fromEntries(
    [...artifacts]
      .filter(([, { bytecode }]) => bytecode.object !== "0x")
      .map(([name, { bytecode, deployedBytecode }]) => {
        if (Object.keys(bytecode.linkReferences).length > 0)
          throw new Error(`${name} needs linking; libraries must be internal.`);
        const immutables = Object.values(deployedBytecode.immutableReferences ?? {}).flat();
        immutables.sort((a, b) => a.start - b.start);
        return [name, { bytecode: bytecode.object, deployedBytecode: deployedBytecode.object, immutables }];
      }),
  );
}

function typedDataSource(types: TypedDataTypes): string {
  const constants = Object.keys(types)
    .sort()
    .map((name) => `export const ${lowerFirst(name)}Fields = ${listing(types[name]!)} as const;\n`);
  return constants.join("\n");
}

/** One entry a line: short files, readable differences. */
function listing(entries: readonly unknown[]): string {
  return `[\n${entries.map((entry) => `  ${JSON.stringify(entry)},\n`).join("")}]`;
}

/** The compiler's own type names are of no use to a client and would make every file twice as long. */
function withoutInternalTypes(item: Abi[number]): unknown {
  return JSON.parse(JSON.stringify(item, (key, value: unknown) => (key === "internalType" ? undefined : value)));
}

function lowerFirst(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1);
}

/** Writes the files that differ and returns their paths; with `check` it only returns them. */
function writeAll(files: Map<string, string>, options: { check: boolean }): string[] {
  const differing = [...files].filter(([path, text]) => {
    const file = join(ROOT, path);
    return !existsSync(file) || readFileSync(file, "utf8") !== text;
  });
  for (const [path, text] of options.check ? [] : differing) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
  return differing.map(([path]) => path);
}
