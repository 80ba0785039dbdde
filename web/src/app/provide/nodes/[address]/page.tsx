import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getAddress, isAddress } from "viem";
import { NodePage } from "../../../../features/provide/nodes/node-page.tsx";
import { provideNodesTexts } from "../../../../texts/provide/nodes.ts";

export const metadata: Metadata = { title: provideNodesTexts.node };

export default async function Page({ params }: { params: Promise<{ address: string }> }) {
  const { address } = await params;
  if (!isAddress(address, { strict: false })) notFound();
  return <NodePage address={getAddress(address)} />;
}
