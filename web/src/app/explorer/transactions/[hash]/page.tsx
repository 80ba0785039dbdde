import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { Hex } from "viem";
import { TransactionPage } from "../../../../features/explorer/transaction-page.tsx";
import { explorerTexts } from "../../../../texts/explorer.ts";

export const metadata: Metadata = { title: explorerTexts.transaction.title };

export default async function Page({ params }: { params: Promise<{ hash: string }> }) {
  const { hash } = await params;
  if (!/^0x[0-9a-fA-F]{64}$/.test(hash)) notFound();
  return <TransactionPage hash={hash.toLowerCase() as Hex} />;
}
