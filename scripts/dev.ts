/** The same as start, but what runs starts again when its source changes. Usage: npm run dev -- [options of start]. */
import { main } from "./stack/main.ts";
import { restartOnChange } from "./stack/processes/restart-on-change.ts";

process.exit(await main(process.argv.slice(2), { onUp: restartOnChange, development: true }));
