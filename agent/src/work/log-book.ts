import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { MAX_LOG_CHUNK_BYTES } from "@computehive/protocol/api/execution";
import type { Hex } from "viem";
import type { LogStream } from "../sandbox/sandbox.ts";
import { executionFolder } from "./files.ts";
import type { AgentGateway } from "./gateway-port.ts";

/** A program's live output on its way to the gateway. A file is the buffer: nothing here holds up the program. */
export interface LogBook {
  /** Begins anew: a program that starts again writes the same again. */
  begin(executionId: Hex): void;
  write(executionId: Hex, stream: LogStream, bytes: Uint8Array): void;
  /** Nothing more will be written. */
  end(executionId: Hex): void;
  /** Sends what is there; returns whether everything is. */
  send(executionId: Hex, signal: AbortSignal): Promise<boolean>;
  /** Executions with something to send. */
  open(): Hex[];
}

interface OpenLog {
  file: number;
  ended: boolean;
  /** Where the next record starts in the file, and how much of the program's output lies before it. */
  position: number;
  offset: number;
  /** What the gateway had when the program started; asked once. */
  known: number | undefined;
}

const RECORD_HEADER_BYTES = 5;
const STREAMS = ["stdout", "stderr"] as const;

export function createLogBook({ dataFolder, gateway }: { dataFolder: string; gateway: AgentGateway }): LogBook {
  const logs = new Map<Hex, OpenLog>();

  return {
    begin(executionId) {
      const old = logs.get(executionId);
      if (old) closeSync(old.file);
      const file = openSync(join(executionFolder(dataFolder, executionId).path, "log"), "w+", 0o600);
      logs.set(executionId, { file, ended: false, position: 0, offset: 0, known: undefined });
    },
    write(executionId, stream, bytes) {
      const log = logs.get(executionId);
      if (!log) return;
      for (let offset = 0; offset < bytes.length; offset += MAX_LOG_CHUNK_BYTES) {
        writeSync(
          log.file,
          toRecord(stream, bytes.subarray(offset, offset + MAX_LOG_CHUNK_BYTES)),
          0,
          undefined,
          fstatSync(log.file).size,
        );
      }
    },
    end(executionId) {
      const log = logs.get(executionId);
      if (log) log.ended = true;
    },
    async send(executionId, signal) {
      const log = logs.get(executionId);
      if (!log) return true;
      log.known ??= await gateway.logBytes(executionId, signal).catch(() => undefined);
      for (let record = readRecord(log); record; record = readRecord(log)) {
        const end = log.offset + record.bytes.length;
        if (end > (log.known ?? 0)) {
          const text = Buffer.from(record.bytes).toString("base64");
          await gateway.postLog(executionId, { offset: log.offset, stream: record.stream, text }, signal);
        }
        log.position += RECORD_HEADER_BYTES + record.bytes.length;
        log.offset = end;
      }
      if (!log.ended || log.position < fstatSync(log.file).size) return false;
      closeSync(log.file);
      logs.delete(executionId);
      return true;
    },
    open: () => [...logs.keys()],
  };
}

function toRecord(stream: LogStream, bytes: Uint8Array): Uint8Array {
  const record = new Uint8Array(RECORD_HEADER_BYTES + bytes.length);
  record[0] = STREAMS.indexOf(stream);
  new DataView(record.buffer).setUint32(1, bytes.length);
  record.set(bytes, RECORD_HEADER_BYTES);
  return record;
}

function readRecord({ file, position }: OpenLog): { stream: LogStream; bytes: Uint8Array } | undefined {
  const header = new Uint8Array(RECORD_HEADER_BYTES);
  if (readSync(file, header, 0, RECORD_HEADER_BYTES, position) < RECORD_HEADER_BYTES) return undefined;
  const bytes = new Uint8Array(new DataView(header.buffer).getUint32(1));
  if (readSync(file, bytes, 0, bytes.length, position + RECORD_HEADER_BYTES) < bytes.length) return undefined;
  return { stream: STREAMS[header[0]!]!, bytes };
}
