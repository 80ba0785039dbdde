import { ComputeHiveError } from "@computehive/protocol/error";
import type { Identity, IdentityStore } from "./ledger/ledger.ts";
import type { Sender } from "./money/sender.ts";
import { isFinal, PHASES } from "./work/phases.ts";
import { advanceTo, type ProgressPorts } from "./work/progress.ts";

/**
 * Makes sure that the ledger belongs to this node. A ledger of another chain (the local one was begun anew) is closed first: everything
 * in it that was still open is lost, and written down as such.
 *
 * @throws LedgerForeignError where it is another node's.
 */
export function claimLedger(
  identity: Identity,
  { ledger, sender, ...ports }: ProgressPorts & { sender: Sender },
): void {
  claimIdentity(identity, ledger.identity, (known) =>
    abandonChain(
      { ledger, sender, ...ports },
      `The ledger was begun on the chain with the first block ${known.genesisHash}; this is another one.`,
    ),
  );
}

/** The same for any ledger: `abandon` closes what another chain left open. @throws LedgerForeignError */
export function claimIdentity(identity: Identity, store: IdentityStore, abandon: (known: Identity) => void): void {
  const known = store.get();
  if (known && known.node.toLowerCase() !== identity.node.toLowerCase())
    throw new LedgerForeignError({ expected: known.node, given: identity.node });
  if (known && isSameChain(known, identity)) return;
  if (known) abandon(known);
  store.set(identity);
}

/** Nothing of this chain can be continued on another one. */
function abandonChain({ ledger, sender, ...ports }: ProgressPorts & { sender: Sender }, why: string): void {
  ledger.atomically(() => {
    sender.abandonAll("chain-replaced");
    for (const { executionId } of ledger.executions.inPhases(PHASES.filter((phase) => !isFinal(phase)))) {
      advanceTo(executionId, "lost", { ledger, ...ports }, { reason: "chain-reorganised", detail: why });
    }
    ledger.book.rewind(undefined);
  });
}

function isSameChain(a: Identity, b: Identity): boolean {
  return (
    a.chainId === b.chainId && a.genesisHash === b.genesisHash && a.market.toLowerCase() === b.market.toLowerCase()
  );
}

export class LedgerForeignError extends ComputeHiveError {
  override readonly name = "LedgerForeignError";
  constructor({ expected, given }: { expected: string; given: string }) {
    super("This data folder belongs to another key.", {
      metaMessages: [`Folder of:  ${expected}`, `This key:   ${given}`],
    });
  }
}
