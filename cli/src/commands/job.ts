import { defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { jobAcceptCommand, jobCancelCommand, jobCloseCommand, jobDisputeCommand } from "./job-act.ts";
import { jobAppealCommand } from "./job-appeal.ts";
import { jobListCommand, jobShowCommand, jobWatchCommand } from "./job-look.ts";
import { jobPostCommand } from "./job-post.ts";
import { jobResultCommand } from "./job-result.ts";

export function jobCommand(perform: Perform): HiveCommand {
  const makers = [
    jobPostCommand,
    jobWatchCommand,
    jobShowCommand,
    jobListCommand,
    jobResultCommand,
    jobAcceptCommand,
    jobDisputeCommand,
    jobAppealCommand,
    jobCancelCommand,
    jobCloseCommand,
  ];
  return defineGroup(
    "job",
    "Post work, follow it, fetch its result",
    makers.map((make) => make(perform)),
  );
}
