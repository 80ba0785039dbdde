import { expect, test } from "vitest";
import { createUploadQueue, FileGoneError, UploadPausedError } from "./upload-queue.ts";

const files = [
  { cid: "a", size: 1 },
  { cid: "b", size: 1 },
];

test("stores files one after another, and none twice", async () => {
  const { queue, sent } = setup();
  await queue.run(files);
  await queue.run(files);
  expect(sent).toEqual(["a", "b"]);
  expect([...queue.picture().states.values()].map(({ kind }) => kind)).toEqual(["stored", "stored"]);
});

test("what is known to be stored is not sent", async () => {
  const { queue, sent } = setup();
  queue.know("a");
  await queue.run(files);
  expect(sent).toEqual(["b"]);
});

test("a passing failure is tried again, a lasting one is shown and can be run again", async () => {
  const { queue, sent, failWith } = setup();
  failWith.push(new Error("away"), new Error("away"));
  await queue.run(files);
  expect(sent).toEqual(["a", "a", "a", "b"]);

  const other = setup();
  other.failWith.push(new Error("no"));
  await expect(other.queue.run(files)).rejects.toThrow("no");
  expect(other.queue.picture()).toMatchObject({ isRunning: false });
  expect(other.queue.picture().states.get("a")).toMatchObject({ kind: "failed" });
  await other.queue.run(files);
  expect(other.sent).toEqual(["a", "a", "b"]);
});

test("a pause ends the file under way, and going on begins it anew", async () => {
  const { queue, sent, holdAt } = setup();
  const held = holdAt("b");
  const run = queue.run(files);
  await held;
  queue.pause();
  await expect(run).rejects.toThrow(UploadPausedError);
  expect(queue.picture()).toMatchObject({ isPaused: true, isRunning: false });
  expect(queue.picture().states.get("b")).toEqual({ kind: "waiting" });
  await queue.run(files);
  expect(sent).toEqual(["a", "b", "b"]);
  expect(queue.picture()).toMatchObject({ isPaused: false });
});

test("a file that the browser lost is named", async () => {
  const { queue } = setup();
  await expect(queue.run([{ cid: "lost", size: 1 }])).rejects.toThrow(FileGoneError);
});

test("progress is told while a file is under way", async () => {
  const { queue, holdAt } = setup();
  const held = holdAt("a");
  const run = queue.run(files);
  await held;
  expect(queue.picture().states.get("a")).toEqual({ kind: "uploading", done: 1 });
  queue.pause();
  await expect(run).rejects.toThrow(UploadPausedError);
});

function setup() {
  const sent: string[] = [];
  const failWith: Error[] = [];
  let held: { cid: string; reached: () => void } | undefined;
  const queue = createUploadQueue({
    bytesOf: async (cid) => (cid === "lost" ? undefined : new Uint8Array([1])),
    put: async (cid, bytes, { signal, onProgress }) => {
      sent.push(cid);
      const failure = failWith.shift();
      if (failure) throw failure;
      onProgress(bytes.length);
      if (held?.cid !== cid) return;
      const { reached } = held;
      held = undefined;
      await new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        reached();
      });
    },
    isTransient: (error) => (error as Error).message === "away",
    delay: async () => {},
  });
  const holdAt = (cid: string) =>
    new Promise<void>((reached) => {
      held = { cid, reached };
    });
  return { queue, sent, failWith, holdAt };
}
