import { create3FactoryAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import {
  type Address,
  concatHex,
  encodeAbiParameters,
  getContractAddress,
  type Hex,
  keccak256,
  type PublicClient,
  stringToHex,
  zeroHash,
} from "viem";
import { type Artifacts, isCodeOf } from "./artifacts.ts";
import { CREATE2_PROXY, ensureCreate2Proxy } from "./create2-proxy.ts";
import type { Send } from "./sender.ts";

/** Of the proxy that CREATE3 deploys by CREATE2, and which deploys the contract as its first. */
const CREATE3_PROXY_HASH: Hex = "0x57a34f6e879358dd76825d6700df87013ad6a3fb43c0d0c602f70a8772c153bd";

/** Where the factory is on every chain: it follows from its code alone. */
export function factoryAddress({ Create3Factory }: Artifacts): Address {
  const { bytecode } = Create3Factory;
  return getContractAddress({ opcode: "CREATE2", from: CREATE2_PROXY, salt: zeroHash, bytecode });
}

export function saltOf(release: string, place: string): Hex {
  return keccak256(stringToHex(`computehive/${release}/${place}`));
}

/** What the factory's `addressOf` says. */
export function addressFromFactory({
  artifacts,
  deployer,
  salt,
}: {
  artifacts: Artifacts;
  deployer: Address;
  salt: Hex;
}): Address {
  const guarded = keccak256(encodeAbiParameters([{ type: "address" }, { type: "bytes32" }], [deployer, salt]));
  const from = factoryAddress(artifacts);
  const proxy = getContractAddress({ opcode: "CREATE2", from, salt: guarded, bytecodeHash: CREATE3_PROXY_HASH });
  return getContractAddress({ from: proxy, nonce: 1n });
}

/**
 * Makes sure that the chain has the factory. Anybody may have deployed it: its address tells its code.
 *
 * @throws Create2ProxyError, FactoryError
 */
export async function ensureFactory(
  publicClient: PublicClient,
  artifacts: Artifacts,
  send: Send,
): Promise<{ isNew: boolean }> {
  if (await hasFactory(publicClient, artifacts)) return { isNew: false };
  await ensureCreate2Proxy(publicClient, send);
  await send({ to: CREATE2_PROXY, data: concatHex([zeroHash, artifacts.Create3Factory.bytecode]) });
  if (await hasFactory(publicClient, artifacts)) return { isNew: true };
  throw new FactoryError({ address: factoryAddress(artifacts), found: "no code" });
}

/** @throws FactoryError where something else lies there. */
export async function hasFactory(publicClient: PublicClient, artifacts: Artifacts): Promise<boolean> {
  const address = factoryAddress(artifacts);
  const code = await publicClient.getCode({ address });
  if (code && !isCodeOf(code, artifacts.Create3Factory)) throw new FactoryError({ address, found: "other code" });
  return code !== undefined;
}

/** The hash of the creation code and arguments that made `address`; zero where the factory did not. */
export function initCodeHashOf(publicClient: PublicClient, factory: Address, address: Address): Promise<Hex> {
  return publicClient.readContract({
    address: factory,
    abi: create3FactoryAbi,
    functionName: "initCodeHashOf",
    args: [address],
  });
}

export class FactoryError extends ComputeHiveError {
  override readonly name = "FactoryError";
  constructor({ address, found }: { address: Address; found: string }) {
    super("The factory of this chain is not the one that other chains have: addresses mean nothing here.", {
      metaMessages: [`At ${address}: ${found}`],
    });
  }
}
