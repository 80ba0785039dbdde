import type { DatabaseSync } from "node:sqlite";
import type { MarketLog } from "@computehive/sdk/jobs/job-events";
import type { Hex } from "viem";
import type { BlockRef } from "../../book/block-ref.ts";
import type { BookEvent } from "../../book/events.ts";
import { decodeJson, encodeJson } from "../../ledger/json.ts";
import type { BookStore } from "../../ledger/ledger.ts";

export function createBookStore<log = MarketLog>(sql: DatabaseSync): BookStore<log> {
  const blocks = sql.prepare("select * from blocks order by number desc limit ?");
  const putBlock = sql.prepare("insert or replace into blocks (number, hash, timestamp) values (?, ?, ?)");
  const putEvent = sql.prepare(
    "insert or replace into events (block_number, log_index, job_id, document) values (?, ?, ?, ?)",
  );
  const eventsOf = sql.prepare("select document from events where job_id = ? order by block_number, log_index");
  const eventsWithoutJob = sql.prepare(
    "select document from events where job_id is null order by block_number, log_index",
  );
  const jobIds = sql.prepare(
    "select job_id, min(block_number) as first from events where job_id is not null group by job_id order by first",
  );
  const dropEvents = sql.prepare("delete from events where block_number > ?");
  const dropBlocks = sql.prepare("delete from blocks where number > ?");
  const dropJob = sql.prepare("delete from events where job_id = ?");
  const dropOld = sql.prepare(
    "delete from blocks where number not in (select number from blocks order by number desc limit ?)",
  );

  const remember = ({ number, hash, timestamp }: BlockRef) => putBlock.run(Number(number), hash, Number(timestamp));

  return {
    blocks: (limit) => blocks.all(limit).map(readBlock),
    head: () => blocks.all(1).map(readBlock)[0],
    append(head, events) {
      for (const event of events) {
        putEvent.run(Number(event.blockNumber), event.logIndex, event.jobId ?? null, encodeJson(event));
        remember({ number: event.blockNumber, hash: event.blockHash, timestamp: event.blockTime });
      }
      remember(head);
    },
    rewind(ancestor) {
      const number = ancestor === undefined ? -1 : Number(ancestor.number);
      dropEvents.run(number);
      dropBlocks.run(number);
    },
    eventsOf: (jobId) => eventsOf.all(jobId).map(readEvent<log>),
    eventsWithoutJob: () => eventsWithoutJob.all().map(readEvent<log>),
    jobIds: () => jobIds.all().map(({ job_id }) => String(job_id) as Hex),
    forgetJob: (jobId) => void dropJob.run(jobId),
    forgetBlocks: (keep) => void dropOld.run(keep),
  };
}

function readBlock(row: Record<string, unknown>): BlockRef {
  return {
    number: BigInt(Number(row.number)),
    hash: String(row.hash) as Hex,
    timestamp: BigInt(Number(row.timestamp)),
  };
}

function readEvent<log>(row: Record<string, unknown>): BookEvent<log> {
  return decodeJson<BookEvent<log>>(String(row.document));
}
