import {
  type AbiParameter,
  BaseError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  type Hex,
  zeroAddress,
  zeroHash,
} from "viem";
import { describe, expect, it } from "vitest";
import { contractErrorOf, explainContractError } from "./contract-errors.ts";
import {
  agenticCommerceAbi,
  arbiterAbi,
  attestationsAbi,
  attesterPoliciesAbi,
  attesterPolicyAbi,
  batchSettlementAbi,
  commitRevealRandomnessAbi,
  create3FactoryAbi,
  escrowAbi,
  headerRandomnessAbi,
  jobMarketAbi,
  juryAbi,
  nodeIdentitiesAbi,
  nodeReputationAbi,
  offerBookAbi,
  receiptsAbi,
  receiptTokenAbi,
  replicaArbiterAbi,
  replicaMarketAbi,
  stakingAbi,
  testDollarAbi,
  windowEvaluatorAbi,
} from "./contracts.ts";

const errors = [
  ...escrowAbi,
  ...stakingAbi,
  ...jobMarketAbi,
  ...offerBookAbi,
  ...receiptsAbi,
  ...receiptTokenAbi,
  ...attestationsAbi,
  ...attesterPoliciesAbi,
  ...attesterPolicyAbi,
  ...arbiterAbi,
  ...juryAbi,
  ...headerRandomnessAbi,
  ...commitRevealRandomnessAbi,
  ...replicaMarketAbi,
  ...replicaArbiterAbi,
  ...create3FactoryAbi,
  ...nodeIdentitiesAbi,
  ...nodeReputationAbi,
  ...agenticCommerceAbi,
  ...windowEvaluatorAbi,
  ...batchSettlementAbi,
  ...testDollarAbi,
].filter((item) => item.type === "error");

describe("explainContractError", () => {
  it.each(errors.map((error) => [error.name, error] as const))("has a sentence for %s", (name, error) => {
    const data = encodeErrorResult({
      abi: [error] as const,
      errorName: name,
      args: error.inputs.map(sampleOf),
    } as never) as Hex;
    const sentence = explainContractError({ cause: { data } });
    expect(sentence).toMatch(/^[A-Z].*\.$|^0x.*\.$/);
    expect(sentence).not.toMatch(/undefined|NaN|\[object/);
    expect(contractErrorOf({ data })?.name).toBe(name);
  });

  it("digs through the errors of viem", () => {
    const data = encodeErrorResult({
      abi: escrowAbi,
      errorName: "Escrow_BalanceTooLow",
      args: [zeroAddress, zeroAddress, 5n, 7n],
    });
    const reverted = new ContractFunctionRevertedError({ abi: jobMarketAbi, data, functionName: "post" });
    const error = new BaseError("outer", { cause: new BaseError("inner", { cause: reverted }) });
    expect(explainContractError(error, { amount: (value) => `${value} dollars` })).toContain(
      "holds 5 dollars and this needs 7 dollars",
    );
  });

  it("names the rule that an order breaks", () => {
    const data = encodeErrorResult({ abi: jobMarketAbi, errorName: "Market_OrderInvalid", args: [5] });
    expect(explainContractError({ data })).toContain("claimBefore is out of range");
  });

  it.each([undefined, null, "text", new Error("other"), { data: "0x" }, { data: "0x12345678" }, { data: { data: 5 } }])(
    "says nothing of %j",
    (error) => {
      expect(explainContractError(error)).toBeUndefined();
    },
  );

  it("ends on a cause that goes in circles", () => {
    const error: { cause?: unknown } = {};
    error.cause = error;
    expect(explainContractError(error)).toBeUndefined();
  });
});

function sampleOf({ type }: AbiParameter): unknown {
  if (type === "address") return zeroAddress;
  if (type === "bytes32") return zeroHash;
  if (type === "string") return "text";
  return Number(type.slice(4)) <= 48 ? 1 : 1n;
}
