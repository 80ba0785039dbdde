"use client";

import { Toast as Base } from "@base-ui/react/toast";
import { CircleCheck, CircleX, Info, TriangleAlert, X } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useMemo } from "react";
import { cx } from "./cx.ts";
import { TONE_TEXT, type Tone } from "./tone.ts";

export interface ToastOptions {
  readonly title: string;
  readonly description?: string | undefined;
  readonly tone?: Tone;
  readonly link?: { readonly href: string; readonly label: string };
  /** Milliseconds until it goes; 0 stays. */
  readonly timeout?: number;
}

interface ToastData {
  readonly tone: Tone;
  readonly link?: ToastOptions["link"];
}

export interface Toasts {
  add(toast: ToastOptions): void;
}

const MOST = 3;
const TIMEOUT = 7_000;

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider limit={MOST} timeout={TIMEOUT}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed right-3 bottom-3 z-60 flex w-[calc(100vw-1.5rem)] flex-col gap-2 sm:right-5 sm:bottom-5 sm:w-90">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

/** Says something in the corner of the page, and to screen readers. */
export function useToasts(): Toasts {
  const { add } = Base.useToastManager<ToastData>();
  return useMemo(
    () => ({
      add({ title, description, tone = "neutral", link, timeout = TIMEOUT }) {
        add({
          title,
          ...(description && { description }),
          timeout,
          priority: tone === "negative" ? "high" : "low",
          data: { tone, ...(link && { link }) },
        });
      },
    }),
    [add],
  );
}

const ICONS = {
  neutral: Info,
  accent: Info,
  positive: CircleCheck,
  caution: TriangleAlert,
  negative: CircleX,
} as const;

function ToastList() {
  const { toasts } = Base.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const tone = toast.data?.tone ?? "neutral";
    const Icon = ICONS[tone];
    const link = toast.data?.link;
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        swipeDirection={["right", "down"]}
        className="rounded-lg border border-line bg-surface shadow-raised transition duration-200 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0 motion-reduce:transition-none"
      >
        <Base.Content className="flex items-start gap-2.5 p-3">
          <Icon aria-hidden="true" className={cx("mt-0.5 size-4 shrink-0", TONE_TEXT[tone])} />
          <div className="min-w-0 flex-1">
            <Base.Title className="text-sm font-medium" />
            <Base.Description className="mt-0.5 text-sm break-words text-muted" />
            {link && (
              <Link href={link.href} className="mt-1 inline-block text-sm text-accent underline underline-offset-2">
                {link.label}
              </Link>
            )}
          </div>
          <Base.Close
            aria-label="Dismiss"
            className="-m-1 inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
          >
            <X aria-hidden="true" className="size-3.5" />
          </Base.Close>
        </Base.Content>
      </Base.Root>
    );
  });
}
