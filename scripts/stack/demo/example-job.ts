import { type BuiltJob, buildJob } from "@computehive/sdk/job-builder";
import { loadExamples, readExampleInputs, readExampleProgram } from "../../../programs/examples.ts";

const EXAMPLE = "chapter-statistics";

/** The job that a first start posts: the same one at every start, known by the hash of its manifest. */
export async function exampleJob(): Promise<BuiltJob> {
  const example = (await loadExamples()).find(({ name }) => name === EXAMPLE);
  if (!example) throw new Error(`There is no example ${EXAMPLE}.`);
  const inputs = await readExampleInputs(example);
  return buildJob({
    program: await readExampleProgram(example),
    args: example.args,
    inputs: [...inputs].map(([path, bytes]) => ({ path, bytes })),
    limits: { ...example.limits },
    title: example.title,
  });
}
