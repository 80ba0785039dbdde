import { cidOf, digestOfCid } from "@computehive/protocol/cid";
import { inputHash, type Manifest } from "@computehive/protocol/manifest";
import { buildResultDocument, type Outputs, outputHash, resultBytes } from "@computehive/protocol/result";
import type { StoredBlob, StoredWork } from "../ledger/ledger.ts";
import type { SandboxOutputs } from "../sandbox/sandbox.ts";
import { alter, type TestFaults } from "../testing/faults.ts";
import type { ExecutionFolder } from "./files.ts";
import type { Ran } from "./run-program.ts";

/** Puts everything a run produced onto this disk and says what it was. Same run, same work: all of it follows from the bytes. */
export function storeResult(
  { outputs, startedAt, endedAt }: Ran,
  manifest: Manifest,
  folder: ExecutionFolder,
  faults: TestFaults,
): StoredWork {
  const told = faults.lie ? lied(outputs) : outputs;
  const document = buildResultDocument(told);
  const parts = [resultBytes(document), told.stdout, told.stderr, ...told.files.map(({ bytes }) => bytes)];
  const blobs = new Map<string, StoredBlob>();
  for (const bytes of parts) {
    const cid = cidOf(bytes);
    if (blobs.has(cid)) continue;
    const file = `result-${cid}`;
    folder.write(file, bytes);
    blobs.set(cid, { cid, size: bytes.length, file });
  }
  return {
    outcome: outputs.outcome,
    exitCode: document.exitCode,
    units: outputs.fuel,
    programHash: digestOfCid(manifest.program),
    inputHash: inputHash(manifest),
    outputHash: outputHash(document),
    startedAt,
    endedAt: Math.max(endedAt, startedAt),
    blobs: [...blobs.values()],
  };
}

function lied(outputs: SandboxOutputs): Outputs {
  return { ...outputs, stdout: alter(outputs.stdout) };
}
