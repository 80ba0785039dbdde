import type { Bug } from "./bug.ts";

/** The source with the fault in it. @throws Error where what is to be replaced is not there once, or in a comment. */
export function plant(bug: Bug, source: string): string {
  return bug.edits.reduce((text, { find, put }) => {
    const count = text.split(find).length - 1;
    if (count !== 1) throw new Error(`${bug.promise}: expected once in ${bug.file}, found ${count} times: ${find}`);
    const before = text.slice(0, text.indexOf(find));
    if (/\/\/[^\n]*$/.test(before))
      throw new Error(`${bug.promise}: a comment of ${bug.file} is no place for a fault: ${find}`);
    return text.replace(find, () => put);
  }, source);
}
