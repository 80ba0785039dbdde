"use client";

import { Check as CheckMark, CircleDashed, CircleHelp, LoaderCircle, Minus, Play, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Check, CheckStatus } from "../../lib/receipts/check.ts";
import { receiptTexts } from "../../texts/receipt.ts";
import { Badge } from "../../ui/badge.tsx";
import { cx } from "../../ui/cx.ts";
import { Details } from "../../ui/error-state.tsx";
import { TONE_CLASSES, type Tone } from "../../ui/tone.ts";

const texts = receiptTexts.checks;

const ICONS = {
  waiting: CircleDashed,
  running: LoaderCircle,
  offered: Play,
  passed: CheckMark,
  failed: X,
  impossible: CircleHelp,
  "not-needed": Minus,
} as const satisfies Record<CheckStatus, unknown>;

const TONES = {
  waiting: "neutral",
  running: "accent",
  offered: "accent",
  passed: "positive",
  failed: "negative",
  impossible: "caution",
  "not-needed": "neutral",
} as const satisfies Record<CheckStatus, Tone>;

/** One step: how it went, what that says, what it does not say, and the values behind it. */
export function CheckItem({ check: { name, status, facts }, children }: { check: Check; children?: ReactNode }) {
  const { title, proves, provesNot } = texts.names[name];
  const Icon = ICONS[status];
  return (
    <li id={name} className="flex scroll-mt-20 gap-3 py-3 break-inside-avoid first:pt-0 last:pb-0">
      <span
        aria-hidden="true"
        className={cx(
          "mt-0.5 inline-flex size-5.5 shrink-0 items-center justify-center rounded-full",
          TONE_CLASSES[TONES[status]],
        )}
      >
        <Icon className={cx("size-3.5", status === "running" && "animate-spin motion-reduce:animate-none")} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <h3 className="text-sm font-semibold">{title}</h3>
          <Badge tone={TONES[status]}>{texts.statuses[status]}</Badge>
        </div>
        {status === "not-needed" ? (
          <p className="mt-0.5 text-sm text-muted">{texts.notNeeded.cosignature}</p>
        ) : (
          <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-sm">
            <dt className="text-muted">{texts.proves}:</dt>
            <dd>{proves}</dd>
            <dt className="text-muted">{texts.provesNot}:</dt>
            <dd className="text-muted">{provesNot}</dd>
          </dl>
        )}
        {(status === "failed" || status === "impossible") && (
          <ul className={cx("mt-1.5 text-sm", status === "failed" ? "text-negative" : "text-caution")}>
            {facts.map((fact) => (
              <li key={fact} className="break-all">
                {fact}
              </li>
            ))}
          </ul>
        )}
        {status === "passed" && facts.length > 0 && <Details label={texts.values} text={facts.join("\n")} />}
        {children}
      </div>
    </li>
  );
}
