"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export interface SubNavLink {
  readonly href: string;
  readonly label: ReactNode;
}

/** Links between the pages of one part of the site; the one that holds this page is marked. */
export function SubNav({ label, links }: { label: string; links: readonly SubNavLink[] }) {
  const path = usePathname();
  const current = links
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-1">
        {links.map((link) => (
          <li key={link.href}>
            <Link
              href={link.href}
              aria-current={link === current ? "page" : undefined}
              className={cx(
                "-mb-px block shrink-0 border-b-2 px-3 py-2 text-sm font-medium whitespace-nowrap",
                link === current ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
              )}
            >
              {link.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
