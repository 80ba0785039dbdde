import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { Address } from "viem";
import { NodePage } from "../../../features/nodes/node-page.tsx";
import { nodeTexts } from "../../../texts/profiles.ts";

export const metadata: Metadata = { title: nodeTexts.title };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^0x[0-9a-fA-F]{40}$/.test(id)) notFound();
  return <NodePage node={id.toLowerCase() as Address} />;
}
