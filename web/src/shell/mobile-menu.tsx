"use client";

import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { shellTexts as texts } from "../texts/shell.ts";
import { IconButton } from "../ui/button.tsx";
import { cx } from "../ui/cx.ts";
import { Dialog } from "../ui/dialog.tsx";
import { isUnder } from "./is-under.ts";
import { ThemeButton } from "./theme-button.tsx";

/** Navigation of small screens, in a sheet. */
export function MobileMenu() {
  const [isOpen, setOpen] = useState(false);
  const pathname = usePathname();
  return (
    <div className="lg:hidden">
      <IconButton label={texts.menu} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <MenuIcon aria-hidden="true" className="size-4.5" />
      </IconButton>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title={texts.menu} size="small">
        <nav aria-label={texts.navigation} className="flex flex-col gap-0.5">
          {texts.links.map(({ href, label }) => (
            <Link
              key={href}
              href={href}
              onClick={() => setOpen(false)}
              aria-current={isUnder(pathname, href) ? "page" : undefined}
              className={cx(
                "rounded-md px-3 py-2.5 font-medium hover:bg-hover",
                isUnder(pathname, href) ? "bg-sunken" : undefined,
              )}
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className="mt-3 flex items-center justify-between border-t border-line pt-3 pl-3 text-sm text-muted sm:hidden">
          Colours <ThemeButton />
        </div>
      </Dialog>
    </div>
  );
}
