import { ComputeHiveError } from "@computehive/protocol/error";

export class StoreInUseError extends ComputeHiveError {
  override readonly name = "StoreInUseError";
  constructor({ place, seconds }: { place: string; seconds: number }) {
    super("Another indexer uses this place, and two would spoil it.", {
      metaMessages: [`Place:  ${place}`, `Waited: ${seconds} s`],
    });
  }
}
