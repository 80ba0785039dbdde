import type { Client, PublicActions, PublicClient } from "viem";

type Action = (...args: never[]) => unknown;

/**
 * A public client whose actions are fetched when first called: encoding, hashing and decoding are a third of what a page
 * would have to load before it can be used. Actions that answer at once instead of with a promise (`watch…`) are not offered.
 */
export function lazyPublicClient(client: Client): PublicClient {
  let actions: Promise<PublicActions> | undefined;
  const load = () => {
    actions ??= import("./public-actions.ts").then(({ publicActionsOf }) => publicActionsOf(client));
    return actions;
  };
  const lazily =
    (name: string) =>
    async (...args: never[]) => {
      const found = (await load()) as unknown as Readonly<Record<string, Action>>;
      return found[name]?.(...args);
    };
  return new Proxy(client, {
    get: (target, name) =>
      typeof name === "string" && !(name in target) && ACTION_NAME.test(name)
        ? lazily(name)
        : Reflect.get(target, name),
  }) as unknown as PublicClient;
}

/** Verbs with an object, and `call`. What promises and serializers look for must stay absent. */
const ACTION_NAME =
  /^(call|(get|read|simulate|estimate|create|verify|send|prepare|fill|multi|wait|uninstall)[A-Z]?\w*)$/;
