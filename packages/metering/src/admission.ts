import { RESERVED_PREFIX } from "./caps.ts";
import { ProgramRefusedError } from "./errors.ts";
import type { FunctionType, ImportedFunction, ModuleShape } from "./module-shape.ts";
import { I32, I64 } from "./opcodes.ts";
import { isWasiName, WASI_MODULE, WASI_SIGNATURES } from "./wasi/signatures.ts";

/** Checks that a module is a program: it imports WASI preview 1 alone, and exports what the host calls. */
export function admitProgram(shape: ModuleShape): void {
  refuseReservedExports(shape);
  for (const imported of shape.imports) checkImport(shape, imported);
  checkMain(shape);
}

function refuseReservedExports(shape: ModuleShape): void {
  for (const { name, offset } of shape.exports) {
    if (!name.startsWith(RESERVED_PREFIX)) continue;
    throw new ProgramRefusedError({
      rule: "reserved-export",
      reason: `it exports the reserved name "${name}"`,
      offset,
    });
  }
}

function checkImport(shape: ModuleShape, { module, name, type, offset }: ImportedFunction): void {
  if (module !== WASI_MODULE || !isWasiName(name)) {
    const reason = `it imports "${module}" "${name}", and only the functions of "${WASI_MODULE}" are there`;
    throw new ProgramRefusedError({ rule: "forbidden-import", reason, offset });
  }
  const expected: FunctionType = {
    params: [...WASI_SIGNATURES[name]].map((letter) => (letter === "l" ? I64 : I32)),
    results: name === "proc_exit" ? [] : [I32],
  };
  const actual = shape.types[type];
  if (actual?.params.join() === expected.params.join() && actual.results.join() === expected.results.join()) return;
  throw new ProgramRefusedError({
    rule: "forbidden-import",
    reason: `it imports "${name}" with other parameters or results than WASI preview 1 gives it`,
    offset,
  });
}

function checkMain(shape: ModuleShape): void {
  const main = shape.exports.find(({ name, kind }) => name === "_start" && kind === "function");
  const type = main && shape.types[shape.functionTypes[main.index] as number];
  if (type && type.params.length === 0 && type.results.length === 0) return;
  throw new ProgramRefusedError({
    rule: "missing-export",
    reason: 'it exports no function "_start" without parameters and results, so there is nothing to call',
  });
}
