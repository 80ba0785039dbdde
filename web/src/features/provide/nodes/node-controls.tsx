"use client";

import type { Deployment } from "@computehive/protocol/contracts";
import type { IndexedNode } from "@computehive/protocol/indexer-api/provider";
import type { ContractRequest } from "@computehive/sdk/contract-request";
import type { nodeRequests } from "@computehive/sdk/nodes/nodes";
import { useState } from "react";
import { getAddress, isAddress } from "viem";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import type { Prepare } from "../../../lib/transactions/run-transaction.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { provideNodeTexts as texts } from "../../../texts/provide/node.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { TextField } from "../../../ui/field.tsx";
import { provideKeys } from "../queries.ts";

function useNodeTransaction(node: IndexedNode, what: keyof typeof texts.titles, onConfirmed?: () => void) {
  return useTransaction({
    key: `node.${what}:${node.node}`,
    title: texts.titles[what],
    invalidates: [provideKeys.all(node.provider), ["provide-node", node.node.toLowerCase()]],
    ...(onConfirmed && { onConfirmed }),
  });
}

/** What encodes calls comes when one is made. */
function calling(build: (requests: typeof nodeRequests, to: Deployment) => ContractRequest): Prepare {
  return async ({ hive }) => build((await import("@computehive/sdk/nodes/nodes")).nodeRequests, hive.deployment);
}

/** Pause or resume. */
export function PauseControl({ node }: { node: IndexedNode }) {
  const isPaused = node.state === "paused";
  const transaction = useNodeTransaction(node, isPaused ? "resume" : "pause");
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-muted">{isPaused ? texts.resumeText : texts.pauseText}</p>
      <div>
        <TransactionButton
          variant={isPaused ? "primary" : "secondary"}
          transaction={transaction}
          onStart={() =>
            void transaction.run(
              calling((requests, to) => requests.setPaused(to, { node: node.node, paused: !isPaused })),
            )
          }
        >
          {isPaused ? texts.resume : texts.pause}
        </TransactionButton>
      </div>
      <TransactionStatus transaction={transaction} />
    </div>
  );
}

/** For ever, so it is asked twice. */
export function RetireControl({ node }: { node: IndexedNode }) {
  const [isAsking, setAsking] = useState(false);
  const transaction = useNodeTransaction(node, "retire", () => setAsking(false));
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {texts.retire}
      </Button>
      <Dialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={texts.retireTitle}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{texts.keep}</Button>
            <TransactionButton
              variant="danger"
              transaction={transaction}
              onStart={() => void transaction.run(calling((requests, to) => requests.retire(to, { node: node.node })))}
            >
              {texts.retireConfirm}
            </TransactionButton>
          </>
        }
      >
        <p className="text-sm">{texts.retireText}</p>
        <TransactionStatus transaction={transaction} />
      </Dialog>
    </>
  );
}

export function PayeeControl({ node }: { node: IndexedNode }) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const payee = isAddress(text.trim()) ? getAddress(text.trim()) : undefined;
  const transaction = useNodeTransaction(node, "payee", () => {
    setOpen(false);
    setText("");
  });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {texts.changePayee}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={texts.changePayee}
        description={texts.payeeNote}
        footer={
          <TransactionButton
            transaction={transaction}
            disabled={!payee}
            onStart={() =>
              payee &&
              void transaction.run(calling((requests, to) => requests.setPayee(to, { node: node.node, payee })))
            }
          >
            {texts.changePayee}
          </TransactionButton>
        }
      >
        <TextField
          label={texts.newPayee}
          isMono
          value={text}
          onChange={({ target }) => setText(target.value)}
          error={text.trim() !== "" && !payee && texts.payeeInvalid}
        />
        <TransactionStatus transaction={transaction} />
      </Dialog>
    </>
  );
}
