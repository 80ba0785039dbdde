"use client";

import { useConfig } from "../config/config-context.tsx";
import { contractNameOf } from "./contract-names.ts";

/** Name of one of this deployment's contracts, if `address` is one. */
export function useContractName(address: string): string | undefined {
  const { deployment } = useConfig();
  return contractNameOf(deployment, address);
}
