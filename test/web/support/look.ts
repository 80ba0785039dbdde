import { mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const PICTURES = join(import.meta.dirname, "../../../.hive/test/pictures");
const WIDTHS = [1280, 375] as const;
const THEMES = ["light", "dark"] as const;

/**
 * Looks at a page in both themes and at both widths: no violation of accessibility rules, nothing wider than the screen;
 * keeps a picture of each in .hive/test/pictures.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  mkdirSync(PICTURES, { recursive: true });
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page);
      await expectNoOverflow(page);
      // A page that is scrolled would be drawn with its header in the middle.
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: join(PICTURES, `${name}-${theme}-${width}.png`), fullPage: true });
    }
  }
  if (before) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: "light" });
}

/** Zero violations of every rule that axe knows. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("\n  ")}`);
  expect(found).toEqual([]);
}

async function expectNoOverflow(page: Page): Promise<void> {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(excess, "pixels by which the page is wider than the screen").toBeLessThanOrEqual(0);
}
