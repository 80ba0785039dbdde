"use client";

import { errorTexts } from "../texts/errors.ts";
import { ErrorState } from "../ui/error-state.tsx";

export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  const { what, advice } = errorTexts.crashed;
  return (
    <div className="mx-auto w-full max-w-2xl px-4 py-10">
      <ErrorState what={what} advice={advice} detail={error.message} onRetry={reset} />
    </div>
  );
}
