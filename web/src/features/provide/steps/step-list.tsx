import { provideTexts as texts } from "../../../texts/provide.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Timeline, type TimelineState } from "../../../ui/timeline.tsx";
import type { ProviderStep, ProviderStepId, ProviderStepState } from "./provider-steps.ts";

const STATES = {
  done: "done",
  current: "waiting",
  later: "waiting",
  unknown: "waiting",
} as const satisfies Record<ProviderStepState, TimelineState>;

const HREFS = {
  stake: "/provide/stake",
  node: "/provide/nodes/new",
  agent: "/provide/nodes",
  offer: "/provide/offers/new",
} as const satisfies Record<ProviderStepId, string>;

/** The way to the first payment, and where somebody stands on it. */
export function StepList({ steps, withActions = false }: { steps: readonly ProviderStep[]; withActions?: boolean }) {
  const items = steps.map(({ id, state }, index) => {
    const { title, text, action } = texts.steps.of[id];
    return {
      key: id,
      state: STATES[state],
      title: `${index + 1}. ${title}`,
      time: state === "later" ? undefined : texts.steps.state[state],
      children: (
        <>
          <p>{text}</p>
          {withActions && state === "current" && (
            <div className="mt-2">
              <ButtonLink href={HREFS[id]} variant="primary" size="small">
                {action}
              </ButtonLink>
            </div>
          )}
        </>
      ),
    };
  });
  return <Timeline label={texts.steps.title} items={items} />;
}
