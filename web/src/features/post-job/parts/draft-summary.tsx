"use client";

import { Amount } from "../../../components/amount.tsx";
import { Fuel } from "../../../components/quantity.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Card } from "../../../ui/card.tsx";
import { useDraft } from "../draft/use-draft.tsx";
import { AbleCount } from "../price/able-nodes.tsx";
import { usePricedDraft } from "../price/use-order.ts";

const texts = postJobTexts.summary;

/** Beside the steps: what the draft comes to so far. */
export function DraftSummary() {
  const { draft } = useDraft();
  const { manifest, parts, expectedCost, screened } = usePricedDraft();
  const items = [
    { label: texts.program, value: draft.program?.name },
    { label: texts.fuel, value: manifest && <Fuel value={BigInt(manifest.limits.fuel)} withUnit={false} /> },
    {
      label: texts.expected,
      value: expectedCost !== undefined && manifest && <Amount value={expectedCost} decimals={4} />,
    },
    { label: texts.most, value: parts && <Amount value={parts.pricing.maxPay} decimals={4} /> },
    { label: texts.able, value: screened && <AbleCount screened={screened} /> },
  ];
  return (
    <aside aria-label={texts.title} className="hidden xl:block">
      <div className="sticky top-6">
        <Card title={texts.title}>
          <dl className="flex flex-col gap-3">
            {items.map(({ label, value }) => (
              <div key={label}>
                <dt className="text-xs text-muted">{label}</dt>
                <dd className="text-sm font-medium break-words">
                  {value || <span className="font-normal text-muted">{texts.notYet}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
    </aside>
  );
}
