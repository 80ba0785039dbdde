import type { Bug } from "./bug.ts";

/** The source with the fault in it. @throws Error where what is to be replaced is not there once. */
export function plant(bug: Bug, source: string): string {
  return bug.edits.reduce((text, { find, put }) => {
    const count = text.split(find).length - 1;
    if (count !== 1) throw new Error(`${bug.promise}: expected once in ${bug.file}, found ${count} times: ${find}`);
    return text.replace(find, () => put);
  }, source);
}
