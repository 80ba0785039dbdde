import type { Deployment } from "@computehive/protocol/contracts";
import { type JuryParameters, juryParametersFor } from "@computehive/protocol/parameters";
import { type Address, type Hex, zeroAddress } from "viem";
import type { Artifacts, ContractName } from "./artifacts.ts";
import { creationCodes } from "./creation-code.ts";
import { RANDOMNESS_CONTRACTS } from "./plan.ts";

/** The contracts that a deployment consists of, by their names in the source. */
export function contractsOf({ contracts, parameters }: Deployment): readonly (readonly [ContractName, Address])[] {
  const all: [ContractName, Address | undefined][] = [
    ["Escrow", contracts.escrow],
    ["Staking", contracts.staking],
    ["JobMarket", contracts.market],
    ["OfferBook", contracts.offers],
    ["Receipts", contracts.receipts],
    ["ReceiptToken", contracts.receiptToken],
    ["Attestations", contracts.attestations],
    ["AttesterPolicies", contracts.attesterPolicies],
    ["Arbiter", contracts.arbiter],
    ["ReplicaMarket", contracts.replicaMarket],
    ["ReplicaArbiter", contracts.replicaArbiter],
    ["TestDollar", contracts.testDollar],
    ["Jury", contracts.jury],
    ["NodeIdentities", contracts.nodeIdentities],
    ["NodeReputation", contracts.nodeReputation],
    ["AgenticCommerce", contracts.agenticCommerce],
    ["BatchSettlement", contracts.batchSettlement],
  ];
  if (parameters.jury) all.push([RANDOMNESS_CONTRACTS[parameters.jury.randomness.form], contracts.randomness]);
  return all.flatMap(([name, address]) => (address ? [[name, address] as const] : []));
}

/** The creation code, with its arguments, that must have made each of `contractsOf`. */
export function creationCodesOf(deployment: Deployment, artifacts: Artifacts): Readonly<Record<ContractName, Hex>> {
  const { contracts, parameters } = deployment;
  const unused = zeroAddress;
  const randomness = contracts.randomness ?? unused;
  return creationCodes({
    artifacts,
    parameters: { ...parameters, arbiterFee: BigInt(parameters.arbiterFee) },
    arbiter: parameters.arbiter,
    jury: juryOf(deployment),
    addresses: {
      TestDollar: contracts.token,
      Escrow: contracts.escrow,
      Staking: contracts.staking,
      JobMarket: contracts.market,
      OfferBook: contracts.offers,
      Receipts: contracts.receipts,
      Arbiter: contracts.arbiter,
      ReceiptToken: contracts.receiptToken,
      Attestations: contracts.attestations,
      AttesterPolicies: contracts.attesterPolicies,
      ReplicaMarket: contracts.replicaMarket,
      ReplicaArbiter: contracts.replicaArbiter,
      HeaderRandomness: randomness,
      CommitRevealRandomness: randomness,
      Jury: contracts.jury ?? unused,
      NodeIdentities: contracts.nodeIdentities ?? unused,
      NodeReputation: contracts.nodeReputation ?? unused,
      AgenticCommerce: contracts.agenticCommerce ?? unused,
      BatchSettlement: contracts.batchSettlement ?? unused,
    },
  });
}

/** Where there is no jury, any parameters do: its code is asked for by nobody. */
function juryOf({ chainId, parameters: { jury } }: Deployment): JuryParameters {
  if (!jury) return juryParametersFor(chainId);
  const { randomness } = jury;
  return {
    ...jury,
    seatPrice: BigInt(jury.seatPrice),
    fee: BigInt(jury.fee),
    randomness: randomness.form === "header" ? randomness : { ...randomness, deposit: BigInt(randomness.deposit) },
  };
}
