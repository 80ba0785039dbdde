import Link from "next/link";
import { explorerTexts as texts } from "../../texts/explorer.ts";

/** Back to the explorer's start. */
export function Trail() {
  return (
    <Link href="/explorer" className="hover:text-ink hover:underline">
      {texts.trail}
    </Link>
  );
}
