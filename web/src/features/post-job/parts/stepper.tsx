"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { postJobTexts } from "../../../texts/post-job.ts";
import { cx } from "../../../ui/cx.ts";
import { isReachable, STEPS, type Step } from "../draft/steps.ts";
import { hrefOf, useDraft } from "../draft/use-draft.tsx";

const texts = postJobTexts.steps;

/** The steps of the job: those reached are links. */
export function Stepper() {
  const { draft, step } = useDraft();
  const current = STEPS.indexOf(step);
  return (
    <nav aria-label={texts.label}>
      <ol className="flex gap-1 overflow-x-auto">
        {STEPS.map((name, index) => (
          <li key={name} className={index === current ? "max-sm:flex-1" : undefined}>
            {isReachable(name, draft.reached) && index !== current ? (
              <Link href={hrefOf(draft.id, name)} className={cx(STYLE, "hover:bg-hover")}>
                <StepName name={name} index={index} current={current} />
              </Link>
            ) : (
              <span className={STYLE} aria-current={index === current ? "step" : undefined}>
                <StepName name={name} index={index} current={current} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

const STYLE = "flex items-center gap-2 rounded-md px-2 py-1.5";
const MARK = "inline-flex size-5.5 shrink-0 items-center justify-center rounded-full border text-xs";

function StepName({ name, index, current }: { name: Step; index: number; current: number }) {
  const isDone = index < current;
  const isCurrent = index === current;
  const colour = isDone ? "border-positive text-positive" : "border-line-strong text-muted";
  return (
    <>
      <span aria-hidden="true" className={cx(MARK, isCurrent ? "border-accent bg-accent text-on-accent" : colour)}>
        {isDone ? <Check className="size-3" /> : index + 1}
      </span>
      <span className={cx("text-sm whitespace-nowrap", isCurrent ? "font-medium" : "text-muted max-sm:sr-only")}>
        {texts[name]}
      </span>
    </>
  );
}
