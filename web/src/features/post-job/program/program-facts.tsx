import type { ProgramReport } from "@computehive/metering/validate";
import { Hash } from "../../../components/hash.tsx";
import { Bytes } from "../../../components/quantity.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { KeyValues } from "../../../ui/key-values.tsx";
import type { DraftProgram } from "../draft/draft.ts";

const texts = postJobTexts.program;

/** What a checked program is made of. */
export function ProgramFacts({ program, report }: { program: DraftProgram; report: ProgramReport | undefined }) {
  return (
    <KeyValues
      items={[
        { label: texts.facts.size, value: <Bytes value={program.size} /> },
        { label: texts.facts.cid, value: <Hash value={program.cid} what="content address" /> },
        report && {
          label: texts.facts.imports,
          value: texts.importsCount(report.imports.length),
          note: report.imports.length > 0 && (
            <details>
              <summary className="cursor-pointer hover:text-ink">{texts.showImports}</summary>
              <span className="font-mono break-words">{report.imports.map(({ name }) => name).join(", ")}</span>
            </details>
          ),
        },
        report && {
          label: texts.facts.memory,
          value: report.memory ? <Bytes value={report.memory.initialBytes} /> : texts.none,
        },
        report && { label: texts.facts.features, value: report.features.join(", ") || texts.none },
      ]}
    />
  );
}
