"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { postJobTexts } from "../../../texts/post-job.ts";
import { cx } from "../../../ui/cx.ts";
import { isReachable, STEPS } from "../draft/steps.ts";
import { hrefOf, useDraft } from "../draft/use-draft.tsx";

const texts = postJobTexts.steps;

/** The steps of the job: those reached are links. */
export function Stepper() {
  const { draft, step } = useDraft();
  const current = STEPS.indexOf(step);
  return (
    <nav aria-label={texts.label}>
      <ol className="flex gap-1 overflow-x-auto">
        {STEPS.map((name, index) => {
          const isDone = index < current;
          const mark = (
            <span
              aria-hidden="true"
              className={cx(
                "inline-flex size-5.5 shrink-0 items-center justify-center rounded-full border text-xs",
                index === current && "border-accent bg-accent text-on-accent",
                isDone && "border-positive text-positive",
                index > current && "border-line-strong text-muted",
              )}
            >
              {isDone ? <Check className="size-3" /> : index + 1}
            </span>
          );
          const body = (
            <>
              {mark}
              <span
                className={cx(
                  "text-sm whitespace-nowrap",
                  index === current ? "font-medium" : "text-muted max-sm:sr-only",
                )}
              >
                {texts[name]}
              </span>
            </>
          );
          const style = "flex items-center gap-2 rounded-md px-2 py-1.5";
          return (
            <li key={name} className={index === current ? "max-sm:flex-1" : undefined}>
              {isReachable(name, draft.reached) && index !== current ? (
                <Link href={hrefOf(draft.id, name)} className={cx(style, "hover:bg-hover")}>
                  {body}
                </Link>
              ) : (
                <span className={style} aria-current={index === current ? "step" : undefined}>
                  {body}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
