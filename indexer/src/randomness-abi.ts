import { commitRevealRandomnessAbi, headerRandomnessAbi } from "@computehive/protocol/contracts";

type Proved = Extract<(typeof headerRandomnessAbi)[number], { readonly type: "event"; readonly name: "Proved" }>;

/** Events of both forms, whichever the jury draws by: `Requested` is common to them. */
export const randomnessAbi = [
  ...commitRevealRandomnessAbi,
  ...headerRandomnessAbi.filter((item): item is Proved => item.type === "event" && item.name === "Proved"),
] as const;
