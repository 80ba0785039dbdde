import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { Hex } from "viem";
import { OfferPage } from "../../../features/offers/offer-page.tsx";
import { offerTexts } from "../../../texts/profiles.ts";

export const metadata: Metadata = { title: offerTexts.title };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^0x[0-9a-fA-F]{64}$/.test(id)) notFound();
  return <OfferPage id={id.toLowerCase() as Hex} />;
}
