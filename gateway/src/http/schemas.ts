import { apiKeyCreatedSchema, apiKeyRequestSchema, apiKeysResponseSchema } from "@computehive/protocol/api/api-key";
import { blobPutResponseSchema } from "@computehive/protocol/api/blob";
import { errorBodySchema } from "@computehive/protocol/api/error-body";
import {
  executionResponseSchema,
  logChunkSchema,
  phaseEventSchema,
  receiptUploadSchema,
} from "@computehive/protocol/api/execution";
import { heartbeatSchema } from "@computehive/protocol/api/heartbeat";
import { infoResponseSchema } from "@computehive/protocol/api/info";
import { logAppendResponseSchema } from "@computehive/protocol/api/log-stream";
import { nodeResponseSchema, nodesResponseSchema } from "@computehive/protocol/api/node";
import {
  markReadSchema,
  notificationPreferencesSchema,
  notificationSchema,
  notificationsResponseSchema,
  unreadSchema,
} from "@computehive/protocol/api/notification";
import {
  pairingAnswerSchema,
  pairingClaimSchema,
  pairingConfirmSchema,
  pairingOpenedSchema,
  pairingOpenSchema,
  pairingSchema,
} from "@computehive/protocol/api/pairing";
import {
  pushKeyResponseSchema,
  pushPayloadSchema,
  pushSubscriptionRequestSchema,
  pushSubscriptionSchema,
  pushSubscriptionsResponseSchema,
} from "@computehive/protocol/api/push";
import { quotaResponseSchema } from "@computehive/protocol/api/quota";
import {
  renameManifestSchema,
  savedManifestResponseSchema,
  savedManifestSchema,
  savedManifestsResponseSchema,
  saveManifestSchema,
} from "@computehive/protocol/api/saved-manifest";
import {
  idSchema,
  nonceResponseSchema,
  sessionResponseSchema,
  sessionsResponseSchema,
  signInSchema,
} from "@computehive/protocol/api/session";
import { leftOrderSchema, leftOrdersResponseSchema, signedOrderSchema } from "@computehive/protocol/api/signed-order";
import { carriedSchema, statementSchema } from "@computehive/protocol/api/statement";
import { cidSchema } from "@computehive/protocol/cid-schema";
import { addressSchema, hex32Schema, uintSchema } from "@computehive/protocol/hex";
import { manifestSchema } from "@computehive/protocol/manifest";
import { z } from "@hono/zod-openapi";
import { getAddress } from "viem";

/** The API's bodies under the names that the OpenAPI document gives them. */
export const bodies = {
  Error: errorBodySchema.meta({ id: "Error" }),
  Info: infoResponseSchema.meta({ id: "Info" }),
  StoredBlob: blobPutResponseSchema.meta({ id: "StoredBlob" }),
  Manifest: manifestSchema.meta({ id: "Manifest" }),
  Heartbeat: heartbeatSchema.meta({ id: "Heartbeat" }),
  Node: nodeResponseSchema.meta({ id: "Node" }),
  Nodes: nodesResponseSchema.meta({ id: "Nodes" }),
  PhaseEvent: phaseEventSchema.meta({ id: "PhaseEvent" }),
  LogChunk: logChunkSchema.meta({ id: "LogChunk" }),
  Receipt: receiptUploadSchema.meta({ id: "Receipt" }),
  Execution: executionResponseSchema.meta({ id: "Execution" }),
  LogState: logAppendResponseSchema.meta({ id: "LogState" }),
  LogSlice: z
    .strictObject({
      chunks: z.array(logChunkSchema),
      nextOffset: uintSchema(53),
      length: uintSchema(53),
      truncated: z.boolean(),
    })
    .meta({ id: "LogSlice" }),
  Account: z
    .strictObject({
      account: addressSchema,
      usedBytes: uintSchema(53),
      quotaBytes: uintSchema(53),
      blobs: z.array(
        z.strictObject({ cid: cidSchema, size: uintSchema(53), expiresAt: uintSchema(40), damaged: z.boolean() }),
      ),
      /** CID to ask the next page after; absent on the last page. */
      next: cidSchema.exactOptional(),
    })
    .meta({ id: "Account" }),
  Nonce: nonceResponseSchema.meta({ id: "Nonce" }),
  SignIn: signInSchema.meta({ id: "SignIn" }),
  Session: sessionResponseSchema.meta({ id: "Session" }),
  Sessions: sessionsResponseSchema.meta({ id: "Sessions" }),
  ApiKeyRequest: apiKeyRequestSchema.meta({ id: "ApiKeyRequest" }),
  ApiKeyCreated: apiKeyCreatedSchema.meta({ id: "ApiKeyCreated" }),
  ApiKeys: apiKeysResponseSchema.meta({ id: "ApiKeys" }),
  Quota: quotaResponseSchema.meta({ id: "Quota" }),
  SaveManifest: saveManifestSchema.meta({ id: "SaveManifest" }),
  RenameManifest: renameManifestSchema.meta({ id: "RenameManifest" }),
  SavedManifest: savedManifestSchema.meta({ id: "SavedManifest" }),
  SavedManifestWhole: savedManifestResponseSchema.meta({ id: "SavedManifestWhole" }),
  SavedManifests: savedManifestsResponseSchema.meta({ id: "SavedManifests" }),
  SignedOrder: signedOrderSchema.meta({ id: "SignedOrder" }),
  LeftOrder: leftOrderSchema.meta({ id: "LeftOrder" }),
  LeftOrders: leftOrdersResponseSchema.meta({ id: "LeftOrders" }),
  Statement: statementSchema.meta({ id: "Statement" }),
  Carried: carriedSchema.meta({ id: "Carried" }),
  PairingOpen: pairingOpenSchema.meta({ id: "PairingOpen" }),
  PairingOpened: pairingOpenedSchema.meta({ id: "PairingOpened" }),
  PairingClaim: pairingClaimSchema.meta({ id: "PairingClaim" }),
  PairingConfirm: pairingConfirmSchema.meta({ id: "PairingConfirm" }),
  PairingAnswer: pairingAnswerSchema.meta({ id: "PairingAnswer" }),
  Pairing: pairingSchema.meta({ id: "Pairing" }),
  Notification: notificationSchema.meta({ id: "Notification" }),
  Notifications: notificationsResponseSchema.meta({ id: "Notifications" }),
  MarkRead: markReadSchema.meta({ id: "MarkRead" }),
  Unread: unreadSchema.meta({ id: "Unread" }),
  NotificationPreferences: notificationPreferencesSchema.meta({ id: "NotificationPreferences" }),
  PushKey: pushKeyResponseSchema.meta({ id: "PushKey" }),
  PushSubscriptionRequest: pushSubscriptionRequestSchema.meta({ id: "PushSubscriptionRequest" }),
  PushSubscription: pushSubscriptionSchema.meta({ id: "PushSubscription" }),
  PushSubscriptions: pushSubscriptionsResponseSchema.meta({ id: "PushSubscriptions" }),
  PushPayload: pushPayloadSchema.meta({ id: "PushPayload" }),
  Health: z
    .strictObject({
      status: z.enum(["ok", "degraded", "failing"]),
      checks: z.array(
        z.strictObject({
          name: z.enum(["store", "disk", "chain", "carrier"]),
          ok: z.boolean(),
          reason: z.string().exactOptional(),
        }),
      ),
    })
    .meta({ id: "Health" }),
} as const;

export const cidParams = z.object({ cid: z.string().max(128) });
export const nodeParams = z.object({ node: addressSchema.transform((node) => getAddress(node)) });
export const idParams = z.object({ id: idSchema });
export const jobParams = z.object({ jobId: hex32Schema });
export const executionParams = z.object({ executionId: hex32Schema });

/** A page of a list: at most `limit` entries after `after`. */
export function pageQuery(cursor: z.ZodType<string>) {
  return z.object({ after: cursor.optional(), limit: z.coerce.number().int().min(1).max(200).default(100) });
}

/** Kinds of the refusals that any route may answer with. */
export const refusals = {
  default: { description: "The request was refused.", content: { "application/json": { schema: bodies.Error } } },
} as const;

/** A body that the handler reads with `readBody`, after it knows who asks. */
export function jsonBody(name: keyof typeof bodies, description: string) {
  const schema = { $ref: `#/components/schemas/${name}` };
  return { description, required: true, content: { "application/json": { schema } } };
}

/** Answers are checked as they are sent: a bigint leaves as its digits. */
export function jsonAnswer<Schema extends z.ZodType>(schema: Schema, description: string) {
  const sent = schema as unknown as z.ZodType<z.input<Schema>>;
  return { description, content: { "application/json": { schema: sent } } };
}

/** Marks a route that acts for an account: an access token, a session, or an API key with the scope in brackets. */
export const secured = [{ access: [] }, { session: [] }, { key: [] }];
/** One that no API key may use. */
export const securedForPeople = [{ access: [] }, { session: [] }];
export const noContent = (description: string) => ({ 204: { description } });
