import { randomInt } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { type Anvil, AnvilStartError, type Genesis, startAnvil } from "./anvil.ts";
import { type ChainRecord, writeChainRecord } from "./chain-record.ts";
import { createRpc } from "./rpc.ts";
import type { SavedState, StateStore } from "./state-store.ts";

/** One dump more a second for each of these would keep a core busy: larger states are dumped less often. */
const BYTES_PER_INTERVAL_SECOND = 150_000_000;
const GWEI = 1_000_000_000;
const GENESIS_VARIANTS = 1 << 24;

/**
 * How the chain came up. `recovered`: it was not stopped cleanly, its newest blocks may be missing. `replaced`: no state
 * could be read, another chain begins; whatever was derived from the old one is void.
 */
export type Beginning = "new" | "continued" | "recovered" | "replaced";

export interface BootOptions {
  readonly store: StateStore;
  readonly recordFile: string;
  readonly record: ChainRecord | undefined;
  readonly port: number;
  readonly chainId: number;
  readonly blockTimeSeconds: number;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface Booted {
  readonly anvil: Anvil;
  readonly record: ChainRecord;
  readonly beginning: Beginning;
  /** Seconds before the end of the last run whose blocks may be missing. */
  readonly possibleLossSeconds: number;
  readonly dumpIntervalSeconds: number;
}

/** Starts anvil from the newest state that can be read, else a new chain. */
export async function boot(options: BootOptions): Promise<Booted> {
  const lastSign = options.store.newestWrite();
  for await (const state of options.store.readable()) {
    const booted = await bootFrom(state, lastSign ?? state.savedAt, options);
    if (booted) return booted;
  }
  return bootNew(options, lastSign !== undefined);
}

async function bootFrom(state: SavedState, lastSign: number, options: BootOptions): Promise<Booted | undefined> {
  const { store, record, log } = options;
  const dumpIntervalSeconds = intervalFor(state.bytes);
  const genesis = record?.genesis ?? newGenesis();
  // anvil writes to the live file as soon as it runs: what it starts from must have another name by then.
  const adopted = store.keepAside(state);
  try {
    const anvil = await startAnvil(
      anvilOptions(options, { dumpIntervalSeconds, genesis, loadFile: adopted.file }),
      options.signal,
    );
    const loss = describeLoss(adopted, lastSign, dumpIntervalSeconds, record);
    const renewed = await renewRecord(options, genesis);
    const replaced = record !== undefined && record.genesisHash !== renewed.genesisHash;
    return { anvil, dumpIntervalSeconds, ...loss, ...(replaced ? { beginning: "replaced" } : {}), record: renewed };
  } catch (error) {
    if (!(error instanceof AnvilStartError) || error.failure !== "state-refused") throw error;
    log(`The chain's state ${adopted.file} was refused; trying the one before. ${error.metaMessages.join(" ")}`);
    return undefined;
  }
}

async function bootNew(options: BootOptions, hadStates: boolean): Promise<Booted> {
  if (hadStates)
    options.log(`No state of the chain could be read; a new chain begins. The old files: ${options.store.retireAll()}`);
  const genesis = newGenesis();
  const anvil = await startAnvil(anvilOptions(options, { dumpIntervalSeconds: 1, genesis }), options.signal);
  // The first periodic dump is a second away, and a chain that clients have seen must not be forgotten.
  await saveNow(options);
  const beginning = hadStates || options.record !== undefined ? "replaced" : "new";
  const record = await renewRecord(options, genesis);
  return { anvil, record, beginning, possibleLossSeconds: 0, dumpIntervalSeconds: 1 };
}

/** The base fee's last digits make two chains that begin in the same second differ. */
function newGenesis(): Genesis {
  return { timestamp: Math.floor(Date.now() / 1000), baseFee: GWEI + randomInt(GENESIS_VARIANTS) };
}

async function saveNow({ store, port }: BootOptions): Promise<void> {
  const dump = await createRpc(`http://127.0.0.1:${port}`)<string>("anvil_dumpState");
  store.save(gunzipSync(Buffer.from(dump.slice(2), "hex")));
}

function anvilOptions(
  { store, port, chainId, blockTimeSeconds }: BootOptions,
  rest: { dumpIntervalSeconds: number; genesis: Genesis; loadFile?: string },
) {
  return { port, chainId, blockTimeSeconds, dumpFile: store.liveFile, ...rest };
}

function intervalFor(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / BYTES_PER_INTERVAL_SECOND));
}

/** A dump is at most one interval old when it is written, and the next one may have been cut off before it was begun. */
function describeLoss(state: SavedState, lastSign: number, intervalSeconds: number, record: ChainRecord | undefined) {
  const { cleanStop } = record ?? {};
  const clean = cleanStop?.savedAt === state.savedAt && cleanStop.bytes === state.bytes;
  if (clean && lastSign <= state.savedAt) return { beginning: "continued", possibleLossSeconds: 0 } as const;
  const behind = Math.max(0, lastSign - state.savedAt) / 1000;
  return { beginning: "recovered", possibleLossSeconds: Math.ceil(behind + intervalSeconds + 1) } as const;
}

/** Written while the chain runs, so without the mark of a clean stop. */
async function renewRecord({ recordFile, chainId, port }: BootOptions, genesis: Genesis): Promise<ChainRecord> {
  const { hash } = await createRpc(`http://127.0.0.1:${port}`)<{ hash: string }>("eth_getBlockByNumber", [
    "0x0",
    false,
  ]);
  const record = { chainId, genesisHash: hash, genesis };
  writeChainRecord(recordFile, record);
  return record;
}
