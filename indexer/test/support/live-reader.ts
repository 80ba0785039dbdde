import {
  liveEventSchema,
  liveHeadSchema,
  liveReorgSchema,
  liveResetSchema,
} from "@computehive/protocol/indexer-api/live";
import { waitUntil } from "../../../scripts/support/wait-until.ts";

const SCHEMAS = { head: liveHeadSchema, event: liveEventSchema, reorg: liveReorgSchema, reset: liveResetSchema };

export interface LiveMessage {
  readonly name: keyof typeof SCHEMAS;
  readonly id: string;
  readonly data: Record<string, unknown>;
}

export interface LiveReader {
  readonly response: Response;
  readonly messages: LiveMessage[];
  /** Everything that was received, beats and fields included. */
  raw(): string;
  until(condition: (messages: readonly LiveMessage[]) => boolean, what: string): Promise<void>;
  close(): void;
}

/** Reads server-sent events as a browser does, and checks each against its schema. */
export async function readLive(url: string, { lastId }: { lastId?: string } = {}): Promise<LiveReader> {
  const closing = new AbortController();
  const headers = lastId === undefined ? {} : { "last-event-id": lastId };
  const response = await fetch(url, { headers, signal: closing.signal });
  const messages: LiveMessage[] = [];
  let raw = "";
  let fault: unknown;
  const read = async () => {
    let rest = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      raw += chunk;
      const blocks = (rest + chunk).split("\n\n");
      rest = blocks.pop() ?? "";
      messages.push(...blocks.flatMap(parse));
    }
  };
  void read().catch((error: unknown) => {
    if (!closing.signal.aborted) fault = error;
  });
  return {
    response,
    messages,
    raw: () => raw,
    until: (condition, what) =>
      waitUntil(
        () => {
          if (fault) throw fault;
          return condition(messages);
        },
        { what },
      ),
    close: () => closing.abort(),
  };
}

function parse(block: string): LiveMessage[] {
  const fields = new Map(block.split("\n").map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  const name = fields.get("event") as LiveMessage["name"] | undefined;
  if (!name) return [];
  const data = SCHEMAS[name].parse(JSON.parse(fields.get("data") ?? ""));
  return [{ name, id: fields.get("id") ?? "", data }];
}
