import type { Clock } from "@computehive/protocol/clock";
import type { Deployment } from "@computehive/protocol/contracts";
import type { MarketDomain } from "@computehive/protocol/domain";
import type { Address } from "viem";
import type { Ledger } from "../ledger/ledger.ts";
import type { ReceiptSigner } from "../money/receipts.ts";
import type { Sender } from "../money/sender.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { TestFaults } from "../testing/faults.ts";
import type { AgentGateway } from "./gateway-port.ts";
import type { LogBook } from "./log-book.ts";
import type { ProgressPorts } from "./progress.ts";

/** What the steps of an execution work with. */
export interface WorkContext extends ProgressPorts {
  ledger: Ledger;
  clock: Clock;
  gateway: AgentGateway;
  sandbox: Sandbox;
  sender: Sender;
  receipts: ReceiptSigner;
  logs: LogBook;
  log: Log;
  node: Address;
  deployment: Deployment;
  domain: MarketDomain;
  dataFolder: string;
  faults: TestFaults;
  limits: WorkLimits;
  /** Waits; rejects with the signal's reason. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface WorkLimits {
  programBytes: number;
  inputBytes: number;
  slackSeconds: number;
}

/** Structured log; fields first, a short sentence after. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
