import { escrowAbi } from "@computehive/protocol/contracts";
import { encodeErrorResult, HttpRequestError, UserRejectedRequestError } from "viem";
import { beforeAll, describe, expect, it } from "vitest";
import { ApiRefusedError, ApiUnreachableError } from "../http/api-errors.ts";
import { CoinMissingError } from "../transactions/run-transaction.ts";
import { loadContractSentences } from "./contract-sentences.ts";
import { explainError } from "./explain-error.ts";

const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

beforeAll(async () => {
  await loadContractSentences();
});

describe("explainError", () => {
  it("knows a declined request by its class and, deep inside, by its code", () => {
    expect(explainError(new UserRejectedRequestError(new Error("no")))).toMatchObject({ kind: "rejected" });
    const wrapped = new Error("outer", { cause: Object.assign(new Error("User denied"), { code: 4001 }) });
    expect(explainError(wrapped).kind).toBe("rejected");
  });

  it("says what a contract's own error means, with amounts as the page writes them", () => {
    const data = encodeErrorResult({
      abi: escrowAbi,
      errorName: "Escrow_ZeroAmount",
    });
    const { kind, what } = explainError(Object.assign(new Error("reverted"), { data }));
    expect(kind).toBe("contract");
    expect(what).toBe("The amount is zero: name a positive one.");
  });

  it("knows an account without coin by our error and by the node's words", () => {
    expect(explainError(new CoinMissingError({ account })).kind).toBe("no-coin");
    expect(explainError(new Error("insufficient funds for gas * price + value")).kind).toBe("no-coin");
  });

  it("names the server that does not answer", () => {
    const error = new ApiUnreachableError({ service: "indexer", url: "http://127.0.0.1:1/v1", cause: new Error() });
    expect(explainError(error)).toMatchObject({ kind: "service-away", what: expect.stringContaining("indexer") });
  });

  it("passes a refusal's sentence and hint on", () => {
    const error = new ApiRefusedError({
      service: "gateway",
      status: 422,
      error: { code: "invalid", message: "The name is too long.", hint: "Take a shorter one." },
    });
    expect(explainError(error)).toMatchObject({ what: "The name is too long.", advice: "Take a shorter one." });
  });

  it("knows a dead RPC", () => {
    expect(explainError(new HttpRequestError({ url: "http://127.0.0.1:1" })).kind).toBe("rpc-away");
  });

  it("keeps the words of what it does not know", () => {
    expect(explainError(new Error("the moon is full"))).toMatchObject({ kind: "unknown", detail: "the moon is full" });
    expect(explainError(undefined).kind).toBe("unknown");
  });
});
