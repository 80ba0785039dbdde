import type { RandomnessParameters } from "@computehive/protocol/parameters";
import { type Address, type Hex, isAddress, isHex } from "viem";

const RANDOMNESS_FORMS = ["header", "commit-reveal"] as const satisfies readonly RandomnessParameters["form"][];
export type RandomnessForm = (typeof RANDOMNESS_FORMS)[number];

export interface DeployEnv {
  readonly rpcUrl: string;
  readonly privateKey: Hex;
  readonly arbiter: Address | undefined;
  readonly token: Address | undefined;
  readonly randomness: RandomnessForm | undefined;
  readonly release: string | undefined;
  readonly folder: string;
}

/** What a deployment from the command line is told; keys never come as arguments. */
export function readDeployEnv(environment: NodeJS.ProcessEnv = process.env): DeployEnv {
  const {
    HIVE_RPC_URL = "http://127.0.0.1:8545",
    HIVE_DEPLOYER_KEY,
    HIVE_ARBITER,
    HIVE_TOKEN,
    HIVE_RANDOMNESS,
    HIVE_RELEASE,
    HIVE_DEPLOYMENTS = "deployments",
  } = environment;
  if (!isHex(HIVE_DEPLOYER_KEY) || HIVE_DEPLOYER_KEY.length !== 66) {
    throw new Error("HIVE_DEPLOYER_KEY must hold the deployer's private key: 0x and 64 hexadecimal digits.");
  }
  return {
    rpcUrl: HIVE_RPC_URL,
    privateKey: HIVE_DEPLOYER_KEY,
    arbiter: optionalAddress("HIVE_ARBITER", HIVE_ARBITER),
    token: optionalAddress("HIVE_TOKEN", HIVE_TOKEN),
    randomness: optionalForm(HIVE_RANDOMNESS),
    release: optionalRelease(HIVE_RELEASE),
    folder: HIVE_DEPLOYMENTS,
  };
}

function optionalForm(value: string | undefined): RandomnessForm | undefined {
  if (value === undefined || value === "") return undefined;
  const form = RANDOMNESS_FORMS.find((known) => known === value);
  if (!form) throw new Error(`HIVE_RANDOMNESS must be one of: ${RANDOMNESS_FORMS.join(", ")}.`);
  return form;
}

/** Whoever looks for a deployment types it: it must be short and plain. */
function optionalRelease(value: string | undefined): string | undefined {
  if (value === undefined || value === "") return undefined;
  if (!/^[a-z0-9.-]{1,32}$/.test(value)) {
    throw new Error("HIVE_RELEASE must be 1 to 32 characters: small letters, digits, dots and dashes.");
  }
  return value;
}

function optionalAddress(name: string, value: string | undefined): Address | undefined {
  if (value === undefined || value === "") return undefined;
  if (!isAddress(value)) throw new Error(`${name} must be an address: 0x and 40 hexadecimal digits.`);
  return value;
}
