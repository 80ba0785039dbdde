import {
  type nodeProfileSchema,
  type Pairing,
  type PairingAnswer,
  type PairingContent,
  type PairingOpened,
  pairingOpenedSchema,
  pairingSchema,
} from "@computehive/protocol/api/pairing";
import { pairingTypedData } from "@computehive/protocol/api/pairing-signature";
import { routes } from "@computehive/protocol/api/routes";
import type { Hex } from "viem";
import type { z } from "zod";
import type { AccountRequests, Stoppable } from "./requests.ts";

/** The provider's side of a pairing, in the browser. */
export interface ProviderPairingCalls {
  /** Enters the code that the agent shows. */
  claimPairing(code: string, options?: Stoppable): Promise<Pairing>;
  pairing(id: string, options?: Stoppable): Promise<Pairing>;
  confirmPairing(id: string, profile: z.input<typeof nodeProfileSchema>, options?: Stoppable): Promise<Pairing>;
  cancelPairing(id: string, options?: Stoppable): Promise<void>;
}

export function providerPairingCalls(requests: AccountRequests): ProviderPairingCalls {
  return {
    claimPairing: (code, stop) => requests.send("POST", routes.pairingClaim(), { code }, pairingSchema, stop),
    pairing: (id, stop) => requests.get(routes.pairing(id), pairingSchema, stop),
    confirmPairing: (id, profile, stop) =>
      requests.send("POST", routes.pairingConfirm(id), { profile }, pairingSchema, stop),
    cancelPairing: (id, stop) => requests.remove(routes.pairing(id), stop),
  };
}

/** The node key, as far as a pairing needs it. */
export interface PairingSigner {
  signTypedData(data: ReturnType<typeof pairingTypedData>): Promise<Hex>;
}

/** The agent's side; its requests carry the node's own access token. */
export interface AgentPairingCalls {
  open(content: PairingContent, options?: Stoppable): Promise<PairingOpened>;
  look(id: string, options?: Stoppable): Promise<Pairing>;
  answer(id: string, answer: PairingAnswer, options?: Stoppable): Promise<Pairing>;
  cancel(id: string, options?: Stoppable): Promise<void>;
}

export function agentPairingCalls(
  requests: AccountRequests,
  { signer, chainId, audience }: { signer: PairingSigner; chainId: number; audience: string },
): AgentPairingCalls {
  return {
    async open(content, stop) {
      const signature = await signer.signTypedData(pairingTypedData({ chainId, audience }, content));
      return requests.send("POST", routes.pairings(), { ...content, signature }, pairingOpenedSchema, stop);
    },
    look: (id, stop) => requests.get(routes.pairing(id), pairingSchema, stop),
    answer: (id, answer, stop) => requests.send("POST", routes.pairingAnswer(id), answer, pairingSchema, stop),
    cancel: (id, stop) => requests.remove(routes.pairing(id), stop),
  };
}
