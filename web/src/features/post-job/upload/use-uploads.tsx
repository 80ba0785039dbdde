"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { isTransientApiError } from "../../../lib/http/api-errors.ts";
import type { Draft } from "../draft/draft.ts";
import { useDraft } from "../draft/use-draft.tsx";
import { uploadBlob } from "./upload-blob.ts";
import { createUploadQueue, type UploadFile, UploadPausedError, type UploadPicture } from "./upload-queue.ts";

interface Uploads extends UploadPicture {
  /** Program, standard input and inputs, each content once. */
  readonly files: readonly NamedFile[];
  readonly missingBytes: number;
  /** Uploads what is missing; resolves when all is stored. */
  run(): Promise<void>;
  /** The same, for a button: a failure is shown by its file. */
  start(): void;
  pause(): void;
}

export interface NamedFile extends UploadFile {
  readonly name: string;
}

/** What the gateway stored for this account is taken for stored so long; it keeps blobs for many days. Milliseconds. */
const TRUSTED_MS = 12 * 3_600_000;

const UploadsContext = createContext<Uploads | undefined>(undefined);

export function useUploads(): Uploads {
  const value = useContext(UploadsContext);
  if (!value) throw new Error("useUploads needs an UploadsProvider above it.");
  return value;
}

/** Whether this browser stored a content at the gateway lately. That somebody else did is not enough: they may take it back. */
export function isStoredLately({ stored }: Pick<Draft, "stored">, cid: string, now: number = Date.now()): boolean {
  const at = stored[cid];
  return at !== undefined && at > now - TRUSTED_MS;
}

/** The uploads of a draft go on while somebody walks through its steps. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const { draft, store, update } = useDraft();
  const { gatewayUrl } = useConfig();
  const [queue] = useState(() =>
    createUploadQueue({
      bytesOf: (cid) => store.getBytes(cid),
      async put(cid, bytes, options) {
        await uploadBlob({ gatewayUrl, cid, bytes, ...options });
        update((before) => ({ ...before, stored: { ...before.stored, [cid]: Date.now() } }));
      },
      isTransient: isTransientApiError,
    }),
  );
  const picture = useSyncExternalStore(queue.subscribe, queue.picture, queue.picture);
  const files = useMemo(() => filesOf(draft), [draft]);

  // After a reload, only what is not stored yet is sent.
  useEffect(() => {
    for (const { cid } of files) {
      if (isStoredLately(draft, cid) && queue.picture().states.get(cid) === undefined) queue.know(cid);
    }
  }, [draft, files, queue]);

  const run = useCallback(() => queue.run(files), [queue, files]);
  const value = useMemo<Uploads>(() => {
    const missing = files.filter(({ cid }) => picture.states.get(cid)?.kind !== "stored");
    return {
      ...picture,
      files,
      missingBytes: missing.reduce((sum, { size }) => sum + size, 0),
      run,
      start: () => void run().catch(() => undefined),
      pause: queue.pause,
    };
  }, [picture, files, run, queue]);
  return <UploadsContext value={value}>{children}</UploadsContext>;
}

function filesOf({ program, stdin, inputs }: Draft): NamedFile[] {
  const byCid = new Map<string, NamedFile>();
  for (const file of [program, stdin, ...inputs]) if (file) byCid.set(file.cid, file);
  return [...byCid.values()].map(({ cid, size, name }) => ({ cid, size, name }));
}

export function isPause(error: unknown): boolean {
  return error instanceof UploadPausedError;
}
