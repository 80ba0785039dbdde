"use client";

import type { RefusalRule } from "@computehive/metering/errors";
import { cidOf } from "@computehive/protocol/cid";
import { useEffect, useRef, useState } from "react";
import { formatBytes } from "../../../components/number-text.ts";
import { loadExample } from "../../../lib/examples/example-files.ts";
import type { Example } from "../../../lib/examples/examples.ts";
import { validateProgram } from "../../../lib/metering/meter.ts";
import { MeterFailedError } from "../../../lib/metering/meter-errors.ts";
import { postJobTexts } from "../../../texts/post-job.ts";
import type { Draft, DraftProgram } from "../draft/draft.ts";
import { useDraft } from "../draft/use-draft.tsx";
import { writeDuration, writeSize } from "../work/quantities.ts";
import { MOST_PROGRAM_BYTES, type ProgramCheck } from "./program-report.ts";

const texts = postJobTexts.program;

/** Chooses the program: every one is checked, in a worker, before it becomes part of the draft. */
export function useProgram() {
  const { draft, store, update } = useDraft();
  const [check, setCheck] = useState<ProgramCheck>({ kind: "none" });
  const stopping = useRef<AbortController | undefined>(undefined);
  const cid = draft.program?.cid;

  // After a reload the facts of the kept program are read again; they are cheap and not worth storing.
  useEffect(() => {
    const controller = new AbortController();
    const read = async () => {
      const bytes = cid === undefined ? undefined : await store.getBytes(cid);
      if (!bytes || controller.signal.aborted) return;
      const report = await validateProgram(bytes, { signal: controller.signal });
      if (!controller.signal.aborted) setCheck({ kind: "good", report });
    };
    void read().catch(() => undefined);
    return () => controller.abort();
  }, [cid, store]);

  const choose = async (
    name: string,
    source: DraftProgram["source"],
    load: (signal: AbortSignal) => Promise<Chosen>,
  ): Promise<boolean> => {
    stopping.current?.abort();
    const controller = new AbortController();
    stopping.current = controller;
    setCheck({ kind: "checking", name });
    try {
      const chosen = await load(controller.signal);
      const report = await validateProgram(chosen.bytes, { signal: controller.signal });
      const program = { name, cid: cidOf(chosen.bytes), size: chosen.bytes.length, source };
      await Promise.all([
        store.putBytes(program.cid, chosen.bytes),
        ...chosen.files.map(({ bytes }) => store.putBytes(cidOf(bytes), bytes)),
      ]);
      update((before) => chosen.into({ ...withoutDryRun(before), program }));
      setCheck({ kind: "good", report });
      return true;
    } catch (error) {
      if (!controller.signal.aborted) setCheck(refusalOf(name, error));
      return false;
    }
  };

  return {
    check,
    chooseExample: (example: Example) =>
      choose(example.title, "example", async (signal) => {
        const { program, inputs } = await loadExample(example, signal);
        const files = inputs.map(({ name, bytes }) => ({ name, bytes, cid: cidOf(bytes), size: bytes.length }));
        return { bytes: program, files, into: (before) => fromExample(before, example, files) };
      }),
    chooseFile: (file: File) =>
      choose(file.name, "upload", async () => ({ bytes: await readProgram(file), files: [], into: fromUpload })),
    remove() {
      stopping.current?.abort();
      setCheck({ kind: "none" });
      update(({ program: _, ...before }) => withoutDryRun(before));
    },
  };
}

interface Chosen {
  readonly bytes: Uint8Array;
  readonly files: readonly { readonly bytes: Uint8Array }[];
  /** Makes the draft fit the program. */
  readonly into: (before: Draft) => Draft;
}

async function readProgram(file: File): Promise<Uint8Array> {
  if (file.size === 0) throw new ProgramFileError(texts.empty);
  if (file.size > MOST_PROGRAM_BYTES) throw new ProgramFileError(texts.tooLarge(formatBytes(MOST_PROGRAM_BYTES)));
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new ProgramFileError(texts.unreadable);
  }
}

function fromExample(
  before: Draft,
  { title, args, limits }: Example,
  files: readonly { name: string; cid: string; size: number }[],
): Draft {
  const { stdin: _, seed: __, ...rest } = before;
  return {
    ...rest,
    title,
    args: [...args],
    env: [],
    inputs: files.map(({ name, cid, size }) => ({ name, cid, size })),
    limits: {
      ...before.limits,
      fuel: "",
      memory: writeSize(limits.memoryBytes),
      wall: writeDuration(limits.wallSeconds),
      output: writeSize(limits.outputBytes),
    },
  };
}

/** What an example brought along is of no use to another program. */
function fromUpload(before: Draft): Draft {
  if (before.program?.source !== "upload") return { ...before, args: [], env: [], inputs: [], title: "" };
  return before;
}

function withoutDryRun({ dryRun: _, ...draft }: Draft): Draft {
  return draft;
}

class ProgramFileError extends Error {
  override readonly name = "ProgramFileError";
}

function refusalOf(name: string, error: unknown): ProgramCheck {
  if (!(error instanceof MeterFailedError)) {
    return { kind: "refused", name, what: (error as Error).message, help: undefined, facts: [] };
  }
  const help = error.rule && texts.refusedHelp[error.rule satisfies RefusalRule];
  return { kind: "refused", name, what: error.shortMessage, help, facts: error.metaMessages };
}
