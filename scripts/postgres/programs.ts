import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ComputeHiveError } from "@computehive/protocol/error";

/** Where Debian keeps one folder for each version. */
const DEBIAN = "/usr/lib/postgresql";
const PLACES = ["/usr/local/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin", "/usr/bin"];

/** Folder of an installed server's programs, the newest where there are several. @throws PostgresMissingError. */
export function postgresPrograms(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, "bin")), ...PLACES];
  const found = folders.find((folder) =>
    ["initdb", "postgres", "pg_ctl"].every((name) => existsSync(join(folder, name))),
  );
  if (!found) throw new PostgresMissingError();
  return found;
}

export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/** The server refuses to run as root: its own user, else nobody, runs it there. Nothing where this is not root. */
export function serverIdentity(): Identity {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const [, , uid, gid] = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody") ?? [];
  return uid === undefined || gid === undefined ? {} : { uid: Number(uid), gid: Number(gid) };
}

export class PostgresMissingError extends ComputeHiveError {
  override readonly name = "PostgresMissingError";
  constructor() {
    super("PostgreSQL is not installed on this machine.", {
      metaMessages: [
        "Install it (Debian: apt-get install -y --no-install-recommends postgresql),",
        "or name a running server in DATABASE_URL.",
      ],
    });
  }
}
