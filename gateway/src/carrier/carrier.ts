import type { Statement } from "@computehive/protocol/api/statement";
import type { Address, Hex } from "viem";
import { acceptStatement } from "./accept-statement.ts";
import type { CarrierPolicy, CarrierPorts } from "./carrier-ports.ts";
import { sendStatements } from "./send-statements.ts";
import type { StatementRow } from "./statement-rows.ts";

/** Carries signed statements to the chain and pays for the transactions. */
export interface Carrier {
  readonly address: Address;
  /** Least fee of a withdrawal, in the token's smallest unit. */
  readonly withdrawalFee: bigint;
  /** @throws as `acceptStatement` does. */
  carry(statement: Statement): Promise<StatementRow>;
  find(id: Hex): Promise<StatementRow | undefined>;
  /** Why it could not pay for a statement now, or nothing. */
  whyUnable(): Promise<string | undefined>;
  /** Ends after the round under way. What waits is sent by the next start. */
  stop(): Promise<void>;
}

/** Without anything under way the table is looked at so often: another gateway on the same store may have stopped. */
const IDLE_MS = 15_000;
/** About what a dispute takes. */
const USUAL_GAS = 200_000n;

export function startCarrier(ports: CarrierPorts, policy: CarrierPolicy): Carrier {
  const { signer, rows, sending, locks, logger } = ports;
  let timer: NodeJS.Timeout | undefined;
  let resume = () => {};
  let isWoken = false;
  let isStopped = false;

  const round = () => locks.run(`carrier:${signer.address}`, () => sendStatements(ports, policy));
  const run = async (): Promise<void> => {
    while (!isStopped) {
      isWoken = false;
      const open = await round().catch((err: unknown) => {
        logger.warn({ err }, "statements cannot be carried at the moment");
        return 1;
      });
      if (isStopped || isWoken) continue;
      await new Promise<void>((resolve) => {
        resume = resolve;
        timer = setTimeout(resolve, open > 0 ? policy.pollMs : IDLE_MS);
      });
      clearTimeout(timer);
    }
  };
  const running = run();
  const wake = () => {
    isWoken = true;
    resume();
  };

  return {
    address: signer.address,
    withdrawalFee: policy.withdrawalFee,
    async carry(statement) {
      const row = await acceptStatement(statement, ports, policy);
      wake();
      return row;
    },
    find: (id) => rows.find(id),
    async whyUnable() {
      const [balance, { maxFeePerGas }] = await Promise.all([sending.balance(signer.address), sending.fees()]);
      return balance < USUAL_GAS * maxFeePerGas ? `${signer.address} holds too little coin: ${balance} wei` : undefined;
    },
    async stop() {
      isStopped = true;
      wake();
      await running;
    },
  };
}
