import { parseArgs } from "node:util";
import { ComputeHiveError } from "@computehive/protocol/error";
import { compareTotals } from "./compare/compare-totals.ts";
import { readDeployment } from "./deployment-file.ts";

const USAGE = "Usage: compare --deployment <file> --rpc <url> --url <the indexer's>\n";

/** Prints `equal`, or every figure in which the indexer and the chain differ; exit code 0 or 1, and 2 for a wrong call. */
async function run(): Promise<number> {
  const options = { deployment: { type: "string" }, rpc: { type: "string" }, url: { type: "string" } } as const;
  const { deployment: file, rpc, url } = parseArgs({ options }).values;
  if (!file || !rpc || !url) {
    process.stderr.write(USAGE);
    return 2;
  }
  const deployment = await readDeployment(file);
  const { block, differences, figures } = await compareTotals({ deployment, rpcUrl: rpc, indexerUrl: url });
  for (const { figure, chain, indexer } of differences) {
    process.stdout.write(`${figure}: ${chain} on the chain, ${indexer} in the indexer\n`);
  }
  const verdict = differences.length === 0 ? "equal" : `${differences.length} of ${figures} figures differ`;
  process.stdout.write(`${verdict} (block ${block}, ${figures} figures)\n`);
  return differences.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await run();
} catch (error) {
  const isExpected = error instanceof ComputeHiveError || (error instanceof TypeError && "code" in error);
  process.stderr.write(`${isExpected ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = 2;
}
