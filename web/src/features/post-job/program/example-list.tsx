"use client";

import { Fuel } from "../../../components/quantity.tsx";
import { type Example, examples } from "../../../lib/examples/examples.ts";
import { postJobTexts } from "../../../texts/post-job.ts";
import { cx } from "../../../ui/cx.ts";

const texts = postJobTexts.program;

export interface ExampleListProps {
  /** Title of the example in the draft, if it is one. */
  readonly chosen: string | undefined;
  readonly onChoose: (example: Example) => void;
}

/** The examples of the site, one button each. */
export function ExampleList({ chosen, onChoose }: ExampleListProps) {
  return (
    <ul className="grid gap-2 sm:grid-cols-2">
      {examples.map((example) => {
        const isChosen = example.title === chosen;
        return (
          <li key={example.name}>
            <button
              type="button"
              aria-pressed={isChosen}
              onClick={() => onChoose(example)}
              className={cx(
                "flex h-full w-full flex-col gap-0.5 rounded-md border px-3 py-2 text-left",
                isChosen ? "border-accent bg-accent-soft" : "border-line bg-surface hover:bg-hover",
              )}
            >
              <span className="text-sm font-medium">{example.title}</span>
              <span className="text-xs text-muted">
                {texts.exampleInputs(example.inputs.length)}, {texts.atMost} <Fuel value={example.limits.fuel} />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
