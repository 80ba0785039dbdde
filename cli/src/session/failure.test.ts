import { type ManifestInvalidError, parseManifest } from "@computehive/protocol/manifest";
import { GatewayRefusedError, GatewayUnreachableError } from "@computehive/sdk/gateway/gateway-errors";
import { WrongChainError } from "@computehive/sdk/hive-client";
import { JobUnknownError } from "@computehive/sdk/jobs/read-job";
import { KeystorePassphraseError } from "@computehive/sdk/keystore";
import { CallRefusedError, TransactionRevertedError } from "@computehive/sdk/write";
import { HttpRequestError, TimeoutError } from "viem";
import { describe, expect, it } from "vitest";
import { ExecutionFailedError } from "../execution/execute-apart.ts";
import type { ExitReason } from "../exit-codes.ts";
import { NotDeliveredError } from "../job/not-delivered-error.ts";
import { createPrinter } from "../terminal/printer.ts";
import { captured } from "../testing/run-hive.ts";
import { AnswerIsNo, UsageError } from "../usage-error.ts";
import { reportFailure } from "./failure.ts";

const id = `0x${"12".repeat(32)}` as const;
const gatewaySaid = (status: number) =>
  new GatewayRefusedError({
    status,
    code: "invalid",
    message: "No.",
    facts: ["Field: a"],
    retryAfter: undefined,
    headers: new Headers(),
  });

const CASES: [ExitReason, unknown][] = [
  ["usage", new UsageError("Wrong.", { field: "a" })],
  ["usage", thrownBy(() => parseManifest({}))],
  ["usage", new KeystorePassphraseError({ cause: undefined })],
  ["usage", new WrongChainError({ expected: "chain 1", given: "chain 2" })],
  ["usage", new JobUnknownError({ jobId: id, market: "0x", isCancelled: false })],
  ["usage", new ExecutionFailedError({ name: "ProgramRefusedError", sentence: "Refused.", lines: [] })],
  ["refused", new CallRefusedError({ functionName: "post", sentence: "The market says no.", cause: undefined })],
  ["refused", new TransactionRevertedError({ hash: id, functionName: "post", from: "0x" })],
  ["refused", gatewaySaid(422)],
  ["unavailable", gatewaySaid(503)],
  ["unavailable", gatewaySaid(429)],
  ["unavailable", new GatewayUnreachableError({ url: "http://x", cause: new Error("refused") })],
  ["unavailable", new HttpRequestError({ url: "http://x", details: "fetch failed" })],
  ["unavailable", new TimeoutError({ body: {}, url: "http://x" })],
  ["no", new NotDeliveredError({ jobId: id, executionId: id, missing: ["the receipt"] })],
  ["cancelled", new DOMException("Cancelled.", "AbortError")],
  ["failed", new Error("Something else.")],
  ["failed", "a text"],
];

describe("reportFailure", () => {
  it.each(CASES)("says %s of %s", (reason, error) => {
    for (const json of [false, true]) {
      const stdout = captured();
      const stderr = captured();
      expect(reportFailure(error, createPrinter({ json, stdout: stdout.stream, stderr: stderr.stream }))).toBe(reason);
      if (!json) expect(stderr.text()).toMatch(reason === "cancelled" ? /^Cancelled\.\n$/ : /^hive: .+\n/);
      else if (reason !== "cancelled")
        expect(JSON.parse(stdout.text())).toMatchObject({
          error: { code: expect.any(String), message: expect.any(String) },
        });
    }
  });

  it("prints nothing where the facts are printed already", () => {
    const stderr = captured();
    const stdout = captured();
    expect(
      reportFailure(new AnswerIsNo(), createPrinter({ json: true, stdout: stdout.stream, stderr: stderr.stream })),
    ).toBe("no");
    expect(stdout.text() + stderr.text()).toBe("");
  });
});

function thrownBy(action: () => unknown): ManifestInvalidError {
  try {
    action();
  } catch (error) {
    return error as ManifestInvalidError;
  }
  throw new Error("Nothing was thrown.");
}
