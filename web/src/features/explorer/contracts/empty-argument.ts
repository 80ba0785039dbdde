import type { AbiParameter } from "viem";
import type { ArgumentJson } from "../../../lib/chain/read-contract-link.ts";
import { elementOf } from "../values/element-of.ts";

/** What a form begins with. */
export function emptyArgument(parameter: AbiParameter): ArgumentJson {
  if (elementOf(parameter)) return "";
  if ("components" in parameter) return parameter.components.map(emptyArgument);
  return parameter.type === "bool" ? "false" : "";
}
