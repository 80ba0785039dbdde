import type { Clock } from "@computehive/protocol/clock";
import type { Deployment } from "@computehive/protocol/contracts";
import { type ContractRequest, encodeRequest } from "@computehive/sdk/contract-request";
import { headerRandomnessRequests } from "@computehive/sdk/randomness/header-seed";
import { secretCommitmentOf, secretRandomnessRequests } from "@computehive/sdk/randomness/secret-seed";
import { type Address, bytesToHex, type Hex } from "viem";
import type { JurorAction, JurorLedger } from "../ledger/ledger.ts";
import type { Intent } from "../money/prepare.ts";
import type { Sender } from "../money/sender.ts";
import { nowFor } from "../work/time.ts";
import { numbered } from "./act.ts";
import type { JurorChain } from "./chain-port.ts";

/** Brings what seeds are made of. */
export interface Seeds {
  /** One juror who does it is enough; else each guards itself. */
  readonly isForOne: boolean;
  /** What is due for a ticket that a case waits for. */
  dueFor(ticket: bigint): Promise<Intent | undefined>;
  /** What is due for tickets that were begun, whatever became of their cases. */
  begun(): Promise<Intent[]>;
}

export interface SeedPorts {
  readonly chain: JurorChain;
  readonly ledger: JurorLedger;
  readonly sender: Pick<Sender, "statusOf">;
  readonly clock: Clock;
  readonly deployment: Deployment;
  readonly account: Address;
}

/** Seeds of headers: whoever sends the header, it is the same. */
export function createHeaderSeeds({ chain, deployment }: SeedPorts): Seeds {
  return {
    isForOne: true,
    async dueFor(ticket) {
      const header = await chain.headerOf(ticket);
      return (
        header && intent(numbered(deployment, ticket), "prove", headerRandomnessRequests.prove(deployment, { header }))
      );
    },
    begun: async () => [],
  };
}

/**
 * Seeds of secrets: who takes part knows that nobody knew the seed before. The secret is durable before it is promised: without it the
 * deposit is lost. Takes part as far as the account lets the randomness draw deposits.
 */
export function createSecretSeeds({ chain, ledger, sender, clock, deployment, account }: SeedPorts): Seeds {
  const over = new Set<bigint>();

  const secretFor = (ticket: bigint): Hex =>
    ledger.atomically(() => {
      const known = ledger.secrets.get(ticket);
      if (known) return known;
      const secret = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
      ledger.secrets.add(ticket, secret);
      return secret;
    });

  const revealOf = async (ticket: bigint, secret: Hex): Promise<Intent | undefined> => {
    const subject = numbered(deployment, ticket);
    if (sender.statusOf(subject, "commitSecret")?.succeeded !== true) return undefined;
    const { commitBy, revealBy } = await chain.secretRoundOf(ticket);
    const now = nowFor(ledger, clock);
    if (now > revealBy && sender.statusOf(subject, "revealSecret")?.status === "final") over.add(ticket);
    if (now <= commitBy || now > revealBy) return undefined;
    return intent(subject, "revealSecret", secretRandomnessRequests.reveal(deployment, { ticket, secret }));
  };

  return {
    isForOne: false,
    async dueFor(ticket) {
      if (nowFor(ledger, clock) > (await chain.secretRoundOf(ticket)).commitBy) return undefined;
      const secret = secretFor(ticket);
      const commitment = secretCommitmentOf(deployment, { ticket, participant: account, secret });
      const epoch = await chain.epoch();
      const subject = numbered(deployment, ticket);
      return intent(
        subject,
        "commitSecret",
        secretRandomnessRequests.commit(deployment, { ticket, commitment, epoch }),
      );
    },
    async begun() {
      const due: Intent[] = [];
      for (const { ticket, secret } of ledger.secrets.all().filter((one) => !over.has(one.ticket))) {
        const reveal = await revealOf(ticket, secret);
        if (reveal) due.push(reveal);
      }
      return due;
    },
  };
}

/** One step serves all cases with this ticket. */
function intent(subject: Hex, action: JurorAction, request: ContractRequest): Intent {
  return { subject, action, ...encodeRequest(request) };
}
