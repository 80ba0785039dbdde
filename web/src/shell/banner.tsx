import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../ui/cx.ts";

export interface BannerProps {
  readonly tone: "caution" | "negative";
  readonly title: string;
  readonly body: string;
  readonly action?: ReactNode;
}

/** A line over the whole page, read aloud when it appears. */
export function Banner({ tone, title, body, action }: BannerProps) {
  const isBad = tone === "negative";
  return (
    <div role="alert" className={cx("border-b border-line", isBad ? "bg-negative-soft" : "bg-caution-soft")}>
      <div className="mx-auto flex max-w-[90rem] flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 text-sm sm:px-6">
        <TriangleAlert aria-hidden="true" className={cx("size-4 shrink-0", isBad ? "text-negative" : "text-caution")} />
        <p className="min-w-0 flex-1 basis-60">
          <strong className="font-semibold">{title}</strong> {body}
        </p>
        {action}
      </div>
    </div>
  );
}
