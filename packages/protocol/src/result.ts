import type { Hex } from "viem";
import { z } from "zod";
import { canonicalBytes } from "./canonical.ts";
import { cidOf, sha256 } from "./cid.ts";
import { cidSchema } from "./cid-schema.ts";
import { ComputeHiveError } from "./error.ts";
import { uintSchema } from "./hex.ts";
import { pathSchema } from "./manifest.ts";
import { OUTCOMES, type Outcome } from "./outcome.ts";
import { comparePaths, pathListFault } from "./path.ts";

/** As many as a program can leave, and the document that so many of the longest paths make. */
const MAX_FILES = 4_096;
const MAX_RESULT_BYTES = 8 * 1024 * 1024;

const blobSchema = z.strictObject({ cid: cidSchema, size: uintSchema(53) });

/**
 * What an execution produced. Fuel is not in it: the receipt's units carry it, so that a document's CID is `outputHash` and the
 * result is found from the receipt alone.
 */
export const resultDocumentSchema = z
  .strictObject({
    version: z.literal(1),
    outcome: z.enum(OUTCOMES),
    exitCode: uintSchema(32),
    stdout: blobSchema,
    stderr: blobSchema,
    files: z.array(z.strictObject({ path: pathSchema, cid: cidSchema, size: uintSchema(53) })).max(MAX_FILES),
  })
  .superRefine(({ files }, context) => {
    const fault = pathListFault(files.map(({ path }) => path));
    if (fault) context.addIssue({ code: "custom", path: ["files"], message: fault });
  });

export type ResultDocument = z.output<typeof resultDocumentSchema>;

/** What came out of the program, as bytes. */
export interface Outputs {
  readonly outcome: Outcome;
  /** Only `exited` has one; 0 otherwise. */
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

/** An execution that ran out of time has no outputs: where it stopped depends on the machine. */
export function buildResultDocument(outputs: Outputs): ResultDocument {
  const { outcome, exitCode, stdout, stderr, files } =
    outputs.outcome === "out-of-time" ? withoutOutputs(outputs) : outputs;
  return {
    version: 1,
    outcome,
    exitCode: outcome === "exited" ? exitCode : 0,
    stdout: blobOf(stdout),
    stderr: blobOf(stderr),
    files: files.map(({ path, bytes }) => ({ path, ...blobOf(bytes) })).sort((a, b) => comparePaths(a.path, b.path)),
  };
}

export function resultBytes(document: ResultDocument): Uint8Array {
  return canonicalBytes(document);
}

/** sha-256 of the canonical document: outcome, exit code, standard output and error, files. The digest in its CID. */
export function outputHash(document: ResultDocument): Hex {
  return sha256(resultBytes(document));
}

/** @throws ResultInvalidError where the bytes are not a canonical result document. */
export function readResultDocument(bytes: Uint8Array): ResultDocument {
  if (bytes.length > MAX_RESULT_BYTES)
    throw new ResultInvalidError({ rules: [`at most ${MAX_RESULT_BYTES} bytes, not ${bytes.length}`] });
  const parsed = resultDocumentSchema.safeParse(parseJson(bytes));
  if (!parsed.success) {
    throw new ResultInvalidError({
      rules: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
    });
  }
  if (outputHash(parsed.data) !== sha256(bytes))
    throw new ResultInvalidError({ rules: ["must be written in canonical form (RFC 8785)"] });
  return parsed.data;
}

function withoutOutputs(outputs: Outputs): Outputs {
  return { ...outputs, exitCode: 0, stdout: new Uint8Array(), stderr: new Uint8Array(), files: [] };
}

function blobOf(bytes: Uint8Array): { cid: string; size: number } {
  return { cid: cidOf(bytes), size: bytes.length };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ResultInvalidError({ rules: ["must be JSON in UTF-8"], cause });
  }
}

export class ResultInvalidError extends ComputeHiveError {
  override readonly name = "ResultInvalidError";
  constructor({ rules, cause }: { rules: readonly string[]; cause?: unknown }) {
    super("This is not a result document.", { metaMessages: [...rules], cause });
  }
}
