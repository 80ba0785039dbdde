/**
 * Characters that steer a terminal or disguise what it shows: control codes, changes of the writing direction, invisible line
 * ends. Joiners stay: scripts and emoji need them.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** One line of foreign text: everything that could steer the terminal or begin a new line is made visible. */
export function plain(text: string): string {
  return text.replace(UNPRINTABLE, visible);
}

/** Text of several lines: as `plain`, but line ends and tabs stay. The printer applies it to all that it writes. */
export function plainLines(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    character === "\n" || character === "\t" ? character : visible(character),
  );
}

function visible(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
