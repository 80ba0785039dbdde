"use client";

import { isRefunded, isSettled, JOB_STATES, type JobState } from "@computehive/protocol/job-state";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { type Receipt, receiptHashOf } from "@computehive/protocol/receipt";
import { castCallLine } from "@computehive/sdk/verify/cast-call";
import Link from "next/link";
import { Address } from "../../components/address.tsx";
import { readContractLink } from "../../lib/chain/read-contract-link.ts";
import { useExplorerLinks } from "../../lib/chain/use-explorer-links.ts";
import { useHive } from "../../lib/chain/use-hive.ts";
import { useConfig } from "../../lib/config/config-context.tsx";
import { receiptTexts } from "../../texts/receipt.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { KeyValues } from "../../ui/key-values.tsx";
import { verifyCall } from "./contract-call.ts";

const texts = receiptTexts.contract;

export interface ContractCallPanelProps {
  readonly receipt: Receipt;
  readonly order: JobOrder;
  readonly terms: JobTerms;
  readonly state: JobState;
}

/** The exact question to the chain, for those who trust neither this page nor its server. */
export function ContractCallPanel(props: ContractCallPanelProps) {
  const { deployment } = useHive();
  const { rpcUrl } = useConfig();
  const links = useExplorerLinks();
  const { receipts } = deployment.contracts;
  const call = verifyCall(props);
  const own = readContractLink(
    receipts,
    call.functionName,
    call.args.map(({ json }) => json),
  );
  const cast = castCallLine(deployment, props, { rpcUrl });
  return (
    <Card title={texts.title}>
      <p className="mb-3 text-sm text-muted">{texts.lead}</p>
      <KeyValues
        items={[
          { label: texts.contract, value: <Address isFull value={receipts} /> },
          { label: texts.function, value: <Copyable text={call.signature} what="function" /> },
        ]}
      />
      <div className="mt-2 flex items-center justify-between">
        <h3 className="text-sm font-medium">{texts.arguments}</h3>
        <span className="inline-flex items-center gap-1 text-xs text-muted print:hidden">
          {texts.all}
          <CopyButton text={call.args.map(({ text }) => text).join("\n")} what={texts.all} />
        </span>
      </div>
      <ol className="mt-1 flex flex-col gap-2">
        {call.args.map(({ name, text }) => (
          <li key={name}>
            <div className="flex items-center justify-between text-xs text-muted">
              <code className="font-mono">{name}</code>
              <CopyButton text={text} what={texts.argument(name)} />
            </div>
            <Raw text={text} />
          </li>
        ))}
      </ol>
      <Answer {...props} />
      <div className="mt-3 flex flex-wrap gap-2 print:hidden">
        <Link href={own} className={buttonClass({ size: "small" })}>
          {texts.openOwn}
        </Link>
        {links.isExternal && (
          <a href={links.address(receipts)} className={buttonClass({ size: "small" })} rel="noreferrer" target="_blank">
            {texts.open}
          </a>
        )}
      </div>
      <details className="mt-3 text-sm">
        <summary className="cursor-pointer text-muted hover:text-ink">{texts.cast}</summary>
        <div className="mt-1 flex items-start gap-1">
          <Raw text={cast} />
          <CopyButton text={cast} what={texts.castWhat} />
        </div>
      </details>
    </Card>
  );
}

function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <code className="font-mono text-sm break-all">{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}

function Raw({ text }: { text: string }) {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard.
      tabIndex={0}
      className="max-h-24 min-w-0 flex-1 overflow-auto rounded bg-sunken p-2 font-mono text-xs break-all whitespace-pre-wrap print:max-h-none"
    >
      {text}
    </pre>
  );
}

/** What an honest chain answers for this receipt. */
function Answer({ receipt, state }: ContractCallPanelProps) {
  const { marketDomain } = useHive();
  const isRecorded = isSettled(state) || isRefunded(state);
  const answers = [
    [texts.answers.recorded, String(isRecorded)],
    [texts.answers.state, `${JOB_STATES.indexOf(state)} (${state})`],
    [texts.answers.consistent, "true"],
    [texts.answers.amount, receipt.details.amount.toString()],
    [texts.answers.receiptHash, receiptHashOf(marketDomain, receipt)],
  ];
  return (
    <section className="mt-3">
      <h3 className="text-sm font-medium">{texts.expect}</h3>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 font-mono text-xs">
        {answers.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
