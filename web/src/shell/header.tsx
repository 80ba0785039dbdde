"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { shellTexts as texts } from "../texts/shell.ts";
import { cx } from "../ui/cx.ts";
import { isUnder } from "./is-under.ts";
import { Logo } from "./logo.tsx";
import { MobileMenu } from "./mobile-menu.tsx";
import { StatePill } from "./state-pill.tsx";
import { ThemeButton } from "./theme-button.tsx";
import { WalletButton } from "./wallet-button.tsx";

/** @param notifications the bell, where the feature exists. */
export function Header({ notifications }: { notifications?: ReactNode }) {
  const pathname = usePathname();
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface">
      <div className="mx-auto flex h-14 max-w-[90rem] items-center gap-2 px-4 sm:px-6">
        <Link href="/" className="flex items-center gap-2 rounded font-semibold sm:mr-2 tracking-tight">
          <Logo />
          <span className="max-[22rem]:sr-only">{texts.name}</span>
        </Link>
        <nav aria-label={texts.navigation} className="hidden items-center gap-0.5 lg:flex">
          {texts.links.map(({ href, label }) => (
            <Link
              key={href}
              href={href}
              aria-current={isUnder(pathname, href) ? "page" : undefined}
              className={cx(
                "rounded-md px-2.5 py-1.5 text-sm font-medium hover:bg-hover hover:text-ink",
                isUnder(pathname, href) ? "bg-sunken text-ink" : "text-muted",
              )}
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1.5">
          <StatePill />
          <div className="hidden sm:block">
            <ThemeButton />
          </div>
          {notifications}
          <WalletButton />
          <MobileMenu />
        </div>
      </div>
    </header>
  );
}
