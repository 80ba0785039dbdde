import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export type GatewayMetrics = ReturnType<typeof createMetrics>;

/** What an operator can watch. One registry a gateway, so that several fit into one process. */
export function createMetrics() {
  const registers = [new Registry()];
  const registry = registers[0] as Registry;
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: "gateway_requests_total",
      help: "Answered requests by method, route and status.",
      labelNames: ["method", "route", "status"] as const,
      registers,
    }),
    duration: new Histogram({
      name: "gateway_request_seconds",
      help: "Time until the head of the answer, by method and route.",
      labelNames: ["method", "route"] as const,
      buckets: [0.002, 0.01, 0.05, 0.2, 1, 5, 30],
      registers,
    }),
    uploads: new Gauge({ name: "gateway_uploads", help: "Uploads under way now.", registers }),
    receivedBytes: new Counter({
      name: "gateway_blob_received_bytes_total",
      help: "Bytes of stored uploads.",
      registers,
    }),
    storedBytes: new Gauge({
      name: "gateway_blob_stored_bytes",
      help: "Bytes of all blobs, at the last round of the janitor.",
      registers,
    }),
    damagedBlobs: new Counter({
      name: "gateway_blob_damaged_total",
      help: "Blobs whose bytes were found wrong or missing.",
      registers,
    }),
    streams: new Gauge({ name: "gateway_log_streams", help: "Logs being followed now.", registers }),
    slowReaders: new Counter({
      name: "gateway_log_streams_dropped_total",
      help: "Followers dropped because they read too slowly.",
      registers,
    }),
    expired: new Counter({
      name: "gateway_expired_total",
      help: "What the janitor removed.",
      labelNames: ["kind"] as const,
      registers,
    }),
  };
}
