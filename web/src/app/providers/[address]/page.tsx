import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { Address } from "viem";
import { ProviderPage } from "../../../features/providers/provider-page.tsx";
import { providerTexts } from "../../../texts/profiles.ts";

export const metadata: Metadata = { title: providerTexts.title };

export default async function Page({ params }: { params: Promise<{ address: string }> }) {
  const { address } = await params;
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) notFound();
  return <ProviderPage provider={address.toLowerCase() as Address} />;
}
