import { describe, expect, it } from "vitest";
import { namesSecret, SECRET_SHAPES, secretShapeOf } from "./secrets.ts";

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

describe("shapes of secrets", () => {
  it.each(SECRET_SHAPES.map(({ what, pattern }) => [what, pattern.source]))(
    "repeat nothing without a bound: %s",
    (_what, source) => {
      // Classes first, because + and * are plain characters in them.
      const outsideClasses = source.replaceAll(/\[[^\]]*\]/g, "C");
      expect(outsideClasses).not.toMatch(/[*+]|\{\d+,\}/);
    },
  );
});

describe("namesSecret", () => {
  it.each([
    "AWS_SECRET",
    "SECRET_KEY",
    "DB_PASSWORD",
    "passwd",
    "HF_TOKEN",
    "token",
    "API_KEY",
    "APIKEY",
    "private-key",
    "MNEMONIC",
  ])("finds %s", (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  it.each(["MAX_TOKENS", "TOKENIZER", "PATH", "KEY", "WIDTH", "PASSES"])("leaves %s alone", (name) => {
    expect(namesSecret(name)).toBe(false);
  });
});
