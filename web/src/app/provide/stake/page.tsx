import type { Metadata } from "next";
import { StakePage } from "../../../features/provide/stake/stake-page.tsx";
import { provideTexts } from "../../../texts/provide.ts";

export const metadata: Metadata = { title: provideTexts.stake.title };

export default function Page() {
  return <StakePage />;
}
