import wabt from "wabt";

const FEATURES = {
  simd: true,
  bulk_memory: true,
  reference_types: true,
  multi_value: true,
  sign_extension: true,
  sat_float_to_int: true,
  mutable_globals: true,
  threads: true,
  exceptions: true,
  tail_call: true,
  multi_memory: true,
  memory64: true,
  gc: true,
  relaxed_simd: true,
  extended_const: true,
};

/** Translates WebAssembly text, without checking it. */
export async function assemble(text: string): Promise<Uint8Array> {
  const module = (await wabt()).parseWat("test.wat", text, FEATURES);
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
