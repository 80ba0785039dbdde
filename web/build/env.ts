/**
 * Whether the build contains the developer wallet: only with `COMPUTEHIVE_DEV_WALLET=1`, which the local stack sets. A build
 * for the public has no such code, whatever it is started with.
 */
export function isDevWalletBuild(env: NodeJS.ProcessEnv = process.env): boolean {
  return env["COMPUTEHIVE_DEV_WALLET"] === "1";
}
