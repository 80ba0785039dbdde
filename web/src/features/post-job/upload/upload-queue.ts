import { wait } from "@computehive/sdk/retry";

/** How far one file is. `error` is what the last try threw. */
export type UploadState =
  | { readonly kind: "waiting" }
  | { readonly kind: "uploading"; readonly done: number }
  | { readonly kind: "stored" }
  | { readonly kind: "failed"; readonly error: unknown };

export interface UploadFile {
  readonly cid: string;
  readonly size: number;
}

export interface UploadPorts {
  /** Bytes of a file; nothing where this browser has them no more. */
  readonly bytesOf: (cid: string) => Promise<Uint8Array | undefined>;
  readonly put: (cid: string, bytes: Uint8Array, options: PutOptions) => Promise<unknown>;
  readonly isTransient: (error: unknown) => boolean;
  readonly delay?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

interface PutOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

export interface UploadPicture {
  readonly isRunning: boolean;
  readonly isPaused: boolean;
  readonly states: ReadonlyMap<string, UploadState>;
}

/** Uploads files one after another. What is stored is not sent again; what was cut begins anew, as the gateway takes whole files. */
export interface UploadQueue {
  readonly subscribe: (listener: () => void) => () => void;
  readonly picture: () => UploadPicture;
  /** Adds files and goes on; resolves when all of these are stored. Rejects with the first failure, or when it is paused. */
  run(files: readonly UploadFile[]): Promise<void>;
  pause(): void;
  /** Says that a file is stored already. */
  know(cid: string): void;
}

const TRIES = 4;
const FIRST_DELAY = 500;

export function createUploadQueue({ bytesOf, put, isTransient, delay = wait }: UploadPorts): UploadQueue {
  const listeners = new Set<() => void>();
  let shown: UploadPicture = { isRunning: false, isPaused: false, states: new Map() };
  let stopping: AbortController | undefined;
  let running: Promise<void> = Promise.resolve();

  const show = (change: Partial<UploadPicture>) => {
    shown = { ...shown, ...change };
    for (const listener of listeners) listener();
  };
  const setState = (cid: string, state: UploadState) => show({ states: new Map(shown.states).set(cid, state) });

  const putOne = async (cid: string, signal: AbortSignal): Promise<void> => {
    const bytes = await bytesOf(cid);
    if (!bytes) throw new FileGoneError(cid);
    for (let attempt = 1; ; attempt++) {
      setState(cid, { kind: "uploading", done: 0 });
      try {
        await put(cid, bytes, { signal, onProgress: (done) => setState(cid, { kind: "uploading", done }) });
        return;
      } catch (error) {
        if (signal.aborted || attempt >= TRIES || !isTransient(error)) throw error;
        await delay(FIRST_DELAY * 2 ** (attempt - 1), signal);
      }
    }
  };

  const drain = async (files: readonly UploadFile[], signal: AbortSignal): Promise<void> => {
    for (const { cid } of files) {
      signal.throwIfAborted();
      if (shown.states.get(cid)?.kind === "stored") continue;
      try {
        await putOne(cid, signal);
        setState(cid, { kind: "stored" });
      } catch (error) {
        setState(cid, signal.aborted ? { kind: "waiting" } : { kind: "failed", error });
        throw error;
      }
    }
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    picture: () => shown,
    know: (cid) => setState(cid, { kind: "stored" }),
    pause() {
      show({ isPaused: true });
      stopping?.abort(new UploadPausedError());
    },
    run(files) {
      const states = new Map(shown.states);
      for (const { cid } of files) if (states.get(cid)?.kind !== "stored") states.set(cid, { kind: "waiting" });
      show({ states, isPaused: false, isRunning: true });
      const before = running.catch(() => undefined);
      running = before.then(async () => {
        stopping = new AbortController();
        try {
          show({ isRunning: true });
          await drain(files, stopping.signal);
        } finally {
          show({ isRunning: false });
        }
      });
      return running;
    },
  };
}

/** The person paused; nothing failed. */
export class UploadPausedError extends Error {
  override readonly name = "UploadPausedError";
  constructor() {
    super("The upload is paused.");
  }
}

/** The browser has thrown the bytes away: the file must be chosen again. */
export class FileGoneError extends Error {
  override readonly name = "FileGoneError";
  readonly cid: string;
  constructor(cid: string) {
    super("This browser no longer holds the file: choose it again.");
    this.cid = cid;
  }
}
