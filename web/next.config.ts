import { join } from "node:path";
import type { NextConfig } from "next";
import { buildFolder, isDevWalletBuild } from "./build/env.ts";

const root = join(import.meta.dirname, "..");

const config: NextConfig = {
  output: "standalone",
  distDir: buildFolder(),
  outputFileTracingRoot: root,
  // Images are drawn by the browser: the optimizer's native library stays out of what ships.
  outputFileTracingExcludes: { "*": ["node_modules/sharp/**", "node_modules/@img/**"] },
  images: { unoptimized: true },
  turbopack: { root },
  transpilePackages: ["@computehive/protocol", "@computehive/metering", "@computehive/sdk"],
  // The whole wallet disappears from a build in which this is false.
  compiler: { define: { __DEV_WALLET__: isDevWalletBuild() } },
  // `npm run check` looks at the types, of what is built and of what is not.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
};

export default config;
