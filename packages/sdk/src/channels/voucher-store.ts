import type { Hex } from "viem";

/** A channel, where it counts: terms have the same id on every chain. */
export interface ChannelPlace {
  readonly chainId: number;
  readonly escrow: Hex;
  readonly channelId: Hex;
}

/** What a signer committed itself to: signed, or about to be. */
export interface Promised {
  readonly cumulative: bigint;
  readonly receiptsRoot: Hex;
}

/** What a signer promised on its channels, kept so that neither a kill nor another process makes it promise less. */
export interface VoucherStore {
  /** The greatest promise that was ever recorded for the channel. */
  last(place: ChannelPlace): Promise<Promised | undefined>;
  /**
   * Resolves once `promised` outlives the end of the process and of the machine. A lower promise never replaces a greater one, and
   * of two with the same sum the first one stays.
   */
  record(place: ChannelPlace, promised: Promised): Promise<void>;
}

/** For tests, and for programs that sign once. */
export function memoryVoucherStore(): VoucherStore {
  const promises = new Map<string, Promised>();
  const keyOf = ({ chainId, escrow, channelId }: ChannelPlace) => `${chainId}/${escrow}/${channelId}`.toLowerCase();
  return {
    async last(place) {
      return promises.get(keyOf(place));
    },
    async record(place, promised) {
      const held = promises.get(keyOf(place));
      if (!held || held.cumulative < promised.cumulative) promises.set(keyOf(place), promised);
    },
  };
}
