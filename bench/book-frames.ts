/**
 * Frames of the order book in real Chromium while it holds 5,000 entries and changes 100 times a second: the real page of
 * the built marketplace, fed by made-up servers. Still, and while somebody scrolls. Bound: 60 frames a second.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { freePort } from "../scripts/chain/free-port.ts";
import { waitUntil } from "../scripts/support/wait-until.ts";
import { buildWeb } from "../scripts/web/build.ts";
import { deployment, type FakeServers, startFakeServers } from "./book-frames/fake-servers.ts";

const ENTRIES = 5_000;
const RATE = 100;
const SECONDS = 8;
/** A machine that does other things too takes its time. */
const START_MS = 120_000;
/** The display's own rate; what a browser without a display draws at wavers by a frame or two. */
const BOUND_FPS = 58;

interface Frames {
  readonly fps: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly longTasks: number;
}

const folder = await mkdtemp(join(tmpdir(), "bench-book-"));
const servers = await startFakeServers({ entries: ENTRIES, rate: RATE });
const web = await startWeb(servers, folder);
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${web.url}/book`, { timeout: START_MS });
  await page.getByRole("table", { name: "Open offers, what nodes ask" }).waitFor({ timeout: START_MS });
  const before = servers.sent();
  print("still", await measure(page, async () => {}));
  print("scrolling", await measure(page, () => scroll(page)));
  const changes = servers.sent() - before;
  console.log(`${changes} changes in ${2 * SECONDS} s, ${ENTRIES} entries; bound: ${BOUND_FPS} frames a second`);
} finally {
  await browser.close();
  await web.stop();
  await servers.close();
  await rm(folder, { recursive: true, force: true });
}

function print(name: string, { fps, p50, p99, longest, longTasks }: Frames): void {
  const times = `frame p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${longest.toFixed(1)} ms`;
  const isWithin = fps >= BOUND_FPS;
  console.log(
    `${name.padEnd(9)}  ${fps.toFixed(1)} fps, ${times}, ${longTasks} long tasks${isWithin ? "" : "  MISSED"}`,
  );
  if (!isWithin) process.exitCode = 1;
}

/** Counts frames for some seconds while `act` goes on. */
async function measure(page: Page, act: () => Promise<void>): Promise<Frames> {
  const counting = page.evaluate(
    (milliseconds) =>
      new Promise<{ times: number[]; longTasks: number }>((resolve) => {
        const times: number[] = [];
        let longTasks = 0;
        const observer = new PerformanceObserver((list) => {
          longTasks += list.getEntries().length;
        });
        observer.observe({ type: "longtask" });
        const from = performance.now();
        const frame = (at: number) => {
          times.push(at);
          if (at - from < milliseconds) requestAnimationFrame(frame);
          else resolve({ times, longTasks });
        };
        requestAnimationFrame(frame);
      }),
    SECONDS * 1_000,
  );
  await act();
  const { times, longTasks } = await counting;
  const frames = times.slice(1).map((at, index) => at - (times[index] ?? at));
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return { fps: (frames.length / span) * 1_000, p50: at(0.5), p99: at(0.99), longest: at(1), longTasks };
}

async function scroll(page: Page): Promise<void> {
  const box = await page.getByRole("rowgroup", { name: "Open offers, what nodes ask" }).boundingBox();
  if (!box) throw new Error("The offers are not on the page.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const until = performance.now() + SECONDS * 1_000 - 500;
  for (let turn = 0; performance.now() < until; turn++) {
    await page.mouse.wheel(0, turn % 40 < 20 ? 240 : -240);
    await page.waitForTimeout(50);
  }
}

interface RunningWeb {
  readonly url: string;
  stop(): Promise<void>;
}

/** BOOK_FRAMES_WEB names the server.js of a build; without it the marketplace is built if its sources changed. */
async function startWeb({ rpcUrl, gatewayUrl, indexerUrl }: FakeServers, place: string): Promise<RunningWeb> {
  const { signal } = new AbortController();
  const server = process.env["BOOK_FRAMES_WEB"] ?? (await buildWeb({ signal, say: (line) => console.log(line) }));
  const file = join(place, "deployment.json");
  await writeFile(file, JSON.stringify(deployment));
  const port = await freePort(0);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [server], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      PORT: `${port}`,
      HOSTNAME: "127.0.0.1",
      WEB_ORIGIN: url,
      RPC_URL: rpcUrl,
      GATEWAY_URL: gatewayUrl,
      INDEXER_URL: indexerUrl,
      DEPLOYMENT: file,
    },
  });
  const isUp = () =>
    fetch(`${url}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitUntil(isUp, { what: "The marketplace" });
  return { url, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGTERM");
  await closed;
}
