import { hexToString } from "viem";
import type { nodeIdentitiesAbi } from "../generated/node-identities-abi.ts";
import type { nodeReputationAbi } from "../generated/node-reputation-abi.ts";
import type { Erc721Error } from "./erc721.ts";
import type { ErrorSentences } from "./sentence.ts";

export const nodeIdentitySentences = {
  NodeIdentities_EndpointTooLong: ([length]) =>
    `The endpoint has ${length} characters: a card shows at most 256. Sign a profile with a shorter one.`,
  NodeIdentities_NodeRetired: ([node]) => `Node ${node} is retired: its card stays as it is.`,
  NodeIdentities_NodeSignatureInvalid: ([node]) =>
    `The node key of ${node} did not sign this profile: have the node sign it as it stands.`,
  NodeIdentities_NodeUnknown: ([node]) => `Staking knows no node ${node}: register it there first.`,
  NodeIdentities_NotProvider: ([expected, given]) =>
    `Only the node's provider ${expected} sets its card, not ${given}: use the provider's key.`,
  NodeIdentities_NotTransferable: () => "A node stays with its provider: it can neither be transferred nor approved.",
  NodeIdentities_Registered: ([agentId]) => `This node is an agent already, with the id ${agentId}.`,
  NodeIdentities_TextInvalid: ([member]) =>
    `The profile's ${hexToString(member, { size: 32 })} cannot be shown: plain letters and a web address alone.`,
} satisfies Omit<ErrorSentences<typeof nodeIdentitiesAbi>, Erc721Error>;

export const nodeReputationSentences = {
  AddressEmptyCode: ([target]) => `${target} holds no code: this is a fault of the contracts.`,
  FailedCall: () => "One of the calls failed and gave no reason: make them one by one to see which.",
  InvalidShortString: () => "A tag is kept in a form that cannot be read: this is a fault of the contracts.",
  StringTooLong: ([text]) => `The tag "${text}" is too long: it has at most 31 characters.`,
  NodeReputation_FeedbackUnknown: ([agentId, client, index]) =>
    `${client} gave no feedback ${index} for agent ${agentId}: look at the newest index.`,
  NodeReputation_Given: ([receiptHash]) => `Feedback was given for receipt ${receiptHash} already: each counts once.`,
  NodeReputation_NoClients: () => "Say whose feedback to read: list at least one address.",
  NodeReputation_NotBuyer: ([expected, given]) =>
    `Only the buyer ${expected} judges this receipt's node, not ${given}: use the buyer's key, or carry its signature.`,
  NodeReputation_NotProved: ([receiptHash]) => `Receipt ${receiptHash} is not proved: bring it with its order first.`,
  NodeReputation_NotRecorded: ([receiptHash]) =>
    `The market does not hold receipt ${receiptHash} for this job: bring the receipt that ended it.`,
  NodeReputation_Revoked: ([, , index]) => `Feedback ${index} was taken back before.`,
  NodeReputation_SelfDealing: ([buyer, node]) => `The buyer ${buyer} profits from node ${node} and cannot judge it.`,
  NodeReputation_SignatureInvalid: ([buyer]) =>
    `This is not the signature of the buyer ${buyer} for this feedback, chain and contract: sign again.`,
  NodeReputation_StatementExpired: ([deadline], { time }) =>
    `The signature counted until ${time(deadline)}: sign a new one.`,
  NodeReputation_ValueOutOfRange: ([value, decimals]) =>
    `The value ${value} with ${decimals} decimals is out of range: at most 18 decimals, and 10^20 either way.`,
  NodeReputation_WrongAgent: ([expected, given]) =>
    `The receipt is of agent ${expected}, not ${given}: name the node that signed it.`,
  NodeReputation_WrongTag: ([expected, given]) =>
    `The job ended ${expected}, not ${given}: leave the second tag empty, or say how it ended.`,
} satisfies ErrorSentences<typeof nodeReputationAbi>;
