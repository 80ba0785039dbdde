import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { bigintSchema, hex32Schema } from "@computehive/protocol/hex";
import type { ChannelPlace, Promised, VoucherStore } from "@computehive/sdk/channels/voucher-store";
import { z } from "zod";
import { toJson } from "../terminal/json.ts";
import { UsageError } from "../usage-error.ts";

const promisedSchema = z.strictObject({ cumulative: bigintSchema(96), receiptsRoot: hex32Schema });

/**
 * What was promised on channels from this machine: a folder for each channel, and in it a file named by each sum. The greatest counts,
 * so that two processes at once cannot lower it; lesser ones are cleared away.
 */
export function createVoucherFolder(folder: string): VoucherStore {
  const placeOf = ({ chainId, escrow, channelId }: ChannelPlace): string =>
    join(folder, `${chainId}-${escrow}-${channelId}`.toLowerCase());
  return {
    async last(place) {
      return kept(folder, () => {
        const [greatest] = sumsIn(placeOf(place));
        if (greatest === undefined) return undefined;
        return promisedSchema.parse(JSON.parse(readFileSync(join(placeOf(place), fileOf(greatest)), "utf8")));
      });
    },
    async record(place, promised) {
      kept(folder, () => {
        mkdirSync(placeOf(place), { recursive: true, mode: 0o700 });
        writeDurably(placeOf(place), promised);
        const lesser = sumsIn(placeOf(place)).filter((sum) => sum < promised.cumulative);
        for (const sum of lesser) rmSync(join(placeOf(place), fileOf(sum)), { force: true });
      });
    },
  };
}

const FILE = /^(\d{1,29})\.json$/;

function fileOf(sum: bigint): string {
  return `${sum}.json`;
}

/** From the greatest down. */
function sumsIn(place: string): bigint[] {
  const sums = namesIn(place).flatMap((name) => FILE.exec(name)?.[1] ?? []);
  return sums.map(BigInt).sort((one, other) => (one < other ? 1 : -1));
}

function namesIn(place: string): string[] {
  try {
    return readdirSync(place);
  } catch (error) {
    if (isFault(error, "ENOENT")) return [];
    throw error;
  }
}

/** The whole file and its name, or neither, however the process or the machine ends. */
function writeDurably(place: string, { cumulative, receiptsRoot }: Promised): void {
  const draft = join(place, `${crypto.randomUUID()}.draft`);
  writeFileSync(draft, `${toJson({ cumulative, receiptsRoot })}\n`, { mode: 0o600, flag: "wx", flush: true });
  try {
    // Unlike a renaming, this never replaces what is there: of two promises of one sum the first one stays.
    linkSync(draft, join(place, fileOf(cumulative)));
  } catch (error) {
    if (!isFault(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  for (const parent of [place, dirname(place), dirname(dirname(place))]) flush(parent);
}

function flush(folder: string): void {
  const open = openSync(folder, "r");
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

function kept<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new UsageError("What was promised on channels cannot be kept here, so nothing is signed.", {
      field: "HIVE_VOUCHERS",
      rule: "a folder that can be read and written, with nothing in it that was changed by hand",
      given: folder,
      cause,
    });
  }
}

function isFault(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
