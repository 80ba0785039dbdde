import { english } from "viem/accounts";

/** Every repetition is bounded: texts come from strangers, and a search must not take longer than reading them. */
export const SECRET_SHAPES: readonly { what: string; pattern: RegExp }[] = [
  { what: "a private key (64 hexadecimal digits)", pattern: /(?<![0-9a-zA-Z])(?:0x)?[0-9a-fA-F]{64}(?![0-9a-zA-Z])/ },
  { what: "a PEM block", pattern: /-----BEGIN [A-Z0-9 ]{1,64}-----/ },
  { what: "an AWS access key", pattern: /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/ },
  { what: "a GitHub token", pattern: /(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})/ },
  { what: "a GitLab token", pattern: /glpat-[A-Za-z0-9_-]{20}/ },
  { what: "a Slack token", pattern: /xox[abeprs]-[A-Za-z0-9-]{10}/ },
  { what: "a Google API key", pattern: /AIza[A-Za-z0-9_-]{35}/ },
  { what: "an API key of the form sk-…", pattern: /(?<![A-Za-z0-9])sk[-_][A-Za-z0-9_-]{24}/ },
  { what: "a signed web token (JWT)", pattern: /eyJ[A-Za-z0-9_-]{10,256}\.eyJ[A-Za-z0-9_-]{10}/ },
  { what: "a URL with a password in it", pattern: /[a-z][a-z0-9+.-]{1,15}:\/\/[^\s/:@]{1,128}:[^\s/@]{1,128}@/i },
];

/** MAX_TOKENS and TOKENIZER are settings; HF_TOKEN is a secret. */
const SECRET_NAME = /SECRET|PASSW(?:OR)?D|PASSPHRASE|MNEMONIC|CREDENTIAL|API_?KEY|PRIVATE_?KEY|TOKEN(?!S|IZ)/i;

const MNEMONIC_LENGTHS = new Set([12, 15, 18, 21, 24]);
const MNEMONIC_WORDS = new Set(english);

/** Says what secret `text` looks like, or nothing. A guess: it finds shapes, not meanings, and promises no completeness. */
export function secretShapeOf(text: string): string | undefined {
  return (
    SECRET_SHAPES.find(({ pattern }) => pattern.test(text))?.what ??
    (isRecoveryPhrase(text) ? "a recovery phrase" : undefined)
  );
}

/** Whether something of this name is a secret by custom. */
export function namesSecret(name: string): boolean {
  return SECRET_NAME.test(name.replaceAll("-", "_"));
}

/** As many words as a recovery phrase has, all of them from the English list of BIP-39. */
export function isRecoveryPhrase(text: string): boolean {
  const words = text.trim().toLowerCase().split(/\s+/);
  return MNEMONIC_LENGTHS.has(words.length) && words.every((word) => MNEMONIC_WORDS.has(word));
}
