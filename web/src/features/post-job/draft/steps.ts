/** The steps of posting a job, in their order; each is a place in the URL. */
export const STEPS = ["program", "inputs", "limits", "price", "review"] as const;
export type Step = (typeof STEPS)[number];

export function stepOf(text: string | null | undefined): Step | undefined {
  return STEPS.find((step) => step === text);
}

export function nextStep(step: Step): Step | undefined {
  return STEPS[STEPS.indexOf(step) + 1];
}

export function previousStep(step: Step): Step | undefined {
  return STEPS[STEPS.indexOf(step) - 1];
}

/** The later of two steps. */
export function furthest(a: Step, b: Step): Step {
  return STEPS.indexOf(a) >= STEPS.indexOf(b) ? a : b;
}

/** Whether somebody who reached `reached` may look at `step`. */
export function isReachable(step: Step, reached: Step): boolean {
  return STEPS.indexOf(step) <= STEPS.indexOf(reached);
}
