import { createRandom, pick, pickIndex, type Random } from "./random.ts";
import { adjectives, adverbs, articles, nouns, openings, people, places, verbs } from "./vocabulary.ts";

/**
 * A book of readable nonsense in chapters, as UTF-8 text of at least `bytes` bytes and at most one paragraph more. The
 * same seed gives the same text. It holds letters of several alphabets, quotes, dashes, numbers and contractions.
 */
export function writeProse({ bytes, seed }: { bytes: number; seed: number }): string {
  const random = createRandom(seed);
  // Not Buffer: the marketplace writes the book in the browser.
  const utf8 = new TextEncoder();
  const paragraphs: string[] = [];
  let written = 0;
  for (let chapter = 1; written < bytes; chapter++) {
    const heading = `Chapter ${chapter}: ${capitalised(nounPhrase(random))} of ${pick(random, places)}`;
    const body = Array.from({ length: 6 + pickIndex(random, 14) }, () => paragraph(random));
    for (const text of [heading, ...body]) {
      if (written >= bytes) break;
      paragraphs.push(text);
      written += utf8.encode(text).length + 2;
    }
  }
  return `${paragraphs.join("\n\n")}\n`;
}

function paragraph(random: Random): string {
  const sentences = Array.from({ length: 3 + pickIndex(random, 6) }, () => sentence(random));
  return wrapped(sentences.join(" "), 90);
}

function sentence(random: Random): string {
  const forms = [
    () => `${capitalised(clause(random))}.`,
    () => `${pick(random, openings)} ${clause(random)}, and ${clause(random)}.`,
    () => `“${capitalised(clause(random))}?” asked ${pick(random, people)}.`,
    () => `In ${1600 + pickIndex(random, 400)}, ${clause(random)} — ${pick(random, adverbs)}.`,
    () => `${pick(random, people)} didn't answer; ${clause(random)}!`,
    () => `“It's ${nounPhrase(random)},” said ${pick(random, people)}, “${clause(random)}…”`,
    () => `${pick(random, people)}’s ${pick(random, nouns)} (${adjectivePhrase(random)}) ${verbPhrase(random)}.`,
  ];
  return pick(random, forms)();
}

function clause(random: Random): string {
  const subject = random() < 0.4 ? pick(random, people) : nounPhrase(random);
  return `${subject} ${verbPhrase(random)}`;
}

function verbPhrase(random: Random): string {
  const verb = random() < 0.3 ? `${pick(random, adverbs)} ${pick(random, verbs)}` : pick(random, verbs);
  const place = random() < 0.25 ? ` near ${pick(random, places)}` : "";
  return `${verb} ${nounPhrase(random)}${place}`;
}

function nounPhrase(random: Random): string {
  const article = pick(random, articles);
  const noun = random() < 0.15 ? `${pick(random, nouns)}-${pick(random, nouns)}` : pick(random, nouns);
  return random() < 0.5 ? `${article} ${adjectivePhrase(random)} ${noun}` : `${article} ${noun}`;
}

function adjectivePhrase(random: Random): string {
  return random() < 0.15 ? `${pick(random, adjectives)}, ${pick(random, adjectives)}` : pick(random, adjectives);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function wrapped(text: string, columns: number): string {
  let length = 0;
  return text
    .split(" ")
    .map((word, index) => {
      const breaks = index > 0 && length + word.length >= columns;
      length = breaks ? word.length : length + word.length + 1;
      return index === 0 ? word : `${breaks ? "\n" : " "}${word}`;
    })
    .join("");
}
