import type { create3FactoryAbi } from "../generated/create3-factory-abi.ts";
import type { ErrorSentences } from "./sentence.ts";

const NO_CODE = "There is no code to deploy.";

export const factorySentences = {
  Create2EmptyBytecode: () => NO_CODE,
  Create3EmptyBytecode: () => NO_CODE,
  Create3Factory_Taken: ([deployer, , deployed]) =>
    `${deployer} has deployed at ${deployed} already: use what is there, or name another release.`,
  FailedDeployment: () => "The contract's constructor failed without a reason: look at its arguments and at the gas.",
  InsufficientBalance: ([balance, needed]) => `The factory holds ${balance} wei and this needs ${needed}.`,
} satisfies ErrorSentences<typeof create3FactoryAbi>;
