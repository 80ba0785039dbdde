import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getAddress, isAddress } from "viem";
import { AddressPage } from "../../../../features/explorer/address-page.tsx";
import { explorerTexts } from "../../../../texts/explorer.ts";

export const metadata: Metadata = { title: explorerTexts.address.title };

export default async function Page({ params }: { params: Promise<{ address: string }> }) {
  const { address } = await params;
  if (!isAddress(address, { strict: false })) notFound();
  return <AddressPage address={getAddress(address)} />;
}
