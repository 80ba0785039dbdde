import type { Books } from "./books.ts";
import type { StandardInput } from "./compile-input.ts";
import { type HttpAnswer, type HttpRequest, type Interface, json, type Question } from "./http-exchange.ts";

/** The second version of Sourcify's, below /sourcify/. */
export function sourcifyInterface(books: Books, { chainId }: { chainId: number }): Interface {
  const answers: Record<Question, (request: HttpRequest) => Promise<HttpAnswer>> = {
    async look({ url }) {
      const address = lastOf(url);
      return books.isKnown(address) ? json(200, matchOf(address, "match")) : json(404, matchOf(address, null));
    },
    async submit({ url, body }) {
      const [address, chain] = url.pathname.split("/").reverse() as [string, string];
      if (chain !== String(chainId)) return json(400, refusalOf("unsupported_chain"));
      if (books.isKnown(address)) return json(409, refusalOf("already_verified"));
      const { stdJsonInput, compilerVersion, contractIdentifier } = JSON.parse(body) as Record<string, unknown>;
      const verificationId = books.take({
        style: "sourcify",
        address,
        contract: String(contractIdentifier),
        compilerVersion: String(compilerVersion),
        constructorArguments: "",
        input: stdJsonInput as StandardInput,
      });
      return json(202, { verificationId });
    },
    async status({ url }) {
      const verificationId = lastOf(url);
      const job = await books.look(verificationId);
      if (!job) return json(404, refusalOf("job_not_found"));
      const { address, state, fault } = job;
      return json(200, {
        isJobCompleted: state !== "pending",
        verificationId,
        jobStartTime: "2026-01-01T00:00:00Z",
        // Without metadata in the code a match is never called exact.
        contract: matchOf(address, state === "good" ? "match" : null),
        ...(state === "bad" && { error: { ...refusalOf("no_match"), message: fault } }),
      });
    },
  };
  return {
    questionOf({ method, url }) {
      if (url.pathname.includes("/v2/contract/")) return "look";
      return method === "POST" ? "submit" : "status";
    },
    answer: (question, request) => answers[question](request),
  };

  function matchOf(address: string, match: string | null) {
    return { match, creationMatch: match, runtimeMatch: match, chainId: String(chainId), address };
  }
}

export function refusalOf(customCode: string) {
  return { customCode, message: customCode.replaceAll("_", " "), errorId: "22222222-2222-4222-8222-222222222222" };
}

function lastOf({ pathname }: URL): string {
  return pathname.slice(pathname.lastIndexOf("/") + 1);
}
