import type { CommandModule } from "yargs";
import { defineGroup, type Perform } from "../command.ts";
import { jobAcceptCommand, jobCancelCommand, jobDisputeCommand, jobCloseCommand } from "./job-act.ts";
import { jobListCommand, jobShowCommand, jobWatchCommand } from "./job-look.ts";
import { jobPostCommand } from "./job-post.ts";
import { jobResultCommand } from "./job-result.ts";

export function jobCommand(perform: Perform): CommandModule {
  const makers = [
    jobPostCommand,
    jobWatchCommand,
    jobShowCommand,
    jobListCommand,
    jobResultCommand,
    jobAcceptCommand,
    jobDisputeCommand,
    jobCancelCommand,
    jobCloseCommand,
  ];
  return defineGroup("job", "Post work, follow it, fetch its result", makers.map((make) => make(perform)));
}
