import type { Abi, AbiFunction, AbiParameter } from "viem";

export type TypedDataTypes = Record<string, { name: string; type: string }[]>;

/** `hash<Struct>` and `hashStruct<Struct>`: each puts one signed struct into the ABI. */
const HASH_FUNCTION = /^hash(?:Struct)?([A-Z]\w*)$/;

/**
 * Reads EIP-712 types off an ABI. The struct that gives the function its name lends its fields; every other argument is one
 * more field, named by its parameter: `hashJobOrder(JobOrder order, JobTerms terms)` means JobOrder(…, JobTerms terms).
 */
export function typedDataOf(abi: Abi): TypedDataTypes {
  const types: TypedDataTypes = {};
  for (const item of abi) {
    const primary = item.type === "function" ? HASH_FUNCTION.exec(item.name)?.[1] : undefined;
    if (primary) types[primary] = (item as AbiFunction).inputs.flatMap((input) => fieldsOf(input, primary));
  }
  assertKnown(types);
  return types;
}

function fieldsOf(input: AbiParameter, primary: string): { name: string; type: string }[] {
  if (structName(input) === primary) return componentsOf(input).flatMap((component) => fieldsOf(component, ""));
  if (!input.name) throw new Error(`hash${primary}: every signed field needs a name.`);
  return [{ name: input.name, type: structName(input) ?? input.type }];
}

function componentsOf(input: AbiParameter): readonly AbiParameter[] {
  return "components" in input ? input.components : [];
}

function structName(input: AbiParameter): string | undefined {
  return /^struct (?:\w+\.)?(\w+)$/.exec(input.internalType ?? "")?.[1];
}

function assertKnown(types: TypedDataTypes): void {
  for (const [name, fields] of Object.entries(types)) {
    const unknown = fields.find(({ type }) => /^[A-Z]/.test(type) && !(type in types));
    if (unknown) throw new Error(`${name}.${unknown.name}: no hash function puts ${unknown.type} into the ABI.`);
  }
}
