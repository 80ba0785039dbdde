import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Style } from "../forge-verifier.ts";
import { type Judge, openBooks, type Submission } from "./books.ts";
import { etherscanInterface } from "./etherscan-interface.ts";
import { type HttpAnswer, type Interface, type Question, readRequest, writeAnswer } from "./http-exchange.ts";
import { sourcifyInterface } from "./sourcify-interface.ts";

export interface FakeExplorer {
  readonly urls: Readonly<Record<Style, string>>;
  readonly submissions: readonly Submission[];
  /** Every question, in their order. */
  readonly asked: readonly Question[];
  /** What is said to the next such questions before the usual. */
  answer(question: Question, ...answers: HttpAnswer[]): void;
  close(): Promise<void>;
}

export interface FakeExplorerOptions {
  readonly chainId: number;
  /** Of the Etherscan-style interface. */
  readonly key: string;
  readonly judge: Judge;
  /** Addresses whose sources are known from the beginning. */
  readonly verified?: readonly string[];
}

const PATHS = { etherscan: "/v2/api", blockscout: "/api", sourcify: "/sourcify/" } as const satisfies Record<
  Style,
  string
>;

/** An explorer with three interfaces over the same books, that refuses what the real ones refuse. */
export async function startFakeExplorer(options: FakeExplorerOptions): Promise<FakeExplorer> {
  const books = openBooks(options.judge, options.verified ?? []);
  const interfaces: Record<Style, Interface> = {
    etherscan: etherscanInterface(books, options),
    blockscout: etherscanInterface(books),
    sourcify: sourcifyInterface(books, options),
  };
  const prepared: Record<Question, HttpAnswer[]> = { look: [], submit: [], status: [] };
  const asked: Question[] = [];
  const server = createServer(async (request, response) => {
    const read = await readRequest(request);
    const style = (["etherscan", "blockscout", "sourcify"] as const).find((name) =>
      read.url.pathname.startsWith(PATHS[name]),
    );
    if (!style) return writeAnswer(response, { status: 404, body: "Not found" });
    const question = interfaces[style].questionOf(read);
    asked.push(question);
    writeAnswer(response, prepared[question].shift() ?? (await interfaces[style].answer(question, read)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    urls: {
      etherscan: base + PATHS.etherscan,
      blockscout: base + PATHS.blockscout,
      sourcify: base + PATHS.sourcify,
    },
    submissions: books.submissions,
    asked,
    answer: (question, ...answers) => void prepared[question].push(...answers),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
