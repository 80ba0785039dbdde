"use client";

import { useId, useRef } from "react";
import { Bytes } from "../../../components/quantity.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Button } from "../../../ui/button.tsx";
import type { DraftFile } from "../draft/draft.ts";

const texts = postJobTexts.inputs;

export interface StdinFieldProps {
  readonly stdin: DraftFile | undefined;
  readonly onChoose: (file: File) => void;
  readonly onRemove: () => void;
}

/** The one file that the program reads as standard input. */
export function StdinField({ stdin, onChoose, onRemove }: StdinFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm font-medium">
          {texts.stdin}
        </label>
        <p className="text-sm break-words text-muted">
          {stdin ? (
            <>
              {stdin.name} <Bytes value={stdin.size} />
            </>
          ) : (
            texts.stdinNone
          )}
        </p>
      </div>
      <input
        ref={input}
        id={id}
        type="file"
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onChoose(file);
          target.value = "";
        }}
      />
      <div className="flex gap-2">
        {stdin && (
          <Button size="small" variant="quiet" onClick={onRemove}>
            {texts.stdinRemove}
          </Button>
        )}
        <Button size="small" onClick={() => input.current?.click()}>
          {texts.stdinChoose}
        </Button>
      </div>
    </div>
  );
}
