import { memo } from "react";
import { jobTexts } from "../../../texts/job.ts";
import { cx } from "../../../ui/cx.ts";
import type { LogLine } from "./log-lines.ts";

/** Lines of output; errors are marked by a sign and a colour, and said aloud. */
export const LogText = memo(function LogText({ lines }: { lines: readonly LogLine[] }) {
  return lines.map(({ number, stream, text }) => (
    <div key={number} className={cx("break-all whitespace-pre-wrap", stream === "stderr" && "text-caution")}>
      <span aria-hidden="true" className="mr-2 inline-block w-2 select-none">
        {stream === "stderr" ? "!" : ""}
      </span>
      {stream === "stderr" && <span className="sr-only">{jobTexts.log.stderr}: </span>}
      {text === "" ? " " : text}
    </div>
  ));
});
