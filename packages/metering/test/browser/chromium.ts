import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import type { WorkerJob } from "./worker.ts";

const EXECUTABLE = "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export type Place = "worker" | "page";

/** A page of real Chromium with the metering package in it, as a browser would load it: one bundle over HTTP. */
export interface ChromiumHost {
  version: string;
  perform(job: WorkerJob, place?: Place): Promise<unknown>;
  close(): Promise<void>;
}

/** `bundle` replaces the package's sources by others; a test that must fail uses it. */
export async function startChromium(options: { jsFlags?: string; bundle?: string } = {}): Promise<ChromiumHost> {
  const server = await serve(options.bundle ?? (await bundleWorker()));
  const browser = await launch(options.jsFlags);
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    version: browser.version(),
    perform: (job, place = "worker") => perform(page, job, place),
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The worker's script; `edit` changes sources on their way, by the end of their path. */
export async function bundleWorker(edit: Readonly<Record<string, (source: string) => string>> = {}): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const result = await build({
    entryPoints: [new URL("worker.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2023",
    logLevel: "silent",
    plugins: [
      {
        name: "edited-sources",
        setup(builder) {
          builder.onLoad({ filter: /metering\/src\/.*\.ts$/ }, async ({ path }) => {
            const change = Object.entries(edit).find(([suffix]) => path.endsWith(suffix))?.[1];
            return change ? { contents: change(await readFile(path, "utf8")), loader: "ts" } : undefined;
          });
        },
      },
    ],
  });
  return result.outputFiles[0]?.text ?? "";
}

async function serve(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === "/worker.js") response.setHeader("content-type", "text/javascript").end(script);
    else response.setHeader("content-type", "text/html").end('<!doctype html><script src="/worker.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

async function launch(jsFlags: string | undefined): Promise<Browser> {
  try {
    return await chromium.launch({
      executablePath: EXECUTABLE,
      args: jsFlags ? [...FLAGS, `--js-flags=${jsFlags}`] : FLAGS,
    });
  } catch (cause) {
    throw new Error(
      `Chromium does not start at ${EXECUTABLE}. Install it: apt-get install -y --no-install-recommends chromium`,
      { cause },
    );
  }
}

async function perform(page: Page, job: WorkerJob, place: Place): Promise<unknown> {
  if (place === "page") {
    return page.evaluate((given) => (globalThis as unknown as { work(job: unknown): unknown }).work(given), job);
  }
  return page.evaluate(
    (given) =>
      new Promise((resolve, reject) => {
        const worker = new Worker("/worker.js");
        worker.onmessage = ({ data }) => {
          worker.terminate();
          if ("failed" in data) reject(new Error(data.failed));
          else resolve(data.done);
        };
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage(given);
      }),
    job,
  );
}
