import type { IncomingMessage, ServerResponse } from "node:http";

/** What a client asks an explorer: whether sources are known, to take them, and how far it is. */
export type Question = "look" | "submit" | "status";

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status?: number;
  readonly body: string;
}

/** One kind of interface: what a request asks, and what it is usually told. */
export interface Interface {
  questionOf(request: HttpRequest): Question;
  answer(question: Question, request: HttpRequest): Promise<HttpAnswer>;
}

export function json(status: number, value: unknown): HttpAnswer {
  return { status, body: JSON.stringify(value) };
}

export async function readRequest(request: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? "/", "http://explorer.test");
  return { method: request.method ?? "GET", url, body: Buffer.concat(chunks).toString("utf8") };
}

export function writeAnswer(response: ServerResponse, { status = 200, body }: HttpAnswer): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body);
}
