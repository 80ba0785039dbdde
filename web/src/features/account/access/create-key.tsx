"use client";

import {
  API_KEY_SCHEME,
  API_KEY_SCOPES,
  type ApiKeyRequest,
  type ApiKeyScope,
  apiKeyCreatedSchema,
  nameSchema,
} from "@computehive/protocol/api/api-key";
import { routes } from "@computehive/protocol/api/routes";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGateway } from "../../../lib/http/services.tsx";
import { accountAccessTexts } from "../../../texts/account/access.ts";
import { Button } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { CheckField, SelectField, TextField } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { accountKeys } from "../queries.ts";

const texts = accountAccessTexts.keys;
type Life = keyof typeof texts.lives;
const LIVES = Object.entries(texts.lives).map(([value, label]) => ({ value: value as Life, label }));
const FORM = "create-api-key";

/** Name, scopes, end; then the secret, this once. */
export function CreateKey({ owner, onClose }: { owner: Address; onClose: () => void }) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: (request: ApiKeyRequest) =>
      gateway.send("POST", routes.apiKeys(), { body: request }, apiKeyCreatedSchema),
    onSuccess: () => queries.invalidateQueries({ queryKey: accountKeys.apiKeys(owner) }),
  });
  const secret = create.data?.secret;
  return (
    <Dialog
      isOpen
      // The secret is never shown again: a slip of the hand must not close it.
      onOpenChange={(isOpen) => !isOpen && !secret && onClose()}
      title={secret ? texts.secretTitle : texts.create}
      description={secret ? texts.secretText : texts.lead}
      footer={
        secret ? (
          <Button variant="primary" onClick={onClose}>
            {texts.done}
          </Button>
        ) : (
          <Button type="submit" form={FORM} variant="primary" isBusy={create.isPending}>
            {texts.make}
          </Button>
        )
      }
    >
      {secret ? <Secret secret={secret} /> : <KeyForm onCreate={create.mutate} error={create.error} />}
    </Dialog>
  );
}

function Secret({ secret }: { secret: string }) {
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-2 rounded-md bg-sunken px-3 py-2">
        <code data-testid="api-key-secret" className="min-w-0 flex-1 font-mono text-sm break-all">
          {secret}
        </code>
        <CopyButton text={secret} what="secret" />
      </div>
      <p className="text-sm text-muted">{texts.secretUse}</p>
      <code className="block rounded-md bg-sunken px-3 py-2 font-mono text-xs break-all">
        authorization: {API_KEY_SCHEME} {secret}
      </code>
    </div>
  );
}

function KeyForm({ onCreate, error }: { onCreate: (request: ApiKeyRequest) => void; error: unknown }) {
  const explain = useExplain();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>(["read"]);
  const [life, setLife] = useState<Life>("2592000");
  const [wasTried, setTried] = useState(false);
  const read = nameSchema.safeParse(name);
  const submit = () => {
    setTried(true);
    if (!read.success || scopes.length === 0) return;
    const expiresAt = Math.floor(Date.now() / 1000) + Number(life);
    onCreate({ name: read.data, scopes: [...scopes], ...(life !== "" && { expiresAt }) });
  };
  return (
    <form
      id={FORM}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField
        label={texts.name}
        hint={texts.nameHint}
        value={name}
        maxLength={80}
        onChange={({ target }) => setName(target.value)}
        error={wasTried && !read.success && texts.nameInvalid}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">{texts.scopes}</legend>
        {API_KEY_SCOPES.map((scope) => (
          <CheckField
            key={scope}
            label={texts.scope[scope]}
            checked={scopes.includes(scope)}
            onChange={({ target }) =>
              setScopes((held) => API_KEY_SCOPES.filter((one) => (one === scope ? target.checked : held.includes(one))))
            }
          />
        ))}
        {wasTried && scopes.length === 0 && (
          <p role="alert" className="text-xs text-negative">
            {texts.scopesInvalid}
          </p>
        )}
      </fieldset>
      <SelectField label={texts.expires} value={life} onValueChange={setLife} options={LIVES} />
      {error !== null && <Notice tone="negative" isUrgent title={explain(error).what} />}
    </form>
  );
}
