import type { DatabaseSync } from "node:sqlite";
import type { LogStream } from "@computehive/protocol/api/execution";
import type { AppendLogResult, LogPiece, LogSlice, Writer } from "../../executions/execution-rows.ts";

/** Length and state of one log; a log that nobody wrote to is empty. */
function findLog(sql: DatabaseSync, { executionId, node }: Writer): { length: number; truncated: boolean } {
  const row = sql
    .prepare("select length, truncated from log where execution_id = ? and node = ?")
    .get(executionId, node.toLowerCase());
  return { length: Number(row?.length ?? 0), truncated: row?.truncated === 1 };
}

export function appendLog(
  sql: DatabaseSync,
  writer: Writer,
  piece: LogPiece,
  { maxBytes }: { maxBytes: number },
): AppendLogResult {
  const { length, truncated } = findLog(sql, writer);
  // Beyond the cap nothing is compared: there is nothing to compare with.
  if (truncated && piece.offset >= length) return { kind: "appended", length, truncated };
  if (piece.offset > length) return { kind: "gap", length };

  const known = Math.min(piece.bytes.length, length - piece.offset);
  if (!isStored(sql, writer, { ...piece, bytes: piece.bytes.subarray(0, known) })) return { kind: "differs", length };

  const news = piece.bytes.subarray(known);
  const kept = news.subarray(0, Math.max(0, maxBytes - length));
  if (news.length === 0) return { kind: "appended", length, truncated };
  insertPiece(sql, writer, { offset: length, stream: piece.stream, bytes: kept });
  const state = { length: length + kept.length, truncated: kept.length < news.length };
  sql
    .prepare("insert or replace into log (execution_id, node, length, truncated) values (?, ?, ?, ?)")
    .run(writer.executionId, writer.node.toLowerCase(), state.length, state.truncated ? 1 : 0);
  return { kind: "appended", ...state };
}

export function readLog(
  sql: DatabaseSync,
  writer: Writer,
  { offset, maxBytes }: { offset: number; maxBytes: number },
): LogSlice {
  const pieces: LogPiece[] = [];
  let size = 0;
  for (const piece of piecesFrom(sql, writer, offset)) {
    if (size >= maxBytes) break;
    pieces.push(piece);
    size += piece.bytes.length;
  }
  return { pieces, ...findLog(sql, writer) };
}

function insertPiece(sql: DatabaseSync, { executionId, node }: Writer, { offset, stream, bytes }: LogPiece): void {
  if (bytes.length === 0) return;
  sql
    .prepare("insert into log_chunk (execution_id, node, start, stream, bytes) values (?, ?, ?, ?, ?)")
    .run(executionId, node.toLowerCase(), offset, stream, bytes);
}

/** Whether the log holds exactly these bytes of this stream there. */
function isStored(sql: DatabaseSync, writer: Writer, { offset, stream, bytes }: LogPiece): boolean {
  if (bytes.length === 0) return true;
  for (const held of piecesFrom(sql, writer, offset)) {
    const at = held.offset - offset;
    if (at >= bytes.length) return true;
    const expected = bytes.subarray(at, at + held.bytes.length);
    if (held.stream !== stream || Buffer.compare(held.bytes.subarray(0, expected.length), expected) !== 0) return false;
  }
  return true;
}

/** The stored pieces from byte `offset` on; the first one is cut so that it begins there. */
function* piecesFrom(sql: DatabaseSync, { executionId, node }: Writer, offset: number): Generator<LogPiece> {
  const rows = sql
    .prepare(
      `select start, stream, bytes from log_chunk
       where execution_id = ?1 and node = ?2 and start >= coalesce(
         (select max(start) from log_chunk where execution_id = ?1 and node = ?2 and start <= ?3), 0)
       order by start`,
    )
    .iterate(executionId, node.toLowerCase(), offset);
  for (const row of rows) {
    const start = Number(row.start);
    const bytes = (row.bytes as Uint8Array).subarray(Math.max(0, offset - start));
    if (bytes.length > 0) yield { offset: Math.max(start, offset), stream: String(row.stream) as LogStream, bytes };
  }
}
