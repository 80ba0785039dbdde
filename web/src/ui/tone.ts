/** What a colour says. Colour never says it alone: words or an icon stand beside it. */
export type Tone = "neutral" | "accent" | "positive" | "caution" | "negative";

/** Text and quiet background of a tone. */
export const TONE_CLASSES = {
  neutral: "bg-sunken text-muted",
  accent: "bg-accent-soft text-accent",
  positive: "bg-positive-soft text-positive",
  caution: "bg-caution-soft text-caution",
  negative: "bg-negative-soft text-negative",
} as const satisfies Record<Tone, string>;

export const TONE_TEXT = {
  neutral: "text-muted",
  accent: "text-accent",
  positive: "text-positive",
  caution: "text-caution",
  negative: "text-negative",
} as const satisfies Record<Tone, string>;
