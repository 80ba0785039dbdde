"use client";

import { Upload } from "lucide-react";
import { type DragEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { cx } from "../../../ui/cx.ts";

export interface DropZoneProps {
  readonly label: string;
  readonly labelNow: string;
  readonly or: string;
  readonly button: string;
  readonly hint?: ReactNode;
  readonly accept?: string;
  readonly isMultiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A place to drop files, with a button that does the same for the keyboard. */
export function DropZone({ label, labelNow, or, button, hint, accept, isMultiple = false, onFiles }: DropZoneProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onFiles(isMultiple ? files : files.slice(0, 1));
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the button inside does the same.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={cx(
        "flex flex-col items-center gap-2 rounded-lg border border-dashed px-4 py-6 text-center text-sm",
        isOver ? "border-accent bg-accent-soft" : "border-control bg-sunken",
      )}
    >
      <Upload aria-hidden="true" className="size-5 text-muted" />
      <span>
        {isOver ? labelNow : label} <span className="text-muted">{or}</span>
      </span>
      <label htmlFor={id} className="sr-only">
        {button}
      </label>
      <input
        ref={input}
        id={id}
        type="file"
        accept={accept}
        multiple={isMultiple}
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          take(target.files);
          target.value = "";
        }}
      />
      <Button size="small" onClick={() => input.current?.click()}>
        {button}
      </Button>
      {hint && <span className="text-xs text-muted">{hint}</span>}
    </div>
  );
}
