import type { Hex } from "viem";
import { z } from "zod";
import { canonicalBytes } from "./canonical.ts";
import { sha256 } from "./cid.ts";
import { cidSchema } from "./cid-schema.ts";
import { ComputeHiveError } from "./error.ts";
import { MAX_FUEL, MAX_MEMORY_BYTES, MAX_OUTPUT_BYTES, MAX_WALL_SECONDS, WASM_PAGE_BYTES } from "./fuel.ts";
import { hex32Schema, uintSchema } from "./hex.ts";
import { pathFault, pathListFault } from "./path.ts";
import { isRecoveryPhrase, namesSecret, secretShapeOf } from "./secrets.ts";

const MAX_ARGS = 256;
const MAX_ENV = 128;
const MAX_INPUTS = 256;
const MAX_TEXT_BYTES = 4_096;
const MAX_TITLE_LENGTH = 120;
/** Of the canonical form. Larger data belongs in inputs. */
export const MAX_MANIFEST_BYTES = 256 * 1024;

const textSchema = z
  .string()
  .refine((text) => !text.includes("\0"), "without NUL characters")
  .refine((text) => text.isWellFormed(), "well-formed Unicode")
  .refine((text) => new TextEncoder().encode(text).length <= MAX_TEXT_BYTES, `at most ${MAX_TEXT_BYTES} bytes`);

export const pathSchema = z.string().superRefine((path, context) => {
  const fault = pathFault(path);
  if (fault) context.addIssue({ code: "custom", message: fault });
});

const inputSchema = z.strictObject({ path: pathSchema, cid: cidSchema, size: uintSchema(53) });

const fuelSchema = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, "a positive whole number as decimal digits in a string")
  .refine((text) => /^\d{1,19}$/.test(text) && BigInt(text) <= MAX_FUEL, `at most ${MAX_FUEL}`);

const limitsSchema = z.strictObject({
  fuel: fuelSchema,
  memoryBytes: z.int().min(WASM_PAGE_BYTES).max(MAX_MEMORY_BYTES),
  wallSeconds: z.int().min(1).max(MAX_WALL_SECONDS),
  outputBytes: z.int().min(0).max(MAX_OUTPUT_BYTES),
});

const envSchema = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "letters, digits and _, at most 128"), textSchema)
  .refine((env) => Object.keys(env).length <= MAX_ENV, `at most ${MAX_ENV} variables`);

/** Version 1 of the document that says what to run. Unknown fields are refused: an older node must not ignore a newer wish. */
export const manifestSchema = z
  .strictObject({
    version: z.literal(1),
    runtime: z.literal("wasm"),
    program: cidSchema,
    args: z.array(textSchema).max(MAX_ARGS),
    env: envSchema,
    stdin: cidSchema.exactOptional(),
    inputs: z.array(inputSchema).max(MAX_INPUTS),
    seed: hex32Schema.exactOptional(),
    limits: limitsSchema,
    placement: z
      .strictObject({
        region: z
          .string()
          .regex(/^[a-z0-9-]{1,32}$/, "a-z, 0-9 and -, 1 to 32")
          .exactOptional(),
      })
      .exactOptional(),
    title: z
      .string()
      .min(1)
      .max(MAX_TITLE_LENGTH)
      .refine((text) => text.isWellFormed(), "well-formed Unicode")
      .exactOptional(),
  })
  .superRefine((manifest, context) => {
    const fault = pathListFault(manifest.inputs.map(({ path }) => path));
    if (fault) context.addIssue({ code: "custom", path: ["inputs"], message: fault });
    for (const { path, what } of secretsIn(manifest)) {
      context.addIssue({
        code: "custom",
        path,
        message: `looks like ${what}, and a manifest is public for ever: pass no secrets`,
      });
    }
  });

export type Manifest = z.output<typeof manifestSchema>;
export type ManifestInput = Manifest["inputs"][number];

/** @throws ManifestInvalidError that lists each field with the rule it breaks. */
export function parseManifest(json: unknown): Manifest {
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) throw new ManifestInvalidError({ issues: parsed.error.issues.flatMap(fieldIssuesOf) });
  const size = canonicalBytes(parsed.data).length;
  if (size > MAX_MANIFEST_BYTES) {
    throw new ManifestInvalidError({
      issues: [{ field: "manifest", rule: `at most ${MAX_MANIFEST_BYTES} bytes, not ${size}` }],
    });
  }
  return parsed.data;
}

/**
 * Reads a stored manifest.
 *
 * @throws ManifestInvalidError also where the bytes are not the canonical ones: then they are not what its hash promises.
 */
export function readManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw new ManifestInvalidError({
      issues: [{ field: "manifest", rule: `at most ${MAX_MANIFEST_BYTES} bytes, not ${bytes.length}` }],
    });
  }
  const manifest = parseManifest(parseJson(bytes));
  if (sha256(manifestBytes(manifest)) !== sha256(bytes)) {
    throw new ManifestInvalidError({
      issues: [{ field: "manifest", rule: "must be written in canonical form (RFC 8785)" }],
    });
  }
  return manifest;
}

export function manifestBytes(manifest: Manifest): Uint8Array {
  return canonicalBytes(manifest);
}

/** sha-256 of the canonical manifest: the digest in its CID, and `JobTerms.manifestHash`. */
export function manifestHash(manifest: Manifest): Hex {
  return sha256(manifestBytes(manifest));
}

/** sha-256 of all that the program can read: arguments, environment, standard input, input files, seed. */
export function inputHash({ args, env, stdin, inputs, seed }: Manifest): Hex {
  return sha256(
    canonicalBytes({ args, env, inputs, ...(stdin !== undefined && { stdin }), ...(seed !== undefined && { seed }) }),
  );
}

interface FieldIssue {
  readonly field: string;
  readonly rule: string;
}

function fieldIssuesOf(issue: z.core.$ZodIssue): FieldIssue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: fieldOf([...issue.path, key]), rule: "is not a field of a manifest" }));
  }
  const rule = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ field: fieldOf(issue.path), rule }];
}

function fieldOf(path: readonly PropertyKey[]): string {
  const field = path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}${text && "."}${String(key)}`),
    "",
  );
  return field || "manifest";
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ManifestInvalidError({ issues: [{ field: "manifest", rule: "must be JSON in UTF-8" }], cause });
  }
}

interface SecretFinding {
  readonly path: (string | number)[];
  readonly what: string;
}

function secretsIn(manifest: { args: string[]; env: Record<string, string>; title?: string }): SecretFinding[] {
  const { args, env, title = "" } = manifest;
  const texts: { path: (string | number)[]; text: string }[] = [
    ...args.map((text, i) => ({ path: ["args", i], text })),
    ...Object.entries(env).map(([name, text]) => ({ path: ["env", name], text })),
    { path: ["title"], text: title },
  ];
  return [
    ...texts.flatMap(({ path, text }) => findingOf(path, secretShapeOf(text))),
    // A phrase without quotation marks arrives as one argument a word.
    ...findingOf(["args"], isRecoveryPhrase(args.join(" ")) ? "a recovery phrase" : undefined),
    ...secretNames(manifest),
  ];
}

function secretNames({ args, env }: { args: string[]; env: Record<string, string> }): SecretFinding[] {
  const variables = Object.entries(env).filter(([name, value]) => value !== "" && namesSecret(name));
  const flags = args.map((text, i) => ({ i, name: /^--?([A-Za-z][\w-]*)=./.exec(text)?.[1] }));
  return [
    ...variables.map(([name]) => ({ path: ["env", name], what: "a secret by its name" })),
    ...flags.flatMap(({ i, name }) =>
      name && namesSecret(name) ? [{ path: ["args", i], what: "a secret by its name" }] : [],
    ),
  ];
}

function findingOf(path: (string | number)[], what: string | undefined): SecretFinding[] {
  return what ? [{ path, what }] : [];
}

export class ManifestInvalidError extends ComputeHiveError {
  override readonly name = "ManifestInvalidError";
  readonly issues: readonly FieldIssue[];
  constructor({ issues, cause }: { issues: readonly FieldIssue[]; cause?: unknown }) {
    super(issues.length === 1 ? "The manifest breaks a rule." : `The manifest breaks ${issues.length} rules.`, {
      metaMessages: issues.map(({ field, rule }) => `${field}: ${rule}`),
      cause,
    });
    this.issues = issues;
  }
}
