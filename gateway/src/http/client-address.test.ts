import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address.ts";

describe("clientAddress", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:0db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    [undefined, "unknown"],
  ])("counts %s as %s", (remote, expected) => {
    expect(clientAddress({ remote, forwardedFor: undefined, trustProxy: false })).toBe(expected);
  });

  it("takes what the trusted proxy wrote, which is the last entry", () => {
    expect(clientAddress({ remote: "10.0.0.1", forwardedFor: "1.1.1.1, 2.2.2.2", trustProxy: true })).toBe("2.2.2.2");
    expect(clientAddress({ remote: "10.0.0.1", forwardedFor: "1.1.1.1", trustProxy: false })).toBe("10.0.0.1");
  });
});
