import type { Address } from "viem";
import type { Session } from "../session/session.ts";
import { addressOption } from "../session/text.ts";

export const channelId = { type: "string", demandOption: true, describe: "the channel's id" } as const;

/** An address, or "me". */
export async function partyOption(
  session: Session,
  field: string,
  text: string | undefined,
): Promise<Address | undefined> {
  if (text === undefined) return undefined;
  return text === "me" ? (await session.account()).address : addressOption(field, text);
}
