"use client";

import { jobsTexts as texts } from "../../texts/jobs.ts";
import { cx } from "../../ui/cx.ts";
import { SelectField } from "../../ui/field.tsx";
import { JOB_FILTERS, type JobFilter } from "./job-filter.ts";

const WHOSE = ["mine", "all"] as const;
export type Whose = (typeof WHOSE)[number];

export interface JobsToolbarProps {
  readonly whose: Whose;
  readonly filter: JobFilter;
  readonly onChoose: (next: { whose?: Whose; filter?: JobFilter }) => void;
}

/** Whose jobs, and in which states. */
export function JobsToolbar({ whose, filter, onChoose }: JobsToolbarProps) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-3">
      <fieldset className="inline-flex rounded-md border border-line-strong bg-surface p-0.5">
        <legend className="sr-only">{texts.who}</legend>
        {WHOSE.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === whose}
            onClick={() => onChoose({ whose: one })}
            className={cx(
              "h-7.5 rounded px-3 text-sm font-medium",
              one === whose ? "bg-accent-soft text-accent" : "text-muted hover:text-ink",
            )}
          >
            {texts[one]}
          </button>
        ))}
      </fieldset>
      <SelectField
        label={texts.filter}
        value={filter}
        options={JOB_FILTERS.map((value) => ({ value, label: texts.filters[value] }))}
        onValueChange={(next) => onChoose({ filter: next })}
        className="w-full sm:w-60"
      />
    </div>
  );
}
