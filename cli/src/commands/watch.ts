import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { guardJobs } from "../guard/guard-jobs.ts";
import { carriedOption } from "../session/carried.ts";

export function watchCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "watch",
    describe:
      "Guard your jobs: run every submitted result again and dispute what is wrong or not delivered. Disputes cannot be taken back; each costs its bond at most",
    options: (yargs) =>
      carriedOption(yargs)
        .option("sample", { type: "number", default: 1, describe: "part of the results that is run again, 0 to 1" })
        .option("once", { type: "boolean", default: false, describe: "look at what is submitted now, then end" })
        .option("dispute", { type: "boolean", default: true, describe: "--no-dispute: report only" }),
    run: (session, options) => guardJobs(session, options),
  });
}
