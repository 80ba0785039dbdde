import { type Client, type PublicActions, publicActions } from "viem";

/** Every way to read the chain; fetched by `lazyPublicClient` after the page is there. */
export function publicActionsOf(client: Client): PublicActions {
  return publicActions(client);
}
