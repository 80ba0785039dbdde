import type { Clock } from "@computehive/protocol/clock";
import { type Answers, findingCommitmentOf } from "@computehive/protocol/jury-finding";
import { type Address, bytesToHex, type Hex } from "viem";
import type { Ballot, JurorLedger } from "../ledger/ledger.ts";

export interface CastPorts {
  readonly ledger: Pick<JurorLedger, "atomically" | "ballots">;
  readonly clock: Clock;
  readonly chainId: number;
  readonly jury: Address;
  readonly juror: Address;
}

export interface Cast extends Answers {
  readonly jobId: Hex;
  readonly chair: number;
  readonly round: number;
  readonly facts: string[];
}

/**
 * Check, then record: a chair has one ballot, with its salt, before anything of it leaves the process. Where there is one it is the
 * one that counts, whatever was found later: a second promise for a chair would be a second vote.
 */
export function castBallot({ jobId, chair, round, delivered, correct, facts }: Cast, ports: CastPorts): Ballot {
  const { ledger, clock, chainId, jury, juror } = ports;
  return ledger.atomically(() => {
    const known = ledger.ballots.get(jobId, chair);
    if (known) return known;
    const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
    const promised = { jobId, chair, juror, delivered, correct, salt };
    const commitment = findingCommitmentOf({ chainId, jury }, promised);
    const ballot: Ballot = { ...promised, round, commitment, facts, recordedAt: clock.now() };
    ledger.ballots.add(ballot);
    return ballot;
  });
}
