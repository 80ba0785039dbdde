import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { runHive } from "../testing/run-hive.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { COMPLETION_SCRIPTS } from "./scripts.ts";

const BIN = join(import.meta.dirname, "../../bin/hive.js");

describe("completion", () => {
  it.each<[string[], string[]]>([
    [["ac"], ["account"]],
    [["job", "po"], ["post"]],
    [["channel", "vo"], ["voucher"]],
    [["channel", "open", "0x12", "--cl"], ["--close-delay"]],
    [["job", "--json", "wat"], ["watch"]],
    [
      ["job", "watch", "0x12", "--until", ""],
      ["submitted", "settled"],
    ],
    [["job", "post", "x.wasm", "--dr"], ["--dry-run"]],
    [["job", "post", "--on-silence", "r"], ["refund"]],
    [["--st"], ["--stack"]],
    // A value of one's own, a file, and what belongs to the program: nothing of ours.
    [["job", "post", "--price", ""], []],
    [["job", "post", ""], []],
    [["job", "post", "x.wasm", "--", "--dr"], []],
  ])("%j is completed with %j", async (words, expected) => {
    const { code, stdout } = await runHive(["--complete", ...words], { cwd: temporaryFolder() });
    expect(code).toBe(0);
    expect(stdout.split("\n").filter(Boolean)).toEqual(expected);
  });

  it("knows every command at the beginning", async () => {
    const { stdout } = await runHive(["--complete", ""], { cwd: temporaryFolder() });
    const help = await runHive(["--help"], { cwd: temporaryFolder() });
    const inHelp = [...help.stdout.matchAll(/^ {2}hive (\S+)/gm)].map(([, name]) => name);
    expect(inHelp.length).toBeGreaterThan(10);
    expect(stdout.trim().split("\n")).toEqual(inHelp);
  });

  it("works in bash, with the real command", async () => {
    const folder = temporaryFolder();
    symlinkSync(BIN, join(folder, "hive"));
    const script = [
      "source <(hive completion bash)",
      "complete -p hive",
      "COMP_WORDS=(hive receipt ve); COMP_CWORD=2; _hive",
      `printf "<%s>" "\${COMPREPLY[@]}"`,
    ].join("\n");
    const PATH = [folder, join(process.execPath, ".."), process.env["PATH"]].join(delimiter);
    const { stdout } = await promisify(execFile)("bash", ["-c", script], { env: { PATH }, cwd: folder });
    expect(stdout).toBe("complete -o default -F _hive hive\n<verify>");
  });

  it("is printed for zsh as well", async () => {
    const { stdout } = await runHive(["completion", "zsh"], { cwd: temporaryFolder() });
    expect(stdout).toBe(COMPLETION_SCRIPTS.zsh);
    expect((await runHive(["completion", "fish"], { cwd: temporaryFolder() })).code).toBe(2);
  });
});
