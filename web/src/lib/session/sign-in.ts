import { infoResponseSchema } from "@computehive/protocol/api/info";
import { routes } from "@computehive/protocol/api/routes";
import { nonceResponseSchema, type Session, sessionResponseSchema } from "@computehive/protocol/api/session";
import { type Address, getAddress } from "viem";
import type { Config } from "wagmi";
import { signMessage } from "wagmi/actions";
import type { ApiClient } from "../http/api-client.ts";
import { signInMessage } from "./sign-in-message.ts";

export interface SignInPorts {
  readonly gateway: ApiClient;
  readonly wagmi: Config;
  /** Where this page is reached. */
  readonly origin: string;
  readonly chainId: number;
  /** The wallet is asked. */
  onSigning(): void;
  /** The gateway is told. */
  onSigned(): void;
}

/** Asks the gateway for a nonce, has the wallet sign for it, and answers the session that came of it. */
export async function signInAs(address: Address, ports: SignInPorts): Promise<Session | null> {
  const { gateway, wagmi, origin, chainId, onSigning, onSigned } = ports;
  const { audience } = await gateway.get(routes.info(), infoResponseSchema);
  const { nonce } = await gateway.send("POST", routes.nonce(), {}, nonceResponseSchema);
  const facts = { account: getAddress(address), origin, chainId, nonce, audience };
  const message = signInMessage({ ...facts, now: Date.now() });
  onSigning();
  const signature = await signMessage(wagmi, { account: address, message });
  onSigned();
  const answer = await gateway.send("POST", routes.session(), { body: { message, signature } }, sessionResponseSchema);
  return answer.session ?? null;
}
