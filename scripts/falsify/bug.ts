/** One fault in the contracts that breaks one promise of docs/protocol/invariants.md. */
export interface Bug {
  /** The promise, such as "MKT-1". */
  promise: string;
  /** What the fault is, for the reader of the result. */
  fault: string;
  file: string;
  /** Each text occurs once in the file and is replaced. */
  edits: readonly { find: string; put: string }[];
}

export function bug(promise: string, fault: string, file: string, find: string, put: string): Bug {
  return { promise, fault, file, edits: [{ find, put }] };
}
