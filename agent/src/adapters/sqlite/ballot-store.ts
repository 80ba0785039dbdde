import type { DatabaseSync } from "node:sqlite";
import { decodeJson, encodeJson } from "../../ledger/json.ts";
import type { Ballot, BallotStore } from "../../ledger/ledger.ts";

export function createBallotStore(sql: DatabaseSync): BallotStore {
  const get = sql.prepare("select document from ballots where job_id = ? and chair = ?");
  const add = sql.prepare("insert into ballots (job_id, chair, document) values (?, ?, ?)");
  const all = sql.prepare("select document from ballots order by rowid");
  return {
    get(jobId, chair) {
      const found = get.get(jobId, chair);
      return found && read(found);
    },
    add: (ballot) => void add.run(ballot.jobId, ballot.chair, encodeJson(ballot)),
    all: () => all.all().map(read),
  };
}

function read(row: Record<string, unknown>): Ballot {
  return decodeJson<Ballot>(String(row.document));
}
