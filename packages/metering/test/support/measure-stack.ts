/** Runs an instrumented module until its host's stack overflows, and says how much of the metered stack was used then. */
export async function metredStackAtOverflow(wasm: Uint8Array<ArrayBuffer>, stackBytes: bigint): Promise<number> {
  const instance = await WebAssembly.instantiate(await WebAssembly.compile(wasm), {});
  const main = instance.exports["computehive:main"] as () => void;
  const left = instance.exports["computehive:stack"] as WebAssembly.Global<"i64">;
  // Twice: the second time the optimizing compiler's code may be there.
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    left.value = stackBytes;
    try {
      main();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    least = Math.min(least, Number(stackBytes - left.value));
  }
  return least;
}
