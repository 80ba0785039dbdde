import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { WireRequest, WireResult } from "../browser/wire.ts";

const CHILD = new URL("run-child.ts", import.meta.url).pathname;

/** Runs requests in a Node process of its own, with these engine flags. */
export async function runInChild(requests: readonly WireRequest[], flags: readonly string[]): Promise<WireResult[]> {
  const child = spawn(process.execPath, [...flags, CHILD], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(requests));
  return JSON.parse(await text(child.stdout)) as WireResult[];
}
