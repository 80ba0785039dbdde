import { ensureOperator } from "@computehive/sdk/account/operators";
import { showAccount } from "@computehive/sdk/account/show-account";
import { buySeat, giveUpSeat, listSeats, type SeatView, showJury, withdrawSeat } from "@computehive/sdk/jury/seats";
import type { Address } from "viem";

import { defineCommand, defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { addressOption, amountOption, coin, money, when } from "../session/text.ts";
import { facts, table } from "../terminal/table.ts";
import { UsageError } from "../usage-error.ts";
import { advanceCommand, caseCommand } from "./juror-case.ts";

/** How long the jury may draw what one command allows, seconds; an agent that buys by itself has longer. */
const ALLOWANCE_SECONDS = 3_600;
const AGENT_ALLOWANCE_SECONDS = 30 * 86_400;

export function jurorCommand(perform: Perform): HiveCommand {
  return defineGroup("juror", "Seats in the jury, which decides disputes by lot", [
    buyCommand(perform),
    allowCommand(perform),
    allowSecretsCommand(perform),
    leaveCommand(perform),
    withdrawCommand(perform),
    statusCommand(perform),
    caseCommand(perform),
    advanceCommand(perform),
  ]);
}

function buyCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "buy [seats]",
    describe: "Buy seats with free money of your account; an agent must serve for them: hive node start",
    options: (yargs) => yargs.positional("seats", { type: "string", default: "1", describe: "how many" }),
    async run(session, options) {
      const count = seatCount(options.seats);
      const client = await session.writer();
      const { seatPrice } = await showJury(client);
      await allow(session, { operator: "jury", amount: seatPrice * BigInt(count), seconds: ALLOWANCE_SECONDS });
      for (let bought = 0; bought < count; bought++) {
        session.signal.throwIfAborted();
        await buySeat(client, sending(session, "Seat"));
      }
      await printSeats(session, (await session.account()).address);
    },
  });
}

function allowCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "allow <seats>",
    describe: "Let your agent buy so many seats by itself (juror.seats), for thirty days",
    options: (yargs) => yargs.positional("seats", { type: "string", demandOption: true, describe: "how many" }),
    async run(session, options) {
      const count = seatCount(options.seats);
      const { seatPrice } = await showJury(await session.reader());
      const cap = seatPrice * BigInt(count);
      await allow(session, { operator: "jury", amount: cap, seconds: AGENT_ALLOWANCE_SECONDS });
      const token = await session.token();
      session.printer.result({ seats: count, cap }, `The jury may draw ${money(cap, token)} for seats.`);
    },
  });
}

function leaveCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "leave <seat>",
    describe: "Give up a seat, or all of them; a case that began before can still draw it",
    options: (yargs) =>
      yargs.positional("seat", { type: "string", demandOption: true, describe: "its number, or all" }),
    async run(session, options) {
      const client = await session.writer();
      const { address } = await session.account();
      const mine = await listSeats(client, address, { signal: session.signal });
      const wanted = options.seat === "all" ? mine.filter(({ inPool }) => inPool) : [seatNumber(options.seat)];
      for (const one of wanted) {
        session.signal.throwIfAborted();
        await giveUpSeat(client, typeof one === "bigint" ? one : one.seat, sending(session, "Seat given up"));
      }
      await printSeats(session, address);
    },
  });
}

function withdrawCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "withdraw",
    describe: "Move what thawed seats hold into your account in the escrow",
    async run(session) {
      const client = await session.writer();
      const { address } = await session.account();
      const { timestamp } = await client.publicClient.getBlock();
      const mine = await listSeats(client, address, { signal: session.signal });
      const ready = mine.filter((seat) => !seat.inPool && seat.duties === 0 && seat.thawedAt <= Number(timestamp));
      for (const { seat } of ready) {
        session.signal.throwIfAborted();
        await withdrawSeat(client, seat, sending(session, "Withdrawal of a seat"));
      }
      if (ready.length === 0) session.printer.note("No seat can be withdrawn now.");
      await printSeats(session, address);
    },
  });
}

function statusCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "status [juror]",
    describe: "Show a juror's seats, and the jury that they are in",
    options: (yargs) => yargs.positional("juror", { type: "string", describe: "by default you" }),
    async run(session, { juror }) {
      const address = juror === undefined ? (await session.account()).address : addressOption("juror", juror);
      await printSeats(session, address);
    },
  });
}

function allowSecretsCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "allow-secrets <amount>",
    describe: "Where seeds are made of secrets: let your agent put deposits behind its own, for thirty days",
    options: (yargs) =>
      yargs.positional("amount", { type: "string", demandOption: true, describe: "in whole tokens, such as 40" }),
    async run(session, options) {
      const token = await session.token();
      const cap = amountOption("amount", options.amount, token);
      const { deployment } = await session.reader();
      if (deployment.parameters.jury?.randomness.form !== "commit-reveal")
        throw new UsageError("This deployment's jury draws by headers: nobody gives secrets.", { field: "amount" });
      await allow(session, { operator: "randomness", amount: cap, seconds: AGENT_ALLOWANCE_SECONDS });
      session.printer.result({ cap }, `The randomness may draw ${money(cap, token)} for deposits.`);
    },
  });
}

interface Allowance {
  operator: "jury" | "randomness";
  amount: bigint;
  seconds: number;
}

async function allow(session: Session, allowance: Allowance): Promise<void> {
  const what = `Allowance for the ${allowance.operator}`;
  await ensureOperator(await session.writer(), allowance, sending(session, what));
}

async function printSeats(session: Session, juror: Address): Promise<void> {
  const client = await session.reader();
  const [jury, seats, account, token] = await Promise.all([
    showJury(client),
    listSeats(client, juror, { signal: session.signal }),
    showAccount(client, juror),
    session.token(),
  ]);
  const lines = facts([
    ["Juror", juror],
    ["Seats in the pool", `${seats.filter(({ inPool }) => inPool).length} of ${jury.poolSize}`],
    ["A seat costs", money(jury.seatPrice, token)],
    ["A verdict pays", `${money(jury.fee, token)}, shared by the jurors who found so`],
    ["Free in the escrow", money(account.free, token)],
    ["Gas money", coin(account.coin)],
  ]);
  const rows = seats.map((seat) => [`${seat.seat}`, money(seat.money, token), stateOf(seat), `${seat.duties}`]);
  const list = rows.length === 0 ? "No seats." : table(["seat", "holds", "state", "open chairs"], rows);
  session.printer.result({ juror, jury, free: account.free, gasMoney: account.coin, seats }, `${lines}\n\n${list}`);
}

function stateOf({ inPool, thawedAt }: SeatView): string {
  return inPool ? "in the pool" : `left, withdrawable from ${when(thawedAt)}`;
}

function seatCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new UsageError("This is not a number of seats.", { field: "seats", rule: "1 to 999", given: text });
}

function seatNumber(text: string): bigint {
  if (/^[1-9]\d{0,18}$/.test(text)) return BigInt(text);
  throw new UsageError("This is not a seat.", { field: "seat", rule: "its number, or all", given: text });
}
