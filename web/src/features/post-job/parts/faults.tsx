"use client";

import { useMemo } from "react";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Notice } from "../../../ui/notice.tsx";
import { useDraft } from "../draft/use-draft.tsx";
import { composeManifest, type FieldFault } from "../work/compose.ts";

/** What is wrong with the manifest in these fields; a field stands for all that begins with it. */
export function useFaults(fields: readonly string[]) {
  const { draft } = useDraft();
  const composed = useMemo(() => composeManifest(draft), [draft]);
  const all = composed.ok ? [] : composed.faults;
  const faults = all.filter(({ field }) => fields.some((name) => field === name || startsBelow(field, name)));
  return {
    faults,
    /** Of one field, by its exact path, or the first below it. */
    faultOf: (field: string) => faults.find((fault) => fault.field === field || startsBelow(fault.field, field))?.rule,
  };
}

function startsBelow(field: string, name: string): boolean {
  return field.startsWith(`${name}.`) || field.startsWith(`${name}[`);
}

/** All that keeps from going on. */
export function FaultList({ faults }: { faults: readonly FieldFault[] }) {
  if (faults.length === 0) return null;
  return (
    <Notice tone="negative" title={postJobTexts.fault} isUrgent>
      <ul>
        {faults.map(({ field, rule }) => (
          <li key={`${field} ${rule}`} className="break-words">
            <span className="font-mono text-xs">{field}</span>: {rule}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
