import { cidOf } from "@computehive/protocol/cid";
import { type Manifest, manifestBytes, parseManifest } from "@computehive/protocol/manifest";
import { type BlobPorts, putBlob, type StoredBlob } from "../blobs/put-blob.ts";
import { GatewayError } from "../gateway-error.ts";

/**
 * Checks a manifest, and that this gateway holds all it names; stores its canonical bytes as a blob of `owner`.
 *
 * @throws ManifestInvalidError, BlobsMissingError, and what `putBlob` throws.
 */
export async function putManifest(
  { json, owner }: { json: unknown; owner: string },
  ports: BlobPorts,
): Promise<StoredBlob> {
  const manifest = parseManifest(json);
  const missing = await missingBlobs(manifest, ports);
  if (missing.length > 0) throw new BlobsMissingError({ missing });
  const bytes = manifestBytes(manifest);
  return putBlob({ cid: cidOf(bytes), owner, content: only(bytes), declaredBytes: bytes.length }, ports);
}

interface MissingBlob {
  readonly field: string;
  readonly cid: string;
}

async function missingBlobs(manifest: Manifest, { rows }: BlobPorts): Promise<MissingBlob[]> {
  const missing: MissingBlob[] = [];
  for (const { field, cid, size } of referencesOf(manifest)) {
    const row = await rows.find(cid);
    if (!row || row.damaged) missing.push({ field, cid });
    else if (size !== undefined && row.size !== size)
      throw new InputSizeError({ field, stated: size, stored: row.size });
  }
  return missing;
}

function referencesOf({ program, stdin, inputs }: Manifest): { field: string; cid: string; size?: number }[] {
  return [
    { field: "program", cid: program },
    ...(stdin === undefined ? [] : [{ field: "stdin", cid: stdin }]),
    ...inputs.map(({ cid, size }, index) => ({ field: `inputs[${index}].cid`, cid, size })),
  ];
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

export class BlobsMissingError extends GatewayError {
  override readonly name = "BlobsMissingError";
  constructor({ missing }: { missing: readonly MissingBlob[] }) {
    super(
      `This gateway does not hold ${missing.length === 1 ? "a blob" : `${missing.length} blobs`} that the manifest names.`,
      {
        code: "conflict",
        metaMessages: missing.map(({ field, cid }) => `${field}: ${cid}`),
        ...(missing[0] && { field: missing[0].field }),
        rule: "the blob must be stored here before the manifest",
        hint: "Upload the missing blobs first.",
      },
    );
  }
}

export class InputSizeError extends GatewayError {
  override readonly name = "InputSizeError";
  constructor({ field, stated, stored }: { field: string; stated: number; stored: number }) {
    super(`The manifest states ${stated} bytes for a blob that has ${stored}.`, {
      code: "invalid",
      field: field.replace(/\.cid$/, ".size"),
      rule: `must be the blob's size, ${stored}`,
    });
  }
}
