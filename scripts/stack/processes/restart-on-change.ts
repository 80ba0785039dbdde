import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../stack.ts";
import { ROOT } from "./programs.ts";
import { GRACE_MS } from "./ready-process.ts";

/** An editor writes a file in several steps, and a commit writes many files. */
const CALM_MS = 300;
const SHARED = ["packages/protocol/src", "packages/metering/src", "packages/sdk/src"];

/** By the start of a process's name. The marketplace's development server looks for itself. */
const SOURCES: Readonly<Record<string, string>> = {
  gateway: "gateway/src",
  "agent-": "agent/src",
  indexer: "indexer/src",
};

/** Restarts gateway, indexer and agents when their own source or that of a package changes. */
export function restartOnChange({ processes, say }: Stack, signal: AbortSignal): void {
  for (const supervised of processes) {
    const own = Object.entries(SOURCES).find(([name]) => supervised.name.startsWith(name))?.[1];
    if (!own) continue;
    const restart = calmly(() => {
      if (signal.aborted) return;
      say(`${supervised.name} starts again: its source changed.`);
      void supervised.restart(GRACE_MS);
    });
    const watchers = [own, ...SHARED].map((folder) => watchSource(join(ROOT, folder), restart));
    const close = () => {
      for (const watcher of watchers) watcher.close();
    };
    signal.addEventListener("abort", close, { once: true });
  }
}

function watchSource(folder: string, onChange: () => void): FSWatcher {
  return watch(folder, { recursive: true }, (_event, name) => {
    if (name?.endsWith(".ts") && !name.endsWith(".test.ts")) onChange();
  });
}

function calmly(act: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, CALM_MS);
  };
}
