"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { cx } from "./cx.ts";

const SHOWN_MS = 1_500;

/** Copies `text`; `what` names it: "Copy address". */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string }) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("failed");
    }
  };
  const label = { idle: `Copy ${what}`, copied: "Copied", failed: "Copying is not allowed here" }[state];
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => void copy()}
      className={cx(
        "inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-hover hover:text-ink",
        className,
      )}
    >
      {state === "copied" ? (
        <Check aria-hidden="true" className="size-3.5 text-positive" />
      ) : (
        <Copy aria-hidden="true" className="size-3.5" />
      )}
    </button>
  );
}
