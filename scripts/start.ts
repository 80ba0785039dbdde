/** Runs a whole local market and keeps it running until Ctrl-C; see docs/operations/local-stack.md. Usage: npm start -- [options]. */
import { main } from "./stack/main.ts";

process.exit(await main(process.argv.slice(2)));
