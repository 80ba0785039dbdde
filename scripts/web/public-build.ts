import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What only the developer wallet's code contains; see web/src/lib/dev-wallet/identity.ts. */
const MARK = "computehive-dev-wallet.key";

/** Files of a built server, and of what it gives to browsers, that hold the developer wallet: none may, in a public build. */
export function filesWithDevWallet(server: string): string[] {
  const folder = dirname(server);
  return globSync("{.next,.next-public}/**/*.js", { cwd: folder }).filter((file) =>
    readFileSync(join(folder, file), "utf8").includes(MARK),
  );
}
