import { parseArgs } from "node:util";
import { startChain } from "../chain.ts";

/** For the kill tests: keeps one chain in a process of its own and says on standard output when and how it began. */
const { values } = parseArgs({ options: { folder: { type: "string" } } });
const stopping = new AbortController();
const chain = await startChain({
  folder: values.folder as string,
  port: 0,
  signal: stopping.signal,
  log: (line) => process.stderr.write(`${line}\n`),
});
process.once("SIGTERM", () => void chain.stop().then(() => process.exit(0)));
const { url, beginning, possibleLossSeconds, genesisHash } = chain;
process.stdout.write(`${JSON.stringify({ url, beginning, possibleLossSeconds, genesisHash, anvil: chain.pid() })}\n`);
