import type { Books } from "./books.ts";
import type { StandardInput } from "./compile-input.ts";
import { type HttpAnswer, type HttpRequest, type Interface, json, type Question } from "./http-exchange.ts";

const QUESTIONS: Readonly<Record<string, Question>> = { verifysourcecode: "submit", checkverifystatus: "status" };

/** The second version of Etherscan's; Blockscout's is the same without key and chain. */
export function etherscanInterface(books: Books, access?: { chainId: number; key: string }): Interface {
  const style = access ? "etherscan" : "blockscout";
  const answers: Record<Question, (field: (name: string) => string) => Promise<HttpAnswer>> = {
    async look(field) {
      return books.isKnown(field("address")) ? told("1", "[]") : told("0", "Contract source code not verified");
    },
    async submit(field) {
      if (field("codeformat") !== "solidity-standard-json-input") return told("0", "Unknown codeformat");
      if (books.isKnown(field("contractaddress"))) return told("0", "Contract source code already verified");
      const id = books.take({
        style,
        address: field("contractaddress"),
        contract: field("contractname"),
        compilerVersion: field("compilerversion"),
        // Etherscan has always read the name with the mistake in it.
        constructorArguments: field("constructorArguements"),
        input: JSON.parse(field("sourceCode")) as StandardInput,
      });
      return told("1", id);
    },
    async status(field) {
      const job = await books.look(field("guid"));
      if (!job) return told("0", "Unknown UID");
      if (job.state === "pending") return told("0", "Pending in queue");
      return job.state === "good" ? told("1", "Pass - Verified") : told("0", `Fail - Unable to verify. ${job.fault}`);
    },
  };
  return {
    questionOf: (request) => QUESTIONS[fieldsOf(request).get("action") ?? ""] ?? "look",
    async answer(question, request) {
      const fields = fieldsOf(request);
      if (access && fields.get("apikey") !== access.key) return told("0", "Missing/Invalid API Key");
      if (access && request.url.searchParams.get("chainid") !== String(access.chainId)) {
        return told("0", "Missing or unsupported chainid parameter");
      }
      return answers[question]((name) => fields.get(name) ?? "");
    },
  };
}

/** The HTTP status is always good. */
export function told(status: "0" | "1", result: string): HttpAnswer {
  return json(200, { status, message: status === "1" ? "OK" : "NOTOK", result });
}

function fieldsOf({ url, body }: HttpRequest): URLSearchParams {
  return new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]);
}
