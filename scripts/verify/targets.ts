import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Deployment } from "@computehive/protocol/contracts";
import type { Artifacts, ContractName } from "@computehive/sdk/deployment/artifacts";
import { contractsOf, creationCodesOf } from "@computehive/sdk/deployment/deployed-contracts";
import { type Address, encodeAbiParameters, getContractAddress, type Hex } from "viem";

const ROOT = join(import.meta.dirname, "../..");

/** A contract whose source an explorer is told. */
export interface Target {
  readonly name: string;
  readonly address: Address;
  /** `path:Name`, as the compiler calls it. */
  readonly contract: string;
  readonly constructorArguments: Hex;
}

/** Every contract that a deployment put on its chain: with the factory, and with what constructors deployed. */
export function targetsOf(deployment: Deployment, artifacts: Artifacts): readonly Target[] {
  const { contracts, origin } = deployment;
  const sources = readSources();
  const target = (name: string, address: Address, constructorArguments: Hex = "0x"): Target => {
    const path = sources.get(name);
    if (!path) throw new Error(`There is no contracts/**/${name}.sol.`);
    return { name, address, contract: `${path}:${name}`, constructorArguments };
  };
  const codes = creationCodesOf(deployment, artifacts);
  const argumentsOf = (name: ContractName): Hex => `0x${codes[name].slice(artifacts[name].bytecode.length)}`;
  const firstOf = (from: Address) => getContractAddress({ from, nonce: 1n });
  return [
    ...(origin ? [target("Create3Factory", origin.factory)] : []),
    ...contractsOf(deployment).map(([name, address]) => target(name, address, argumentsOf(name))),
    target(
      "AttesterPolicy",
      firstOf(contracts.attesterPolicies),
      encodeAbiParameters([{ type: "address" }], [contracts.attestations]),
    ),
    // Each deploys its own (contracts/types/Signers.sol).
    target("AccountPreparer", firstOf(contracts.escrow)),
    target("AccountPreparer", firstOf(contracts.market)),
  ];
}

/** The path of each contract by its name, from the repository's root. */
function readSources(): ReadonlyMap<string, string> {
  const files = readdirSync(join(ROOT, "contracts"), { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => file.endsWith(".sol"));
  return new Map(sources.map((file) => [basename(file, ".sol"), join("contracts", file)]));
}
