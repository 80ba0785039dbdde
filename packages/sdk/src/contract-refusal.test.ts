import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createPublicClient, http, parseAbi, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { isContractRefusal } from "./contract-refusal.ts";
import { readTokenCapabilities } from "./token-capabilities.ts";

type Answer = { status?: number; body?: object };

const REVERT = { error: { code: 3, message: "execution reverted", data: "0x" } };
const cases: [string, Answer, boolean][] = [
  ["a revert", { body: REVERT }, true],
  ["a revert of an endpoint that calls it internal", { body: internal("execution reverted") }, true],
  ["nothing, where no contract is", { body: { result: "0x" } }, true],
  ["an answer of another form", { body: { result: "0x01" } }, true],
  ["an internal error of the endpoint", { body: internal("header not found") }, false],
  ["a limit of the endpoint", { body: { error: { code: -32005, message: "limit exceeded" } } }, false],
  ["an endpoint that fails", { status: 502 }, false],
];

describe("what a contract says", () => {
  it.each(cases)("is told from what its endpoint does: %s", async (_name, answer, expected) => {
    await using endpoint = await startEndpoint(() => answer);
    const abi = parseAbi(["function value() view returns (uint256)"]);
    const question = endpoint.client.readContract({ address: zeroAddress, abi, functionName: "value" });
    const error = await question.then(
      () => expect.unreachable(),
      (cause: unknown) => cause,
    );
    expect(isContractRefusal(error)).toBe(expected);
  });
});

describe("a token's capabilities", () => {
  it("are not said to be missing by an endpoint that fails for a moment", async () => {
    let isFailing = true;
    await using endpoint = await startEndpoint(({ method, data }) => {
      if (method === "eth_getCode") return { body: { result: "0x" } };
      if (data?.startsWith(SYMBOL)) return { body: { result: WORD_TST } };
      if (data?.startsWith(DECIMALS)) return { body: { result: `0x${"6".padStart(64, "0")}` } };
      return isFailing ? { status: 502 } : { body: REVERT };
    });
    await expect(readTokenCapabilities(endpoint.client, zeroAddress)).rejects.toThrow();
    isFailing = false;
    expect(await readTokenCapabilities(endpoint.client, zeroAddress)).toMatchObject({ authorization: false });
  });
});

const SYMBOL = "0x95d89b41";
const DECIMALS = "0x313ce567";
const WORD_TST = `0x${"20".padStart(64, "0")}${"3".padStart(64, "0")}${"545354".padEnd(64, "0")}`;

function internal(message: string): object {
  return { error: { code: -32603, message } };
}

async function startEndpoint(answer: (call: { method: string; data: string | undefined }) => Answer) {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { id, method, params } = JSON.parse(text) as { id: number; method: string; params: [{ data?: string }] };
    const { status = 200, body = {} } = answer({ method, data: params[0]?.data });
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ jsonrpc: "2.0", id, ...body }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    client: createPublicClient({ transport: http(url, { retryCount: 0 }) }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
