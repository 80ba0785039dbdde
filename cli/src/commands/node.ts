import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { NodeProfile } from "@computehive/protocol/node-profile";
import { shortName } from "@computehive/protocol/short-name";
import { showAccount } from "@computehive/sdk/account/show-account";
import { listNodes, readNode, registerNode, setNodePaused } from "@computehive/sdk/nodes/nodes";
import { showStake } from "@computehive/sdk/staking/stake";
import { zeroHash } from "viem";

import { defineCommand, defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { openNodeKey } from "../session/node-key.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { addressOption, coin, money } from "../session/text.ts";
import { facts } from "../terminal/table.ts";
import { AnswerIsNo, UsageError } from "../usage-error.ts";
import { profileCommand, rotateCommand } from "./node-keys.ts";
import { signCommand } from "./node-sign.ts";

export function nodeCommand(perform: Perform): HiveCommand {
  return defineGroup("node", "A provider's machines", [
    registerCommand(perform),
    signCommand(perform),
    startCommand(perform),
    pairCommand(perform),
    statusCommand(perform),
    pauseCommand(perform),
    profileCommand(perform),
    rotateCommand(perform),
  ]);
}

function registerCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "register <node-keystore>",
    describe: "Register a node: its key signs, you (the provider) send",
    options: (yargs) =>
      yargs
        .positional("node-keystore", { type: "string", demandOption: true, describe: "keystore of the node key" })
        .option("node-password-file", { type: "string", describe: "password of the node's keystore; by default yours" })
        .option("payee", { type: "string", describe: "account that earns; by default you" })
        .option("class", { type: "string", default: "cpu.v1", describe: "resource class" })
        .option("region", { type: "string", describe: "region, such as eu-central" })
        .option("endpoint", {
          type: "string",
          default: "",
          describe: "public URL; empty for outbound connections only",
        }),
    async run(session, options) {
      const nodeKey = await openNodeKey(session, options.nodeKeystore, options.nodePasswordFile);
      const client = await session.writer();
      const provider = (await session.account()).address;
      const profile: NodeProfile = {
        provider,
        node: nodeKey.address,
        payee: options.payee === undefined ? provider : addressOption("payee", options.payee),
        resourceClass: shortName(options.class),
        region: options.region === undefined ? zeroHash : shortName(options.region),
        capabilityHash: zeroHash,
        tlsKeyHash: zeroHash,
        endpoint: options.endpoint,
      };
      const { hash } = await registerNode(client, { profile, nodeKey }, sending(session, "Registration"));
      session.printer.result(
        { node: nodeKey.address, provider, transaction: hash },
        `Registered node ${nodeKey.address}. It needs gas money of its own.`,
      );
    },
  });
}

function startCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "start <config>",
    describe: "Run the agent of a node in the foreground; Ctrl-C drains it, a second one stops it",
    options: (yargs) =>
      yargs.positional("config", { type: "string", demandOption: true, describe: "the agent's configuration file" }),
    run: (session, { config }) => runAgent(session, ["--config", resolve(session.surroundings.cwd, config)]),
  });
}

function pairCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "pair <config>",
    describe: "Show a code by which a provider registers this node in the browser, then run its agent",
    options: (yargs) =>
      yargs
        .positional("config", { type: "string", demandOption: true, describe: "the agent's configuration file" })
        .option("provider", { type: "string", describe: "the only account that may have the node" })
        .option("yes", { type: "boolean", default: false, describe: "take whoever knows the code, without asking" }),
    run(session, { config, provider, yes }) {
      const wanted = provider === undefined ? [] : ["--provider", addressOption("provider", provider)];
      const file = resolve(session.surroundings.cwd, config);
      return runAgent(session, ["--config", file, "--pair", ...wanted, ...(yes ? ["--yes"] : [])]);
    },
  });
}

/** An application beside this one, in a process group of its own: it gets every Ctrl-C from here, and exactly once. */
async function runAgent(session: Session, args: readonly string[]): Promise<void> {
  const main = fileURLToPath(new URL("../../../agent/src/main.ts", import.meta.url));
  const child = spawn(process.execPath, [main, ...args], {
    // By the channel the agent notices where this process is killed, and drains.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    detached: true,
  });
  session.signal.addEventListener("abort", () => child.kill("SIGINT"), { once: true });
  const stopAtOnce = (): boolean => child.kill("SIGINT");
  process.once("exit", stopAtOnce);
  const code = await new Promise<number>((done, failed) => {
    child.once("error", failed);
    child.once("close", (status) => done(status ?? 1));
  });
  process.off("exit", stopAtOnce);
  if (code !== 0) throw new AnswerIsNo();
}

function statusCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "status [node]",
    describe: "Show a node as chain and gateway know it; without an address all nodes of yours",
    options: (yargs) => yargs.positional("node", { type: "string" }),
    async run(session, { node }) {
      const addresses =
        node === undefined
          ? (
              await listNodes(await session.reader(), {
                provider: (await session.account()).address,
                signal: session.signal,
              })
            ).map((view) => view.node)
          : [addressOption("node", node)];
      const views = await Promise.all(addresses.map((address) => readStatus(session, address)));
      const texts = await Promise.all(views.map((view) => describeStatus(session, view)));
      session.printer.result(views, texts.length === 0 ? "You have no nodes." : texts.join("\n\n"));
    },
  });
}

async function readStatus(session: Session, node: `0x${string}`) {
  const client = await session.reader();
  const state = await readNode(client, node);
  if (!state) throw new UsageError("Nobody registered this node.", { field: "node", given: node });
  const [stake, account, heard] = await Promise.all([
    showStake(client, state.provider),
    showAccount(client, node),
    client.gateway?.nodes({ signal: session.signal }),
  ]);
  const lastHeard = heard?.nodes.find(({ heartbeat }) => heartbeat.node.toLowerCase() === node.toLowerCase());
  return { ...state, stake, gasMoney: account.coin, lastHeard };
}

async function describeStatus(session: Session, view: Awaited<ReturnType<typeof readStatus>>): Promise<string> {
  const token = await session.token();
  const { lastHeard, stake } = view;
  const onChain = view.retired ? "retired" : view.paused ? "paused" : "can claim";
  const lines: [string, string][] = [
    ["Node", view.node],
    ["Provider", view.provider],
    ["Payee", view.payee],
    ["On chain", onChain],
    ["Free stake", `${money(stake.free, token)} of ${money(stake.active, token)}`],
    ["Gas money", coin(view.gasMoney)],
  ];
  if (!lastHeard) return facts([...lines, ["Agent", "the gateway has not heard of it"]]);
  const { status, capacity, layers, alarm } = lastHeard.heartbeat;
  lines.push(["Agent", `${lastHeard.online ? status : "silent"}${alarm === undefined ? "" : `: ${alarm}`}`]);
  lines.push(["Running", `${capacity.running} of ${capacity.slots} slots`], ["Layers", layers.join(", ")]);
  return facts(lines);
}

function pauseCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "pause <node>",
    describe: "Keep a node from claiming (--resume: let it claim again); what it runs goes on",
    options: (yargs) =>
      yargs
        .positional("node", { type: "string", demandOption: true })
        .option("resume", { type: "boolean", default: false, describe: "end the pause" }),
    async run(session, { node, resume }) {
      const address = addressOption("node", node);
      const { hash } = await setNodePaused(
        await session.writer(),
        { node: address, paused: !resume },
        sending(session, resume ? "Resume" : "Pause"),
      );
      session.printer.result(
        { node: address, paused: !resume, transaction: hash },
        `Node ${address} ${resume ? "can claim again" : "is paused"}.`,
      );
    },
  });
}
