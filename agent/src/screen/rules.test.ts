import type { Deployment } from "@computehive/protocol/contracts";
import { juryParametersFor } from "@computehive/protocol/parameters";
import { buildOrder } from "@computehive/sdk/job-builder";
import { describe, expect, it } from "vitest";
import { configSchema } from "../config/config.ts";
import { screenRules } from "./rules.ts";
import { juryChecks } from "./screen-jury.ts";

const ARBITER = "0x00000000000000000000000000000000000000A1";
const JURY = "0x00000000000000000000000000000000000000B1";

describe("who may decide, where the configuration names nobody", () => {
  it("is the deployment's arbiter, and its jury", () => {
    expect(rulesFor({}).resolvers).toEqual([ARBITER, JURY]);
    expect(rulesFor({}, { jury: undefined })).toMatchObject({ resolvers: [ARBITER], jury: undefined });
  });

  it("is nobody else than the owner names", () => {
    expect(rulesFor({ resolvers: [ARBITER] }).resolvers).toEqual([ARBITER]);
  });
});

describe("a dispute that its buyer waits out, bond and all", () => {
  it("leaves half, and the resolver the time to answer before", () => {
    expect(rulesFor({})).toMatchObject({ timeoutSplit: 5_000, minimumVerdictSeconds: 30 });
    expect(screenRules(configOf({}), deploymentOf(8_453))).toMatchObject({ minimumVerdictSeconds: 12 * 3_600 });
    expect(rulesFor({ timeoutSplit: 0, minimumVerdictSeconds: 1 })).toMatchObject({
      timeoutSplit: 0,
      minimumVerdictSeconds: 1,
    });
  });
});

describe("before the jury", () => {
  it("the bond covers its fee, whatever the owner finds enough", () => {
    expect(rulesFor({})).toMatchObject({ minimumBond: 400_000n, jury: { minimumBond: 500_000n } });
    expect(rulesFor({ minimumBond: "7" })).toMatchObject({ minimumBond: 7n, jury: { minimumBond: 500_000n } });
    expect(rulesFor({ minimumBond: "900000" }).jury).toMatchObject({ minimumBond: 900_000n });
  });

  it("a time-out leaves half, unless the owner says otherwise", () => {
    expect(rulesFor({})).toMatchObject({ timeoutSplit: 5_000, jury: { timeoutSplit: 5_000 } });
    expect(rulesFor({ timeoutSplit: 100 })).toMatchObject({ timeoutSplit: 100, jury: { timeoutSplit: 100 } });
  });

  it("the order that clients build by themselves suffices, on a local chain and on others", () => {
    for (const chainId of [31_337, 8_453]) {
      const deployment = deploymentOf(chainId);
      const { order, terms } = buildOrder({
        ...{ deployment, buyer: ARBITER, epoch: 0, now: 1_000, resourceClass: "cpu.v1", resolver: JURY },
        manifest: { limits: { wallSeconds: 10, fuel: "1" } } as never,
        pricing: { unitKind: "fuel", fixedPrice: 1n, price: 1n },
      });
      const { jury } = screenRules(configOf({}), deployment);
      const refused = juryChecks({ order, terms }, jury!, { jurySeats: 10n }).filter(([isRefused]) => isRefused);
      expect(refused).toEqual([]);
      expect(order.bond).toBeGreaterThanOrEqual(jury!.minimumBond);
      expect(terms.timeoutSplit).toBeGreaterThanOrEqual(jury!.timeoutSplit);
    }
  });
});

function rulesFor(accept: object, change: { jury?: undefined } = {}) {
  const { contracts, ...rest } = deploymentOf(31_337);
  return screenRules(configOf(accept), { ...rest, contracts: { ...contracts, ...change } } as Deployment);
}

function configOf(accept: object) {
  return configSchema.parse({
    ...{ dataFolder: "data", deployment: "deployment.json", accept },
    chain: { rpcUrl: "http://127.0.0.1:1" },
    gateway: { url: "http://127.0.0.1:2" },
    key: { privateKeyVariable: "NODE_KEY" },
  });
}

/** As far as screening reads it. */
function deploymentOf(chainId: number): Deployment {
  const { seatPrice, fee, ...times } = juryParametersFor(chainId);
  const jury = { ...times, seatPrice: `${seatPrice}`, fee: `${fee}` };
  const parameters = { minimumWindow: 5, arbiterFee: "400000", jury };
  return { chainId, contracts: { arbiter: ARBITER, jury: JURY, token: ARBITER }, parameters } as unknown as Deployment;
}
