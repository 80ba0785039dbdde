import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import { postgresPrograms } from "./programs.ts";

let server: PostgresServer | undefined;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hive-postgres-"));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function ask(url: string, question: string): string {
  const { stdout, stderr } = spawnSync(join(postgresPrograms(), "psql"), [url, "-Atqc", question], {
    encoding: "utf8",
  });
  return stdout.trim() || stderr.trim();
}

it("keeps what it was given across a stop, and asks for its password", async () => {
  server = await startPostgres({ folder, isDurable: true });
  const url = await server.createDatabase("kept");
  ask(url, "create table fact (word text); insert into fact values ('kept')");
  expect(ask(url.replace(/:[^:@/]+@/, ":wrong@"), "select 1")).toContain("password authentication failed");
  await server.stop();

  server = await startPostgres({ folder, isDurable: true });
  expect(ask(await server.createDatabase("kept"), "select word from fact")).toBe("kept");
});

it("ends a server that its starter left behind", async () => {
  const left = await startPostgres({ folder, isDurable: false });
  server = await startPostgres({ folder, isDurable: false });
  await left.ended;
  expect(ask(await server.createDatabase("fresh"), "select 1")).toBe("1");
});
