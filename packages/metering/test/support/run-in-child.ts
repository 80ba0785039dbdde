import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { WireRequest, WireResult } from "../browser/wire.ts";
import type { Exercise } from "./exercise.ts";

/** Runs requests in a Node process of its own, with these engine flags. */
export async function runInChild(requests: readonly WireRequest[], flags: readonly string[]): Promise<WireResult[]> {
  return (await askChild("run-child.ts", requests, flags)) as WireResult[];
}

/** Calls what random modules export in a Node process of its own. */
export async function exerciseInChild(modules: readonly string[], flags: readonly string[]): Promise<Exercise[]> {
  return (await askChild("exercise-child.ts", modules, flags)) as Exercise[];
}

async function askChild(script: string, question: unknown, flags: readonly string[]): Promise<unknown> {
  const path = new URL(script, import.meta.url).pathname;
  const child = spawn(process.execPath, [...flags, path], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(question));
  return JSON.parse(await text(child.stdout));
}
