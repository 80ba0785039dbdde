import { describe, expect, test } from "vitest";
import { generatedInputs } from "../make-inputs.ts";
import { outputText, runProgram } from "../testing/run-program.ts";
import { expectedStatistics, wordCounts } from "./expected-statistics.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

async function statisticsOf(text: string, args: readonly string[] = []) {
  const end = await runProgram("text-statistics", ["text.txt", ...args], { "text.txt": utf8(text) });
  expect(end).toMatchObject({ outcome: "exited", exitCode: 0, complaint: "" });
  return { end, statistics: JSON.parse(outputText(end, "statistics.json")), csv: outputText(end, "words.csv") };
}

function csvOf(text: string): string {
  return `word,count\n${wordCounts(text)
    .map(([word, count]) => `${word},${count}\n`)
    .join("")}`;
}

describe("text-statistics", () => {
  test("counts a book as an independent computation does", async () => {
    const book = generatedInputs["book.txt"]().toString();
    const { end, statistics, csv } = await statisticsOf(book, ["top=50"]);
    expect(statistics).toEqual(expectedStatistics(book, { top: 50 }));
    expect(csv).toBe(csvOf(book));
    expect(end.log.match(/^read \d+ of \d+ bytes, \d+ words$/gm)).toHaveLength(3);
    expect(end.log).toContain(`words           ${statistics.words} (${statistics.distinctWords} distinct)`);
  });

  test.each([
    ["nothing", ""],
    ["a word without an end", "word"],
    ["marks without a word", "... — !? “”"],
    ["Windows line ends and a missing last one", "One.\r\n\r\nTwo\r\n\r\nthree"],
    ["joined words", "don't well-known O’Hara rock--roll 'quoted' end- -begin it's. 3-4 3.14"],
    ["closing quotes", "“Is it?” “It is…” (It was.) «It will be!» End.no end e.g. x"],
    ["several alphabets", "Ärger ΛΌΓΟΣ Слово straße ÉCOLE ñandú. Ωmega Žuža İ"],
    ["characters of four bytes", "a 😀 b 𝐀 c"],
    ["blank lines with spaces", "Heading\n \t\nBody text\n\n\nLast"],
  ])("agrees on %s", async (_, text) => {
    const { statistics, csv } = await statisticsOf(text);
    expect(statistics).toEqual(expectedStatistics(text, { top: 20 }));
    expect(csv).toBe(csvOf(text));
  });

  test("leaves a byte order mark out of the counts", async () => {
    const { statistics } = await statisticsOf("\uFEFFOne.");
    expect(statistics).toMatchObject({ bytes: 7, characters: 4, words: 1 });
  });

  test("takes a word of 500 characters and refuses a longer one", async () => {
    const { statistics } = await statisticsOf("é".repeat(500));
    expect(statistics.wordLengths).toEqual([{ characters: 500, words: 1 }]);
    await expectRefusal(
      ["text.txt"],
      utf8("x".repeat(501)),
      "the word that reaches byte 501 is longer than 500 characters.",
    );
  });

  test.each([
    ["an overlong form", [0x61, 0xc0, 0x80], "byte 0xc0 at offset 1"],
    ["an overlong form of three bytes", [0xe0, 0x9f, 0xbf], "byte 0x9f at offset 1"],
    ["a surrogate", [0x61, 0x62, 0xed, 0xa0, 0x80], "byte 0xa0 at offset 3"],
    ["a code point above 10FFFF", [0xf4, 0x90, 0x80, 0x80], "byte 0x90 at offset 1"],
    ["a lone continuation", [0x80], "byte 0x80 at offset 0"],
    ["an end inside a character", [0x61, 0xe2, 0x82], "it ends inside a character at offset 3"],
  ])("refuses %s with its offset", async (_, bytes, reason) => {
    await expectRefusal(["text.txt"], Uint8Array.from(bytes), `/in/text.txt is not UTF-8: ${reason}.`);
  });

  test.each([
    [[], "the name of the text is missing; expected FILE [top=N]."],
    [["other.txt"], "cannot open /in/other.txt: No such file or directory."],
    [["../text.txt"], '"../text.txt" is not a plain file name; give the name of a file in /in without a folder.'],
    [[""], "a file name is empty."],
    [["text.txt", "top=0"], "top must lie between 1 and 1000, not 0."],
    [["text.txt", "top=ten"], 'top must be a whole number, not "ten".'],
    [["text.txt", "top=99999999999999999999"], "top must lie between 1 and 1000, not 99999999999999999999."],
    [["text.txt", "more"], 'unexpected argument "more"; expected FILE [top=N].'],
  ])("refuses the arguments %j", async (args, reason) => {
    await expectRefusal(args, utf8("text"), reason);
  });
});

async function expectRefusal(args: readonly string[], text: Uint8Array, reason: string): Promise<void> {
  const end = await runProgram("text-statistics", args, { "text.txt": text });
  expect(end).toMatchObject({ outcome: "exited", exitCode: 2, complaint: `error: ${reason}\n` });
}
