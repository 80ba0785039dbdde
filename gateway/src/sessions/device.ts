const MAX_LENGTH = 200;

/** What a `user-agent` header says, as text that may be shown. */
export function deviceOf(userAgent: string | undefined): string {
  const text = (userAgent ?? "").replaceAll(/[^\x20-\x7e]/g, " ").replaceAll(/ +/g, " ");
  return text.trim().slice(0, MAX_LENGTH) || "Unknown device";
}
