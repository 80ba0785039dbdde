import type { Deployment } from "@computehive/protocol/contracts";
import type { Transaction } from "viem";
import { explorerTexts } from "../../texts/explorer.ts";
import { Badge } from "../../ui/badge.tsx";
import { decodeCall } from "./decode.ts";

/** The function that a transaction calls, in a word. */
export function CallName({ deployment, transaction }: { deployment: Deployment; transaction: Transaction }) {
  const { to, input } = transaction;
  const call = decodeCall(deployment, to, input);
  if (call) return <Badge tone="accent">{call.name}</Badge>;
  if (to === null) return <Badge>{explorerTexts.transaction.creates}</Badge>;
  return <span className="font-mono text-xs text-muted">{input === "0x" ? "transfer" : input.slice(0, 10)}</span>;
}
