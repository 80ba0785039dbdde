"use client";

import { useMutation } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useIndexer } from "../../../lib/http/services.tsx";
import { explorerTexts } from "../../../texts/explorer.ts";
import { Button } from "../../../ui/button.tsx";
import { cx } from "../../../ui/cx.ts";
import { CONTROL_CLASS, Field } from "../../../ui/field.tsx";
import { resolveSearch } from "./resolve-search.ts";

const texts = explorerTexts.search;

/** Leads to whatever was pasted. */
export function SearchBox() {
  const hive = useHive();
  const indexer = useIndexer();
  const router = useRouter();
  const explain = useExplain();
  const [text, setText] = useState("");
  const search = useMutation({
    mutationFn: () => resolveSearch(text, { hive, indexer }),
    onSuccess: (result) => {
      if (result.kind === "found") router.push(result.href);
    },
  });
  const error = search.error
    ? explain(search.error).what
    : { found: undefined, unknown: texts.unknown, malformed: texts.malformed }[search.data?.kind ?? "found"];
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search.mutate();
        }}
      >
        <Field label={texts.label} error={error}>
          {(wiring) => (
            <div className="flex max-w-3xl gap-2">
              <input
                {...wiring}
                value={text}
                onChange={({ target }) => {
                  setText(target.value);
                  search.reset();
                }}
                placeholder={texts.placeholder}
                autoComplete="off"
                spellCheck={false}
                className={cx(CONTROL_CLASS, "h-10")}
              />
              <Button
                type="submit"
                size="large"
                variant="primary"
                isBusy={search.isPending}
                disabled={text.trim() === ""}
              >
                <Search aria-hidden="true" className="size-4" />
                <span className="max-sm:sr-only">{texts.action}</span>
              </Button>
            </div>
          )}
        </Field>
      </form>
    </search>
  );
}
