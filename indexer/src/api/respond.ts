/** JSON in which whole numbers of any size are exact. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? part.toString() : part));
}

export function jsonResponse(value: unknown): Response {
  return new Response(jsonOf(value), {
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  });
}

/** Leaves out what is nothing, so that an absent field is absent in the answer too. */
export function present<fields extends Record<string, unknown>>(
  fields: fields,
): { [key in keyof fields]?: NonNullable<fields[key]> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given) as { [key in keyof fields]?: NonNullable<fields[key]> };
}
