import { describe, expect, it } from "vitest";
import vectors from "../vectors/manifest.json" with { type: "json" };
import { cidOf } from "./cid.ts";
import { MAX_FUEL } from "./fuel.ts";
import {
  inputHash,
  type Manifest,
  ManifestInvalidError,
  manifestBytes,
  manifestHash,
  parseManifest,
  readManifest,
} from "./manifest.ts";

const cid = cidOf(new Uint8Array([1]));
const bytes = (text: string) => new TextEncoder().encode(text);

describe("manifest", () => {
  it.each(vectors.cases)("hashes as others do, case %#", (vector) => {
    const manifest = parseManifest(vector.manifest);
    expect(new TextDecoder().decode(manifestBytes(manifest))).toBe(vector.canonical);
    expect(manifestHash(manifest)).toBe(vector.manifestHash);
    expect(cidOf(manifestBytes(manifest))).toBe(vector.cid);
    expect(inputHash(manifest)).toBe(vector.inputHash);
    expect(readManifest(bytes(vector.canonical))).toEqual(manifest);
  });

  it("binds the program's input in the input hash, and nothing else", () => {
    const base = parseManifest(valid());
    const same = parseManifest(valid({ title: "other", limits: { ...valid().limits, fuel: "7" } }));
    expect(inputHash(same)).toBe(inputHash(base));
    for (const change of [
      { args: ["y"] },
      { env: { A: "2" } },
      { stdin: cid },
      { inputs: [] },
      { seed: `0x${"22".repeat(32)}` },
    ]) {
      expect(inputHash(parseManifest(valid(change)))).not.toBe(inputHash(base));
    }
  });

  const limits = valid().limits;
  const input = valid().inputs[0]!;
  it.each<[string, object, string]>([
    ["an unknown field", { priority: 1 }, "priority"],
    ["an unknown field within", { limits: { ...limits, gpu: 1 } }, "limits.gpu"],
    ["another version", { version: 2 }, "version"],
    ["another runtime", { runtime: "oci" }, "runtime"],
    ["a program that is no CID", { program: "program.wasm" }, "program"],
    ["arguments that are no list", { args: "x" }, "args"],
    ["an argument that is no text", { args: [1] }, "args[0]"],
    ["an argument with NUL", { args: ["a\0b"] }, "args[0]"],
    ["an argument that is too long", { args: ["ü".repeat(2049)] }, "args[0]"],
    ["too many arguments", { args: Array(257).fill("a") }, "args"],
    ["an odd variable name", { env: { "A-B": "1" } }, "env.A-B"],
    ["a variable that is no text", { env: { A: 1 } }, "env.A"],
    ["too many variables", { env: Object.fromEntries(Array.from({ length: 129 }, (_, i) => [`V${i}`, "1"])) }, "env"],
    ["a path out of the folder", { inputs: [{ ...input, path: "../x" }] }, "inputs[0].path"],
    [
      "unsorted inputs",
      {
        inputs: [
          { ...input, path: "b" },
          { ...input, path: "a" },
        ],
      },
      "inputs",
    ],
    ["an input twice", { inputs: [input, input] }, "inputs"],
    [
      "a file that is a folder too",
      {
        inputs: [
          { ...input, path: "a" },
          { ...input, path: "a/b" },
        ],
      },
      "inputs",
    ],
    ["a negative size", { inputs: [{ ...input, size: -1 }] }, "inputs[0].size"],
    ["a broken size", { inputs: [{ ...input, size: 1.5 }] }, "inputs[0].size"],
    ["fuel as a number", { limits: { ...limits, fuel: 5 } }, "limits.fuel"],
    ["no fuel", { limits: { ...limits, fuel: "0" } }, "limits.fuel"],
    ["fuel with a leading zero", { limits: { ...limits, fuel: "07" } }, "limits.fuel"],
    ["too much fuel", { limits: { ...limits, fuel: (MAX_FUEL + 1n).toString() } }, "limits.fuel"],
    ["too little memory", { limits: { ...limits, memoryBytes: 65535 } }, "limits.memoryBytes"],
    ["too much time", { limits: { ...limits, wallSeconds: 3601 } }, "limits.wallSeconds"],
    ["a short seed", { seed: "0x12" }, "seed"],
    ["an odd region", { placement: { region: "EU north" } }, "placement.region"],
    ["an empty title", { title: "" }, "title"],
    ["a secret in an argument", { args: ["x", "ab".repeat(32)] }, "args[1]"],
    ["a secret behind a flag", { args: ["--api-key=abc"] }, "args[0]"],
    ["a secret in a variable", { env: { A: `ghp_${"a1".repeat(18)}` } }, "env.A"],
    ["a variable with a secret's name", { env: { DB_PASSWORD: "x" } }, "env.DB_PASSWORD"],
    ["a recovery phrase, word by word", { args: Array(12).fill("zoo") }, "args"],
    ["a secret in the title", { title: "ab".repeat(32) }, "title"],
    ["a member that is undefined", { stdin: undefined }, "stdin"],
  ])("refuses %s", (_name, change, field) => {
    const error = thrownBy(() => parseManifest(valid(change)));
    expect(error).toBeInstanceOf(ManifestInvalidError);
    expect((error as ManifestInvalidError).issues.map((issue) => issue.field)).toContain(field);
    expect((error as ManifestInvalidError).message).toContain(`${field}: `);
  });

  it("says that manifests are public where it finds a secret", () => {
    expect(() => parseManifest(valid({ env: { API_KEY: "x" } }))).toThrow(/env\.API_KEY: .*public/);
  });

  it("lets a secret's name stand without a value", () => {
    expect(() => parseManifest(valid({ env: { TOKEN: "" } }))).not.toThrow();
  });

  it("refuses a manifest that is too large", () => {
    const env = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`V${i}`, "x".repeat(4000)]));
    expect(() => parseManifest(valid({ env }))).toThrow(/at most 262144 bytes/);
  });

  it.each([
    ["bytes that are not JSON", "{"],
    ["white space", ` ${JSON.stringify(valid())}`],
    ["unsorted keys", JSON.stringify(valid())],
  ])("does not read %s", (_name, text) => {
    expect(() => readManifest(bytes(text))).toThrow(ManifestInvalidError);
  });

  it("does not read a key that is there twice", () => {
    const canonical = new TextDecoder().decode(manifestBytes(parseManifest(valid())));
    expect(() => readManifest(bytes(canonical.replace('{"args":', '{"args":["other"],"args":')))).toThrow(/canonical/);
  });
});

function valid(change: object = {}): Manifest {
  return {
    version: 1,
    runtime: "wasm",
    program: cid,
    args: ["x"],
    env: { A: "1" },
    inputs: [{ path: "a.txt", cid, size: 1 }],
    limits: { fuel: "1000", memoryBytes: 65536, wallSeconds: 10, outputBytes: 1000 },
    ...change,
  };
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}
