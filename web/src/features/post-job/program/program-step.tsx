"use client";

import { postJobTexts } from "../../../texts/post-job.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useDraft } from "../draft/use-draft.tsx";
import { StepFrame } from "../parts/step-frame.tsx";
import { DropZone } from "./drop-zone.tsx";
import { DryRunPanel } from "./dry-run-panel.tsx";
import { ExampleList } from "./example-list.tsx";
import { ProgramFacts } from "./program-facts.tsx";
import { SavedManifests } from "./saved-manifests.tsx";
import { useProgram } from "./use-program.ts";

const texts = postJobTexts.program;

/** Step 1: what is to run. */
export function ProgramStep() {
  const { draft } = useDraft();
  const { check, chooseExample, chooseFile, remove } = useProgram();
  const { program } = draft;
  return (
    <StepFrame title={texts.title} lead={texts.lead} canGoOn={program !== undefined && check.kind !== "checking"}>
      <div role="status" className="contents">
        {check.kind === "checking" && (
          <p className="flex items-center gap-2 text-sm text-muted">
            <Spinner /> {texts.checking} {check.name}
          </p>
        )}
      </div>
      {check.kind === "refused" && (
        <ErrorState
          what={`${texts.refused}: ${check.name}`}
          advice={
            <>
              {check.what} {check.help}
            </>
          }
          detail={check.facts.length > 0 ? check.facts.join("\n") : undefined}
        />
      )}
      {program && (
        <Card
          title={`${texts.chosen}: ${program.name}`}
          aside={
            <Button size="small" onClick={remove}>
              {texts.change}
            </Button>
          }
        >
          <p className="mb-2 text-sm text-positive">{check.kind === "good" && texts.checked}</p>
          <ProgramFacts program={program} report={check.kind === "good" ? check.report : undefined} />
        </Card>
      )}
      {program && <DryRunPanel startsItself />}
      {!program && (
        <>
          <Card title={texts.examples}>
            <ExampleList chosen={undefined} onChoose={(example) => void chooseExample(example)} />
          </Card>
          <Card title={texts.upload}>
            <DropZone
              label={texts.drop}
              labelNow={texts.dropNow}
              or={texts.dropOr}
              button={texts.choose}
              hint={texts.dropHint}
              accept=".wasm,application/wasm"
              onFiles={([file]) => file && void chooseFile(file)}
            />
          </Card>
          <SavedManifests />
        </>
      )}
    </StepFrame>
  );
}
