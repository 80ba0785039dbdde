"use client";

import { quotaResponseSchema } from "@computehive/protocol/api/quota";
import { routes } from "@computehive/protocol/api/routes";
import { useQuery } from "@tanstack/react-query";
import { formatBytes } from "../../../components/number-text.ts";
import { Bytes } from "../../../components/quantity.tsx";
import { SignInButton } from "../../../components/session/sign-in-button.tsx";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGateway } from "../../../lib/http/services.tsx";
import type { SessionStanding } from "../../../lib/session/standing.ts";
import { useSession } from "../../../lib/session/use-session.ts";
import { mineKey } from "../../../lib/session/use-sign-out.ts";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Progress } from "../../../ui/progress.tsx";
import type { UploadState } from "./upload-queue.ts";
import { type NamedFile, useUploads } from "./use-uploads.tsx";

const texts = postJobTexts.inputs.upload;

/** How far program and inputs are on their way to the gateway. */
export function UploadPanel() {
  const { files, states, isRunning, isPaused, missingBytes } = useUploads();
  const session = useSession();
  const isSignedIn = session.kind === "signed-in";
  if (files.length === 0) return null;
  return (
    <Card title={texts.title} aside={isSignedIn && missingBytes > 0 && <UploadButton />}>
      <div className="flex flex-col gap-3">
        {isSignedIn && <Quota account={session.session.account} needed={missingBytes} />}
        <ul className="flex flex-col gap-2">
          {files.map((file) => (
            <FileRow key={file.cid} file={file} state={states.get(file.cid) ?? { kind: "waiting" }} />
          ))}
        </ul>
        {isPaused && !isRunning && <p className="text-xs text-muted">{texts.paused}</p>}
        {missingBytes === 0 ? <Notice tone="positive">{texts.all}</Notice> : <Outside kind={session.kind} />}
      </div>
    </Card>
  );
}

function UploadButton() {
  const { files, states, isRunning, isPaused, start, pause } = useUploads();
  const hasFailed = files.some(({ cid }) => states.get(cid)?.kind === "failed");
  const words = hasFailed ? texts.retry : isPaused ? texts.resume : texts.start;
  return (
    <Button size="small" onClick={isRunning ? pause : start}>
      {isRunning ? texts.pause : words}
    </Button>
  );
}

/** What stands between an outsider and an upload. */
function Outside({ kind }: { kind: SessionStanding["kind"] }) {
  if (kind === "signed-in" || kind === "unknown") return null;
  if (kind === "away") return <Notice tone="caution">{texts.away}</Notice>;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 text-sm text-muted">
      <span>{texts.later}</span>
      <div>
        <SignInButton words={texts.signIn} />
      </div>
    </div>
  );
}

function FileRow({ file, state }: { file: NamedFile; state: UploadState }) {
  const explain = useExplain();
  const tones = { waiting: "neutral", uploading: "accent", stored: "positive", failed: "negative" } as const;
  const words = { waiting: texts.waiting, uploading: texts.uploading, stored: texts.stored, failed: texts.failed };
  return (
    <li className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
        <span className="min-w-0 break-words">
          {file.name}{" "}
          <span className="text-xs text-muted">
            <Bytes value={file.size} />
          </span>
        </span>
        <Badge tone={tones[state.kind]}>{words[state.kind]}</Badge>
      </div>
      {state.kind === "uploading" && (
        <Progress
          label={texts.label(file.name)}
          value={file.size === 0 ? undefined : state.done / file.size}
          note={`${formatBytes(state.done)} / ${formatBytes(file.size)}`}
        />
      )}
      {state.kind === "failed" && <p className="text-xs text-negative">{explain(state.error).what}</p>}
    </li>
  );
}

/** What the account holds and may hold, before anything is sent. */
function Quota({ account, needed }: { account: string; needed: number }) {
  const gateway = useGateway();
  const { data } = useQuery({
    queryKey: mineKey(account, "quota"),
    queryFn: ({ signal }) => gateway.get(routes.quota(), quotaResponseSchema, { signal }),
  });
  if (!data) return null;
  const { usedBytes, limitBytes, today } = data;
  const left = Math.min(limitBytes - usedBytes, today.limitBytes - today.usedBytes);
  return (
    <div>
      <Progress
        label={texts.quota}
        value={limitBytes === 0 ? undefined : usedBytes / limitBytes}
        note={
          <>
            {texts.quota}: {texts.used(formatBytes(usedBytes), formatBytes(limitBytes))}. {texts.needs}{" "}
            <Bytes value={needed} />.
          </>
        }
        tone={needed > left ? "negative" : "accent"}
      />
      {needed > left && (
        <div className="mt-2">
          <Notice tone="negative">{texts.tooMuch}</Notice>
        </div>
      )}
    </div>
  );
}
