import { describe, expect, it } from "vitest";
import type { Chain } from "../launcher/chain.ts";
import { differencesOf } from "../launcher/compare/compare-totals.ts";
import { ConfigInvalidError, parseConfig } from "../launcher/config.ts";
import { whyForeign } from "../launcher/kept.ts";
import { readPonderLine } from "../launcher/ponder-log.ts";
import { schemaNameOf } from "../launcher/schema-name.ts";
import { healthOf } from "../launcher/situation.ts";
import { createBroadcast } from "../src/api/live/broadcast.ts";
import { createSlots } from "../src/api/live/slots.ts";
import { cut, keyOf } from "../src/api/page.ts";
import type { Keepsake } from "../src/launcher-messages.ts";
import { addressesIn, argumentsAsJson, touchesOf } from "../src/record/touches.ts";

const ADDRESS = `0x${"aB".repeat(20)}`;

describe("arguments of events", () => {
  it("are JSON without a loss", () => {
    expect(argumentsAsJson({ big: 2n ** 255n, small: 7, flag: true, list: [1n], inner: { text: "a\0b" } })).toEqual({
      big: (2n ** 255n).toString(),
      small: "7",
      flag: true,
      list: ["1"],
      inner: { text: "a\u{fffd}b" },
    });
    expect(argumentsAsJson(undefined)).toEqual({});
  });

  it("name addresses at any depth, once, and never the zero address", () => {
    const inner = { a: ADDRESS, zero: `0x${"0".repeat(40)}`, hash: `0x${"ab".repeat(32)}` };
    expect(addressesIn({ inner, again: [ADDRESS.toLowerCase()] })).toEqual([ADDRESS.toLowerCase()]);
  });

  it("say what they touch", () => {
    const resourceClass = `0x${Buffer.from("cpu.v1").toString("hex").padEnd(64, "0")}`;
    expect(touchesOf({ jobId: "0x12", resourceClass })).toMatchObject({ jobId: "0x12", resourceClass: "cpu.v1" });
  });
});

describe("pages", () => {
  it("end with a cursor exactly where there is more", () => {
    const rows = [{ id: "30" }, { id: "20" }, { id: "10" }];
    const page = cut(rows, { limit: 2 }, ({ id }) => id);
    expect(page.rows).toHaveLength(2);
    expect(keyOf({ cursor: page.next ?? "" })).toBe("20");
    expect(cut(rows, { limit: 3 }, ({ id }) => id)).toEqual({ rows });
    expect(() => keyOf({ cursor: Buffer.from("1 or 1").toString("base64url") })).toThrow(/not one that this indexer/);
  });
});

describe("live messages", () => {
  const idOf = (text: string) => /^id: (.*)$/m.exec(text)?.[1];

  it("are replayed from the last that was seen, and reset where that is too long ago", () => {
    const broadcast = createBroadcast({ kept: 3 });
    const texts: string[] = [];
    broadcast.listen(undefined, ({ text }) => texts.push(text));
    for (let block = 1; block <= 5; block++) broadcast.send("head", { block, at: 0 });
    const replay = (lastId: string | undefined) => {
      const names: string[] = [];
      broadcast.listen(lastId, ({ text, name }) =>
        names.push(name === "head" ? (/"block":(\d)/.exec(text)?.[1] ?? "") : name),
      )();
      return names;
    };
    expect(replay(idOf(texts[4] ?? ""))).toEqual([]);
    expect(replay(idOf(texts[2] ?? ""))).toEqual(["4", "5"]);
    expect(replay(idOf(texts[1] ?? ""))).toEqual(["3", "4", "5"]);
    expect(replay(idOf(texts[0] ?? ""))).toEqual(["reset"]);
    expect(replay("ffffffffffff-1")).toEqual(["reset"]);
    expect(broadcast.count).toBe(1);
  });

  it("go to a bounded number of readers", () => {
    const take = createSlots({ most: 2, mostPerAddress: 1 });
    const giveBack = take("one");
    expect(() => take("one")).toThrow(/Your address has too many/);
    take("two");
    expect(() => take("three")).toThrow(/all in use/);
    giveBack();
    take("three");
  });
});

describe("what is kept", () => {
  const chain = (hashes: Record<number, `0x${string}`>, head: number): Chain => ({
    head: async () => head,
    hashOf: async (block) => hashes[block],
  });
  const kept: Pick<Keepsake, "blocks" | "finalizedBlock"> = {
    finalizedBlock: 12,
    blocks: [{ number: 10, hash: "0xaa" }],
  };

  it.each([
    ["the same chain", { 10: "0xaa" }, 12, undefined],
    ["a shorter chain", { 10: "0xaa" }, 11, /gone back to block 11/],
    ["another block", { 10: "0xbb" }, 40, /Block 10 was 0xaa; the chain now says 0xbb/],
    ["no such block", {}, 40, /that there is none/],
  ] as const)("%s", async (_name, hashes, head, reason) => {
    const found = await whyForeign(kept, chain(hashes, head));
    if (reason) expect(found).toMatch(reason);
    else expect(found).toBeUndefined();
  });
});

describe("the name of the tables", () => {
  const source = (content: string) => ({ name: "a.ts", content: Buffer.from(content) });

  it("changes with the deployment and with every byte of code, and with nothing else", () => {
    const name = schemaNameOf("0x01", [source("one")]);
    expect(name).toMatch(/^computehive_[0-9a-f]{24}$/);
    expect(schemaNameOf("0x01", [source("one")])).toBe(name);
    expect(schemaNameOf("0x02", [source("one")])).not.toBe(name);
    expect(schemaNameOf("0x01", [source("two")])).not.toBe(name);
    expect(schemaNameOf("0x01", [source("one"), source("")])).not.toBe(name);
    expect(schemaNameOf("0x01")).toBe(schemaNameOf("0x01"));
  });
});

describe("settings", () => {
  const given = { INDEXER_DATA: "data", INDEXER_DEPLOYMENT: "d.json", INDEXER_RPC_URL: "http://127.0.0.1:8545" };

  it("have defaults, and each fault its sentence", () => {
    expect(parseConfig({ ...given, PATH: "/bin" })).toMatchObject({ INDEXER_PORT: 0, INDEXER_HOST: "127.0.0.1" });
    const wrong = { ...given, INDEXER_PORT: "70000", INDEXER_COLOUR: "red", DATABASE_URL: "mysql://x" };
    expect(() => parseConfig(wrong)).toThrow(ConfigInvalidError);
    expect(() => parseConfig(wrong)).toThrow(/INDEXER_COLOUR: is not a setting[\s\S]*INDEXER_PORT[\s\S]*DATABASE_URL/);
  });
});

describe("what Ponder says", () => {
  it("is read from its log", () => {
    const seen: unknown[] = [];
    const events = {
      listening: (port: number) => seen.push(["listening", port]),
      indexed: (block: number) => seen.push(["indexed", block]),
      reorg: (block: number) => seen.push(["reorg", block]),
      stuck: () => seen.push(["stuck"]),
    };
    const logged: string[] = [];
    const log = (level: string, message: string) => logged.push(`${level} ${message}`);
    const lines = [
      { level: 30, msg: "Created HTTP server", port: 40_001 },
      { level: 30, msg: "Indexed block", number: 7 },
      { level: 30, msg: "Reorged block", number: 5 },
      { level: 40, msg: "Encountered unrecoverable reorg" },
    ].map((line) => JSON.stringify(line));
    for (const line of [...lines, "not JSON"]) readPonderLine(line, events, log);
    expect(seen).toEqual([["listening", 40_001], ["indexed", 7], ["reorg", 5], ["stuck"]]);
    expect(logged.filter((line) => line.startsWith("warn"))).toEqual([
      "warn Ponder: Encountered unrecoverable reorg",
      "warn Ponder said",
    ]);
  });
});

describe("health", () => {
  const hash = `0x${"ab".repeat(32)}` as const;
  const status = {
    chainId: 31_337,
    genesisHash: hash,
    deploymentHash: hash,
    schema: "s",
    database: "pglite" as const,
    ready: true,
    indexed: { number: 10, timestamp: 10 },
    head: { known: true as const, number: 10, hash, timestamp: 10 },
    behindBlocks: 0,
    behindSeconds: 0,
    reorgs: { count: 0 },
    stuck: false,
  };
  const of = (change: object, reason = "It starts.") =>
    healthOf({ ...status, ...change }, { reason, behindSeconds: 30 });

  it("is ok at the chain's head, degraded behind it or without it, and failing without the tables", () => {
    expect(of({}).status).toBe("ok");
    expect(of({ behindBlocks: 1, behindSeconds: 9_999 }).status).toBe("ok");
    expect(of({ behindBlocks: 40, behindSeconds: 40 }).checks[2]?.reason).toBe(
      "The tables are 40 blocks behind the chain.",
    );
    expect(of({ ready: false }).checks[2]?.reason).toContain("block 10 of 10");
    expect(of({ head: { known: false, reason: "Away." } })).toMatchObject({ status: "degraded" });
    expect(healthOf(undefined, { reason: "It starts.", behindSeconds: 30 })).toEqual({
      status: "failing",
      checks: [{ name: "database", ok: false, reason: "It starts." }],
    });
  });
});

describe("comparison", () => {
  it("names every figure that differs, and takes an absent one for zero", () => {
    const none = {
      events: {},
      jobs: {},
      executions: {},
      offers: {},
      nodes: {},
      settlements: {},
      stake: {},
      escrow: {},
    };
    const figures = (change: object) => ({ ...none, ...change }) as unknown as Parameters<typeof differencesOf>[0];
    const chain = figures({ jobs: { open: 2, running: 0 }, stake: { active: 5n } });
    expect(differencesOf(chain, figures({ jobs: { open: 2 }, stake: { active: 5n } })).differences).toEqual([]);
    expect(differencesOf(chain, figures({ jobs: { open: 1 }, stake: { active: 5n } })).differences).toEqual([
      { figure: "jobs.open", chain: "2", indexer: "1" },
    ]);
  });
});
