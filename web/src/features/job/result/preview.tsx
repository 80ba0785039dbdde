"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { formatBytes } from "../../../components/number-text.ts";
import { jobTexts } from "../../../texts/job.ts";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { DataTableView } from "./data-table-view.tsx";
import { hexDump, type ImageType, type PreviewKind, previewKindOf } from "./preview-kind.ts";
import { prettyJson, tableOfCsv, tableOfJson } from "./table-of.ts";

const texts = jobTexts.result;
const LONGEST_TEXT = 200_000;

/** Shows an output without ever running it: pictures of known types, tables, text, or bytes in hexadecimal. */
export function Preview({ path, cid, bytes }: { path: string; cid: string; bytes: Uint8Array }) {
  const kind = useMemo(() => previewKindOf(path, bytes), [path, bytes]);
  switch (kind.kind) {
    case "empty":
      return <p className="text-sm text-muted">{texts.empty}</p>;
    case "image":
      return <Picture path={path} bytes={bytes} type={kind.type} />;
    case "csv":
    case "json":
      return <Tabular cid={cid} kind={kind} />;
    case "text":
      return <PlainText text={kind.text} />;
    case "hex":
      return (
        <>
          <p className="mb-1 text-xs text-muted">{texts.binary}</p>
          <PlainText text={hexDump(bytes)} isWrapped={false} />
        </>
      );
  }
}

function Picture({ path, bytes, type }: { path: string; bytes: Uint8Array; type: ImageType }) {
  const [url, setUrl] = useState<string | undefined>(undefined);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  if (isBroken) return <Notice tone="caution">{texts.brokenImage}</Notice>;
  if (!url) return <SkeletonLines count={2} />;
  return (
    // biome-ignore lint/performance/noImgElement: the picture is made in this browser; there is nothing to optimise.
    <img
      src={url}
      alt={texts.image(path)}
      onError={() => setBroken(true)}
      className="max-h-[32rem] max-w-full rounded border border-line bg-sunken object-contain"
    />
  );
}

function Tabular({ cid, kind }: { cid: string; kind: Extract<PreviewKind, { kind: "csv" | "json" }> }) {
  const { data: table, isPending } = useQuery({
    queryKey: ["preview", "table", cid, kind.kind],
    queryFn: async () => (kind.kind === "csv" ? await tableOfCsv(kind.text) : tableOfJson(kind.text)) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (isPending) return <SkeletonLines count={4} />;
  if (table) return <DataTableView table={table} />;
  return <PlainText text={kind.kind === "json" ? prettyJson(kind.text) : kind.text} />;
}

function PlainText({ text, isWrapped = true }: { text: string; isWrapped?: boolean }) {
  const shown = text.slice(0, LONGEST_TEXT);
  return (
    <>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard.
        tabIndex={0}
        className={`max-h-96 overflow-auto rounded bg-sunken p-3 font-mono text-xs leading-5 ${isWrapped ? "break-words whitespace-pre-wrap" : ""}`}
      >
        {shown}
      </pre>
      {shown.length < text.length && (
        <p className="mt-1 text-xs text-muted">
          {texts.shownPart(formatBytes(shown.length), formatBytes(text.length))}
        </p>
      )}
    </>
  );
}
