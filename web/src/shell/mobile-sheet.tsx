"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { shellTexts as texts } from "../texts/shell.ts";
import { cx } from "../ui/cx.ts";
import { Dialog } from "../ui/dialog.tsx";
import { isUnder } from "./is-under.ts";
import { ThemeButton } from "./theme-button.tsx";

export interface MobileSheetProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

export function MobileSheet({ isOpen, onOpenChange }: MobileSheetProps) {
  const pathname = usePathname();
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={texts.menu} size="small">
      <nav aria-label={texts.navigation} className="flex flex-col gap-0.5">
        {texts.links.map(({ href, label }) => (
          <Link
            key={href}
            href={href}
            onClick={() => onOpenChange(false)}
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
  );
}
