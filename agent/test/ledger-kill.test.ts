import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DataFolderTakenError, openLedger } from "../src/adapters/sqlite/open-ledger.ts";

const WRITER = join(import.meta.dirname, "support/ledger-writer.ts");
const KILLS = 100;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hive-ledger-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it(`loses nothing that was acknowledged and signs nothing twice in ${KILLS} kills`, { timeout: 600_000 }, async () => {
  const said: string[][] = [];
  for (let run = 1; run <= KILLS; run++) said.push(...(await writeAndKill(run, 3 + ((run * 7) % 23))));

  const signatures = new Map<string, Set<string>>();
  for (const [word, executionId, signature] of said) {
    if (word === "signed") signatures.set(executionId!, (signatures.get(executionId!) ?? new Set()).add(signature!));
  }
  expect([...signatures.values()].filter(({ size }) => size > 1)).toEqual([]);

  const ledger = openLedger(folder);
  try {
    const receipts = new Map(
      ledger.receipts.all().map((row) => [row.executionId as string, row.signature as string | undefined]),
    );
    const durable = said.filter(([word]) => word === "durable");
    expect(durable.filter(([, executionId, signature]) => receipts.get(executionId!) !== signature)).toEqual([]);
    const transactions = new Map(ledger.transactions.all().map((row) => [String(row.id), String(row.unsigned.nonce)]));
    const recorded = said.filter(([word]) => word === "recorded");
    expect(recorded.filter(([, id, nonce]) => transactions.get(id!) !== nonce)).toEqual([]);
    // A test that never came to the interesting moments would prove nothing.
    expect(said.filter(([word]) => word === "conflict").length).toBeGreaterThan(KILLS / 2);
    expect(durable.length).toBeGreaterThan(KILLS);
    expect(recorded.length).toBeGreaterThan(KILLS);
  } finally {
    ledger.close();
  }
});

it("keeps a second agent out of the folder", () => {
  const ledger = openLedger(folder);
  expect(() => openLedger(folder)).toThrow(DataFolderTakenError);
  ledger.close();
  openLedger(folder).close();
});

/** Kills the writer when it has said so many lines; what was still in the pipe counts as said. */
async function writeAndKill(run: number, lines: number): Promise<string[][]> {
  const child = spawn(process.execPath, [WRITER, folder, `${run}`], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    if (text.split("\n").length > lines) child.kill("SIGKILL");
  });
  const signal = await new Promise((resolve) => child.once("close", (_code, by) => resolve(by)));
  expect(signal).toBe("SIGKILL");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split(" "));
}
