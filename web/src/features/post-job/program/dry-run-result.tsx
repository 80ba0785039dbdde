"use client";

import type { RunResult } from "@computehive/metering/run";
import { useEffect, useState } from "react";
import { Bytes, Fuel } from "../../../components/quantity.tsx";
import { StatusBadge } from "../../../components/status-badge.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { KeyValues } from "../../../ui/key-values.tsx";
import { Notice } from "../../../ui/notice.tsx";
import type { DryRun } from "../draft/draft.ts";

const texts = postJobTexts.dryRun;
const SHOWN_TEXT = 4_096;
const SHOWN_FILES = 8;

export interface DryRunResultProps {
  readonly dryRun: DryRun;
  readonly isCurrent: boolean;
  /** Bytes of the files, as long as the page has them. */
  readonly outputs: RunResult["outputs"] | undefined;
}

/** What the dry run came to. */
export function DryRunResult({ dryRun, isCurrent, outputs }: DryRunResultProps) {
  const { outcome, exitCode, fuel, milliseconds, memoryPeakBytes, outputBytes, detail } = dryRun;
  const isGood = outcome === "exited" && exitCode === 0;
  return (
    <>
      {!isCurrent && <Notice tone="caution">{texts.stale}</Notice>}
      {isCurrent && (
        <Notice tone={isGood ? "positive" : "caution"} title={isGood ? texts.good : texts.bad}>
          {!isGood && detail}
        </Notice>
      )}
      <KeyValues
        items={[
          { label: texts.facts.outcome, value: <StatusBadge outcome={outcome} exitCode={exitCode} /> },
          { label: texts.facts.fuel, value: <Fuel value={BigInt(fuel)} /> },
          { label: texts.facts.time, value: texts.elapsed((milliseconds / 1000).toFixed(2)) },
          { label: texts.facts.memory, value: <Bytes value={memoryPeakBytes} /> },
          { label: texts.facts.output, value: outputBytes === 0 ? texts.noOutput : <Bytes value={outputBytes} /> },
        ]}
      />
      <Stream title={texts.stdout} text={dryRun.stdout} />
      <Stream title={texts.stderr} text={dryRun.stderr} />
      {dryRun.outputs.length > 0 && (
        <div>
          <h3 className="mb-1 text-xs font-medium text-muted">{texts.outputs}</h3>
          <ul className="flex flex-col gap-1">
            {dryRun.outputs.slice(0, SHOWN_FILES).map(({ path, size }) => (
              <Output key={path} path={path} size={size} bytes={outputs?.get(path)} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Stream({ title, text }: { title: string; text: string }) {
  if (text === "") return null;
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-muted">{title}</h3>
      <Text text={text} label={title} />
    </div>
  );
}

function Text({ text, label }: { text: string; label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard.
      tabIndex={0}
      className="max-h-48 overflow-auto rounded bg-sunken p-2 font-mono text-xs break-words whitespace-pre-wrap"
    >
      {text}
    </section>
  );
}

function Output({ path, size, bytes }: { path: string; size: number; bytes: Uint8Array | undefined }) {
  return (
    <li className="rounded border border-line px-2 py-1 text-sm">
      {bytes ? (
        <details>
          <summary className="cursor-pointer">
            <span className="font-mono text-xs">{path}</span> <Bytes value={size} />
          </summary>
          <div className="mt-2">
            <Preview path={path} bytes={bytes} />
          </div>
        </details>
      ) : (
        <span>
          <span className="font-mono text-xs">{path}</span> <Bytes value={size} />
        </span>
      )}
    </li>
  );
}

const PICTURES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
};

function Preview({ path, bytes }: { path: string; bytes: Uint8Array }) {
  const type = PICTURES[path.split(".").at(-1)?.toLowerCase() ?? ""];
  if (type) return <Picture path={path} bytes={bytes} type={type} />;
  return <Text text={new TextDecoder().decode(bytes.subarray(0, SHOWN_TEXT))} label={path} />;
}

function Picture({ path, bytes, type }: { path: string; bytes: Uint8Array; type: string }) {
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  // biome-ignore lint/performance/noImgElement: a picture of this browser's memory has nothing to optimise.
  return url && <img src={url} alt={path} className="max-h-80 max-w-full rounded" />;
}
