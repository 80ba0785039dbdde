import { join } from "node:path";
import { defineConfig } from "@playwright/test";

const OUT = join(import.meta.dirname, "../../.hive/test");

/** The marketplace in real Chromium, over a stack of its own; see support/global-setup.ts. */
export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: join(OUT, "web"),
  // One stack, one chain: tests that move money must not meet.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  // Two busy cores: a page is looked at in both themes and at both widths.
  timeout: 240_000,
  // Chain, indexer and page each take their time on a busy machine.
  expect: { timeout: 60_000 },
  forbidOnly: true,
  globalSetup: "./support/global-setup.ts",
  reporter: [["list"], ["json", { outputFile: join(OUT, "web.json") }]],
  use: {
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    video: "off",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
