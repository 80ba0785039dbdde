import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** Gas of whole transactions beside what others need for the same. The snapshot is exact: `npm run gas` measures it anew. */
const ROWS: readonly { entry: string; bar?: number; beside?: string }[] = [
  {
    entry: "post + claim + co-signed settle, by the node",
    bar: 209_000,
    beside: "ERC-8183 reference 504,560; iExec PoCo 1,589,027",
  },
  { entry: "post + claim + submit + settle by silence" },
  { entry: "claim + submit + settle by silence" },
  { entry: "post a job", beside: "ERC-8183 create + fund 373,146" },
  { entry: "claim a job", beside: "iExec PoCo match 650,774" },
  { entry: "submit", beside: "ERC-8183 62,382" },
  { entry: "settle co-signed, by the node", beside: "ERC-8183 complete 69,032, without stake or receipt" },
  { entry: "settle by silence" },
  { entry: "deposit, top-up", bar: 51_900, beside: "x402 60,954; Horizon 58,453" },
  { entry: "withdraw" },
];

const path = join(import.meta.dirname, "../gas/snapshot.json");
const snapshot = z.record(z.string(), z.int().positive()).parse(JSON.parse(await readFile(path, "utf8")));
for (const { entry, bar, beside } of ROWS) {
  const gas = snapshot[entry];
  if (gas === undefined) throw new Error(`The snapshot has no entry "${entry}".`);
  const against =
    bar === undefined ? "" : `bar ${bar.toLocaleString("en")} (${(((gas - bar) / bar) * 100).toFixed(1)} %)`;
  const line = `${entry.padEnd(46)} ${gas.toLocaleString("en").padStart(8)}  ${against.padEnd(24)} ${beside ?? ""}`;
  process.stdout.write(`${line.trimEnd()}\n`);
}
