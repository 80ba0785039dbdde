import type { CreateGatewayClientOptions, GatewayClient } from "@computehive/sdk/gateway-client";

type Method = Exclude<keyof GatewayClient, "url" | "followLogs">;

/** A name that is missing here, or too much, does not compile. */
const METHODS: readonly Method[] = Object.keys({
  info: 0,
  putBlob: 0,
  getBlob: 0,
  sizeOfBlob: 0,
  deleteBlob: 0,
  putManifest: 0,
  nodes: 0,
  leaveOrder: 0,
  leftOrders: 0,
  leftOrder: 0,
  carry: 0,
  carried: 0,
  execution: 0,
  sendHeartbeat: 0,
  sendPhase: 0,
  sendLog: 0,
  sendReceipt: 0,
} satisfies Record<Method, 0>) as Method[];

/** The SDK's gateway client, fetched when it is first used: hashing of blobs and streams of logs are no part of a first picture. */
export function lazyGatewayClient(options: CreateGatewayClientOptions): GatewayClient {
  let loading: Promise<GatewayClient> | undefined;
  const client = () => {
    loading ??= import("@computehive/sdk/gateway-client").then(({ createGatewayClient }) =>
      createGatewayClient(options),
    );
    return loading;
  };
  const forward =
    (name: Method) =>
    async (...args: readonly unknown[]) =>
      ((await client())[name] as (...args: readonly unknown[]) => unknown)(...args);
  return {
    ...(Object.fromEntries(METHODS.map((name) => [name, forward(name)])) as unknown as Pick<GatewayClient, Method>),
    url: options.url,
    async *followLogs(...args) {
      yield* (await client()).followLogs(...args);
    },
  };
}
