import { z } from "zod";

/** Codes of refused requests. Programs act on the code, people read the message. */
export const API_ERROR_CODES = [
  "bad-request",
  "unauthorized",
  "forbidden",
  "not-found",
  "conflict",
  "gone",
  "too-large",
  "unsupported-media",
  "invalid",
  "content-mismatch",
  "quota-exceeded",
  "rate-limited",
  "unavailable",
  "chain-unavailable",
  "store-full",
  "internal",
] as const;

export type ApiErrorCode = (typeof API_ERROR_CODES)[number];

export const API_ERROR_STATUS = {
  "bad-request": 400,
  unauthorized: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  gone: 410,
  "too-large": 413,
  "unsupported-media": 415,
  invalid: 422,
  "content-mismatch": 422,
  "quota-exceeded": 507,
  "rate-limited": 429,
  unavailable: 503,
  "chain-unavailable": 503,
  "store-full": 507,
  internal: 500,
} as const satisfies Record<ApiErrorCode, number>;

/** Body of every refused request. */
export const errorBodySchema = z.strictObject({
  error: z.strictObject({
    code: z.enum(API_ERROR_CODES),
    /** A full sentence. */
    message: z.string(),
    /** Path of the field that is wrong, such as `limits.fuel`. */
    field: z.string().exactOptional(),
    /** The rule it breaks. */
    rule: z.string().exactOptional(),
    /** What to do. */
    hint: z.string().exactOptional(),
  }),
});

export type ErrorBody = z.output<typeof errorBodySchema>;
