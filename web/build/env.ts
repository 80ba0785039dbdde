/** The switches of a build; everything else is told to the server when it starts (src/lib/config/env.ts). */

/**
 * Whether the build contains the developer wallet: only with `COMPUTEHIVE_DEV_WALLET=1`, which the local stack sets, and on
 * the development server. A build for the public has no such code, whatever it is started with.
 */
export function isDevWalletBuild(env: NodeJS.ProcessEnv = process.env): boolean {
  return env["COMPUTEHIVE_DEV_WALLET"] === "1" || env.NODE_ENV === "development";
}

/** Folder of what is built, below web/. */
export function buildFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env["COMPUTEHIVE_DIST"] ?? ".next";
}
