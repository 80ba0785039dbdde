import type { LogStream } from "@computehive/protocol/api/execution";
import type { AppendLogResult, LogPiece, LogSlice, Writer } from "../../executions/execution-rows.ts";
import type { Sql } from "./sql.ts";

/** Length and state of one log; a log that nobody wrote to is empty. */
async function findLog(sql: Sql, { executionId, node }: Writer): Promise<{ length: number; truncated: boolean }> {
  const row = await sql.get(
    "select length, truncated from log where execution_id = $1 and node = $2",
    executionId,
    node.toLowerCase(),
  );
  return { length: Number(row?.length ?? 0), truncated: Number(row?.truncated ?? 0) === 1 };
}

export async function appendLog(
  sql: Sql,
  writer: Writer,
  piece: LogPiece,
  { maxBytes }: { maxBytes: number },
): Promise<AppendLogResult> {
  const { length, truncated } = await findLog(sql, writer);
  // Beyond the cap nothing is compared: there is nothing to compare with.
  if (truncated && piece.offset >= length) return { kind: "appended", length, truncated };
  if (piece.offset > length) return { kind: "gap", length };

  const known = Math.min(piece.bytes.length, length - piece.offset);
  const repeated = { ...piece, bytes: piece.bytes.subarray(0, known) };
  if (!(await isStored(sql, writer, repeated))) return { kind: "differs", length };

  const news = piece.bytes.subarray(known);
  const kept = news.subarray(0, Math.max(0, maxBytes - length));
  if (news.length === 0) return { kind: "appended", length, truncated };
  await insertPiece(sql, writer, { offset: length, stream: piece.stream, bytes: kept });
  const state = { length: length + kept.length, truncated: kept.length < news.length };
  await sql.run(
    `insert into log (execution_id, node, length, truncated) values ($1, $2, $3, $4)
     on conflict (execution_id, node) do update set length = excluded.length, truncated = excluded.truncated`,
    writer.executionId,
    writer.node.toLowerCase(),
    state.length,
    state.truncated ? 1 : 0,
  );
  return { kind: "appended", ...state };
}

export async function readLog(
  sql: Sql,
  writer: Writer,
  { offset, maxBytes }: { offset: number; maxBytes: number },
): Promise<LogSlice> {
  const pieces = await piecesIn(sql, writer, { from: offset, to: offset + maxBytes });
  return { pieces, ...(await findLog(sql, writer)) };
}

async function insertPiece(
  sql: Sql,
  { executionId, node }: Writer,
  { offset, stream, bytes }: LogPiece,
): Promise<void> {
  if (bytes.length === 0) return;
  await sql.run(
    "insert into log_chunk (execution_id, node, start, stream, bytes) values ($1, $2, $3, $4, $5)",
    executionId,
    node.toLowerCase(),
    offset,
    stream,
    bytes,
  );
}

/** Whether the log holds exactly these bytes of this stream there. */
async function isStored(sql: Sql, writer: Writer, { offset, stream, bytes }: LogPiece): Promise<boolean> {
  for (const held of await piecesIn(sql, writer, { from: offset, to: offset + bytes.length })) {
    const at = held.offset - offset;
    const expected = bytes.subarray(at, at + held.bytes.length);
    if (held.stream !== stream || Buffer.compare(held.bytes.subarray(0, expected.length), expected) !== 0) return false;
  }
  return true;
}

/** The stored pieces that begin or lie before byte `to`, from byte `from` on; the first one is cut so that it begins there. */
async function piecesIn(
  sql: Sql,
  { executionId, node }: Writer,
  { from, to }: { from: number; to: number },
): Promise<LogPiece[]> {
  if (to <= from) return [];
  const rows = await sql.all(
    `select start, stream, bytes from log_chunk
     where execution_id = $1 and node = $2 and start < $4 and start >= coalesce(
       (select max(start) from log_chunk where execution_id = $1 and node = $2 and start <= $3), 0)
     order by start`,
    executionId,
    node.toLowerCase(),
    from,
    to,
  );
  return rows
    .map((row) => {
      const start = Number(row.start);
      const bytes = (row.bytes as Uint8Array).subarray(Math.max(0, from - start));
      return { offset: Math.max(start, from), stream: String(row.stream) as LogStream, bytes };
    })
    .filter(({ bytes }) => bytes.length > 0);
}
