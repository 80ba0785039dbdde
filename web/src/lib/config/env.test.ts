import { describe, expect, it } from "vitest";
import { readEnv, WebEnvInvalidError } from "./env.ts";

const complete = {
  WEB_ORIGIN: "http://127.0.0.1:3000/",
  RPC_URL: "http://127.0.0.1:8545",
  GATEWAY_URL: "http://127.0.0.1:4810",
  INDEXER_URL: "http://127.0.0.1:4830",
  DEPLOYMENT: "/somewhere/31337.json",
};

describe("readEnv", () => {
  it("takes what is complete, without slashes at the ends of addresses", () => {
    expect(readEnv(complete)).toMatchObject({
      WEB_ORIGIN: "http://127.0.0.1:3000",
      DEV_WALLET: false,
      COIN_SYMBOL: "ETH",
    });
  });

  it("takes an empty variable for one that is not set", () => {
    expect(readEnv({ ...complete, EXPLORER_URL: "" }).EXPLORER_URL).toBeUndefined();
  });

  it("offers the developer wallet only where it is told so with 1", () => {
    expect(readEnv({ ...complete, DEV_WALLET: "1" }).DEV_WALLET).toBe(true);
    expect(() => readEnv({ ...complete, DEV_WALLET: "yes" })).toThrow(WebEnvInvalidError);
  });

  it("names every variable that is wrong", () => {
    const { RPC_URL: _, ...rest } = complete;
    expect(() => readEnv({ ...rest, GATEWAY_URL: "ftp://nowhere" })).toThrow(/RPC_URL[\s\S]*GATEWAY_URL/);
  });
});
