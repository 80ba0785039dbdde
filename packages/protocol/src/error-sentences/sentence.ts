import type { Abi, ContractErrorArgs, ContractErrorName } from "viem";

/** Writes values for people; whoever shows a sentence knows the token and the clock's form. */
export interface Saying {
  readonly amount: (value: bigint) => string;
  /** Unix seconds. */
  readonly time: (seconds: number | bigint) => string;
}

/** One sentence for each custom error of an ABI: what is wrong and what to do. A missing one does not compile. */
export type ErrorSentences<abi extends Abi> = {
  [name in ContractErrorName<abi>]: (args: ContractErrorArgs<abi, name>, say: Saying) => string;
};
