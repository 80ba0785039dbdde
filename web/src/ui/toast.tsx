"use client";

import { CircleCheck, CircleX, Info, TriangleAlert, X } from "lucide-react";
import Link from "next/link";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { cx } from "./cx.ts";
import { TONE_TEXT, type Tone } from "./tone.ts";

export interface ToastOptions {
  readonly title: string;
  readonly description?: string | undefined;
  readonly tone?: Tone;
  readonly link?: { readonly href: string; readonly label: string };
  /** Milliseconds until it goes; 0 stays. It waits while the pointer or the focus is on it. */
  readonly timeout?: number;
}

interface Shown extends ToastOptions {
  readonly id: number;
}

export interface Toasts {
  add(toast: ToastOptions): void;
}

const MOST = 3;
const TIMEOUT = 7_000;
const ICONS = {
  neutral: Info,
  accent: Info,
  positive: CircleCheck,
  caution: TriangleAlert,
  negative: CircleX,
} as const;

const ToastContext = createContext<Toasts | undefined>(undefined);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const count = useRef(0);
  const toasts = useMemo<Toasts>(
    () => ({
      add(toast) {
        const id = ++count.current;
        setShown((before) => [...before, { ...toast, id }].slice(-MOST));
      },
    }),
    [],
  );
  const dismiss = (id: number) => setShown((before) => before.filter((toast) => toast.id !== id));
  return (
    <ToastContext value={toasts}>
      {children}
      <div
        aria-live="polite"
        className="fixed right-3 bottom-3 z-60 flex w-[calc(100vw-1.5rem)] flex-col gap-2 sm:right-5 sm:bottom-5 sm:w-90"
      >
        {shown.map((toast) => (
          <ToastItem key={toast.id} toast={toast} onDismiss={() => dismiss(toast.id)} />
        ))}
      </div>
    </ToastContext>
  );
}

/** Says something in the corner of the page, and to screen readers. */
export function useToasts(): Toasts {
  const toasts = useContext(ToastContext);
  if (!toasts) throw new Error("useToasts needs a ToastProvider above it.");
  return toasts;
}

function ToastItem({ toast, onDismiss }: { toast: Shown; onDismiss: () => void }) {
  const { title, description, tone = "neutral", link, timeout = TIMEOUT } = toast;
  const [isHeld, setHeld] = useState(false);
  const dismiss = useRef(onDismiss);
  dismiss.current = onDismiss;
  useEffect(() => {
    if (isHeld || timeout === 0) return;
    const timer = setTimeout(() => dismiss.current(), timeout);
    return () => clearTimeout(timer);
  }, [isHeld, timeout]);
  const Icon = ICONS[tone];
  const hold = { onPointerEnter: () => setHeld(true), onPointerLeave: () => setHeld(false) };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: holding it is a courtesy; nothing is done by it.
    <div
      {...hold}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      role={tone === "negative" ? "alert" : undefined}
      className="flex items-start gap-2.5 rounded-lg border border-line bg-surface p-3 shadow-raised motion-safe:animate-[rise_160ms_ease-out]"
    >
      <Icon aria-hidden="true" className={cx("mt-0.5 size-4 shrink-0", TONE_TEXT[tone])} />
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium">{title}</p>
        {description && <p className="mt-0.5 text-sm break-words text-muted">{description}</p>}
        {link && (
          <Link href={link.href} className="mt-1 inline-block text-sm text-accent underline underline-offset-2">
            {link.label}
          </Link>
        )}
      </div>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={onDismiss}
        className="-m-1 inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </div>
  );
}
