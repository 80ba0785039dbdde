import type { PushRows, VapidKeys } from "./push-rows.ts";

/** The gateway's pair of keys: made once, the same for all gateways on one store, and for ever (browsers subscribe with it). */
export function createVapidKeys({
  rows,
  newKeys,
}: {
  rows: PushRows;
  newKeys: () => VapidKeys;
}): () => Promise<VapidKeys> {
  let known: VapidKeys | undefined;
  return async () => {
    known ??= await rows.keys(newKeys());
    return known;
  };
}
