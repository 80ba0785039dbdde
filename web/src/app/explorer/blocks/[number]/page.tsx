import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BlockPage } from "../../../../features/explorer/block-page.tsx";
import { explorerTexts } from "../../../../texts/explorer.ts";

interface Props {
  params: Promise<{ number: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { number } = await params;
  return { title: explorerTexts.block.title(number.slice(0, 20)) };
}

export default async function Page({ params }: Props) {
  const { number } = await params;
  if (!/^\d{1,15}$/.test(number)) notFound();
  return <BlockPage number={String(BigInt(number))} />;
}
