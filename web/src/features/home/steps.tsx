import { homeTexts } from "../../texts/home.ts";

const texts = homeTexts.steps;

/** The chain of custody in five sentences. */
export function Steps() {
  return (
    <section aria-labelledby="steps">
      <h2 id="steps" className="text-lg font-semibold">
        {texts.title}
      </h2>
      <ol className="mt-3 grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2 lg:grid-cols-5">
        {texts.items.map(({ title, body }, index) => (
          <li key={title} className="bg-surface p-4">
            <p className="text-xs font-medium text-accent">{index + 1}</p>
            <p className="mt-1 font-medium">{title}</p>
            <p className="mt-1 text-sm text-muted">{body}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
