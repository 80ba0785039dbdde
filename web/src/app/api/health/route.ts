import { runtimeConfig } from "../../../lib/config/runtime-config.ts";

export const dynamic = "force-dynamic";

/** Whether the site can serve its pages: its configuration is complete and its deployment readable. */
export function GET(): Response {
  const headers = { "cache-control": "no-store" };
  try {
    const { deployment, devWallet } = runtimeConfig();
    const { chainId, contracts } = deployment;
    return Response.json({ status: "ok", chainId, market: contracts.market, devWallet }, { headers });
  } catch (error) {
    return Response.json({ status: "failing", reason: (error as Error).message }, { status: 503, headers });
  }
}
