import { type GatewayConfig, parseConfig } from "./config.ts";

/** The only place that reads the environment. */
export function configFromEnvironment(): GatewayConfig {
  return parseConfig(process.env);
}
