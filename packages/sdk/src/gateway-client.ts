import type { BlobPutResponse } from "@computehive/protocol/api/blob";
import { blobPutResponseSchema } from "@computehive/protocol/api/blob";
import {
  type ExecutionResponse,
  executionResponseSchema,
  type LogChunk,
  type PhaseEvent,
  type ReceiptUploadJson,
} from "@computehive/protocol/api/execution";
import type { Heartbeat } from "@computehive/protocol/api/heartbeat";
import { type InfoResponse, infoResponseSchema } from "@computehive/protocol/api/info";
import { type LogAppendResponse, logAppendResponseSchema } from "@computehive/protocol/api/log-stream";
import { type NodesResponse, nodesResponseSchema } from "@computehive/protocol/api/node";
import { routes } from "@computehive/protocol/api/routes";
import {
  type LeftOrder,
  type LeftOrdersResponse,
  leftOrderSchema,
  leftOrdersResponseSchema,
} from "@computehive/protocol/api/signed-order";
import { type Carried, carriedSchema, type Statement } from "@computehive/protocol/api/statement";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Manifest } from "@computehive/protocol/manifest";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import type { Address, Hex } from "viem";
import { type AccessTokens, createAccessTokens, type TypedDataSigner } from "./gateway/access-tokens.ts";
import { type GetBlobOptions, getBlob, putBlob, sizeOfBlob, type TransferOptions } from "./gateway/blobs.ts";
import { type FollowLogsOptions, followLogs, type LogEvent } from "./gateway/follow-logs.ts";
import { GatewayRefusedError } from "./gateway/gateway-errors.ts";
import { createHttp, type Http, type HttpOptions, type HttpRequest } from "./gateway/http.ts";
import { queryText } from "./gateway/requests.ts";

interface Stoppable {
  readonly signal?: AbortSignal | undefined;
}

/** One gateway's HTTP API. Every call may be repeated; those that fail for a while are. */
export interface GatewayClient {
  readonly url: string;
  info(options?: Stoppable): Promise<InfoResponse>;
  putBlob(bytes: Uint8Array, options?: TransferOptions): Promise<BlobPutResponse>;
  getBlob(cid: string, options: GetBlobOptions): Promise<Uint8Array>;
  /** Nothing where the gateway does not hold it. */
  sizeOfBlob(cid: string, options?: Stoppable): Promise<number | undefined>;
  deleteBlob(cid: string, options?: Stoppable): Promise<void>;
  /** Has the gateway check the manifest and store it. Its blobs must be there. */
  putManifest(manifest: Manifest, options?: Stoppable): Promise<BlobPutResponse>;
  nodes(options?: Stoppable): Promise<NodesResponse>;
  /** Leaves a signed order where nodes look for work. The same order again answers the same. */
  leaveOrder(order: SignedClaim, options?: Stoppable): Promise<LeftOrder>;
  /** Signed orders that wait for a node. `after` is the `next` of the page before. */
  leftOrders(query?: LeftOrdersQuery, options?: Stoppable): Promise<LeftOrdersResponse>;
  /** One that waits. @throws GatewayRefusedError with status 404 where it was claimed, cancelled, or ran out. */
  leftOrder(jobId: Hex, options?: Stoppable): Promise<LeftOrder>;
  /** Has the gateway carry a step to the chain; `info` says whether it does. The same statement again answers the same. */
  carry(statement: Statement, options?: Stoppable): Promise<Carried>;
  /** What became of it. */
  carried(id: Hex, options?: Stoppable): Promise<Carried>;
  execution(executionId: Hex, options?: Stoppable): Promise<ExecutionResponse>;
  followLogs(executionId: Hex, options?: FollowLogsOptions): AsyncGenerator<LogEvent>;
  sendHeartbeat(heartbeat: Heartbeat, options?: Stoppable): Promise<void>;
  sendPhase(executionId: Hex, event: PhaseEvent, options?: Stoppable): Promise<void>;
  sendLog(executionId: Hex, chunk: LogChunk, options?: Stoppable): Promise<LogAppendResponse>;
  sendReceipt(executionId: Hex, upload: ReceiptUploadJson, options?: Stoppable): Promise<void>;
}

export interface CreateGatewayClientOptions extends HttpOptions {
  /** Whose blobs and executions; reading needs none. */
  readonly signer?: TypedDataSigner | undefined;
}

export function createGatewayClient({ signer, ...options }: CreateGatewayClientOptions): GatewayClient {
  const http = createHttp(options);
  const tokens = signer && createAccessTokens({ signer, clock: http.clock });
  const gate = createGate(http, tokens);
  const post = (path: string, body: unknown, signal?: AbortSignal): HttpRequest =>
    jsonRequest("POST", path, body, signal);

  return {
    url: options.url,
    info: ({ signal } = {}) => gate.info(signal),
    putBlob: (bytes, transfer = {}) => gate.signed((authorization) => putBlob(http, bytes, authorization, transfer)),
    getBlob: (cid, transfer) => getBlob(http, cid, transfer),
    sizeOfBlob: (cid, { signal } = {}) => sizeOfBlob(http, cid, signal),
    deleteBlob: (cid, { signal } = {}) => gate.sendSigned({ method: "DELETE", path: routes.blob(cid), signal }),
    putManifest: (manifest, { signal } = {}) =>
      gate.signed((authorization) =>
        http.json({ ...post(routes.manifests(), manifest, signal), authorization }, blobPutResponseSchema),
      ),
    nodes: ({ signal } = {}) => http.json({ method: "GET", path: routes.nodes(), signal }, nodesResponseSchema),
    leaveOrder: (order, { signal } = {}) =>
      http.json(post(routes.orders(), withDigits(order), signal), leftOrderSchema),
    leftOrders: (query = {}, { signal } = {}) =>
      http.json({ method: "GET", path: routes.orders() + queryText({ ...query }), signal }, leftOrdersResponseSchema),
    leftOrder: (jobId, { signal } = {}) =>
      http.json({ method: "GET", path: routes.order(jobId), signal }, leftOrderSchema),
    carry: (statement, { signal } = {}) =>
      http.json(post(routes.statements(), withDigits(statement), signal), carriedSchema),
    carried: (id, { signal } = {}) => http.json({ method: "GET", path: routes.statement(id), signal }, carriedSchema),
    execution: (id, { signal } = {}) =>
      http.json({ method: "GET", path: routes.execution(id), signal }, executionResponseSchema),
    followLogs: (id, follow) => followLogs(http, id, follow),
    async sendHeartbeat(heartbeat, { signal } = {}) {
      // Not repeated: the next heartbeat says more.
      await http.send(post(routes.heartbeat(heartbeat.node), heartbeat, signal));
    },
    sendPhase: (id, event, { signal } = {}) => gate.sendSigned(post(routes.phases(id), event, signal)),
    sendLog: (id, chunk, { signal } = {}) =>
      gate.signed((authorization) =>
        http.json({ ...post(routes.logs(id), chunk, signal), authorization }, logAppendResponseSchema),
      ),
    sendReceipt: (id, upload, { signal } = {}) =>
      gate.sendSigned(jsonRequest("PUT", routes.receipt(id), upload, signal)),
  };
}

export interface LeftOrdersQuery {
  /** Such as `cpu.v1`. */
  readonly resourceClass?: string | undefined;
  readonly buyer?: Address | undefined;
  readonly after?: Hex | undefined;
  readonly limit?: number | undefined;
}

/** JSON has no whole numbers of this size. */
function withDigits(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part)));
}

interface Gate {
  info(signal?: AbortSignal): Promise<InfoResponse>;
  /** Runs `action` with access; once more with a new token where the gateway no longer takes the old one. */
  signed<T>(action: (authorization: () => Promise<string>) => Promise<T>): Promise<T>;
  sendSigned(request: HttpRequest): Promise<void>;
}

function createGate(http: Http, tokens: AccessTokens | undefined): Gate {
  let known: InfoResponse | undefined;

  const info = async (signal?: AbortSignal): Promise<InfoResponse> => {
    known = await http.json({ method: "GET", path: routes.info(), signal }, infoResponseSchema);
    return known;
  };

  const authorization = async (): Promise<string> => {
    if (!tokens) throw new GatewaySignerMissingError();
    const { chainId, audience, limits } = known ?? (await info());
    return tokens.header({ chainId, audience, maxLifetime: limits.accessSeconds });
  };

  const signed: Gate["signed"] = async (action) => {
    try {
      return await action(authorization);
    } catch (error) {
      if (!(error instanceof GatewayRefusedError) || error.status !== 401) throw error;
      tokens?.drop();
      known = undefined;
      return action(authorization);
    }
  };

  return {
    info,
    signed,
    sendSigned: (request) =>
      signed((header) =>
        http.repeat(async () => discard(await http.send({ ...request, authorization: header })), request.signal),
      ),
  };
}

async function discard(response: Response): Promise<void> {
  await response.body?.cancel();
}

function jsonRequest(
  method: "POST" | "PUT",
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
): HttpRequest {
  return { method, path, headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal };
}

export class GatewaySignerMissingError extends ComputeHiveError {
  override readonly name = "GatewaySignerMissingError";
  constructor() {
    super("The gateway wants to know who asks: name a keystore.");
  }
}
