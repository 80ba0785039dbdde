"use client";

import { Trash2 } from "lucide-react";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { TextField } from "../../../ui/field.tsx";
import { useDraft } from "../draft/use-draft.tsx";

const texts = postJobTexts.inputs;

/** Environment variables, one a row. */
export function EnvEditor({ faultOf }: { faultOf: (field: string) => string | undefined }) {
  const { draft, update } = useDraft();
  const change = (index: number, part: Partial<{ name: string; value: string }>) =>
    update((before) => ({
      ...before,
      env: before.env.map((variable, at) => (at === index ? { ...variable, ...part } : variable)),
    }));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{texts.env}</legend>
      {draft.env.map(({ name, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed, the place does not.
        <div key={index} className="flex items-start gap-2">
          <TextField
            label={texts.envName}
            isMono
            className="flex-1"
            value={name}
            error={faultOf(`env[${index}]`) ?? faultOf(`env.${name}`)}
            onChange={({ target }) => change(index, { name: target.value })}
          />
          <TextField
            label={texts.envValue}
            isMono
            className="flex-1"
            value={value}
            onChange={({ target }) => change(index, { value: target.value })}
          />
          <IconButton
            label={texts.envRemove(name)}
            className="mt-6"
            onClick={() => update((before) => ({ ...before, env: before.env.filter((_, at) => at !== index) }))}
          >
            <Trash2 aria-hidden="true" className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button
        size="small"
        className="self-start"
        onClick={() => update((before) => ({ ...before, env: [...before.env, { name: "", value: "" }] }))}
      >
        {texts.envAdd}
      </Button>
    </fieldset>
  );
}
