import { describe, expect, it } from "vitest";
import { contentPolicy } from "./content-policy.ts";

const env = {
  RPC_URL: "https://rpc.example/key",
  RPC_WS_URL: "wss://rpc.example/key",
  GATEWAY_URL: "https://gateway.example",
  INDEXER_URL: "https://gateway.example",
};

describe("contentPolicy", () => {
  const policy = contentPolicy({ nonce: "abc", env, isDevelopment: false });
  const directive = (name: string) => policy.split("; ").find((one) => one.startsWith(`${name} `));

  it("lets the page connect to the configured origins alone, each once", () => {
    expect(directive("connect-src")).toBe(
      "connect-src 'self' https://rpc.example wss://rpc.example https://gateway.example",
    );
  });

  it("runs scripts with the nonce and WebAssembly, never evaluated text", () => {
    expect(directive("script-src")).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'");
  });

  it("forbids frames around the page", () => {
    expect(directive("frame-ancestors")).toBe("frame-ancestors 'none'");
  });

  it("lets the development server evaluate", () => {
    expect(contentPolicy({ nonce: "abc", env, isDevelopment: true })).toContain(" 'unsafe-eval'");
  });
});
