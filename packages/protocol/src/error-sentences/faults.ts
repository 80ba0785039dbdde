/** By the number of `IJobMarket.OrderFault`. */
const ORDER_FAULTS = [
  "maxPay is zero: name the most that the job may cost",
  "unitKind is unknown: 0 is fuel, 1 seconds, 2 tokens",
  "onSilence is unknown: 0 is pay, 1 refund",
  "funding is unknown: 0 is the account, 1 the wallet by authorization, 2 the wallet by Permit2",
  "exposure is below maxPay, which an order that pays on silence needs: raise it",
  "claimBefore is out of range: from now on at most 30 days away",
  "runTime is out of range: 1 second to 30 days",
  "window is out of range: from the market's minimum to 30 days",
  "verdictTime is out of range: 1 second to 30 days",
  "timeoutSplit is above 10,000 basis points",
  "resolver is missing: name the contract that decides a dispute",
  "manifestHash is missing: name the manifest",
  "fixedPrice and price are both zero: offer a price",
  "a posted order is funded from the account: sign one that the wallet funds, and let a node claim it",
] as const;

/** By the number of `IOfferBook.OfferFault`. */
const OFFER_FAULTS = [
  "fixedPrice and price are both zero: name a price",
  "unitKind is unknown: 0 is fuel, 1 seconds, 2 tokens",
  "validUntil is in the past: name a later time",
  "the node is not the provider's, or retired: register it first",
] as const;

/** By the number of `IAttesterPolicies.TermsFault`. */
const POLICY_FAULTS = [
  "it lists no attesters, or more than 15",
  "its attesters must stand in ascending order, none twice, none zero",
  "nobody must vouch, or more attesters must vouch than it lists",
  "it accepts no measurement, or more than 16",
  "its measurements must stand in ascending order, none twice",
  "its lifetime is zero: say how many seconds an attestation counts",
] as const;

/** By the number of `IReplicaMarket.OrderFault`. */
const REPLICA_ORDER_FAULTS = [
  "maxPay is zero: name the most that one replica may cost",
  "fixedPrice and price are both zero: offer a price",
  "exposure is below maxPay: raise it",
  "replicas is out of range: 2 to 15",
  "quorum is out of range: more than half of the replicas, and at most all",
  "claimBefore is out of range: from now on at most 30 days away",
  "runTime is out of range: 1 second to 30 days",
  "revealTime is out of range: 1 second to 30 days",
  "window is out of range: from the market's minimum to 30 days",
  "verdictTime is out of range: 1 second to 30 days",
  "timeoutSplit is above 10,000 basis points",
  "resolver is missing: name the contract that decides a dispute",
  "manifestHash is missing: name the manifest",
] as const;

export function replicaOrderFault(index: number): string {
  return REPLICA_ORDER_FAULTS[index] ?? `it breaks rule ${index}, which this version does not know`;
}

export function orderFault(index: number): string {
  return ORDER_FAULTS[index] ?? `it breaks rule ${index}, which this version does not know`;
}

export function offerFault(index: number): string {
  return OFFER_FAULTS[index] ?? `it breaks rule ${index}, which this version does not know`;
}

export function policyFault(index: number): string {
  return POLICY_FAULTS[index] ?? `it breaks rule ${index}, which this version does not know`;
}
