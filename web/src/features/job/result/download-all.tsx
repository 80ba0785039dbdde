"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { QueryError } from "../../../components/query-error.tsx";
import { saveFile } from "../../../lib/download/save-file.ts";
import { useGatewayClient } from "../../../lib/http/services.tsx";
import { jobTexts } from "../../../texts/job.ts";
import { Button } from "../../../ui/button.tsx";
import { archivePath, type OutputEntry } from "./output-entries.ts";

const texts = jobTexts.result;

/** Downloads every output, each checked against its hash, as one archive. */
export function DownloadAll({ entries, name }: { entries: readonly OutputEntry[]; name: string }) {
  const gateway = useGatewayClient();
  const [done, setDone] = useState(0);
  const packing = useMutation({
    mutationFn: async () => {
      const { zipOf } = await import("./zip.ts");
      const packed = [];
      for (const [index, entry] of entries.entries()) {
        setDone(index + 1);
        packed.push({ path: archivePath(entry), bytes: await gateway.getBlob(entry.cid, { maxBytes: entry.size }) });
      }
      saveFile(name, zipOf(packed));
    },
  });
  return (
    <div className="flex flex-col items-end gap-2">
      <Button size="small" isBusy={packing.isPending} onClick={() => packing.mutate()}>
        {packing.isPending ? texts.downloading(done, entries.length) : texts.downloadAll}
      </Button>
      {packing.isError && (
        <QueryError query={{ error: packing.error, isFetching: packing.isPending, refetch: () => packing.mutate() }} />
      )}
    </div>
  );
}
