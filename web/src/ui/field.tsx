"use client";

import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { cx } from "./cx.ts";

export const CONTROL_CLASS =
  "w-full rounded-md border border-control bg-surface px-2.5 text-base text-ink placeholder:text-muted disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-negative";

export interface FieldProps {
  readonly label: ReactNode;
  /** What belongs in here, in half a sentence. */
  readonly hint?: ReactNode;
  /** What is wrong: names the rule. */
  readonly error?: ReactNode;
  /** Right of the label: "optional", a balance, a button. */
  readonly aside?: ReactNode;
  readonly className?: string | undefined;
}

interface Wiring {
  readonly id: string;
  readonly "aria-invalid": boolean | undefined;
  readonly "aria-describedby": string | undefined;
}

/** Label, control, hint and error, wired for screen readers: `<Field label="Name">{(wiring) => <input {...wiring}/>}</Field>`. */
export function Field({
  label,
  hint,
  error,
  aside,
  className,
  children,
}: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={cx("flex min-w-0 flex-col gap-1", className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {aside && <span className="text-xs text-muted">{aside}</span>}
      </div>
      {children({ id, "aria-invalid": error ? true : undefined, "aria-describedby": describedBy || undefined })}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-xs text-negative">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

export interface TextFieldProps extends FieldProps, Omit<InputHTMLAttributes<HTMLInputElement>, "className" | "id"> {
  /** Inside the control, at its right end: a unit or a symbol. */
  readonly unit?: ReactNode;
  readonly isMono?: boolean;
}

export function TextField({ label, hint, error, aside, className, unit, isMono, ...input }: TextFieldProps) {
  return (
    <Field {...{ label, hint, error, aside, className }}>
      {(wiring) => (
        <span className="relative flex">
          <input
            autoComplete="off"
            spellCheck={false}
            {...input}
            {...wiring}
            className={cx(CONTROL_CLASS, "h-9", unit ? "pr-16" : undefined, isMono && "font-mono text-sm")}
          />
          {unit && (
            <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-sm text-muted">
              {unit}
            </span>
          )}
        </span>
      )}
    </Field>
  );
}

export function TextAreaField({
  label,
  hint,
  error,
  aside,
  className,
  isMono,
  ...area
}: FieldProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "className" | "id"> & { isMono?: boolean }) {
  return (
    <Field {...{ label, hint, error, aside, className }}>
      {(wiring) => (
        <textarea
          spellCheck={false}
          {...area}
          {...wiring}
          className={cx(CONTROL_CLASS, "min-h-20 py-1.5", isMono && "font-mono text-sm")}
        />
      )}
    </Field>
  );
}

export interface SelectOption<T extends string = string> {
  readonly value: T;
  readonly label: string;
  readonly isDisabled?: boolean;
}

/** The browser's own list: right on every device and with every keyboard. */
export function SelectField<T extends string>({
  label,
  hint,
  error,
  aside,
  className,
  options,
  onValueChange,
  ...select
}: FieldProps &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, "className" | "id" | "onChange"> & {
    options: readonly SelectOption<T>[];
    onValueChange: (value: T) => void;
  }) {
  return (
    <Field {...{ label, hint, error, aside, className }}>
      {(wiring) => (
        <select
          {...select}
          {...wiring}
          onChange={({ target }) => onValueChange(target.value as T)}
          className={cx(CONTROL_CLASS, "h-9 pr-7")}
        >
          {options.map(({ value, label: text, isDisabled }) => (
            <option key={value} value={value} disabled={isDisabled}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A box to tick with its words. */
export function CheckField({
  label,
  hint,
  className,
  ...input
}: Pick<FieldProps, "label" | "hint" | "className"> &
  Omit<InputHTMLAttributes<HTMLInputElement>, "className" | "id" | "type">) {
  const id = useId();
  return (
    <div className={cx("flex items-start gap-2", className)}>
      <input
        type="checkbox"
        {...input}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-4 accent-accent"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
