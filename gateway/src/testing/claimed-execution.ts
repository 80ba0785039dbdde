import type { Receipt } from "@computehive/protocol/receipt";
import { newAccount, signReceipt } from "./samples.ts";
import { type StartOptions, startGateway } from "./start-gateway.ts";

/** A gateway, a node, and an execution that the node has claimed. */
export async function claimedExecution(options?: StartOptions) {
  const gateway = await startGateway(options);
  const node = newAccount();
  gateway.chain.register(node.address);
  const claim = gateway.chain.claim(node.address);
  const path = `/v1/executions/${claim.executionId}`;

  const request = async (method: "POST" | "PUT", what: "phases" | "logs" | "receipt", body: unknown) =>
    gateway.fetch(`${path}/${what}`, {
      method,
      headers: { authorization: await gateway.authorization(node), "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  return {
    gateway,
    node,
    claim,
    request,
    phase: (event: unknown) => request("POST", "phases", event),
    log: (offset: number, text: string, stream = "stdout") =>
      request("POST", "logs", { offset, stream, text: Buffer.from(text).toString("base64") }),
    putReceipt: async (receipt: Receipt) => request("PUT", "receipt", await signReceipt(node, receipt)),
    show: async () => (await gateway.fetch(path)).json() as Promise<unknown>,
    readLog: async (query = "") => (await gateway.fetch(`${path}/logs${query}`)).json() as Promise<unknown>,
    follow: (headers: Record<string, string> = {}, query = "") =>
      gateway.fetch(`${path}/logs${query}`, { headers: { accept: "text/event-stream", ...headers } }),
  };
}
