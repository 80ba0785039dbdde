/** JSON that keeps bigints: `{"$bigint":"12"}`. Only for what the ledger itself wrote. */
export function encodeJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "bigint" ? { $bigint: item.toString() } : item,
  );
}

export function decodeJson<Value>(text: string): Value {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item === "object" && item !== null && "$bigint" in item && typeof item.$bigint === "string")
      return BigInt(item.$bigint);
    return item;
  }) as Value;
}
