import type { OpenBlob } from "./get-blob.ts";

/**
 * The body of an answer. The first chunk is had before there is an answer, so that a small damaged blob is a clean refusal; later
 * damage calls `cut`, because an answer under way has no other way to say that it failed.
 */
export async function toVerifiedStream(
  { chunks, close }: OpenBlob,
  { cut }: { cut: () => void },
): Promise<ReadableStream<Uint8Array>> {
  const iterator = chunks[Symbol.asyncIterator]();
  let first: IteratorResult<Uint8Array> | undefined = await iterator.next();

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = first ?? (await iterator.next());
          first = undefined;
          if (done) controller.close();
          else controller.enqueue(value);
        } catch {
          cut();
          controller.close();
        }
      },
      async cancel() {
        await iterator.return?.();
        await close();
      },
    },
    { highWaterMark: 0 },
  );
}
