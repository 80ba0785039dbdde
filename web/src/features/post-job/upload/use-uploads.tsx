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
import { useGatewayClient } from "../../../lib/http/services.tsx";
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

const UploadsContext = createContext<Uploads | undefined>(undefined);

export function useUploads(): Uploads {
  const value = useContext(UploadsContext);
  if (!value) throw new Error("useUploads needs an UploadsProvider above it.");
  return value;
}

/** The uploads of a draft go on while somebody walks through its steps. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const { draft, store } = useDraft();
  const { gatewayUrl } = useConfig();
  const gateway = useGatewayClient();
  const [queue] = useState(() =>
    createUploadQueue({
      bytesOf: (cid) => store.getBytes(cid),
      put: (cid, bytes, options) => uploadBlob({ gatewayUrl, cid, bytes, ...options }),
      isTransient: isTransientApiError,
    }),
  );
  const picture = useSyncExternalStore(queue.subscribe, queue.picture, queue.picture);
  const files = useMemo(() => filesOf(draft), [draft]);
  const cids = files.map(({ cid }) => cid).join(" ");

  // A reload asks what the gateway holds already: only the rest is sent.
  useEffect(() => {
    const controller = new AbortController();
    const look = async () => {
      for (const cid of cids.split(" ").filter(Boolean)) {
        if (queue.picture().states.get(cid)?.kind === "stored") continue;
        const size = await gateway.sizeOfBlob(cid, { signal: controller.signal });
        if (size !== undefined) queue.know(cid);
      }
    };
    // A gateway that is away is told of where it matters.
    void look().catch(() => undefined);
    return () => controller.abort();
  }, [cids, gateway, queue]);

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
