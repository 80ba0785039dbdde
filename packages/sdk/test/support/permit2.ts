import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PERMIT2_ADDRESS } from "@computehive/protocol/wallet-funding";
import { type Address, concat, type Hex, parseEther, type TestClient, toFunctionSelector } from "viem";
import { getCode, sendTransactionSync } from "viem/actions";
import permit2 from "../../../../test/contracts/support/permit2.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "../../../..");
/** Anybody. */
const DEPLOYER: Address = "0x00000000000000000000000000000000DeaDBeef";

/** Permit2 itself, deployed as on any chain: other code than its own would not arrive at its address. */
export async function putPermit2(testClient: TestClient): Promise<void> {
  if (await getCode(testClient, { address: PERMIT2_ADDRESS })) return;
  await testClient.setBalance({ address: DEPLOYER, value: parseEther("1") });
  await testClient.impersonateAccount({ address: DEPLOYER });
  const data = concat([permit2.salt as Hex, permit2.creationCode as Hex]);
  await sendTransactionSync(testClient, {
    account: DEPLOYER,
    chain: null,
    to: permit2.proxy as Address,
    data,
    timeout: 30_000,
  });
  await testClient.stopImpersonatingAccount({ address: DEPLOYER });
  if (!(await getCode(testClient, { address: PERMIT2_ADDRESS }))) throw new Error("Permit2 did not arrive.");
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
