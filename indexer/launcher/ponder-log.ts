import { z } from "zod";
import type { Log } from "./log.ts";

const lineSchema = z.looseObject({
  level: z.number(),
  msg: z.string(),
  number: z.number().exactOptional(),
  port: z.number().exactOptional(),
});

export interface PonderEvents {
  /** It listens, on this port: on the next free one where the wanted one was taken. */
  listening(port: number): void;
  indexed(block: number): void;
  /** Everything after this block is taken back. */
  reorg(lastKeptBlock: number): void;
  /** The chain replaced more than can be taken back; Ponder would go on showing what is gone. */
  stuck(): void;
}

/** Ponder says what it does in its log alone. Passes on what an operator should read. */
export function readPonderLine(line: string, events: PonderEvents, log: Log): void {
  const parsed = lineSchema.safeParse(parseJson(line));
  if (!parsed.success) {
    log("warn", "Ponder said", { text: line.slice(0, 2_000) });
    return;
  }
  const { level, msg, time: _time, ...facts } = parsed.data;
  const { number, port } = parsed.data;
  if (msg === "Created HTTP server" && port !== undefined) events.listening(port);
  if (msg === "Indexed block" && number !== undefined) events.indexed(number);
  if (msg === "Reorged block" && number !== undefined) events.reorg(number);
  if (msg === "Encountered unrecoverable reorg") events.stuck();
  const isNews =
    level >= 40 && msg !== "Port in use" && !msg.startsWith("Started shutdown") && !msg.startsWith("Received SIG");
  log(isNews ? (level >= 50 ? "error" : "warn") : "debug", `Ponder: ${msg}`, facts);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
