import type { DemoResult } from "./demo/settle-demo-job.ts";
import { hiveCommand, shortPath } from "./hive-command.ts";
import type { Stack } from "./stack.ts";

/** What runs, and commands that work as they stand. */
export function describeNextSteps(stack: Stack, demo: DemoResult | undefined): string[] {
  const { paths } = stack;
  const { chain, gateway, indexer, web, agents } = stack.file();
  const hive = hiveCommand(paths);
  const job = demo?.jobId ?? "<job>";
  return [
    "",
    ...(web ? ["", `  Open ${web.url} in a browser.`, ""] : []),
    "ComputeHive runs. Ctrl-C stops everything; the next start goes on from here.",
    ...(web ? [`  web      ${web.url}`] : []),
    `  chain    ${chain.rpcUrl}  id ${chain.id}; a kill -9 of it can lose up to ${chain.canLoseSeconds} s`,
    `  gateway  ${gateway.url}  its API: ${gateway.url}/v1/openapi.json`,
    ...(indexer ? [`  indexer  ${indexer.url}  tables in ${indexer.database}; GraphQL: ${indexer.url}/graphql`] : []),
    ...agents.map(({ name, healthUrl, provider }) => `  agent ${name}  ${healthUrl}  of provider ${provider}`),
    `  logs     ${shortPath(paths.logs)}/    facts for programs: ${shortPath(paths.stackFile)}    demo accounts: ${shortPath(paths.accounts)}/`,
    "",
    "Post a job, watch it, fetch its result:",
    `  ${hive} --as buyer job post programs/text-statistics/program.wasm --input programs/inputs/chapter.txt --yes --wait -- chapter.txt`,
    `  ${hive} --as buyer job list`,
    `  ${hive} job result ${job} --out result`,
    "Check a receipt: signatures, the record on the chain, and the program run again:",
    `  ${hive} receipt verify ${job}`,
    ...(demo?.castCall ? ["Or ask the chain without any software of ours:", `  npx ${demo.castCall}`] : []),
    "Look as a provider:",
    `  ${hive} --as provider-a earnings`,
    `  ${hive} --as provider-a stake show`,
    `  ${hive} offer list`,
    "",
  ];
}
