import { describe, expect, it } from "vitest";
import { createRateLimiter } from "./token-bucket.ts";

describe("createRateLimiter", () => {
  it("allows the burst, then says when the next request may come", () => {
    const { limiter } = setup();
    expect([1, 2, 3].map(() => limiter.take("a").kind)).toEqual(["allowed", "allowed", "allowed"]);
    expect(limiter.take("a")).toEqual({ kind: "limited", retryAfterSeconds: 2 });
  });

  it("fills up with time, never above the burst", () => {
    const { limiter, clock } = setup();
    for (let i = 0; i < 4; i++) limiter.take("a");
    clock.at += 3_600_000;
    expect([1, 2, 3, 4].map(() => limiter.take("a").kind)).toEqual(["allowed", "allowed", "allowed", "limited"]);
  });

  it("counts each key by itself", () => {
    const { limiter } = setup();
    for (let i = 0; i < 4; i++) limiter.take("a");
    expect(limiter.take("b").kind).toBe("allowed");
  });

  it("forgets the key that was used longest ago when there are too many", () => {
    const { limiter } = setup({ maxKeys: 2 });
    for (let i = 0; i < 4; i++) limiter.take("a");
    for (let i = 0; i < 4; i++) limiter.take("b");
    limiter.take("c");
    expect(limiter.take("b").kind).toBe("limited");
    expect(limiter.take("a").kind).toBe("allowed");
  });

  it("survives a clock that goes back", () => {
    const { limiter, clock } = setup();
    for (let i = 0; i < 3; i++) limiter.take("a");
    clock.at -= 60_000;
    expect(limiter.take("a").kind).toBe("limited");
  });
});

function setup({ maxKeys = 10 } = {}) {
  const clock = { at: 1_000_000, now: () => clock.at };
  return { clock, limiter: createRateLimiter({ burst: 3, perSecond: 0.5 }, { clock, maxKeys }) };
}
