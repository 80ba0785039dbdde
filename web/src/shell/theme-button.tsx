"use client";

import { Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { shellTexts as texts } from "../texts/shell.ts";
import { IconButton } from "../ui/button.tsx";

/** Light or dark; the first visit follows the system. */
export function ThemeButton() {
  const { resolvedTheme, setTheme } = useTheme();
  const isDrawnByBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  const isDark = isDrawnByBrowser && resolvedTheme === "dark";
  return (
    <IconButton
      label={isDark ? texts.theme.light : texts.theme.dark}
      onClick={() => setTheme(isDark ? "light" : "dark")}
    >
      <Sun aria-hidden="true" className="hidden size-4 dark:block" />
      <Moon aria-hidden="true" className="size-4 dark:hidden" />
    </IconButton>
  );
}
