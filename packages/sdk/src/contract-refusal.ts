import {
  AbiDecodingDataSizeTooSmallError,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  ExecutionRevertedError,
  InternalRpcError,
} from "viem";

/**
 * Whether a failed question says something about the contract: it reverted, has no such function, or answers in another form. Whatever
 * else fails, the endpoint or the way to it, says nothing of the kind, and the question must be asked again.
 */
export function isContractRefusal(error: unknown): boolean {
  if (!(error instanceof BaseError) || !error.walk(isAnswer)) return false;
  // Endpoints say "internal error" also of themselves, and viem takes every one of them for a revert.
  const internal = error.walk((cause) => cause instanceof InternalRpcError);
  return !(internal instanceof InternalRpcError) || /revert/i.test(internal.details || internal.message);
}

function isAnswer(cause: unknown): boolean {
  return (
    cause instanceof ContractFunctionRevertedError ||
    cause instanceof ContractFunctionZeroDataError ||
    cause instanceof ExecutionRevertedError ||
    cause instanceof AbiDecodingDataSizeTooSmallError ||
    // viem does not export its class.
    (cause instanceof Error && cause.name === "PositionOutOfBoundsError")
  );
}
