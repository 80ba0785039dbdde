import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const ROOT = join(import.meta.dirname, "../../..");
/** Named where the documents' own pictures are wanted: see scripts/pictures.ts. */
const FOLDER = process.env["HIVE_PICTURES"] ?? join(ROOT, ".hive/test/pictures/walks");

/** The pictures of a walk, in the order in which they were taken. */
export class Pictures {
  readonly taken: string[] = [];
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    mkdirSync(FOLDER, { recursive: true });
  }

  /** Of what the page shows from its top, or from `region` on. */
  async take(name: string, { region }: { region?: string } = {}): Promise<void> {
    await this.page.evaluate(() => scrollTo(0, 0));
    if (region) {
      const from = this.page.getByRole("region", { name: region }).first();
      await from.evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 80));
    }
    // Messages come and go; a document's picture is the same each time.
    const toasts = this.page.getByRole("button", { name: "Dismiss" });
    for (let left = await toasts.count(); left > 0; left--)
      await toasts
        .first()
        .click({ timeout: 5_000 })
        .catch(() => {});
    await this.page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled" });
    this.taken.push(name);
  }
}

/** The names of the pictures that a document shows, in its order. */
export function picturesIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/!\[[^\]]+\]\([./a-z]*pictures\/([a-z-]+)\.png\)/g)].map(([, name]) => name as string);
}
