/** States of a channel as the indexer's tables name them; a channel that was never opened has no row. */
export const INDEXED_CHANNEL_STATES = ["open", "closing", "closed"] as const;

export type IndexedChannelState = (typeof INDEXED_CHANNEL_STATES)[number];
