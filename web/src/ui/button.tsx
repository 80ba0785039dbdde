"use client";

import Link from "next/link";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "./cx.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

const BASE =
  "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55";

const VARIANTS = {
  primary: "bg-accent text-on-accent not-disabled:hover:bg-accent-strong",
  secondary: "border border-line-strong bg-surface text-ink not-disabled:hover:bg-hover",
  quiet: "text-ink not-disabled:hover:bg-hover",
  danger: "border border-negative bg-surface text-negative not-disabled:hover:bg-negative-soft",
} as const satisfies Record<ButtonVariant, string>;

const SIZES = {
  small: "h-7 px-2.5 text-xs",
  medium: "h-8.5 px-3 text-sm",
  large: "h-10 px-4 text-base",
} as const satisfies Record<ButtonSize, string>;

interface Look {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, Look {
  /** Shows a spinner and takes no clicks; the words should say what is going on. */
  readonly isBusy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function buttonClass({ variant = "secondary", size = "medium" }: Look = {}): string {
  return cx(BASE, VARIANTS[variant], SIZES[size]);
}

/** A button. Its words say what happens when it is pressed. */
export function Button({ variant, size, isBusy = false, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      // Stays in the order of the keyboard while it is busy: the focus must not fall to the page's start.
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? undefined : onClick}
      className={cx(buttonClass({ ...(variant && { variant }), ...(size && { size }) }), className)}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  );
}

/** A link that looks like a button: for going somewhere. */
export function ButtonLink({
  href,
  variant,
  size,
  className,
  children,
}: Look & { href: string; className?: string; children: ReactNode }) {
  return (
    <Link href={href} className={cx(buttonClass({ ...(variant && { variant }), ...(size && { size }) }), className)}>
      {children}
    </Link>
  );
}

/** A square button with an icon; `label` is read aloud and shown on hover. */
export function IconButton({
  label,
  className,
  children,
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> & { label: string; ref?: Ref<HTMLButtonElement> }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={cx(
        "relative inline-flex size-8.5 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink",
        className,
      )}
    >
      {children}
    </button>
  );
}
