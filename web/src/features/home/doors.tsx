import { Cpu, ShoppingCart } from "lucide-react";
import type { ReactNode } from "react";
import { homeTexts } from "../../texts/home.ts";
import { ButtonLink } from "../../ui/button.tsx";

const texts = homeTexts.doors;

/** The two things people come for. */
export function Doors() {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Door
        icon={<ShoppingCart aria-hidden="true" className="size-5 text-accent" />}
        title={texts.buy.title}
        body={texts.buy.body}
      >
        <ButtonLink href="/jobs/new" variant="primary" size="large">
          {texts.buy.post}
        </ButtonLink>
        <ButtonLink href="/book" size="large">
          {texts.buy.book}
        </ButtonLink>
      </Door>
      <Door
        icon={<Cpu aria-hidden="true" className="size-5 text-accent" />}
        title={texts.provide.title}
        body={texts.provide.body}
      >
        <ButtonLink href="/provide" variant="primary" size="large">
          {texts.provide.action}
        </ButtonLink>
      </Door>
    </div>
  );
}

function Door({ icon, title, body, children }: { icon: ReactNode; title: string; body: string; children: ReactNode }) {
  return (
    <section className="flex flex-col rounded-lg border border-line bg-surface p-5">
      <h2 className="flex items-center gap-2.5 text-lg font-semibold">
        {icon} {title}
      </h2>
      <p className="mt-1.5 flex-1 text-muted">{body}</p>
      <div className="mt-4 flex flex-wrap gap-2">{children}</div>
    </section>
  );
}
