import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Deployment, deploymentSchema } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { z } from "zod";
import { type Environment, OVERRIDES } from "../env.ts";
import { type AgentConfig, configSchema } from "./config.ts";

/**
 * Reads the configuration at `file`; variables of `env` replace fields.
 *
 * @throws ConfigInvalidError that names each field and its rule.
 */
export function loadConfig(file: string, env: Environment): AgentConfig {
  const parsed = configSchema.safeParse(override(readJson(file), env));
  if (!parsed.success) throw new ConfigInvalidError({ file, issues: parsed.error.issues });
  return withAbsolutePaths(parsed.data, dirname(resolve(file)));
}

/** @throws ConfigInvalidError where the file is not a deployment. */
export function loadDeployment(file: string): Deployment {
  const parsed = deploymentSchema.safeParse(readJson(file));
  if (!parsed.success) throw new ConfigInvalidError({ file, issues: parsed.error.issues });
  return parsed.data;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ConfigUnreadableError({ file, cause });
  }
}

function override(json: unknown, env: Environment): unknown {
  const result: unknown = structuredClone(json);
  for (const [variable, path] of Object.entries(OVERRIDES)) {
    const text = env[variable];
    if (text !== undefined) setAt(result, path, variable.endsWith("_PORT") ? Number(text) : text);
  }
  return result;
}

function setAt(target: unknown, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (typeof target !== "object" || target === null || head === undefined) return;
  const record = target as Record<string, unknown>;
  if (rest.length === 0) {
    record[head] = value;
    return;
  }
  record[head] ??= {};
  setAt(record[head], rest, value);
}

function withAbsolutePaths(config: AgentConfig, folder: string): AgentConfig {
  const at = (path: string) => resolve(folder, path);
  const keyAt = (key: AgentConfig["key"]) =>
    "keystore" in key
      ? { ...key, keystore: at(key.keystore), ...(key.passwordFile ? { passwordFile: at(key.passwordFile) } : {}) }
      : key;
  return {
    ...config,
    dataFolder: at(config.dataFolder),
    deployment: at(config.deployment),
    key: keyAt(config.key),
    ...(config.juror && { juror: { ...config.juror, key: keyAt(config.juror.key) } }),
  };
}

export class ConfigInvalidError extends ComputeHiveError {
  override readonly name = "ConfigInvalidError";
  constructor({ file, issues }: { file: string; issues: readonly z.core.$ZodIssue[] }) {
    super("The configuration breaks a rule.", {
      metaMessages: [
        `File: ${file}`,
        ...issues.map(({ path, message }) => `${path.join(".") || "(whole file)"}: ${message}`),
      ],
    });
  }
}

export class ConfigUnreadableError extends ComputeHiveError {
  override readonly name = "ConfigUnreadableError";
  constructor({ file, cause }: { file: string; cause: unknown }) {
    super("The configuration cannot be read as JSON.", { metaMessages: [`File: ${file}`], cause });
  }
}
