import type { ApiKeyRows } from "./api-keys/api-key-rows.ts";
import type { BlobFiles } from "./blobs/blob-files.ts";
import type { BlobRows } from "./blobs/blob-rows.ts";
import type { StatementRows } from "./carrier/statement-rows.ts";
import type { ExecutionRows } from "./executions/execution-rows.ts";
import type { Locks } from "./keyed-lock.ts";
import type { NodeRows } from "./nodes/node-rows.ts";
import type { NotificationRows } from "./notifications/notification-rows.ts";
import type { OrderRows } from "./orders/order-rows.ts";
import type { PairingRows } from "./pairings/pairing-rows.ts";
import type { PushRows } from "./push/push-rows.ts";
import type { SavedManifestRows } from "./saved-manifests/saved-manifest-rows.ts";
import type { SessionRows } from "./sessions/session-rows.ts";
import type { WatchRows } from "./watch/watch-rows.ts";

/** Everything a gateway keeps. */
export interface Store {
  readonly blobRows: BlobRows;
  readonly blobFiles: BlobFiles;
  readonly nodes: NodeRows;
  readonly executions: ExecutionRows;
  readonly sessions: SessionRows;
  readonly apiKeys: ApiKeyRows;
  readonly orders: OrderRows;
  readonly statements: StatementRows;
  readonly pairings: PairingRows;
  readonly savedManifests: SavedManifestRows;
  readonly notifications: NotificationRows;
  readonly pushes: PushRows;
  readonly watch: WatchRows;
  /** Whether other gateways may use it at the same time. */
  readonly isShared: boolean;
  /** Across all gateways on this store. */
  readonly locks: Locks;
  /** Makes this gateway the one that watches the chain; nothing where another one on this store does. */
  lead(): Promise<Lead | undefined>;
  /** Why nothing can be written now, or nothing. */
  probe(): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface Lead {
  /** False once the store says that it may be another's. */
  isHeld(): boolean;
  release(): Promise<void>;
}
