"use client";

import { useState } from "react";
import { formatBytes } from "../../../components/number-text.ts";
import { useGatewayInfo } from "../../../lib/services/services-state.ts";
import { postJobTexts } from "../../../texts/post-job.ts";
import type { Draft, DraftFile } from "../draft/draft.ts";
import { useDraft } from "../draft/use-draft.tsx";
import { hashFile } from "./hash-file.ts";

const texts = postJobTexts.inputs;

/** Most bytes of one input where the gateway does not say: nodes take no more in all. */
const USUAL_MOST = 256 * 1024 * 1024;

/** Takes files into the draft: read, hashed and kept in this browser. */
export function useFiles() {
  const { store, update } = useDraft();
  const info = useGatewayInfo().data;
  const [isHashing, setHashing] = useState(false);
  const [faults, setFaults] = useState<readonly string[]>([]);
  const most = info?.limits.blobBytes ?? USUAL_MOST;

  const take = async (
    files: readonly File[],
    into: (draft: Draft, taken: readonly DraftFile[]) => Draft,
  ): Promise<void> => {
    setHashing(true);
    const tooLarge = files.filter(({ size }) => size > most);
    const problems = tooLarge.map(({ name }) => texts.tooLarge(name, formatBytes(most)));
    const taken: DraftFile[] = [];
    for (const file of files.filter((one) => !tooLarge.includes(one))) {
      try {
        const bytes = new Uint8Array(await file.arrayBuffer());
        const cid = await hashFile(bytes);
        await store.putBytes(cid, bytes);
        taken.push({ name: file.name, cid, size: bytes.length });
      } catch {
        problems.push(`${file.name}: ${postJobTexts.program.unreadable}`);
      }
    }
    setFaults(problems);
    setHashing(false);
    if (taken.length > 0) update((draft) => into(draft, taken));
  };

  return {
    isHashing,
    faults,
    addInputs: (files: readonly File[]) => take(files, withInputs),
    setStdin: (file: File) => take([file], (draft, [stdin]) => (stdin ? { ...draft, stdin } : draft)),
    removeStdin: () => update(({ stdin: _, ...draft }) => draft),
    removeInput: (index: number) =>
      update((draft) => ({ ...draft, inputs: draft.inputs.filter((_, at) => at !== index) })),
    renameInput: (index: number, name: string) =>
      update((draft) => ({
        ...draft,
        inputs: draft.inputs.map((file, at) => (at === index ? { ...file, name } : file)),
      })),
  };
}

/** A file of a name that is there already takes its place. */
function withInputs(draft: Draft, taken: readonly DraftFile[]): Draft {
  const names = new Set(taken.map(({ name }) => name));
  return { ...draft, inputs: [...draft.inputs.filter(({ name }) => !names.has(name)), ...taken] };
}
