import {
  type ApiKeyCreated,
  type ApiKeyRequest,
  type ApiKeysResponse,
  apiKeyCreatedSchema,
  apiKeysResponseSchema,
} from "@computehive/protocol/api/api-key";
import { type InfoResponse, infoResponseSchema } from "@computehive/protocol/api/info";
import { type QuotaResponse, quotaResponseSchema } from "@computehive/protocol/api/quota";
import { routes } from "@computehive/protocol/api/routes";
import {
  type SavedManifest,
  type SavedManifestResponse,
  type SavedManifestsResponse,
  savedManifestResponseSchema,
  savedManifestSchema,
  savedManifestsResponseSchema,
} from "@computehive/protocol/api/saved-manifest";
import {
  nonceResponseSchema,
  type Session,
  sessionResponseSchema,
  sessionsResponseSchema,
} from "@computehive/protocol/api/session";
import type { Address, Hex } from "viem";
import type { z } from "zod";
import { createHttp, type HttpOptions } from "./http.ts";
import { type NotificationCalls, notificationCalls } from "./notifications.ts";
import { type ProviderPairingCalls, providerPairingCalls } from "./pairings.ts";
import { type AccountRequests, createAccountRequests, type Stoppable } from "./requests.ts";
import { signInMessage } from "./sign-in.ts";

export interface AccountClientOptions extends HttpOptions {
  /** An `authorization` header (`Hive …` or `Bearer …`). Without it the browser's session cookie says who asks. */
  readonly authorization?: (() => Promise<string>) | undefined;
}

export interface SignInOptions extends Stoppable {
  readonly account: Address;
  /** `location.origin`: must be one of the gateway's web origins. */
  readonly origin: string;
  /** Shows the text in the wallet. */
  readonly sign: (message: string) => Promise<Hex>;
}

/** What a gateway keeps for an account off chain. Runs in browsers. Every call may throw what `Http` throws. */
export interface AccountClient extends NotificationCalls, ProviderPairingCalls {
  readonly url: string;
  signIn(options: SignInOptions): Promise<Session>;
  /** Nothing where nobody is signed in. */
  session(options?: Stoppable): Promise<Session | undefined>;
  signOut(options?: Stoppable): Promise<void>;
  sessions(options?: Stoppable): Promise<readonly Session[]>;
  endSession(id: string, options?: Stoppable): Promise<void>;
  signOutEverywhere(options?: Stoppable): Promise<void>;
  quota(options?: Stoppable): Promise<QuotaResponse>;
  apiKeys(options?: Stoppable): Promise<ApiKeysResponse>;
  createApiKey(request: ApiKeyRequest, options?: Stoppable): Promise<ApiKeyCreated>;
  revokeApiKey(id: string, options?: Stoppable): Promise<void>;
  savedManifests(page?: Stoppable & { after?: string; limit?: number }): Promise<SavedManifestsResponse>;
  savedManifest(id: string, options?: Stoppable): Promise<SavedManifestResponse>;
  saveManifest(entry: { name: string; manifest: unknown }, options?: Stoppable): Promise<SavedManifest>;
  renameManifest(id: string, name: string, options?: Stoppable): Promise<SavedManifest>;
  deleteManifest(id: string, options?: Stoppable): Promise<void>;
}

export function createAccountClient({ authorization, ...options }: AccountClientOptions): AccountClient {
  const http = createHttp(authorization ? options : { credentials: "include", ...options });
  const requests = createAccountRequests(http, { authorization });
  return {
    url: options.url,
    ...sessionCalls(requests, { now: () => http.clock.now() }),
    ...keyCalls(requests),
    ...manifestCalls(requests),
    ...notificationCalls(requests, { url: options.url }),
    ...providerPairingCalls(requests),
    quota: (stop) => requests.get(routes.quota(), quotaResponseSchema, stop),
  };
}

type Calls<Name extends keyof AccountClient> = Pick<AccountClient, Name>;

function sessionCalls(
  requests: AccountRequests,
  { now }: { now: () => number },
): Calls<"signIn" | "session" | "signOut" | "sessions" | "endSession" | "signOutEverywhere"> {
  return {
    async signIn({ account, origin, sign, signal }) {
      const { chainId, audience }: InfoResponse = await requests.get(routes.info(), infoResponseSchema, { signal });
      const { nonce } = await requests.sendOnce("POST", routes.nonce(), {}, nonceResponseSchema, { signal });
      const message = signInMessage({ account, origin, chainId, audience, nonce, now: now() });
      const signature = await sign(message);
      // Sent once: the nonce is used up by the first try, whatever became of the answer.
      const answer = await requests.sendOnce("POST", routes.session(), { message, signature }, signedInSchema, {
        signal,
      });
      return answer.session;
    },
    session: async (stop) => (await requests.get(routes.session(), sessionResponseSchema, stop)).session,
    signOut: (stop) => requests.remove(routes.session(), stop),
    sessions: async (stop) => (await requests.get(routes.sessions(), sessionsResponseSchema, stop)).sessions,
    endSession: (id, stop) => requests.remove(routes.sessionById(id), stop),
    signOutEverywhere: (stop) => requests.remove(routes.sessions(), stop),
  };
}

const signedInSchema = sessionResponseSchema.required() as unknown as z.ZodType<{ session: Session }, unknown>;

function keyCalls(requests: AccountRequests): Calls<"apiKeys" | "createApiKey" | "revokeApiKey"> {
  return {
    apiKeys: (stop) => requests.get(routes.apiKeys(), apiKeysResponseSchema, stop),
    // Sent once: a second try would make a second key.
    createApiKey: (request, stop) => requests.sendOnce("POST", routes.apiKeys(), request, apiKeyCreatedSchema, stop),
    revokeApiKey: (id, stop) => requests.remove(routes.apiKey(id), stop),
  };
}

function manifestCalls(
  requests: AccountRequests,
): Calls<"savedManifests" | "savedManifest" | "saveManifest" | "renameManifest" | "deleteManifest"> {
  return {
    savedManifests: ({ after, limit, signal } = {}) =>
      requests.get(routes.savedManifests(), savedManifestsResponseSchema, { signal, query: { after, limit } }),
    savedManifest: (id, stop) => requests.get(routes.savedManifest(id), savedManifestResponseSchema, stop),
    saveManifest: (entry, stop) => requests.send("POST", routes.savedManifests(), entry, savedManifestSchema, stop),
    renameManifest: (id, name, stop) =>
      requests.send("PATCH", routes.savedManifest(id), { name }, savedManifestSchema, stop),
    deleteManifest: (id, stop) => requests.remove(routes.savedManifest(id), stop),
  };
}
