"use client";

import { cidFromDigest } from "@computehive/protocol/cid";
import type { Manifest } from "@computehive/protocol/manifest";
import { ON_SILENCE } from "@computehive/protocol/order-choices";
import { readShortName } from "@computehive/protocol/short-name";
import { zeroAddress } from "viem";
import { Address } from "../../../components/address.tsx";
import { Hash } from "../../../components/hash.tsx";
import { Bytes, Fuel } from "../../../components/quantity.tsx";
import { ResourceClass } from "../../../components/resource-class.tsx";
import { Duration, Time } from "../../../components/time.tsx";
import type { JobRecord } from "../../../lib/jobs/job-record.ts";
import { jobTexts } from "../../../texts/job.ts";
import { Card } from "../../../ui/card.tsx";
import { Details } from "../../../ui/error-state.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";

const texts = jobTexts.facts;

export interface FactsPanelProps {
  readonly job: JobRecord;
  /** Nothing while it is on its way. */
  readonly manifest: Manifest | undefined | "missing";
}

/** What was ordered, in the order's own terms. */
export function FactsPanel({ job, manifest }: FactsPanelProps) {
  const { order, terms, jobId } = job;
  const silence = ON_SILENCE[order.onSilence];
  return (
    <Card title={texts.title}>
      <KeyValues
        isNarrow
        items={[
          { label: texts.id, value: <Hash value={jobId} what="job id" /> },
          { label: texts.buyer, value: <Address value={order.buyer} /> },
          { label: texts.resourceClass, value: <ResourceClass value={readShortName(terms.resourceClass)} /> },
          terms.node !== zeroAddress && {
            label: texts.onlyNode,
            value: <Address value={terms.node} href={`/nodes/${terms.node.toLowerCase()}`} />,
          },
          { label: texts.claimBefore, value: <Time value={order.claimBefore} as="date" /> },
          { label: texts.runTime, value: <Duration seconds={order.runTime} /> },
          { label: texts.window, value: <Duration seconds={order.window} /> },
          { label: texts.onSilence, value: silence ? texts.silence[silence] : String(order.onSilence) },
          { label: texts.resolver, value: <Address value={terms.resolver} /> },
          { label: texts.manifest, value: <Hash value={cidFromDigest(terms.manifestHash)} what="manifest CID" /> },
          ...manifestFacts(manifest),
        ]}
      />
      <Details label={texts.details} text={exactOrder(job)} />
    </Card>
  );
}

function manifestFacts(manifest: Manifest | undefined | "missing") {
  if (manifest === undefined) return [];
  if (manifest === "missing") return [{ label: texts.program, value: texts.manifestMissing }];
  const { program, args, inputs, limits } = manifest;
  return [
    { label: texts.program, value: <Hash value={program} what="program CID" /> },
    args.length > 0 && {
      label: texts.arguments,
      value: <code className="font-mono text-xs break-all">{args.join(" ")}</code>,
    },
    inputs.length > 0 && {
      label: texts.inputs,
      value: (
        <ul>
          {inputs.map(({ path, size }) => (
            <li key={path} className="break-all">
              {path}{" "}
              <span className="text-muted">
                (<Bytes value={size} />)
              </span>
            </li>
          ))}
        </ul>
      ),
    },
    {
      label: texts.limits,
      value: (
        <>
          <Fuel value={BigInt(limits.fuel)} />, <Bytes value={limits.memoryBytes} />,{" "}
          <Duration seconds={limits.wallSeconds} />
        </>
      ),
    },
  ];
}

function exactOrder({ order, terms }: JobRecord): string {
  const asText = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return JSON.stringify({ order, terms }, asText, 2);
}
