/** Waits until `condition` holds; asks five times a second. Fails after a minute, with what `facts` says then. */
export async function until(what: string, condition: () => Promise<boolean>, facts: () => string = () => ""): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited a minute until ${what}.\n${facts()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
