import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { cidFromDigest } from "@computehive/protocol/cid";
import { MAX_OUTPUT_BYTES } from "@computehive/protocol/fuel";
import { receiptHashOf } from "@computehive/protocol/receipt";
import type { ResultDocument } from "@computehive/protocol/result";
import { gatewayOf } from "@computehive/sdk/hive-client";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { fetchResult } from "@computehive/sdk/verify/documents";

import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { NotDeliveredError } from "../job/not-delivered-error.ts";
import type { Session } from "../session/session.ts";
import { idOption } from "../session/text.ts";
import { table } from "../terminal/table.ts";
import { UsageError } from "../usage-error.ts";
import { jobId } from "./job-look.ts";

interface ResultOptions {
  job: string;
  out?: string | undefined;
  print?: string | undefined;
}

export function jobResultCommand(perform: Perform): HiveCommand {
  return defineCommand<ResultOptions>(perform, {
    command: "result <job>",
    describe: "Download the result; every file is checked against the receipt",
    options: (yargs) =>
      yargs
        .positional("job", jobId)
        .option("out", {
          type: "string",
          describe: "folder to write files, stdout and stderr into; without it they are listed",
        })
        .option("print", { type: "string", describe: "write one file, stdout or stderr to standard output" })
        .conflicts("out", "print"),
    run,
  });
}

async function run(session: Session, { job, out, print }: ResultOptions): Promise<void> {
  const { printer, signal } = session;
  if (print !== undefined && printer.json) {
    throw new UsageError("A file's bytes are not JSON.", { field: "print", rule: "without --json" });
  }
  const client = await session.reader();
  const view = await readJob(client, idOption("job", job), { signal });
  const submitted = view.current?.submission && view.current;
  if (!submitted)
    throw new UsageError("There is no result yet: no receipt was submitted.", { field: "job", given: view.state });
  const gateway = gatewayOf(client);
  const { receipt: upload } = await gateway.execution(submitted.executionId, { signal });
  // The gateway may show any receipt; the chain holds the hash of the one that counts.
  const isTheOne = upload && receiptHashOf(client.marketDomain, upload.receipt) === submitted.submission?.receiptHash;
  if (!upload || !isTheOne) throw new NotDeliveredError({ jobId: view.jobId, executionId: submitted.executionId });
  const document = await fetchResult(gateway, cidFromDigest(upload.receipt.details.outputHash), { signal });
  const fetchBlob = ({ cid, size }: Entry) =>
    gateway.getBlob(cid, { maxBytes: Math.min(size, MAX_OUTPUT_BYTES), signal });
  if (print !== undefined) printer.raw(await fetchBlob(entryOf(document, print)));
  else if (out !== undefined)
    await save(session, document, { folder: resolve(session.surroundings.cwd, out), fetchBlob });
  else printer.result(document, listing(document));
}

interface Entry {
  path: string;
  cid: string;
  size: number;
}

function entriesOf({ stdout, stderr, files }: ResultDocument): Entry[] {
  return [
    { path: "stdout", ...stdout },
    { path: "stderr", ...stderr },
    ...files.map((file) => ({ ...file, path: join("files", file.path) })),
  ];
}

function entryOf(document: ResultDocument, name: string): Entry {
  const entry = entriesOf(document).find(({ path }) => path === name || path === join("files", name));
  if (entry) return entry;
  const known = entriesOf(document).map(({ path }) => path);
  throw new UsageError("The result has no such file.", { field: "print", rule: known.join(", "), given: name });
}

function listing(document: ResultDocument): string {
  const rows = entriesOf(document).map(({ path, size, cid }) => [path, `${size} B`, cid]);
  return `${document.outcome}, exit code ${document.exitCode}\n\n${table(["file", "size", "cid"], rows)}`;
}

async function save(
  { printer }: Session,
  document: ResultDocument,
  { folder, fetchBlob }: { folder: string; fetchBlob: (entry: Entry) => Promise<Uint8Array> },
): Promise<void> {
  const entries = entriesOf(document);
  for (const [i, entry] of entries.entries()) {
    printer.progress(`Downloading ${i + 1} of ${entries.length}: ${entry.path}`);
    const file = join(folder, entry.path);
    // The document's paths are checked when it is read; this is the last line of defence.
    if (relative(folder, file).startsWith(".."))
      throw new UsageError("A file of the result would leave the folder.", { field: "out", given: entry.path });
    await mkdir(dirname(file), { recursive: true });
    await writeWhole(file, await fetchBlob(entry));
  }
  printer.result({ folder, document }, `${listing(document)}\n\nSaved in ${folder}`);
}

/** A file is there whole or not at all, whenever this is cut. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const partial = `${file}.${process.pid}.part`;
  try {
    await writeFile(partial, bytes);
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}
