import { describe, expect, it } from "vitest";
import { applicationServerKey, isForKey, type PushFacts, pushStateOf } from "./push-state.ts";

describe("pushStateOf", () => {
  it.each([
    [{ isSecure: false, hasApis: false }, "insecure"],
    [{ hasApis: false }, "unsupported"],
    [{ permission: "denied", isSubscribed: true }, "denied"],
    [{ permission: "default" }, "off"],
    [{ permission: "default", isSubscribed: true }, "off"],
    [{ permission: "granted" }, "off"],
    [{ permission: "granted", isSubscribed: true }, "on"],
  ] as const)("%j: %s", (part, state) => {
    expect(pushStateOf({ ...facts, ...part })).toBe(state);
  });
});

it("reads the gateway's key, and knows a subscription for another one", () => {
  const key = applicationServerKey("BP-_AQ");
  expect([...key]).toEqual([4, 255, 191, 1]);
  expect(isForKey(new Uint8Array([4, 255, 191, 1]).buffer, key)).toBe(true);
  expect(isForKey(new Uint8Array([4, 255, 191, 2]).buffer, key)).toBe(false);
  expect(isForKey(null, key)).toBe(false);
});

const facts: PushFacts = { hasApis: true, isSecure: true, permission: "default", isSubscribed: false };
