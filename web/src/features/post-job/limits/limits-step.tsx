"use client";

import { resourceClassesResponseSchema } from "@computehive/protocol/indexer-api/book";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { orderDefaultsFor } from "@computehive/protocol/parameters";
import { formatAmount } from "@computehive/protocol/price";
import { useQuery } from "@tanstack/react-query";
import { Address } from "../../../components/address.tsx";
import { shortNumber } from "../../../components/number-text.ts";
import { useToken } from "../../../lib/chain/use-hive.ts";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { useIndexer } from "../../../lib/http/services.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Card } from "../../../ui/card.tsx";
import { SelectField, TextField } from "../../../ui/field.tsx";
import { formatDuration } from "../../../ui/time/format-time.ts";
import type { LimitsForm } from "../draft/draft.ts";
import { useDraft } from "../draft/use-draft.tsx";
import { FaultList, useFaults } from "../parts/faults.tsx";
import { StepFrame } from "../parts/step-frame.tsx";
import { useOrderFaults } from "../price/use-order.ts";
import { validDryRun } from "../work/compose.ts";

const texts = postJobTexts.limits;
const FIELDS = ["limits", "placement", "title", "manifest"];
const ORDER_FIELDS = ["validity", "window", "bond"];

/** Step 3: how far the program may go, and what happens around it. */
export function LimitsStep() {
  const { draft, update } = useDraft();
  const { deployment } = useConfig();
  const { faults, faultOf } = useFaults(FIELDS);
  const orderFaults = useOrderFaults(ORDER_FIELDS);
  const { limits } = draft;
  const dryRun = validDryRun(draft);
  const set = (change: Partial<LimitsForm>) =>
    update((before) => ({ ...before, limits: { ...before.limits, ...change } }));
  const all = [...faults, ...orderFaults];
  return (
    <StepFrame title={texts.title} lead={texts.lead} canGoOn={all.length === 0}>
      <Card>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={texts.fuel}
            value={limits.fuel}
            placeholder={dryRun ? undefined : ""}
            hint={dryRun ? texts.fuelFromRun(shortNumber(BigInt(dryRun.fuel))) : texts.fuelDefault}
            error={faultOf("limits.fuel")}
            onChange={({ target }) => set({ fuel: target.value })}
          />
          <TextField
            label={texts.memory}
            value={limits.memory}
            hint={texts.memoryHint}
            error={faultOf("limits.memoryBytes")}
            onChange={({ target }) => set({ memory: target.value })}
          />
          <TextField
            label={texts.wall}
            value={limits.wall}
            hint={texts.wallHint}
            error={faultOf("limits.wallSeconds")}
            onChange={({ target }) => set({ wall: target.value })}
          />
          <TextField
            label={texts.output}
            value={limits.output}
            hint={texts.outputHint}
            error={faultOf("limits.outputBytes")}
            onChange={({ target }) => set({ output: target.value })}
          />
          <ClassField value={limits.resourceClass} onChange={(resourceClass) => set({ resourceClass })} />
          <TextField
            label={texts.name}
            value={draft.title}
            hint={texts.nameHint}
            maxLength={120}
            error={faultOf("title")}
            onChange={({ target }) => update((before) => ({ ...before, title: target.value }))}
          />
        </div>
      </Card>
      <Card>
        <details open={orderFaults.length > 0 || undefined}>
          <summary className="cursor-pointer text-sm font-medium">{texts.more}</summary>
          <div className="mt-4">
            <MoreFields limits={limits} set={set} faultOf={faultOf} faults={orderFaults} />
          </div>
        </details>
      </Card>
      <FaultList faults={all} />
      <p className="text-xs text-muted">
        {texts.arbiter}: <Address value={deployment.contracts.arbiter} />. {texts.arbiterNote}
      </p>
    </StepFrame>
  );
}

interface MoreFieldsProps {
  readonly limits: LimitsForm;
  readonly set: (change: Partial<LimitsForm>) => void;
  readonly faultOf: (field: string) => string | undefined;
  readonly faults: readonly { readonly field: string; readonly rule: string }[];
}

function MoreFields({ limits, set, faultOf, faults }: MoreFieldsProps) {
  const token = useToken();
  const { deployment } = useConfig();
  const { chainId, parameters } = deployment;
  const usual = orderDefaultsFor(chainId);
  const fault = (field: string) => faults.find((one) => one.field === field)?.rule;
  const fee = token ? `${formatAmount(BigInt(parameters.arbiterFee), token.decimals)} ${token.symbol}` : "…";
  const window = Math.max(usual.window, parameters.minimumWindow);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label={texts.validity}
        value={limits.validity}
        hint={texts.validityHint(formatDuration(usual.validity))}
        error={fault("validity")}
        onChange={({ target }) => set({ validity: target.value })}
      />
      <TextField
        label={texts.window}
        value={limits.window}
        hint={texts.windowHint(formatDuration(window), formatDuration(parameters.minimumWindow))}
        error={fault("window")}
        onChange={({ target }) => set({ window: target.value })}
      />
      <SelectField
        label={texts.silence}
        value={limits.onSilence}
        options={[
          { value: "pay", label: texts.silences.pay },
          { value: "refund", label: texts.silences.refund },
        ]}
        onValueChange={(onSilence) => set({ onSilence })}
      />
      <TextField
        label={texts.bond}
        value={limits.bond}
        unit={token?.symbol}
        inputMode="decimal"
        hint={texts.bondHint(fee)}
        error={fault("bond")}
        onChange={({ target }) => set({ bond: target.value })}
      />
      <TextField
        label={texts.region}
        value={limits.region}
        hint={texts.regionHint}
        error={faultOf("placement")}
        onChange={({ target }) => set({ region: target.value })}
      />
      <p className="self-center text-xs text-muted">{texts.silent(`${usual.timeoutSplit / 100} %`)}</p>
    </div>
  );
}

/** Classes by fuel that anybody ever named; without the indexer, the one of the draft. */
function ClassField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const indexer = useIndexer();
  const { data } = useQuery({
    queryKey: ["indexer", "resource-classes"],
    queryFn: ({ signal }) => indexer.get(indexerRoutes.resourceClasses(), resourceClassesResponseSchema, { signal }),
  });
  const known = (data?.items ?? [])
    .filter(({ unitKind }) => unitKind === "fuel")
    .map(({ resourceClass }) => resourceClass);
  const names = [...new Set([value, ...known])].sort();
  return (
    <SelectField
      label={texts.resourceClass}
      value={value}
      options={names.map((name) => ({ value: name, label: name }))}
      onValueChange={onChange}
    />
  );
}
