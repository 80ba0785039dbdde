"use client";

import { Trash2 } from "lucide-react";
import { Bytes } from "../../../components/quantity.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { IconButton } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { TextAreaField, TextField } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useDraft } from "../draft/use-draft.tsx";
import { FaultList, useFaults } from "../parts/faults.tsx";
import { StepFrame } from "../parts/step-frame.tsx";
import { DropZone } from "../program/drop-zone.tsx";
import { DryRunPanel } from "../program/dry-run-panel.tsx";
import { UploadPanel } from "../upload/upload-panel.tsx";
import { EnvEditor } from "./env-editor.tsx";
import { StdinField } from "./stdin-field.tsx";
import { useFiles } from "./use-files.ts";

const texts = postJobTexts.inputs;
const FIELDS = ["args", "env", "inputs", "stdin", "program", "manifest"];

/** Step 2: what the program works on. */
export function InputsStep() {
  const { draft, update } = useDraft();
  const files = useFiles();
  const { faults, faultOf } = useFaults(FIELDS);
  return (
    <StepFrame title={texts.title} lead={texts.lead} canGoOn={faults.length === 0 && !files.isHashing}>
      <Card title={texts.files}>
        <div className="flex flex-col gap-3">
          <p className="text-xs text-muted">{texts.filesHint}</p>
          {draft.inputs.length === 0 && <p className="text-sm text-muted">{texts.none}</p>}
          {draft.inputs.length > 0 && (
            <ul className="flex flex-col gap-2">
              {draft.inputs.map(({ name, size, cid }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed, the place does not.
                <li key={`${cid} ${index}`} className="flex items-end gap-3">
                  <TextField
                    label={texts.name}
                    className="flex-1"
                    isMono
                    value={name}
                    aside={<Bytes value={size} />}
                    error={faultOf(`inputs[${index}].path`)}
                    onChange={({ target }) => files.renameInput(index, target.value)}
                  />
                  <IconButton label={texts.remove(name)} onClick={() => files.removeInput(index)}>
                    <Trash2 aria-hidden="true" className="size-4" />
                  </IconButton>
                </li>
              ))}
            </ul>
          )}
          <DropZone
            label={texts.drop}
            labelNow={postJobTexts.program.dropNow}
            or={postJobTexts.program.dropOr}
            button={texts.add}
            isMultiple
            onFiles={(list) => void files.addInputs(list)}
          />
          <div role="status">
            {files.isHashing && (
              <p className="flex items-center gap-2 text-sm text-muted">
                <Spinner /> {texts.hashing}
              </p>
            )}
          </div>
          {files.faults.map((fault) => (
            <Notice key={fault} tone="negative" isUrgent>
              {fault}
            </Notice>
          ))}
        </div>
      </Card>
      <Card title={`${texts.args}, ${texts.env.toLowerCase()}`}>
        <div className="flex flex-col gap-4">
          <TextAreaField
            label={texts.args}
            hint={texts.argsHint}
            isMono
            value={draft.args.join("\n")}
            error={faultOf("args")}
            onChange={({ target }) =>
              update((before) => ({ ...before, args: target.value === "" ? [] : target.value.split("\n") }))
            }
          />
          <EnvEditor faultOf={faultOf} />
          <StdinField stdin={draft.stdin} onChoose={(file) => void files.setStdin(file)} onRemove={files.removeStdin} />
        </div>
      </Card>
      <FaultList faults={faults} />
      <DryRunPanel />
      <UploadPanel />
    </StepFrame>
  );
}
