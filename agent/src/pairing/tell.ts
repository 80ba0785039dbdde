import { formatPairingCode } from "@computehive/protocol/api/pairing";
import type { PairingNews } from "./ports.ts";

/** What happens to a pairing, for the person at the machine. */
export function sentenceOf(news: PairingNews): string {
  switch (news.kind) {
    case "code":
      return [
        "",
        `  Code:        ${formatPairingCode(news.code)}`,
        `  Fingerprint: ${news.fingerprint}`,
        "",
        `Enter the code in the marketplace, under "provide", before ${new Date(news.expiresAt * 1000).toISOString()},`,
        "and go on there only if it shows the same fingerprint.",
      ].join("\n");
    case "claimed":
      return `Provider ${news.provider} has entered the code.`;
    case "refused":
      return `Refused ${news.provider}. ${news.reason}`;
    case "signed":
      return `Signed the registration for provider ${news.profile.provider}. Waiting for their transaction.`;
    case "ended":
      return `The pairing has ended (${news.how}). Here is a new code.`;
    case "waiting":
      return `${news.reason} Trying again.`;
    case "registered":
      return `Registered: this node belongs to provider ${news.provider}. The agent goes to work.`;
  }
}
