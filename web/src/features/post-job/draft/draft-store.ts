import { createStore, del, entries, get, keys, set, type UseStore } from "idb-keyval";
import { type Draft, draftSchema } from "./draft.ts";

/** Drafts and the bytes of their files, kept in this browser. */
export interface DraftStore {
  load(id: string): Promise<Draft | undefined>;
  save(draft: Draft): Promise<void>;
  remove(id: string): Promise<void>;
  /** Of one market, the newest first. */
  list(market: string): Promise<Draft[]>;
  putBytes(cid: string, bytes: Uint8Array): Promise<void>;
  getBytes(cid: string): Promise<Uint8Array | undefined>;
  /** Forgets old drafts and the bytes that no draft names. */
  sweep(now: number): Promise<void>;
}

const KEPT_MS = 30 * 86_400_000;

/** IndexedDB; where a browser forbids it, the memory of this tab, so that posting works all the same. */
export function createDraftStore(): DraftStore {
  const drafts = createStore("computehive-drafts", "drafts");
  const bytes = createStore("computehive-draft-files", "files");
  const memory = { drafts: new Map<string, Draft>(), bytes: new Map<string, Uint8Array>() };

  const load = async (id: string): Promise<Draft | undefined> =>
    memory.drafts.get(id) ?? parse(await attempt(() => get(id, drafts), undefined));

  const all = async (): Promise<Draft[]> => {
    const stored = await attempt(() => entries<string, unknown>(drafts), []);
    const known = stored.map(([, value]) => parse(value)).filter((draft) => draft !== undefined);
    return [...memory.drafts.values(), ...known];
  };

  return {
    load,
    async save(draft) {
      if (await succeeds(set(draft.id, draft, drafts))) memory.drafts.delete(draft.id);
      else memory.drafts.set(draft.id, draft);
    },
    async remove(id) {
      memory.drafts.delete(id);
      await attempt(() => del(id, drafts), undefined);
    },
    async list(market) {
      const found = (await all()).filter((draft) => draft.market === market);
      return found.sort((a, b) => b.changedAt - a.changedAt);
    },
    async putBytes(cid, content) {
      if (!(await succeeds(set(cid, content, bytes)))) memory.bytes.set(cid, content);
    },
    getBytes: async (cid) => memory.bytes.get(cid) ?? (await attempt(() => get<Uint8Array>(cid, bytes), undefined)),
    async sweep(now) {
      const known = await all();
      const fresh = known.filter(({ changedAt }) => changedAt > now - KEPT_MS);
      for (const { id } of known.filter((draft) => !fresh.includes(draft)))
        await attempt(() => del(id, drafts), undefined);
      const wanted = new Set(fresh.flatMap(cidsOf));
      await dropUnknown(bytes, wanted);
    },
  };
}

async function dropUnknown(store: UseStore, wanted: ReadonlySet<string>): Promise<void> {
  const held = await attempt(() => keys<string>(store), []);
  for (const cid of held) if (!wanted.has(cid)) await attempt(() => del(cid, store), undefined);
}

/** Content addresses of a draft's files. */
export function cidsOf({ program, stdin, inputs }: Pick<Draft, "program" | "stdin" | "inputs">): string[] {
  return [program, stdin, ...inputs].flatMap((file) => (file ? [file.cid] : []));
}

/** A draft of another version of this page is none. */
function parse(value: unknown): Draft | undefined {
  const parsed = draftSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function succeeds(action: Promise<void>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}

async function attempt<T>(action: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await action();
  } catch {
    return otherwise;
  }
}
