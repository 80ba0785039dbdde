import { UsageError } from "../usage-error.ts";

/** A private key as people paste it, with or without 0x. An id of job, offer, execution or transaction looks the same. */
const KEY = /^(?:0x)?[0-9a-f]{64}$/i;
const ID = /^0x/i;

/** Arguments and options that take an id, or the root of receipts. */
const IDS: ReadonlySet<string> = new Set(["job", "id", "offer", "receipts-root", "receiptsRoot"]);

/** What follows `--` belongs to a program and is public: the rules of manifests judge it. `_` are the command's own words. */
const NOT_OURS: ReadonlySet<string> = new Set(["--", "_", "$0"]);

/**
 * Refuses what may be a private key wherever no id is expected: arguments are seen by everybody on the machine and stay in the
 * shell's history.
 *
 * @throws UsageError that does not repeat the value.
 */
export function assertNoKeys(given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (NOT_OURS.has(name)) continue;
    const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === "string");
    if (texts.some((text) => KEY.test(text) && !(IDS.has(name) && ID.test(text)))) throw keyGiven(name);
  }
}

/** A parser's sentence repeats what it did not understand. */
export function withoutKeys(sentence: string): string {
  return sentence.replaceAll(/(?<![0-9a-z])(?:0x)?[0-9a-f]{64}(?![0-9a-z])/gi, "…");
}

function keyGiven(field: string): UsageError {
  return new UsageError("This may be a private key, and arguments are not secret.", {
    field,
    rule: IDS.has(field)
      ? "an id: 0x and 64 hexadecimal digits"
      : "keys come from --keystore, HIVE_KEYSTORE or HIVE_PRIVATE_KEY; a file of such a name is given as ./NAME",
  });
}
