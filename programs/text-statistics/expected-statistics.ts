/** The figures of statistics.json computed another way: by regular expressions over the whole text. */
export function expectedStatistics(text: string, { top }: { top: number }) {
  const words = wordsOf(text);
  const counts = wordCounts(text);
  const sentences = sentenceCount(text);
  const lengths = words.map((word) => [...word].length);
  const letters = words.flatMap((word) => [...word].filter((character) => /\p{L}/u.test(character)));
  const characters = lengths.reduce((sum, length) => sum + length, 0);
  const perWord = words.length === 0 ? 0 : characters / words.length;
  const perSentence = sentences === 0 ? 0 : words.length / sentences;
  const longShare = words.length === 0 ? 0 : lengths.filter((length) => length > 6).length / words.length;
  return {
    bytes: new TextEncoder().encode(text).length,
    characters: [...text].length,
    lines: text.split("\n").length - (text === "" || text.endsWith("\n") ? 1 : 0),
    sentences,
    words: words.length,
    distinctWords: counts.length,
    typeTokenRatio: rounded(words.length === 0 ? 0 : counts.length / words.length),
    meanWordCharacters: rounded(perWord),
    meanSentenceWords: rounded(perSentence),
    readability: {
      lix: rounded(perSentence + 100 * longShare),
      automatedReadabilityIndex: rounded(words.length === 0 ? 0 : 4.71 * perWord + 0.5 * perSentence - 21.43),
    },
    topWords: counts.slice(0, top).map(([word, count]) => ({ word, count, share: rounded(count / words.length) })),
    wordLengths: tally(lengths)
      .sort(([a], [b]) => a - b)
      .map(([length, count]) => ({ characters: length, words: count })),
    letterFrequencies: tally(letters)
      .sort(byCountThenBytes)
      .map(([letter, count]) => ({ letter, count, share: rounded(count / letters.length) })),
  };
}

/** Every distinct word with its count, in the order of words.csv. */
export function wordCounts(text: string): [word: string, count: number][] {
  return tally(wordsOf(text)).sort(byCountThenBytes);
}

function wordsOf(text: string): string[] {
  const folded = Array.from(text, lowerCase).join("");
  return folded.match(/[\p{L}0-9]+(?:['’-][\p{L}0-9]+)*/gu) ?? [];
}

/** One character for one character, as the program does it; JavaScript would add a dot to the lower case of İ. */
function lowerCase(character: string): string {
  return [...character.toLowerCase()][0] as string;
}

function sentenceCount(text: string): number {
  const paragraphs = text.split(/\n[ \t\r]*(?=\n)/);
  const pieces = paragraphs.flatMap((paragraph) => paragraph.split(/[.!?…][.!?…"'’”»)\]]*(?=\s)/u));
  return pieces.filter((piece) => /[\p{L}0-9]/u.test(piece)).length;
}

function tally<T>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts];
}

function byCountThenBytes([a, countOfA]: [string, number], [b, countOfB]: [string, number]): number {
  return countOfB - countOfA || Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}
