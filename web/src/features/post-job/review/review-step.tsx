"use client";

import { manifestBytes } from "@computehive/protocol/manifest";
import { publicFacts } from "@computehive/sdk/job-builder";
import Link from "next/link";
import { Amount } from "../../../components/amount.tsx";
import { Bytes, Fuel } from "../../../components/quantity.tsx";
import { StatusBadge } from "../../../components/status-badge.tsx";
import { Duration } from "../../../components/time.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { postJobReviewTexts } from "../../../texts/post-job-review.ts";
import { Card } from "../../../ui/card.tsx";
import { Details } from "../../../ui/error-state.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import type { Step } from "../draft/steps.ts";
import { hrefOf, useDraft } from "../draft/use-draft.tsx";
import { StepFrame } from "../parts/step-frame.tsx";
import { AbleCount } from "../price/able-nodes.tsx";
import { MoneyFacts } from "../price/money-facts.tsx";
import { type PricedDraft, usePricedDraft } from "../price/use-order.ts";
import type { FieldFault } from "../work/compose.ts";
import { validDryRun } from "../work/compose.ts";
import { OrderDetails } from "./order-details.tsx";
import { SaveManifest } from "./save-manifest.tsx";
import { SignPanel } from "./sign-panel.tsx";

const texts = postJobReviewTexts;

/** Step 5: everything once more, and then the wallet. */
export function ReviewStep() {
  const priced = usePricedDraft();
  const { manifest, parts, faults } = priced;
  return (
    <StepFrame title={texts.title} lead={texts.lead} canGoOn={false}>
      <NotReady faults={faults} />
      <div className="grid gap-5 lg:grid-cols-2">
        <Card title={texts.summary}>
          <Summary priced={priced} />
        </Card>
        <MoneyFacts priced={priced} />
        <Card title={texts.public}>
          <p className="mb-2 text-sm text-muted">{texts.publicLead}</p>
          {manifest ? (
            <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
              {publicFacts(manifest).map((fact) => (
                <li key={fact} className="break-words">
                  {fact}
                </li>
              ))}
            </ul>
          ) : (
            <SkeletonLines count={4} />
          )}
          {manifest && <Details label={texts.manifest} text={prettyJson(manifestBytes(manifest))} />}
        </Card>
        <SaveManifest manifest={manifest} />
      </div>
      {manifest && parts && <OrderDetails manifest={manifest} parts={parts} />}
      <SignPanel manifest={manifest} parts={faults.length === 0 ? parts : undefined} />
    </StepFrame>
  );
}

/** Which step holds a field. */
const STEP_OF: readonly (readonly [pattern: RegExp, step: Step])[] = [
  [/^program/, "program"],
  [/^(args|env|inputs|stdin|manifest)/, "inputs"],
  [/^(limits|placement|title|validity|window|bond)/, "limits"],
  [/./, "price"],
];

function NotReady({ faults }: { faults: readonly FieldFault[] }) {
  const { draft } = useDraft();
  if (faults.length === 0) return null;
  return (
    <Notice tone="negative" title={texts.fix} isUrgent>
      <ul>
        {faults.map(({ field, rule }) => {
          const step = STEP_OF.find(([pattern]) => pattern.test(field))?.[1] ?? "price";
          return (
            <li key={`${field} ${rule}`}>
              <Link href={hrefOf(draft.id, step)} className="text-accent underline">
                {postJobTexts.steps[step]}
              </Link>
              : {field}: {rule}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}

function Summary({ priced: { manifest, expectedCost, screened } }: { priced: PricedDraft }) {
  const { draft } = useDraft();
  const dryRun = validDryRun(draft);
  const inputBytes = draft.inputs.reduce((sum, { size }) => sum + size, 0);
  return (
    <KeyValues
      items={[
        { label: texts.program, value: draft.program?.name ?? "–" },
        {
          label: texts.dryRun,
          value: dryRun ? (
            <span className="inline-flex flex-wrap items-center gap-2">
              <StatusBadge outcome={dryRun.outcome} exitCode={dryRun.exitCode} />
              <Fuel value={BigInt(dryRun.fuel)} />
            </span>
          ) : (
            <span className="text-caution">{texts.noDryRun}</span>
          ),
        },
        {
          label: texts.inputs,
          value: (
            <>
              {postJobTexts.program.exampleInputs(draft.inputs.length)}, <Bytes value={inputBytes} />
            </>
          ),
        },
        manifest && {
          label: texts.limits,
          value: (
            <>
              <Fuel value={BigInt(manifest.limits.fuel)} />, <Bytes value={manifest.limits.memoryBytes} />,{" "}
              <Duration seconds={manifest.limits.wallSeconds} />
            </>
          ),
        },
        expectedCost !== undefined && {
          label: postJobTexts.price.expected,
          value: <Amount value={expectedCost} decimals={4} />,
        },
        screened && { label: postJobTexts.price.able.title, value: <AbleCount screened={screened} /> },
      ]}
    />
  );
}

function prettyJson(bytes: Uint8Array): string {
  return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), undefined, 2);
}
