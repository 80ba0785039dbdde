import type { CreateGatewayClientOptions, GatewayClient } from "@computehive/sdk/gateway-client";

/** The SDK's gateway client, fetched when it is first used: hashing of blobs and streams of logs are no part of a first picture. */
export function lazyGatewayClient(options: CreateGatewayClientOptions): GatewayClient {
  let loading: Promise<GatewayClient> | undefined;
  const client = () => {
    loading ??= import("@computehive/sdk/gateway-client").then(({ createGatewayClient }) =>
      createGatewayClient(options),
    );
    return loading;
  };
  return {
    url: options.url,
    info: async (...args) => (await client()).info(...args),
    putBlob: async (...args) => (await client()).putBlob(...args),
    getBlob: async (...args) => (await client()).getBlob(...args),
    sizeOfBlob: async (...args) => (await client()).sizeOfBlob(...args),
    deleteBlob: async (...args) => (await client()).deleteBlob(...args),
    putManifest: async (...args) => (await client()).putManifest(...args),
    nodes: async (...args) => (await client()).nodes(...args),
    leaveOrder: async (...args) => (await client()).leaveOrder(...args),
    leftOrders: async (...args) => (await client()).leftOrders(...args),
    leftOrder: async (...args) => (await client()).leftOrder(...args),
    execution: async (...args) => (await client()).execution(...args),
    async *followLogs(...args) {
      yield* (await client()).followLogs(...args);
    },
    sendHeartbeat: async (...args) => (await client()).sendHeartbeat(...args),
    sendPhase: async (...args) => (await client()).sendPhase(...args),
    sendLog: async (...args) => (await client()).sendLog(...args),
    sendReceipt: async (...args) => (await client()).sendReceipt(...args),
  };
}
