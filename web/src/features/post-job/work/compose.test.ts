import { cidOf } from "@computehive/protocol/cid";
import { DEFAULT_LIMITS } from "@computehive/protocol/fuel";
import { expect, test } from "vitest";
import { type Draft, type DryRun, newDraft } from "../draft/draft.ts";
import { composeManifest, suggestedFuel, validDryRun, workKey } from "./compose.ts";

test("a draft without a program names the field", () => {
  const { program: _, ...draft } = draftOf({});
  expect(composeManifest(draft)).toEqual({
    ok: false,
    faults: [{ field: "program", rule: "choose an example or a file" }],
  });
});

test("without a dry run the fuel limit is the protocol's default", () => {
  const composed = composeManifest(draftOf({}));
  expect(composed.ok && composed.manifest.limits.fuel).toBe(DEFAULT_LIMITS.fuel.toString());
});

test("the fuel limit is half more than the dry run used", () => {
  const draft = withDryRun(draftOf({}), "100000000");
  const composed = composeManifest(draft);
  expect(composed.ok && composed.manifest.limits.fuel).toBe("150000000");
});

test("a typed fuel limit wins over the dry run", () => {
  const draft = withDryRun(draftOf({}), "100000000");
  const composed = composeManifest({ ...draft, limits: { ...draft.limits, fuel: "2 billion" } });
  expect(composed.ok && composed.manifest.limits.fuel).toBe("2000000000");
});

test("a dry run of other work counts for nothing", () => {
  const draft = { ...withDryRun(draftOf({}), "100000000"), args: ["other"] };
  expect(validDryRun(draft)).toBeUndefined();
});

test("small programs keep room to breathe", () => {
  expect(suggestedFuel(3n)).toBe(10_000_000n);
});

test("every limit that cannot be read is named", () => {
  const draft = draftOf({});
  const composed = composeManifest({
    ...draft,
    limits: { ...draft.limits, fuel: "some", memory: "9GiB", wall: "2h", output: "?" },
  });
  expect(composed).toMatchObject({
    ok: false,
    faults: [
      { field: "limits.fuel" },
      { field: "limits.memoryBytes", rule: "from 64KiB to 4GiB" },
      { field: "limits.wallSeconds", rule: "at most 60 minutes" },
      { field: "limits.outputBytes" },
    ],
  });
});

test("secrets are refused with the place where they stand", () => {
  const composed = composeManifest(draftOf({ env: [{ name: "API_KEY", value: "x" }] }));
  expect(composed).toMatchObject({ ok: false, faults: [{ field: "env.API_KEY" }] });
});

test("two variables of one name do not swallow each other", () => {
  const env = [
    { name: "A", value: "1" },
    { name: "A", value: "2" },
  ];
  expect(composeManifest(draftOf({ env }))).toEqual({
    ok: false,
    faults: [{ field: "env[1]", rule: "the name A is there twice" }],
  });
});

test("inputs are sorted as the manifest wants them", () => {
  const file = (name: string) => ({ name, cid: cidOf(new Uint8Array([1])), size: 1 });
  const composed = composeManifest(draftOf({ inputs: [file("b"), file("a")] }));
  expect(composed.ok && composed.manifest.inputs.map(({ path }) => path)).toEqual(["a", "b"]);
});

function draftOf(change: Partial<Draft>): Draft {
  const program = { name: "p.wasm", cid: cidOf(new Uint8Array([0])), size: 1, source: "upload" as const };
  return { ...newDraft({ id: "abcdef12", market: "m", now: 1 }), program, ...change };
}

function withDryRun(draft: Draft, fuel: string): Draft {
  const dryRun: DryRun = {
    of: workKey(draft),
    outcome: "exited",
    exitCode: 0,
    fuel,
    milliseconds: 5,
    memoryPeakBytes: 65_536,
    detail: "",
    outputBytes: 0,
    stdout: "",
    stderr: "",
    outputs: [],
  };
  return { ...draft, dryRun };
}
