import { type Hex, keccak256, type PublicClient, toRlp, trim } from "viem";

/** A header as the chain's RPC says it: every value in hexadecimal digits. */
export type RpcHeader = Readonly<Record<string, Hex | undefined>> & { readonly hash: Hex };

/** In the order of the header's RLP; forks append at the end. Numbers lose leading zeros, everything else keeps its length. */
const FIELDS = [
  { name: "parentHash" },
  { name: "sha3Uncles" },
  { name: "miner" },
  { name: "stateRoot" },
  { name: "transactionsRoot" },
  { name: "receiptsRoot" },
  { name: "logsBloom" },
  { name: "difficulty", isNumber: true },
  { name: "number", isNumber: true },
  { name: "gasLimit", isNumber: true },
  { name: "gasUsed", isNumber: true },
  { name: "timestamp", isNumber: true },
  { name: "extraData" },
  { name: "mixHash" },
  { name: "nonce" },
  { name: "baseFeePerGas", isNumber: true },
  { name: "withdrawalsRoot" },
  { name: "blobGasUsed", isNumber: true },
  { name: "excessBlobGas", isNumber: true },
  { name: "parentBeaconBlockRoot" },
  { name: "requestsHash" },
  { name: "blockAccessListHash" },
] as const satisfies readonly { name: string; isNumber?: true }[];

/** The header of a block that is there. */
export async function readHeader(publicClient: PublicClient, number: bigint): Promise<RpcHeader> {
  const block = await publicClient.request({
    method: "eth_getBlockByNumber",
    params: [`0x${number.toString(16)}`, false],
  });
  return block as unknown as RpcHeader;
}

/**
 * The header's RLP, which HeaderRandomness takes; nothing if it does not hash to the block's hash, as where a chain's headers
 * have other fields.
 */
export function encodeHeader(header: RpcHeader): Hex | undefined {
  const encoded = rlpOf(header);
  return keccak256(encoded) === header.hash ? encoded : undefined;
}

/** The RLP of the fields that are known, whatever the header's hash is. */
export function rlpOf(header: Readonly<Record<string, Hex | undefined>>): Hex {
  const values: Hex[] = [];
  for (const { name, ...kind } of FIELDS) {
    const value = header[name];
    // A fork's fields come all or not at all, so that the first one missing is the end.
    if (value === undefined) break;
    values.push("isNumber" in kind ? withoutZeros(value) : value);
  }
  return toRlp(values);
}

function withoutZeros(number: Hex): Hex {
  return BigInt(number) === 0n ? "0x" : trim(number.length % 2 === 0 ? number : `0x0${number.slice(2)}`);
}
