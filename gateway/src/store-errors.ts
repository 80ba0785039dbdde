import { GatewayError } from "./gateway-error.ts";

/** The disk or the database file takes no more. Nothing was stored. */
export class StoreFullError extends GatewayError {
  override readonly name = "StoreFullError";
  constructor({ cause }: { cause?: unknown } = {}) {
    super("The gateway's disk is full. Nothing was stored.", {
      code: "store-full",
      hint: "Use another gateway, or try again later.",
      retryAfterSeconds: 60,
      cause,
    });
  }
}

/** The disk or the database refuses to be read or written. Nothing was stored. */
export class StoreUnavailableError extends GatewayError {
  override readonly name = "StoreUnavailableError";
  constructor({ cause }: { cause?: unknown } = {}) {
    super("The gateway's store cannot be used. Nothing was stored.", {
      code: "unavailable",
      hint: "Use another gateway, or try again later.",
      retryAfterSeconds: 30,
      cause,
    });
  }
}

export class DataFolderTakenError extends GatewayError {
  override readonly name = "DataFolderTakenError";
  constructor({ folder, cause }: { folder: string; cause?: unknown }) {
    super("Another gateway uses this data folder.", {
      code: "unavailable",
      metaMessages: [`Folder: ${folder}`],
      hint: "Stop the other gateway, or give this one a folder of its own.",
      cause,
    });
  }
}
