import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PERMIT2_ADDRESS } from "@computehive/protocol/wallet-funding";
import { type Address, type Hex, type TestClient, toFunctionSelector } from "viem";
import { getCode } from "viem/actions";

const ROOT = join(import.meta.dirname, "../../../..");

/** No package carries the code of Permit2: where it belongs, this puts the model of it that the contracts are tested against. */
export function putPermit2(testClient: TestClient): Promise<void> {
  const bytecode = compiledCode("test/contracts/support/Permit2.sol", "Permit2");
  return testClient.setCode({ address: PERMIT2_ADDRESS, bytecode });
}

/** A token at `address` that changes approvals only from and to nothing. */
export function putOldToken(testClient: TestClient, address: Address): Promise<void> {
  const bytecode = compiledCode("test/contracts/support/tokens/OldToken.sol", "OldToken");
  return testClient.setCode({ address, bytecode });
}

/** Takes EIP-3009 from a test dollar: under the names of its functions nobody finds them any more. */
export async function takeAuthorizations(testClient: TestClient, token: Address): Promise<void> {
  const code = (await getCode(testClient, { address: token })) ?? "0x";
  await testClient.setCode({ address: token, bytecode: AUTHORIZATION.reduce(withoutFunction, code) });
}

const AUTHORIZATION = [
  "function authorizationState(address,bytes32)",
  "function receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)",
  "function receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)",
];
const PUSH4 = "63";

/** The next number in a selector's place keeps the order in which a contract's dispatch searches. */
function withoutFunction(code: Hex, signature: string): Hex {
  const selector = toFunctionSelector(signature);
  const other = (Number(selector) + 1).toString(16).padStart(8, "0");
  const changed = code.replaceAll(PUSH4 + selector.slice(2), PUSH4 + other) as Hex;
  if (changed === code) throw new Error(`The token does not know ${signature}.`);
  return changed;
}

/** By the compiler alone: a test must not depend on what forge has built before. */
function compiledCode(file: string, contract: string): Hex {
  const input = {
    language: "Solidity",
    sources: { [file]: { urls: [file] } },
    settings: {
      remappings: ["@openzeppelin/contracts/=node_modules/@openzeppelin/contracts/"],
      outputSelection: { [file]: { [contract]: ["evm.deployedBytecode.object"] } },
    },
  };
  const solc = ["--stack-size=8000", "tools/solc", "--standard-json"];
  const options = { cwd: ROOT, input: JSON.stringify(input), encoding: "utf8", maxBuffer: 2 ** 26 } as const;
  const { stdout, stderr } = spawnSync(process.execPath, solc, options);
  const { contracts, errors } = JSON.parse(stdout) as CompilerOutput;
  const object = contracts?.[file]?.[contract]?.evm.deployedBytecode.object;
  if (!object) throw new Error(`${contract} does not compile: ${JSON.stringify(errors)} ${stderr}`);
  return `0x${object}`;
}

interface CompilerOutput {
  readonly errors?: readonly unknown[];
  readonly contracts?: Record<string, Record<string, { evm: { deployedBytecode: { object: string } } }>>;
}
