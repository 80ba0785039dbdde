/** Waits until `condition` holds; asks five times a second. Fails after three minutes, with what `facts` says then. */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  facts: () => string = () => "",
): Promise<void> {
  const deadline = Date.now() + 180_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited three minutes until ${what}.\n${facts()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
