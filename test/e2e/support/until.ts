/** Waits until `condition` holds; asks five times a second. Fails after three minutes or as many as told, with what `facts` says then. */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  facts: () => string | Promise<string> = () => "",
  minutes = 3,
): Promise<void> {
  const deadline = Date.now() + minutes * 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${minutes} minutes until ${what}.\n${await facts()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
