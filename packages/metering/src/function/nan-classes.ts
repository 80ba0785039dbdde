import { MISC, SIMD } from "../opcodes.ts";

/**
 * What is known of the bits of a value that may be a NaN.
 * - clean: making it canonical would change nothing;
 * - exact: its bits are the program's own (loaded, passed in, copied) and must stay as they are;
 * - the others: the result of arithmetic, whose NaN differs between machines, and is to be read as the canonical NaN of
 *   that shape (`negated`: with its sign turned).
 */
export const NanClass = {
  clean: 0,
  f32: 1,
  f64: 2,
  negatedF32: 3,
  negatedF64: 4,
  f32x4: 5,
  f64x2: 6,
  exact: 7,
} as const;

export type NanClassValue = (typeof NanClass)[keyof typeof NanClass];

export function isArithmetic(nanClass: NanClassValue): boolean {
  return nanClass !== NanClass.clean && nanClass !== NanClass.exact;
}

/** The class of a place that holds values of both classes. */
export function joinClasses(left: NanClassValue, right: NanClassValue): NanClassValue {
  if (left === right || right === NanClass.clean) return left;
  return left === NanClass.clean ? right : NanClass.exact;
}

/** How an instruction treats NaNs; instructions without a rule look at bits. */
export interface NanRule {
  /** Class of the result. */
  result: NanClassValue;
  /** Operands of this class need not be canonical: the result does not depend on their NaN's bits. */
  ignores: NanClassValue | undefined;
}

const rules = new Map<number, NanRule>();

export function nanRule(code: number): NanRule | undefined {
  return rules.get(code);
}

function rule(first: number, last: number, ignores: NanClassValue | undefined, result: NanClassValue): void {
  for (let code = first; code <= last; code++) rules.set(code, { result, ignores });
}

const { clean, f32, f64, f32x4, f64x2 } = NanClass;

// Comparisons and conversions to integers.
rule(0x5b, 0x60, f32, clean);
rule(0x61, 0x66, f64, clean);
rule(0xa8, 0xa9, f32, clean);
rule(0xaa, 0xab, f64, clean);
rule(0xae, 0xaf, f32, clean);
rule(0xb0, 0xb1, f64, clean);
rule(MISC + 0, MISC + 1, f32, clean);
rule(MISC + 2, MISC + 3, f64, clean);
rule(MISC + 4, MISC + 5, f32, clean);
rule(MISC + 6, MISC + 7, f64, clean);
// Rounding, square root, and the four operations with minimum and maximum.
rule(0x8d, 0x97, f32, f32);
rule(0x9b, 0xa5, f64, f64);
rule(0xb6, 0xb6, f64, f32);
rule(0xbb, 0xbb, f32, f64);
// Conversions from integers are never a NaN.
rule(0xb2, 0xb5, undefined, clean);
rule(0xb7, 0xba, undefined, clean);
// Vectors: comparisons, arithmetic, conversions.
// The mask of a comparison is no number, and its ones look like a NaN.
rule(SIMD + 65, SIMD + 70, f32x4, NanClass.exact);
rule(SIMD + 71, SIMD + 76, f64x2, NanClass.exact);
rule(SIMD + 94, SIMD + 94, f64x2, f32x4);
rule(SIMD + 95, SIMD + 95, f32x4, f64x2);
rule(SIMD + 103, SIMD + 106, f32x4, f32x4);
rule(SIMD + 116, SIMD + 117, f64x2, f64x2);
rule(SIMD + 122, SIMD + 122, f64x2, f64x2);
rule(SIMD + 148, SIMD + 148, f64x2, f64x2);
rule(SIMD + 227, SIMD + 233, f32x4, f32x4);
rule(SIMD + 239, SIMD + 245, f64x2, f64x2);
rule(SIMD + 248, SIMD + 249, f32x4, NanClass.exact);
rule(SIMD + 250, SIMD + 251, undefined, f32x4);
rule(SIMD + 252, SIMD + 253, f64x2, NanClass.exact);
rule(SIMD + 254, SIMD + 255, undefined, f64x2);

/** Whether an instruction that ignores the bits of `ignored` NaNs may take a value of `nanClass` as it is. */
export function ignores(ignored: NanClassValue | undefined, nanClass: NanClassValue): boolean {
  if (!isArithmetic(nanClass)) return true;
  return ignored !== undefined && ignored === UNSIGNED[nanClass];
}

/** The class of the absolute value. */
export function absoluteOf(nanClass: NanClassValue): NanClassValue {
  return UNSIGNED[nanClass];
}

/** The class of the scalar with its sign turned. */
export function negatedOf(nanClass: NanClassValue): NanClassValue {
  return NEGATED[nanClass];
}

const UNSIGNED: Readonly<Record<NanClassValue, NanClassValue>> = [
  clean,
  f32,
  f64,
  f32,
  f64,
  f32x4,
  f64x2,
  NanClass.exact,
];
const NEGATED: Readonly<Record<NanClassValue, NanClassValue>> = [
  NanClass.exact,
  NanClass.negatedF32,
  NanClass.negatedF64,
  f32,
  f64,
  NanClass.exact,
  NanClass.exact,
  NanClass.exact,
];
