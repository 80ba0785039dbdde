import { describe, expect, it } from "vitest";
import { namesSecret, secretShapeOf } from "./secrets.ts";

/** Written in parts, so that scanners of repositories do not take them for real. */
const SECRETS = {
  "a private key": "ab".repeat(32),
  "a private key with 0x": `0x${"Ab".repeat(32)}`,
  "a private key within text": `key=${"0f".repeat(32)};`,
  "a PEM block": `-----BEGIN ${"PRIVATE"} KEY-----\nMIIB`,
  "an AWS key": `AKIA${"ABCDEFGH12345678"}`,
  "a GitHub token": `ghp_${"a1".repeat(18)}`,
  "a new GitHub token": `github_pat_${"a".repeat(40)}`,
  "a GitLab token": `glpat-${"a".repeat(20)}`,
  "a Slack token": `xoxb-${"1".repeat(12)}`,
  "a Google key": `AIza${"b".repeat(35)}`,
  "an API key": `sk-${"c".repeat(30)}`,
  "a web token": `eyJ${"h".repeat(12)}.eyJ${"p".repeat(12)}.${"s".repeat(12)}`,
  "a URL with a password": "postgres://user:hunter2@db.example/x",
  "twelve words": `${"abandon ".repeat(11)}about`,
  "twenty-four words": `${"zoo ".repeat(23)}vote`,
};

describe("secretShapeOf", () => {
  it.each(Object.entries(SECRETS))("finds %s", (_name, text) => {
    expect(secretShapeOf(text)).toBeTypeOf("string");
  });

  it.each([
    "",
    "--width=640",
    "the quick brown fox jumps over a lazy dog while it rains hard",
    "abandon ".repeat(11),
    "ab".repeat(31),
    "ab".repeat(33),
    "bafkreicl6ujc6ncfktctxxroxognfn7d2fqavvrryoc2lv6m4i6hpbkfti",
    "https://example.org/a:b@c",
    "task-force-of-the-twenty-first-century",
  ])("leaves %j alone", (text) => {
    expect(secretShapeOf(text)).toBeUndefined();
  });
});

describe("secretShapeOf on hostile texts", () => {
  it.each(["x".repeat(4096), "eyJ".repeat(1365), "-----BEGIN ".repeat(372), "a:".repeat(2048), "0x".repeat(2048), "sk-".repeat(1365)])("is done soon: %#", (text) => {
    const start = performance.now();
    for (let i = 0; i < 64; i++) secretShapeOf(text);
    // 256 KiB: milliseconds where the time grows with the length, many seconds where it grows with its square.
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("namesSecret", () => {
  it.each(["AWS_SECRET", "SECRET_KEY", "DB_PASSWORD", "passwd", "HF_TOKEN", "token", "API_KEY", "APIKEY", "private-key", "MNEMONIC"])("finds %s", (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  it.each(["MAX_TOKENS", "TOKENIZER", "PATH", "KEY", "WIDTH", "PASSES"])("leaves %s alone", (name) => {
    expect(namesSecret(name)).toBe(false);
  });
});
