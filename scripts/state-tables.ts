/**
 * Writes the tables of docs/protocol/state-machines.md from the transitions that the tests use.
 * With --check it changes nothing and fails if the page is out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface State {
  state: string;
  live: boolean;
  meaning: string;
  holds: string;
}

interface Action {
  action: string;
  from: string[];
  to: string[];
  who: string;
  when: string;
  money: string;
}

type Machines = Record<string, { states: State[]; actions: Action[] }>;

const source = fileURLToPath(new URL("../test/contracts/invariants/transitions.json", import.meta.url));
const page = fileURLToPath(new URL("../docs/protocol/state-machines.md", import.meta.url));

const machines = JSON.parse(readFileSync(source, "utf8")) as Machines;
const before = readFileSync(page, "utf8");
const after = before.replace(
  /<!-- table:(\w+) -->\n[\s\S]*?<!-- \/table -->/g,
  (_match, name: string) => `<!-- table:${name} -->\n${tables(name)}\n<!-- /table -->`,
);

if (!process.argv.includes("--check")) writeFileSync(page, after);
else if (before !== after) {
  console.error("docs/protocol/state-machines.md is out of date: run `node scripts/state-tables.ts`.");
  process.exitCode = 1;
}

function tables(name: string): string {
  const machine = machines[name];
  if (!machine) throw new Error(`No machine named ${name} in ${source}.`);
  const states = machine.states.map(({ state, meaning, live, holds }) => [
    state,
    meaning,
    live ? "live" : "end",
    holds,
  ]);
  const actions = machine.actions.map(({ action, from, to, who, when, money }) => [
    action,
    from.join(", "),
    to.join(", "),
    who,
    when,
    money,
  ]);
  return `${table(["state", "meaning", "kind", "holds"], states)}\n\n${table(["action", "from", "to", "who", "when", "what moves"], actions)}`;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
