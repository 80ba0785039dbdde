"use client";

import { useState } from "react";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { ApiRefusedError } from "../../../lib/http/api-errors.ts";
import { providePairingTexts as texts } from "../../../texts/provide/pairing.ts";
import { Button } from "../../../ui/button.tsx";
import { TextField } from "../../../ui/field.tsx";
import { readTypedCode, showTypedCode } from "./pairing-code.ts";
import type { UsePairing } from "./use-pairing.ts";

/** Takes the code that the agent shows. */
export function CodeForm({ claim }: Pick<UsePairing, "claim">) {
  const [text, setText] = useState("");
  const explain = useExplain();
  const typed = readTypedCode(text);
  const refused = claim.error ? wordsFor(claim.error, () => explain(claim.error).what) : undefined;
  const impossible = typed.kind === "impossible" ? texts.impossible(typed.letter) : undefined;
  return (
    <form
      className="flex max-w-md flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.kind === "complete" && !claim.isPending) claim.mutate(typed.code);
      }}
    >
      <p className="text-sm text-muted">{texts.codeLead}</p>
      <TextField
        label={texts.code}
        isMono
        value={showTypedCode(text)}
        placeholder={texts.codePlaceholder}
        autoCapitalize="characters"
        onChange={({ target }) => {
          setText(target.value);
          if (claim.error) claim.reset();
        }}
        error={impossible ?? refused}
        hint={typed.kind === "incomplete" && text !== "" ? texts.missing(typed.missing) : undefined}
      />
      <div>
        <Button type="submit" variant="primary" isBusy={claim.isPending} disabled={typed.kind !== "complete"}>
          {claim.isPending ? texts.claiming : texts.claim}
        </Button>
      </div>
    </form>
  );
}

function wordsFor(error: unknown, otherwise: () => string): string {
  if (!(error instanceof ApiRefusedError)) return otherwise();
  if (error.status === 404 || error.status === 410) return texts.wrong;
  return error.status === 429 ? texts.tooMany : otherwise();
}
