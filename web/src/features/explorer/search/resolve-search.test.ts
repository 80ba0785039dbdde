import { describe, expect, it } from "vitest";
import { ApiRefusedError } from "../../../lib/http/api-errors.ts";
import { resolveSearch, type SearchPorts } from "./resolve-search.ts";

const hash = `0x${"12".repeat(32)}`;
const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const market = "0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9";

describe("resolveSearch", () => {
  it.each([
    ["123", "/explorer/blocks/123"],
    [" #1,234 ", "/explorer/blocks/1234"],
    [account, `/explorer/addresses/${account}`],
    [market, `/explorer/contracts/${market}`],
  ])("leads %s to %s", async (text, href) => {
    expect(await resolveSearch(text, setup())).toEqual({ kind: "found", href });
  });

  it.each([
    ["transaction", `/explorer/transactions/${hash}`],
    ["block", "/explorer/blocks/7"],
    ["job", `/jobs/${hash}`],
    ["execution", `/receipts/${hash}`],
  ] as const)("finds 32 bytes that are a %s", async (kind, href) => {
    expect(await resolveSearch(hash, setup(kind))).toEqual({ kind: "found", href });
  });

  it("says that nothing goes by a name", async () => {
    expect(await resolveSearch(hash, setup())).toEqual({ kind: "unknown" });
  });

  it.each(["", "hello", "0x12", "12.5", `${hash}00`])("calls %s malformed", async (text) => {
    expect(await resolveSearch(text, setup())).toEqual({ kind: "malformed" });
  });

  it("fails where the indexer cannot be asked and the chain knows nothing", async () => {
    await expect(resolveSearch(hash, setup("away"))).rejects.toThrow("The indexer answered with status 503.");
  });
});

type Known = "transaction" | "block" | "job" | "execution" | "away";

function setup(known?: Known): SearchPorts {
  const refuse = (status: number) => new ApiRefusedError({ service: "indexer", status, error: undefined });
  return {
    hive: {
      deployment: { contracts: { market } },
      publicClient: {
        getTransaction: async () => (known === "transaction" ? {} : Promise.reject(new Error("not found"))),
        getBlock: async () => (known === "block" ? { number: 7n } : Promise.reject(new Error("not found"))),
      },
    },
    indexer: {
      get: async (path: string) => {
        if (known === "away") throw refuse(503);
        if (path.includes("/events")) return { items: known === "job" && path.includes(hash) ? [{}] : [] };
        if (known === "execution" && path.endsWith(`/executions/${hash}`)) return {};
        throw refuse(404);
      },
    },
  } as unknown as SearchPorts;
}
