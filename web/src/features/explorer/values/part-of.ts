/** The value at a place, or by its name: decoders answer lists, the indexer and structs answer names. */
export function partOf(values: unknown, index: number, name: string | undefined): unknown {
  if (Array.isArray(values)) return values[index];
  if (typeof values === "object" && values !== null && name) return (values as Record<string, unknown>)[name];
  return values;
}
