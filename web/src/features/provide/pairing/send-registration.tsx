"use client";

import { useQuery } from "@tanstack/react-query";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { providePairingTexts as texts } from "../../../texts/provide/pairing.ts";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { provideKeys } from "../queries.ts";
import type { Registration } from "./registration.ts";
import { nodeStateKey } from "./use-node-state.ts";

/** Sends what the node signed. It is checked here first: nothing is sent that the contract would refuse. */
export function SendRegistration({ registration }: { registration: Registration }) {
  const { stakingDomain } = useHive();
  const { profile, nodeSignature } = registration;
  const { data: isGood } = useQuery({
    queryKey: ["registration-signature", nodeSignature],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await import("./registration.ts")).isSignedByNode(stakingDomain, registration),
  });
  const transaction = useTransaction({
    key: `node.register:${profile.node}`,
    title: texts.send,
    invalidates: [provideKeys.all(profile.provider), nodeStateKey(profile.node)],
  });
  if (isGood === undefined) return <SkeletonLines count={2} />;
  if (!isGood) {
    return (
      <Notice tone="negative" title={texts.badSignature} isUrgent>
        {texts.badSignatureText}
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">{texts.signed}</p>
      <div>
        <TransactionButton
          transaction={transaction}
          onStart={() =>
            void transaction.run(async ({ hive }) => {
              const { nodeRequests } = await import("@computehive/sdk/nodes/nodes");
              return nodeRequests.register(hive.deployment, registration);
            })
          }
        >
          {texts.send}
        </TransactionButton>
      </div>
      <TransactionStatus transaction={transaction} />
    </div>
  );
}
