import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PAGE = "docs/protocol/invariants.md";
/** Campaigns inherit their promises from plain `.sol` files. */
const SOLIDITY_TESTS = "test/contracts/**/*.sol";
const TYPESCRIPT_TESTS = [
  "{packages/*,gateway,agent,cli,scripts}/{src,test}/**/*.test.ts",
  "{test/e2e,scripts}/**/*.test.ts",
];

/** Every promise of the page has a test that carries its id, and every id that a test carries is on the page. */
export function checkInvariants(root: string): string[] {
  const page = join(root, PAGE);
  if (!existsSync(page)) return [`${PAGE} does not exist: it lists the promises by id.`];
  const promised = idsOf(readFileSync(page, "utf8"));
  if (promised.size === 0) return [`${PAGE} lists no promise: ids look like ESC-1.`];
  const prefixes = new Set([...promised].map((id) => id.split("-")[0] as string));
  const tested = testedIds(root, prefixes);
  return [
    ...[...promised]
      .filter((id) => !tested.has(id))
      .map((id) => `${PAGE} promises ${id}, but no test carries this id.`),
    ...[...tested]
      .filter(([id]) => !promised.has(id))
      .map(([id, file]) => `${file} tests ${id}, which ${PAGE} does not list.`),
  ].toSorted();
}

function idsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/\b[A-Z]{3}-\d+\b/g)].map(([id]) => id));
}

/** The file that tests each id. */
function testedIds(root: string, prefixes: ReadonlySet<string>): Map<string, string> {
  const exclude = (path: string) => path.includes("node_modules");
  const solidity = globSync(SOLIDITY_TESTS, { cwd: root }).map((file) => ({ file, find: solidityIds }));
  const typescript = globSync(TYPESCRIPT_TESTS, { cwd: root, exclude }).map((file) => ({ file, find: typescriptIds }));
  const found = [...solidity, ...typescript].flatMap(({ file, find }) =>
    find(readFileSync(join(root, file), "utf8")).map((id) => [id, file] as const),
  );
  return new Map(found.filter(([id]) => prefixes.has(id.slice(0, 3))));
}

/** In the names of test functions: `invariant_ESC_1_…`. */
function solidityIds(source: string): string[] {
  const names = source.matchAll(/function (?:invariant|test|testFuzz)_(?:\w*?_)??([A-Z]{3})_(\d+)_/g);
  return [...names].map(([, prefix, number]) => `${prefix}-${number}`);
}

/** In the titles of tests: `it("ESC-1: …")`. */
function typescriptIds(source: string): string[] {
  const titles = source.matchAll(/\b(?:it|test|describe)(?:\.\w+)*\(\s*["'`]([^"'`]*)/g);
  return [...titles].flatMap(([, title]) => [...idsOf(title as string)]);
}
