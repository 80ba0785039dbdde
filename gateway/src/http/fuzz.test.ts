import { request } from "node:http";
import { errorBodySchema } from "@computehive/protocol/api/error-body";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claimedExecution } from "../testing/claimed-execution.ts";

const RUNS = 400;

/** Whatever comes: no fault of the gateway, and a refusal in the one shape. */
describe("requests of any kind", () => {
  it("never end in a fault or a stack trace", async () => {
    const { gateway, node, claim, phase } = await claimedExecution({
      env: { GATEWAY_REQUEST_BURST: "1000000", GATEWAY_REQUESTS_PER_ADDRESS: "1000000" },
    });
    await using _ = gateway;
    await phase({ phase: "claimed", at: 1 });
    const authorization = await gateway.authorization(node);

    const segment = fc.oneof(
      fc.constantFrom(
        "v1",
        "blobs",
        "manifests",
        "nodes",
        "executions",
        "phases",
        "logs",
        "receipt",
        "account",
        "info",
        "heartbeat",
        "health",
      ),
      fc.constantFrom(
        claim.executionId,
        node.address,
        `0x${"0".repeat(64)}`,
        "..",
        "%2e%2e",
        "%00",
        "%ff",
        "bafkreibnoelefnzgwbcacyt4vh52ymxvzbjq7mmqhtcnwarfq4lzegsiqe",
      ),
      fc.string({ maxLength: 40 }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc.stringMatching(/^[!$&'()*+,;=:@~\w%.-]{1,30}$/),
    );
    const path = fc.oneof(
      fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join("/")}`),
      segment.map((part) => `/v1/blobs/${part}`),
      segment.map((part) => `/v1/executions/${part}/logs`),
      fc.constantFrom("phases", "logs", "receipt").map((what) => `/v1/executions/${claim.executionId}/${what}`),
      fc.constant("/v1/manifests"),
    );
    const headerValue = fc.stringMatching(/^[\x21-\x7e]{0,60}$/);
    const headers = fc.record(
      {
        authorization: fc.oneof(
          fc.constant(authorization),
          headerValue.map((value) => `Hive ${value}`),
          headerValue,
        ),
        "content-type": fc.oneof(fc.constant("application/json"), headerValue),
        "last-event-id": headerValue,
        "if-none-match": headerValue,
        "x-request-id": headerValue,
        "x-forwarded-for": headerValue,
        accept: headerValue,
        origin: headerValue,
        range: headerValue,
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.json({ maxDepth: 6 }),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc
        .record({
          offset: fc.anything(),
          stream: fc.anything(),
          text: fc.anything(),
          phase: fc.anything(),
          at: fc.anything(),
        })
        .map(toJson),
      fc.constantFrom('{"__proto__":1}', "[".repeat(5_000), "null", '"', "{}"),
    );
    const query = fc.oneof(
      fc.constant(""),
      fc.webQueryParameters().map((text) => `?${text}`),
      headerValue.map((text) => `?offset=${encodeURIComponent(text)}`),
    );
    const method = fc.constantFrom("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE");

    await fc.assert(
      fc.asyncProperty(method, path, query, headers, body, async (verb, where, what, head, content) => {
        const answer = await send(gateway.url, {
          method: verb,
          path: where + what,
          headers: head,
          body: verb === "GET" || verb === "HEAD" ? undefined : content,
        });
        expect(answer.status).toBeLessThan(500);
        expect(answer.text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
        if (answer.status >= 400 && verb !== "HEAD" && answer.isOurs)
          expect(errorBodySchema.safeParse(JSON.parse(answer.text)).success).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});

function toJson(value: unknown): string {
  try {
    return (
      JSON.stringify(value, (_key, member: unknown) => (typeof member === "bigint" ? String(member) : member)) ?? "null"
    );
  } catch {
    return "null";
  }
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string | undefined>;
  readonly body: string | Buffer | undefined;
}

/** Sends the path as it is: `fetch` would tidy it up. Node's own parser answers some requests before the gateway sees them. */
function send(
  url: string,
  { method, path, headers, body }: Sent,
): Promise<{ status: number; text: string; isOurs: boolean }> {
  const { hostname, port } = new URL(url);
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers: given }, (incoming) => {
      const isOurs = incoming.headers["x-request-id"] !== undefined;
      const finish = (text: string) => resolve({ status: incoming.statusCode ?? 0, text, isOurs });
      if (incoming.headers["content-type"]?.startsWith("text/event-stream")) {
        incoming.destroy();
        finish("");
        return;
      }
      incoming.toArray().then((chunks: Buffer[]) => finish(Buffer.concat(chunks).toString()), reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
