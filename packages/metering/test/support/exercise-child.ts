import { json } from "node:stream/consumers";
import { fromHex } from "../browser/wire.ts";
import { exercise } from "./exercise.ts";

const modules = (await json(process.stdin)) as string[];
const results = [];
for (const hex of modules) results.push(await exercise(fromHex(hex)));
process.stdout.write(JSON.stringify(results));
