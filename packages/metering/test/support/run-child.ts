import { json } from "node:stream/consumers";
import { run } from "../../src/run.ts";
import { fromWire, resultToWire, type WireRequest } from "../browser/wire.ts";

const requests = (await json(process.stdin)) as WireRequest[];
const results = [];
for (const request of requests) {
  try {
    results.push(resultToWire(await run(fromWire(request))));
  } catch (error) {
    results.push({ failed: String(error) });
  }
}
process.stdout.write(JSON.stringify(results));
