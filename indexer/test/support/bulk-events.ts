import { type Deployment, escrowAbi } from "@computehive/protocol/contracts";
import { type Address, concat, encodeFunctionData, type Hex, numberToHex, pad } from "viem";
import { createRpc, type Rpc } from "../../../scripts/chain/rpc.ts";
import { waitUntil } from "../../../scripts/support/wait-until.ts";

/** An account of the local chain that anvil signs for. */
const SENDER: Address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const LOOP: Address = "0x00000000000000000000000000000000000b47c4";
const EVENTS_PER_BLOCK = 500;
const GAS = 29_000_000;

/** memory = data[64:]; counter = data[32] */
const SET_UP = "36604090036040600037602035";
/** top: memory[4] = counter; call(gas, data[0], 0, memory, its size, 0, 0) */
const CALL = "5b80600452600060003660409003600060006000355af150";
/** counter -= 1 */
const COUNT = "6001900380";

/**
 * Calls the address in its first word so many times as its second says, with the rest as data, whose first argument it
 * replaces by a counter. By hand: no contract of the project makes hundreds of events at once.
 */
const LOOP_CODE: Hex = `0x${SET_UP}${CALL}${COUNT}60${(SET_UP.length / 2).toString(16).padStart(2, "0")}5700`;

/** Emits at least so many events of the escrow, five hundred in a block of their own. */
export async function emitEvents(url: string, deployment: Deployment, count: number): Promise<void> {
  const rpc = createRpc(url);
  await rpc("anvil_setCode", [LOOP, LOOP_CODE]);
  const { escrow, token } = deployment.contracts;
  for (let emitted = 0; emitted < count; emitted += EVENTS_PER_BLOCK) {
    const call = encodeFunctionData({
      abi: escrowAbi,
      functionName: "setOperator",
      args: [SENDER, token, BigInt(emitted + 1), 2 ** 40 - 1],
    });
    const data = concat([pad(escrow), numberToHex(EVENTS_PER_BLOCK, { size: 32 }), call]);
    const transaction = { from: SENDER, to: LOOP, gas: numberToHex(GAS), data };
    const hash = await rpc<Hex>("eth_sendTransaction", [transaction]);
    const came = await eventsOf(rpc, hash);
    if (came !== EVENTS_PER_BLOCK) throw new Error(`${came} events came of ${hash}.`);
  }
}

async function eventsOf(rpc: Rpc, hash: Hex): Promise<number> {
  let receipt: { readonly logs: readonly unknown[] } | null = null;
  const isMined = async () => {
    receipt = await rpc<typeof receipt>("eth_getTransactionReceipt", [hash]);
    return receipt !== null;
  };
  await waitUntil(isMined, { what: `Transaction ${hash} in a block` });
  return (receipt as { readonly logs: readonly unknown[] } | null)?.logs.length ?? 0;
}
