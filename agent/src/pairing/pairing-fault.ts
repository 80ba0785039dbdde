import { ComputeHiveError } from "@computehive/protocol/error";

/** Gateway or chain could not be asked. `isTransient`: it may work later. */
export class PairingFault extends ComputeHiveError {
  override readonly name = "PairingFault";
  readonly isTransient: boolean;
  constructor({ whom, isTransient, cause }: { whom: "gateway" | "chain"; isTransient: boolean; cause: unknown }) {
    super(isTransient ? `The ${whom} does not answer.` : `The ${whom} refuses the pairing.`, {
      metaMessages: [`Reason: ${cause instanceof Error ? cause.message.split("\n")[0] : String(cause)}`],
      cause,
    });
    this.isTransient = isTransient;
  }
}
