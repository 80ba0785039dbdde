"use client";

import { CircleCheck } from "lucide-react";
import { useId, useState } from "react";
import { Hash } from "../../../components/hash.tsx";
import { formatBytes } from "../../../components/number-text.ts";
import { Bytes } from "../../../components/quantity.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { saveFile } from "../../../lib/download/save-file.ts";
import { jobTexts } from "../../../texts/job.ts";
import { Button } from "../../../ui/button.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import type { OutputEntry } from "./output-entries.ts";
import { Preview } from "./preview.tsx";
import { EAGER_BYTES, LARGEST_PREVIEW } from "./preview-kind.ts";
import { useBlob } from "./use-blob.ts";

const texts = jobTexts.result;

/** One output: its name and size, its preview, its download. */
export function OutputFile({ entry, isOpenAtFirst }: { entry: OutputEntry; isOpenAtFirst: boolean }) {
  const { path, size } = entry;
  const [isOpen, setOpen] = useState(isOpenAtFirst && size <= EAGER_BYTES);
  const [isWanted, setWanted] = useState(false);
  const blob = useBlob(entry, { isWanted: isOpen || isWanted });
  const panel = useId();
  const canShow = size <= LARGEST_PREVIEW;

  const download = async () => {
    setWanted(true);
    const { data } = blob.data ? blob : await blob.refetch();
    if (data) saveFile(path, data);
  };
  return (
    <li className="py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <FileName entry={entry} isVerified={blob.data !== undefined} />
        <div className="flex gap-2">
          {canShow && (
            <Button size="small" aria-expanded={isOpen} aria-controls={panel} onClick={() => setOpen(!isOpen)}>
              {isOpen ? texts.hide : showText(size)}
              <span className="sr-only"> {path}</span>
            </Button>
          )}
          <Button size="small" isBusy={isWanted && blob.isFetching} onClick={() => void download()}>
            {texts.download}
            <span className="sr-only"> {path}</span>
          </Button>
        </div>
      </div>
      {!canShow && <p className="mt-1 text-xs text-muted">{texts.tooLarge}</p>}
      <div id={panel} className="not-empty:mt-2">
        {blob.isError ? <QueryError query={blob} /> : isOpen && <Shown entry={entry} bytes={blob.data} />}
      </div>
    </li>
  );
}

function showText(size: number): string {
  return size > EAGER_BYTES ? texts.showSized(formatBytes(size)) : texts.show;
}

function Shown({ entry: { path, cid }, bytes }: { entry: OutputEntry; bytes: Uint8Array | undefined }) {
  return bytes ? <Preview path={path} cid={cid} bytes={bytes} /> : <SkeletonLines count={4} />;
}

function FileName({ entry: { path, cid, size }, isVerified }: { entry: OutputEntry; isVerified: boolean }) {
  return (
    <div className="min-w-0">
      <h3 className="font-mono text-sm font-medium break-all">{path}</h3>
      <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
        <Bytes value={size} />
        <Hash value={cid} what="CID" />
        {isVerified && (
          <span className="inline-flex items-center gap-1 text-positive">
            <CircleCheck aria-hidden="true" className="size-3.5" />
            {texts.matches}
          </span>
        )}
      </p>
    </div>
  );
}
