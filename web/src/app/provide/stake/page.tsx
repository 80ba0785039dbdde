import type { Metadata } from "next";
import { StakePage } from "../../../features/provide/stake/stake-page.tsx";
import { provideStakeTexts } from "../../../texts/provide/stake.ts";

export const metadata: Metadata = { title: provideStakeTexts.title };

export default function Page() {
  return <StakePage />;
}
