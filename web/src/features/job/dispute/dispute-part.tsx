"use client";

import { useConfig } from "../../../lib/config/config-context.tsx";
import type { AttemptRecord, JobRecord } from "../../../lib/jobs/job-record.ts";
import { EvidencePanel } from "./evidence-panel.tsx";
import { JuryPanel } from "./jury-panel.tsx";

/** What a dispute adds to its job's page. */
export function DisputePart({ job, attempt }: { job: JobRecord; attempt: AttemptRecord }) {
  const { jury } = useConfig().deployment.contracts;
  const isBeforeJury = jury?.toLowerCase() === job.terms.resolver.toLowerCase();
  return (
    <>
      {isBeforeJury && <JuryPanel job={job} />}
      <EvidencePanel job={job} attempt={attempt} />
    </>
  );
}
