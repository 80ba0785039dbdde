/** Asks for all, a few at a time, so that no endpoint is flooded. */
const AT_ONCE = 32;

export async function inTurn<item, result>(
  items: readonly item[],
  ask: (item: item) => Promise<result>,
): Promise<result[]> {
  const results: result[] = [];
  for (let i = 0; i < items.length; i += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map(ask))));
  }
  return results;
}
