import { nodeProfileSchema } from "@computehive/protocol/api/pairing";
import type { NodeProfile } from "@computehive/protocol/node-profile";
import { nodeProfileTypedData } from "@computehive/protocol/node-profile";
import { shortName } from "@computehive/protocol/short-name";
import { zeroHash } from "viem";

import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { openNodeKey } from "../session/node-key.ts";
import { addressOption } from "../session/text.ts";

/** For machines that reach no gateway: the node's key signs here, the provider sends from anywhere. */
export function signCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "sign <node-keystore>",
    describe: "Sign a node's registration without sending it: its provider pastes what is printed into the marketplace",
    options: (yargs) =>
      yargs
        .positional("node-keystore", { type: "string", demandOption: true, describe: "keystore of the node key" })
        .option("node-password-file", { type: "string", describe: "password of the node's keystore; by default yours" })
        .option("provider", { type: "string", demandOption: true, describe: "account that will own the node" })
        .option("payee", { type: "string", describe: "account that earns; by default the provider" })
        .option("class", { type: "string", default: "cpu.v1", describe: "resource class" })
        .option("region", { type: "string", describe: "region, such as eu-central" })
        .option("endpoint", {
          type: "string",
          default: "",
          describe: "public URL; empty for outbound connections only",
        }),
    async run(session, options) {
      const nodeKey = await openNodeKey(session, options.nodeKeystore, options.nodePasswordFile);
      const { stakingDomain } = await session.reader();
      const provider = addressOption("provider", options.provider);
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
      const nodeSignature = await nodeKey.signTypedData(nodeProfileTypedData(stakingDomain, profile));
      const registration = { profile: nodeProfileSchema.parse(profile), nodeSignature };
      session.printer.result(registration, JSON.stringify(registration, null, 2));
    },
  });
}
