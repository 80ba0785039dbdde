import type { NodeProfile } from "@computehive/protocol/node-profile";
import { shortName } from "@computehive/protocol/short-name";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { listNodes, rotateNode, setNodeProfile } from "@computehive/sdk/nodes/nodes";
import type { Address } from "viem";

import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { openNodeKey } from "../session/node-key.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { addressOption } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";

/** What a profile says that can be said anew; what is not given stays. */
const CHANGES = {
  class: { type: "string", describe: "resource class" },
  region: { type: "string", describe: "region, such as eu-central" },
  endpoint: { type: "string", describe: "public URL; empty for outbound connections only" },
} as const;

export function rotateCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "rotate <node> <new-keystore>",
    describe: "Give a node a new key, which signs; the old one ends what it runs and never claims again",
    options: (yargs) =>
      yargs
        .positional("node", { type: "string", demandOption: true, describe: "the node's key until now" })
        .positional("new-keystore", { type: "string", demandOption: true, describe: "keystore of the new node key" })
        .option("node-password-file", { type: "string", describe: "password of the new keystore; by default yours" })
        .option("payee", { type: "string", describe: "account that earns; by default as before" })
        .options(CHANGES),
    async run(session, options) {
      const nodeKey = await openNodeKey(session, options.newKeystore, options.nodePasswordFile);
      const client = await session.writer();
      const node = addressOption("node", options.node);
      const before = await ownProfile(session, client, node);
      const payee = options.payee === undefined ? before.payee : addressOption("payee", options.payee);
      const profile = { ...before, ...changesOf(options), node: nodeKey.address, payee };
      const { hash } = await rotateNode(client, { node, profile, nodeKey }, sending(session, "Rotation"));
      session.printer.result(
        { node: nodeKey.address, before: node, transaction: hash },
        `The node's key is now ${nodeKey.address}: it needs gas money of its own. Post its offers anew, and start its agent with it.`,
      );
    },
  });
}

export function profileCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "profile <node-keystore>",
    describe: "Change what a node says of itself: its key signs, you (the provider) send",
    options: (yargs) =>
      yargs
        .positional("node-keystore", { type: "string", demandOption: true, describe: "keystore of the node key" })
        .option("node-password-file", { type: "string", describe: "password of the node's keystore; by default yours" })
        .options(CHANGES),
    async run(session, options) {
      const nodeKey = await openNodeKey(session, options.nodeKeystore, options.nodePasswordFile);
      const client = await session.writer();
      const profile = { ...(await ownProfile(session, client, nodeKey.address)), ...changesOf(options) };
      const { hash } = await setNodeProfile(client, { profile, nodeKey }, sending(session, "Profile"));
      session.printer.result(
        { node: nodeKey.address, transaction: hash },
        `Node ${nodeKey.address} now says so. Buyers see it as soon as the indexer does.`,
      );
    },
  });
}

interface Changes {
  readonly class?: string | undefined;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

function changesOf({ class: resourceClass, region, endpoint }: Changes): Partial<NodeProfile> {
  return {
    ...(resourceClass !== undefined && { resourceClass: shortName(resourceClass) }),
    ...(region !== undefined && { region: shortName(region) }),
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** What a node of the session's account says, with the payee that it has now. */
async function ownProfile(session: Session, client: HiveClient, node: Address): Promise<NodeProfile> {
  const provider = (await session.account()).address;
  const own = await listNodes(client, { provider, signal: session.signal });
  const found = own.find((view) => view.node.toLowerCase() === node.toLowerCase());
  if (!found) throw new UsageError("You have no node with this key.", { field: "node", given: node });
  return { ...found.profile, payee: found.payee };
}
