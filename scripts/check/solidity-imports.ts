import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const LEAVES = ["types", "utils"];
/**
 * Pure libraries that are one rule for several domains: receipts are verified by the price that the market pays, by the hashes that
 * it settles by, and by the vouchers that the escrow redeems.
 */
const SHARED_LIBRARIES = [
  "market/Price.sol",
  "market/OrderHash.sol",
  "market/ReceiptHash.sol",
  "escrow/EscrowHash.sol",
];

/**
 * Who may import whom inside contracts/: leaves know no domain; a domain knows another domain's interfaces only; nobody
 * knows what is there for tests.
 */
export function checkSolidityImports(root: string): string[] {
  const contracts = join(root, "contracts");
  return globSync("**/*.sol", { cwd: contracts })
    .toSorted()
    .flatMap((file) => {
      const source = readFileSync(join(contracts, file), "utf8");
      const targets = [...source.matchAll(/import\s[^;]*?"(\.[^"]+)"/g)].map(([, path]) =>
        join(dirname(file), path as string),
      );
      return targets.flatMap((target) => {
        const reason = whyForbidden(domainOf(file), target);
        return reason ? [`contracts/${file} imports ${target}: ${reason}`] : [];
      });
    });
}

function domainOf(file: string): string {
  return file.split("/")[0] as string;
}

function whyForbidden(from: string, target: string): string | undefined {
  const to = domainOf(target);
  if (from === to || LEAVES.includes(to) || SHARED_LIBRARIES.includes(target)) return undefined;
  if (to === "testing") return "testing/ is deployed on local chains only.";
  if (LEAVES.includes(from)) return `${from}/ knows no domain.`;
  return /^I[A-Z]/.test(basename(target)) ? undefined : "another domain is used through its interface.";
}
