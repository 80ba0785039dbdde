// Written by `npm run codegen` from the contracts. Do not edit.
export const attestationFields = [
  {"name":"attester","type":"address"},
  {"name":"node","type":"address"},
  {"name":"evidenceHash","type":"bytes32"},
  {"name":"measurement","type":"bytes32"},
  {"name":"tcbLevel","type":"uint32"},
  {"name":"issuedAt","type":"uint40"},
  {"name":"expiresAt","type":"uint40"},
] as const;

export const cancelJobFields = [
  {"name":"jobId","type":"bytes32"},
] as const;

export const channelFields = [
  {"name":"payer","type":"address"},
  {"name":"signer","type":"address"},
  {"name":"payee","type":"address"},
  {"name":"token","type":"address"},
  {"name":"closeDelay","type":"uint32"},
  {"name":"salt","type":"uint64"},
] as const;

export const closeChannelFields = [
  {"name":"channelId","type":"bytes32"},
  {"name":"redeemed","type":"uint96"},
  {"name":"deadline","type":"uint40"},
] as const;

export const disputeExecutionFields = [
  {"name":"executionId","type":"bytes32"},
  {"name":"receiptHash","type":"bytes32"},
  {"name":"complaint","type":"uint8"},
] as const;

export const feedbackFields = [
  {"name":"receiptHash","type":"bytes32"},
  {"name":"value","type":"int128"},
  {"name":"valueDecimals","type":"uint8"},
  {"name":"tag1","type":"string"},
  {"name":"endpoint","type":"string"},
  {"name":"feedbackURI","type":"string"},
  {"name":"deadline","type":"uint40"},
] as const;

export const fundingFields = [
  {"name":"operator","type":"address"},
  {"name":"intent","type":"bytes32"},
] as const;

export const jobOrderFields = [
  {"name":"buyer","type":"address"},
  {"name":"token","type":"address"},
  {"name":"maxPay","type":"uint96"},
  {"name":"bond","type":"uint96"},
  {"name":"fixedPrice","type":"uint96"},
  {"name":"price","type":"uint96"},
  {"name":"unitKind","type":"uint8"},
  {"name":"exposure","type":"uint96"},
  {"name":"claimBefore","type":"uint40"},
  {"name":"runTime","type":"uint32"},
  {"name":"window","type":"uint32"},
  {"name":"onSilence","type":"uint8"},
  {"name":"funding","type":"uint8"},
  {"name":"epoch","type":"uint24"},
  {"name":"salt","type":"uint64"},
  {"name":"terms","type":"JobTerms"},
] as const;

export const jobTermsFields = [
  {"name":"manifestHash","type":"bytes32"},
  {"name":"resourceClass","type":"bytes32"},
  {"name":"resolver","type":"address"},
  {"name":"verdictTime","type":"uint32"},
  {"name":"timeoutSplit","type":"uint16"},
  {"name":"policy","type":"address"},
  {"name":"provider","type":"address"},
  {"name":"node","type":"address"},
  {"name":"offerId","type":"bytes32"},
  {"name":"exclusiveUntil","type":"uint40"},
] as const;

export const mintReceiptFields = [
  {"name":"receiptHash","type":"bytes32"},
  {"name":"deadline","type":"uint40"},
] as const;

export const nodeProfileFields = [
  {"name":"provider","type":"address"},
  {"name":"node","type":"address"},
  {"name":"payee","type":"address"},
  {"name":"resourceClass","type":"bytes32"},
  {"name":"region","type":"bytes32"},
  {"name":"capabilityHash","type":"bytes32"},
  {"name":"tlsKeyHash","type":"bytes32"},
  {"name":"endpoint","type":"string"},
] as const;

export const offerFields = [
  {"name":"provider","type":"address"},
  {"name":"node","type":"address"},
  {"name":"token","type":"address"},
  {"name":"fixedPrice","type":"uint96"},
  {"name":"price","type":"uint96"},
  {"name":"unitKind","type":"uint8"},
  {"name":"exposureLimit","type":"uint96"},
  {"name":"resourceClass","type":"bytes32"},
  {"name":"validUntil","type":"uint40"},
  {"name":"salt","type":"uint64"},
] as const;

export const openChannelFields = [
  {"name":"channel","type":"Channel"},
  {"name":"reserve","type":"uint96"},
  {"name":"epoch","type":"uint24"},
  {"name":"deadline","type":"uint40"},
] as const;

export const operatorGrantFields = [
  {"name":"owner","type":"address"},
  {"name":"operator","type":"address"},
  {"name":"token","type":"address"},
  {"name":"cap","type":"uint128"},
  {"name":"expiry","type":"uint40"},
  {"name":"nonce","type":"uint32"},
  {"name":"deadline","type":"uint40"},
] as const;

export const raiseEpochFields = [
  {"name":"owner","type":"address"},
  {"name":"token","type":"address"},
  {"name":"epoch","type":"uint24"},
  {"name":"deadline","type":"uint40"},
] as const;

export const receiptFields = [
  {"name":"executionId","type":"bytes32"},
  {"name":"node","type":"address"},
  {"name":"units","type":"uint128"},
  {"name":"details","type":"ReceiptDetails"},
] as const;

export const receiptDetailsFields = [
  {"name":"contextKind","type":"uint8"},
  {"name":"contextId","type":"bytes32"},
  {"name":"buyer","type":"address"},
  {"name":"sequence","type":"uint64"},
  {"name":"manifestHash","type":"bytes32"},
  {"name":"programHash","type":"bytes32"},
  {"name":"inputHash","type":"bytes32"},
  {"name":"outputHash","type":"bytes32"},
  {"name":"outcome","type":"uint8"},
  {"name":"exitCode","type":"uint32"},
  {"name":"unitKind","type":"uint8"},
  {"name":"unitSize","type":"uint64"},
  {"name":"fixedPrice","type":"uint96"},
  {"name":"price","type":"uint96"},
  {"name":"amount","type":"uint96"},
  {"name":"token","type":"address"},
  {"name":"startedAt","type":"uint40"},
  {"name":"endedAt","type":"uint40"},
  {"name":"energyMilliwattHours","type":"uint64"},
  {"name":"attestationId","type":"bytes32"},
] as const;

export const replicaOrderFields = [
  {"name":"buyer","type":"address"},
  {"name":"token","type":"address"},
  {"name":"maxPay","type":"uint96"},
  {"name":"bond","type":"uint96"},
  {"name":"fixedPrice","type":"uint96"},
  {"name":"price","type":"uint96"},
  {"name":"exposure","type":"uint96"},
  {"name":"replicas","type":"uint8"},
  {"name":"quorum","type":"uint8"},
  {"name":"claimBefore","type":"uint40"},
  {"name":"runTime","type":"uint32"},
  {"name":"revealTime","type":"uint32"},
  {"name":"window","type":"uint32"},
  {"name":"epoch","type":"uint24"},
  {"name":"salt","type":"uint64"},
  {"name":"terms","type":"ReplicaTerms"},
] as const;

export const replicaTermsFields = [
  {"name":"manifestHash","type":"bytes32"},
  {"name":"resourceClass","type":"bytes32"},
  {"name":"resolver","type":"address"},
  {"name":"verdictTime","type":"uint32"},
  {"name":"timeoutSplit","type":"uint16"},
  {"name":"policy","type":"address"},
] as const;

export const revocationFields = [
  {"name":"attester","type":"address"},
  {"name":"node","type":"address"},
  {"name":"issuedUntil","type":"uint40"},
] as const;

export const sessionFields = [
  {"name":"owner","type":"address"},
  {"name":"key","type":"address"},
  {"name":"token","type":"address"},
  {"name":"deadline","type":"uint40"},
] as const;

export const startCloseFields = [
  {"name":"channelId","type":"bytes32"},
  {"name":"deadline","type":"uint40"},
] as const;

export const topUpChannelFields = [
  {"name":"channelId","type":"bytes32"},
  {"name":"amount","type":"uint96"},
  {"name":"nonce","type":"uint32"},
  {"name":"deadline","type":"uint40"},
] as const;

export const voucherFields = [
  {"name":"channelId","type":"bytes32"},
  {"name":"cumulative","type":"uint96"},
  {"name":"receiptsRoot","type":"bytes32"},
] as const;

export const withdrawalFields = [
  {"name":"owner","type":"address"},
  {"name":"token","type":"address"},
  {"name":"to","type":"address"},
  {"name":"amount","type":"uint128"},
  {"name":"fee","type":"uint128"},
  {"name":"nonce","type":"uint32"},
  {"name":"deadline","type":"uint40"},
] as const;
