"use client";

import { useSyncExternalStore } from "react";

let listeners: readonly (() => void)[] = [];
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

function subscribe(listener: () => void): () => void {
  listeners = [...listeners, listener];
  now = currentSecond();
  timer ??= setInterval(tick, 1_000);
  return () => {
    listeners = listeners.filter((one) => one !== listener);
    if (listeners.length > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = currentSecond();
  for (const listener of listeners) listener();
}

function currentSecond(): number {
  return Math.floor(Date.now() / 1000);
}

function snapshot(): number {
  if (now === 0) now = currentSecond();
  return now;
}

/**
 * Unix seconds of this browser, one tick a second for the whole page; nothing while the server draws and in the first
 * picture, which must be the same.
 */
export function useNow(): number | undefined {
  return useSyncExternalStore<number | undefined>(subscribe, snapshot, () => undefined);
}
