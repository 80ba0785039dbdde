import { describe, expect, it } from "vitest";
import { backoff, retry, wait } from "./retry.ts";

const policy = { attempts: 4, baseDelay: 100, maxDelay: 300 };

describe("retry", () => {
  it("tries until it succeeds, waiting longer each time", async () => {
    const { delays, options } = setup();
    let calls = 0;
    const result = await retry(async () => (++calls < 3 ? Promise.reject(new Error("down")) : calls), options);
    expect(result).toBe(3);
    expect(delays).toEqual([75, 150]);
  });

  it("gives up with the last error", async () => {
    const { delays, options } = setup();
    let calls = 0;
    await expect(retry(() => Promise.reject(new Error(`try ${++calls}`)), options)).rejects.toThrow("try 4");
    expect(delays).toEqual([75, 150, 225]);
  });

  it("does not repeat what fails for good", async () => {
    const { delays, options } = setup();
    await expect(
      retry(() => Promise.reject(new Error("no")), { ...options, isTransient: () => false }),
    ).rejects.toThrow("no");
    expect(delays).toEqual([]);
  });

  it("stops when it is aborted, before and while it waits", async () => {
    const aborted = AbortSignal.abort(new Error("stop"));
    await expect(retry(() => Promise.resolve(1), { ...setup().options, signal: aborted })).rejects.toThrow("stop");
    const controller = new AbortController();
    const waiting = retry(() => Promise.reject(new Error("down")), {
      policy: { ...policy, baseDelay: 1e9, maxDelay: 1e9 },
      isTransient: () => true,
      signal: controller.signal,
    });
    controller.abort(new Error("stop now"));
    await expect(waiting).rejects.toThrow(/stop now|down/);
    await expect(wait(1e9, aborted)).rejects.toThrow("stop");
  });

  it("spreads the waits between half and all of the ceiling", () => {
    expect(backoff(policy, 1, () => 0)).toBe(50);
    expect(backoff(policy, 9, () => 0.999999)).toBeLessThanOrEqual(300);
  });
});

function setup() {
  const delays: number[] = [];
  const delay = async (milliseconds: number) => void delays.push(milliseconds);
  return { delays, options: { policy, isTransient: () => true, delay, random: () => 0.5 } };
}
