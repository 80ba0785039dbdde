"use client";

import { Menu as MenuIcon } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { shellTexts as texts } from "../texts/shell.ts";
import { IconButton } from "../ui/button.tsx";
import { useWasEver } from "../ui/use-was-ever.ts";

const Sheet = dynamic(async () => (await import("./mobile-sheet.tsx")).MobileSheet, { ssr: false });

/** Navigation of small screens, in a sheet that is fetched when first opened. */
export function MobileMenu() {
  const [isOpen, setOpen] = useState(false);
  const wasOpen = useWasEver(isOpen);
  return (
    <div className="lg:hidden">
      <IconButton label={texts.menu} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <MenuIcon aria-hidden="true" className="size-4.5" />
      </IconButton>
      {wasOpen && <Sheet isOpen={isOpen} onOpenChange={setOpen} />}
    </div>
  );
}
