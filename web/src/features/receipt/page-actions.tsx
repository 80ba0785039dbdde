"use client";

import { Printer } from "lucide-react";
import { useEffect, useState } from "react";
import { receiptTexts as texts } from "../../texts/receipt.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";

/** Takes the receipt along: on paper, or as a link that works for everybody. */
export function PageActions() {
  const [url, setUrl] = useState("");
  useEffect(() => setUrl(location.origin + location.pathname), []);
  return (
    <div className="flex items-center gap-2 print:hidden">
      <Button onClick={() => window.print()}>
        <Printer aria-hidden="true" className="size-4" />
        {texts.print}
      </Button>
      <span className="inline-flex h-8.5 items-center gap-1 text-sm text-muted">
        {texts.share}
        <CopyButton text={url} what="link" />
      </span>
    </div>
  );
}
