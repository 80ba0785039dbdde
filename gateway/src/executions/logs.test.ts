import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { claimedExecution } from "../testing/claimed-execution.ts";
import { readEvents, type ServerEvent } from "../testing/read-events.ts";
import { errorOf } from "../testing/start-gateway.ts";

describe("POST /v1/executions/{executionId}/logs", () => {
  it("appends, and a chunk sent again changes nothing", async () => {
    const { gateway, log, readLog } = await claimedExecution();
    await using _ = gateway;
    expect(await (await log(0, "hello ")).json()).toEqual({ nextOffset: 6, truncated: false });
    expect(await (await log(6, "world")).json()).toEqual({ nextOffset: 11, truncated: false });
    expect(await (await log(0, "hello ")).json()).toEqual({ nextOffset: 11, truncated: false });
    expect(textOf(await readLog())).toBe("hello world");
  });

  it("takes what is new of a chunk that overlaps, also across chunks", async () => {
    const { gateway, log, readLog } = await claimedExecution();
    await using _ = gateway;
    await log(0, "abc");
    await log(3, "def");
    expect(await (await log(1, "bcdefgh")).json()).toEqual({ nextOffset: 8, truncated: false });
    expect(textOf(await readLog())).toBe("abcdefgh");
  });

  it("answers a gap with the expected offset", async () => {
    const { gateway, log } = await claimedExecution();
    await using _ = gateway;
    await log(0, "abc");
    const response = await log(5, "x");
    expect(response.headers.get("expected-offset")).toBe("3");
    expect(await errorOf(response)).toMatchObject({
      status: 409,
      code: "conflict",
      field: "offset",
      rule: "at most 3",
    });
  });

  it.each([
    ["other bytes", "abX", "stdout"],
    ["another stream", "abc", "stderr"],
  ])("refuses %s where bytes already are", async (_what, text, stream) => {
    const { gateway, log, readLog } = await claimedExecution();
    await using _ = gateway;
    await log(0, "abc");
    expect(await errorOf(await log(0, text, stream))).toMatchObject({ status: 409, code: "conflict", field: "text" });
    expect(textOf(await readLog())).toBe("abc");
  });

  it("stops keeping at the cap, and says so", async () => {
    const { gateway, log, readLog } = await claimedExecution({ env: { GATEWAY_LOG_BYTES: "10" } });
    await using _ = gateway;
    expect(await (await log(0, "0123456")).json()).toEqual({ nextOffset: 7, truncated: false });
    expect(await (await log(7, "789abc")).json()).toEqual({ nextOffset: 10, truncated: true });
    expect(await (await log(13, "more")).json()).toEqual({ nextOffset: 10, truncated: true });
    expect(await (await log(7, "789abc")).json()).toEqual({ nextOffset: 10, truncated: true });
    expect(await readLog()).toMatchObject({ length: 10, truncated: true });
    expect(textOf(await readLog())).toBe("0123456789");
  });

  it.each([
    [{ offset: -1, stream: "stdout", text: "" }, "offset"],
    [{ offset: 0, stream: "video", text: "" }, "stream"],
    [{ offset: 0, stream: "stdout", text: "no base64!" }, "text"],
    [{ offset: 0, stream: "stdout", text: "A".repeat(87_388) }, "text"],
  ])("refuses a chunk with a wrong field", async (chunk, field) => {
    const { gateway, request } = await claimedExecution();
    await using _ = gateway;
    expect(await errorOf(await request("POST", "logs", chunk))).toMatchObject({ status: 422, code: "invalid", field });
  });

  it("loses and doubles nothing of equal and interleaved appends at once", async () => {
    const { gateway, log, readLog } = await claimedExecution();
    await using _ = gateway;
    for (let offset = 0; offset < 40; offset += 4) {
      await Promise.all([log(offset, "abcd"), log(offset, "ab"), log(offset, "abcd")]);
    }
    expect(textOf(await readLog())).toBe("abcd".repeat(10));
  });
});

describe("GET /v1/executions/{executionId}/logs", () => {
  it("answers a page as JSON from any offset, streams told apart", async () => {
    const { gateway, log, readLog } = await claimedExecution();
    await using _ = gateway;
    await log(0, "out");
    await log(3, "err", "stderr");
    expect(await readLog("?offset=2")).toEqual({
      chunks: [
        { offset: 2, stream: "stdout", text: Buffer.from("t").toString("base64") },
        { offset: 3, stream: "stderr", text: Buffer.from("err").toString("base64") },
      ],
      nextOffset: 6,
      length: 6,
      truncated: false,
    });
    expect(await readLog("?offset=99")).toMatchObject({ chunks: [], nextOffset: 6 });
  });

  it.each(["-1", "1e99", "x"])("refuses the offset %s", async (offset) => {
    const { gateway, log, claim } = await claimedExecution();
    await using _ = gateway;
    await log(0, "x");
    expect(
      await errorOf(await gateway.fetch(`/v1/executions/${claim.executionId}/logs?offset=${offset}`)),
    ).toMatchObject({ status: 422, field: "offset" });
  });

  it("follows as it grows, and ends when the execution is over", async () => {
    const { gateway, log, phase, follow } = await claimedExecution();
    await using _ = gateway;
    await log(0, "one");
    const response = await follow();
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
    const events = logEvents(response);
    expect((await events.next()).value).toEqual({ event: "log", id: "3", data: chunk(0, "one") });
    await log(3, "two");
    expect((await events.next()).value).toEqual({ event: "log", id: "6", data: chunk(3, "two") });
    await phase({ phase: "uploaded", at: 1 });
    expect((await events.next()).value).toEqual({ event: "phase", data: { phase: "uploaded", at: 1 } });
    await phase({ phase: "settled", at: 2 });
    expect((await events.next()).value).toEqual({ event: "phase", data: { phase: "settled", at: 2 } });
    expect((await events.next()).value).toEqual({ event: "end", data: { reason: "final" } });
    expect((await events.next()).done).toBe(true);
  });

  it("resumes where Last-Event-ID says", async () => {
    const { gateway, log, phase, follow } = await claimedExecution();
    await using _ = gateway;
    await log(0, "abcdef");
    await phase({ phase: "failed", at: 1 });
    expect(await collect(logEvents(await follow({ "last-event-id": "4" }, "?offset=1")))).toEqual([
      { event: "phase", data: { phase: "failed", at: 1 } },
      { event: "log", id: "6", data: chunk(4, "ef") },
      { event: "end", data: { reason: "final" } },
    ]);
  });

  it("tells that the log was truncated, once", async () => {
    const { gateway, log, phase, follow } = await claimedExecution({ env: { GATEWAY_LOG_BYTES: "3" } });
    await using _ = gateway;
    await log(0, "abcdef");
    await phase({ phase: "declined", at: 1 });
    const events = await collect(logEvents(await follow()));
    expect(events.map(({ event }) => event)).toEqual(["phase", "log", "truncated", "end"]);
  });

  it("keeps a silent stream alive", async () => {
    const { gateway, log, follow } = await claimedExecution({ env: { GATEWAY_STREAM_IDLE_SECONDS: "0.02" } });
    await using _ = gateway;
    await log(0, "x");
    for await (const { comment } of readEvents(await follow())) if (comment === "keep-alive") break;
  });

  it("streams a log of many pages without a gap", async () => {
    const { gateway, log, phase, follow } = await claimedExecution();
    await using _ = gateway;
    const piece = "0123456789".repeat(6_000);
    for (let i = 0; i < 8; i++) await log(i * piece.length, piece);
    await phase({ phase: "settled", at: 1 });
    let length = 0;
    for await (const { event, data } of logEvents(await follow())) {
      if (event !== "log") continue;
      const { offset, text } = data as { offset: number; text: string };
      expect(offset).toBe(length);
      length += Buffer.from(text, "base64").length;
    }
    expect(length).toBe(8 * piece.length);
  });

  it("bounds the streams of one address, and frees the slot of a reader that leaves", async () => {
    const { gateway, log, follow } = await claimedExecution({ env: { GATEWAY_STREAMS_PER_ADDRESS: "1" } });
    await using _ = gateway;
    await log(0, "x");
    const first = await follow();
    expect(await errorOf(await follow())).toMatchObject({ status: 429, code: "rate-limited" });
    await first.body?.cancel();
    await expect
      .poll(async () => {
        const response = await follow();
        await response.body?.cancel();
        return response.status;
      })
      .toBe(200);
  });

  it("drops a reader that takes nothing, and frees its slot", async () => {
    const { gateway, claim, phase } = await claimedExecution({ env: { GATEWAY_STREAM_PATIENCE_SECONDS: "0.2" } });
    await using _ = gateway;
    await phase({ phase: "running", at: 1 });
    // More than the sockets between the two hold.
    const piece = { stream: "stdout", bytes: new Uint8Array(1 << 20) } as const;
    for (let i = 0; i < 32; i++) {
      await gateway.store.executions.appendLog(
        { claim, now: gateway.clock.at / 1000 },
        { ...piece, offset: i << 20 },
        { maxBytes: 1 << 26 },
      );
    }
    const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1");
    socket.on("error", () => {});
    const head = `GET /v1/executions/${claim.executionId}/logs HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n`;
    socket.write(head);
    socket.pause();
    const metrics = async () => (await gateway.fetch("/metrics")).text();
    await expect.poll(metrics, { timeout: 30_000 }).toMatch(/gateway_log_streams_dropped_total 1\n/);
    await expect.poll(metrics).toMatch(/gateway_log_streams 0\n/);
    socket.destroy();
  });

  it("ends with an event when the gateway stops", async () => {
    const { gateway, log, follow } = await claimedExecution();
    await log(0, "x");
    const events = logEvents(await follow());
    await events.next();
    const [last] = await Promise.all([events.next(), gateway[Symbol.asyncDispose]()]);
    expect(last.value).toEqual({ event: "end", data: { reason: "stopping" } });
  });

  it("does not know an execution that nobody reported on", async () => {
    const { gateway, follow } = await claimedExecution();
    await using _ = gateway;
    expect(await errorOf(await follow())).toMatchObject({ status: 404, code: "not-found" });
  });
});

function textOf(page: unknown): string {
  const { chunks } = page as { chunks: { text: string }[] };
  return Buffer.concat(chunks.map(({ text }) => Buffer.from(text, "base64"))).toString();
}

function chunk(offset: number, text: string) {
  return { offset, stream: "stdout", text: Buffer.from(text).toString("base64") };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

async function* logEvents(response: Response): AsyncGenerator<ServerEvent> {
  for await (const event of readEvents(response)) if (event.event) yield event;
}
