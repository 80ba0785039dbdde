import type { KeyboardEvent } from "react";

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex]:not([tabindex="-1"])';

/** Keeps Tab within the element that handles it: after the last comes the first. */
export function wrapFocus(event: KeyboardEvent<HTMLElement>): void {
  const found = [...event.currentTarget.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.getClientRects().length > 0,
  );
  const [first, last] = [found[0], found.at(-1)];
  const { activeElement } = document;
  const isAtStart = activeElement === first || activeElement === event.currentTarget;
  if (event.shiftKey ? isAtStart : activeElement === last) {
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}
