"use client";

import dynamic from "next/dynamic";
import { provideStakeTexts as texts } from "../../../texts/provide/stake.ts";
import { Card } from "../../../ui/card.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";

/** Lists below the forms. */

export const Exposures = dynamic(async () => (await import("./exposures.tsx")).Exposures, {
  ssr: false,
  loading: () => (
    <Card title={texts.exposures}>
      <SkeletonLines count={3} />
    </Card>
  ),
});

export const SlashList = dynamic(async () => (await import("./slash-list.tsx")).SlashList, {
  ssr: false,
  loading: () => (
    <Card title={texts.slashes}>
      <SkeletonLines count={3} />
    </Card>
  ),
});
