import { describe, expect, it } from "vitest";
import { ArgumentInvalidError, parseArgument } from "./parse-argument.ts";

const order = {
  name: "order",
  type: "tuple",
  components: [
    { name: "buyer", type: "address" },
    { name: "maxPay", type: "uint96" },
    { name: "isOpen", type: "bool" },
    { name: "tags", type: "bytes4[]" },
  ],
} as const;

describe("parseArgument", () => {
  it("reads a struct from a list in the order of its fields", () => {
    const buyer = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
    expect(parseArgument(order, [buyer, "12", "true", ["0x01020304"]], "order")).toEqual({
      buyer,
      maxPay: 12n,
      isOpen: true,
      tags: ["0x01020304"],
    });
  });

  it("reads a list as JSON from one field", () => {
    expect(parseArgument({ name: "ids", type: "uint256[]" }, '["1", "2"]')).toEqual([1n, 2n]);
  });

  it.each([
    ["uint8", "256"],
    ["uint8", "-1"],
    ["uint8", ""],
    ["int8", "128"],
    ["address", "0x12"],
    ["bytes32", "0x12"],
    ["bytes", "0x1"],
    ["uint256[]", "no list"],
  ])("refuses a %s that is %s", (type, text) => {
    expect(() => parseArgument({ name: "it", type }, text, "it")).toThrow(ArgumentInvalidError);
  });

  it("takes the borders of a number's range", () => {
    expect(parseArgument({ type: "uint8" }, "255")).toBe(255n);
    expect(parseArgument({ type: "int8" }, "-128")).toBe(-128n);
  });

  it("names the field that is wrong", () => {
    try {
      parseArgument(order, ["0x70997970c51812dc3a010c7d01b50e0d17dc79c8", "much", "true", []], "order");
      expect.unreachable();
    } catch (error) {
      expect((error as ArgumentInvalidError).path).toBe("order.maxPay");
    }
  });
});
