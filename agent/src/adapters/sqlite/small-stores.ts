import type { DatabaseSync } from "node:sqlite";
import { decodeJson, encodeJson } from "../../ledger/json.ts";
import type { Identity, IdentityStore, Note, NoteStore, PhaseMessage, PhaseOutbox } from "../../ledger/ledger.ts";

/** Notes are for people; the newest suffice. */
const KEPT_NOTES = 5_000;

export function createIdentityStore(sql: DatabaseSync): IdentityStore {
  const get = sql.prepare("select document from identity");
  const set = sql.prepare("insert or replace into identity (one, document) values (1, ?)");
  return {
    get() {
      const found = get.get();
      return found && decodeJson<Identity>(String(found.document));
    },
    set: (identity) => void set.run(encodeJson(identity)),
  };
}

export function createNoteStore(sql: DatabaseSync): NoteStore {
  const add = sql.prepare("insert into notes (at, subject, kind, text) values (?, ?, ?, ?)");
  const trim = sql.prepare("delete from notes where id <= ?");
  const recent = sql.prepare("select at, subject, kind, text from notes order by id desc limit ?");
  const ofKind = sql.prepare("select at, subject, kind, text from notes where kind = ? order by id");
  return {
    add({ at, subject, kind, text }) {
      const { lastInsertRowid } = add.run(at, subject, kind, text);
      trim.run(Number(lastInsertRowid) - KEPT_NOTES);
    },
    recent: (limit) => recent.all(limit).map(readNote),
    ofKind: (kind) => ofKind.all(kind).map(readNote),
  };
}

export function createPhaseOutbox(sql: DatabaseSync): PhaseOutbox {
  const add = sql.prepare("insert into phase_outbox (document) values (?)");
  const next = sql.prepare("select sequence, document from phase_outbox order by sequence limit ?");
  const done = sql.prepare("delete from phase_outbox where sequence = ?");
  return {
    add: (message) => void add.run(encodeJson(message)),
    next: (limit) =>
      next.all(limit).map(({ sequence, document }) => ({
        ...decodeJson<PhaseMessage>(String(document)),
        sequence: Number(sequence),
      })),
    done: (sequence) => void done.run(sequence),
  };
}

function readNote(row: Record<string, unknown>): Note {
  return { at: Number(row.at), subject: String(row.subject), kind: String(row.kind), text: String(row.text) };
}
