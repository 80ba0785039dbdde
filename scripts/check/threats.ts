import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const PAGE = "docs/protocol/threats.md";
const TEST_FILES = ["test/contracts/**/*.sol", "{scripts,packages,gateway,agent,cli}/**/*.test.ts"];

/** Every test, actor and test file that the page of threats names exists. "…" in a name stands for anything. */
export function checkThreats(root: string): string[] {
  const files = TEST_FILES.flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: (path) => path.includes("node_modules") }),
  );
  const functions = files.flatMap((file) => functionsOf(readFileSync(join(root, file), "utf8")));
  const names = [...functions, ...files, ...files.map((file) => basename(file))];
  return namedTests(readFileSync(join(root, PAGE), "utf8"))
    .filter((named) => !names.some((name) => means(named, name)))
    .map((named) => `${PAGE} names ${named}, which is no test, actor or test file.`);
}

/** What stands in code marks in the third column of tables with a column of tests. */
function namedTests(page: string): string[] {
  const tables = page.split(/\n{2,}|(?=\n## )/).filter((block) => /^\| attack \| defence \| test \|/m.test(block));
  const cells = tables.flatMap((table) => table.split("\n").map((row) => row.split(" | ").at(2) ?? ""));
  return [...new Set(cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string)))];
}

function functionsOf(source: string): string[] {
  return [...source.matchAll(/function (\w+)/g)].map(([, name]) => name as string);
}

function means(named: string, name: string): boolean {
  // A promise's test is named by its id alone.
  if (/^invariant_[A-Z]{3}_\d+$/.test(named) && name.startsWith(`${named}_`)) return true;
  const parts = named.split("…").map((part) => part.replaceAll(/[.*]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
