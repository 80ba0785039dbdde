import { homeTexts as texts } from "../../texts/home.ts";
import { Doors } from "./doors.tsx";
import { Figures } from "./figures.tsx";
import { Steps } from "./steps.tsx";

export function Home() {
  return (
    <div className="mx-auto flex w-full max-w-[90rem] flex-col gap-8 px-4 py-8 sm:px-6 sm:py-12">
      <header className="max-w-3xl">
        <h1 className="text-3xl font-semibold tracking-tight text-balance sm:text-[2.375rem] sm:leading-tight">
          {texts.title}
        </h1>
        <p className="mt-3 text-lg text-muted">{texts.lead}</p>
      </header>
      <Doors />
      <Figures />
      <Steps />
    </div>
  );
}
