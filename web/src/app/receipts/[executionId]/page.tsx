import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { Hex } from "viem";
import { ReceiptPage } from "../../../features/receipt/receipt-page.tsx";
import { receiptTexts } from "../../../texts/receipt.ts";

export const metadata: Metadata = { title: receiptTexts.title, description: receiptTexts.lead };

export default async function Page({ params }: { params: Promise<{ executionId: string }> }) {
  const { executionId } = await params;
  if (!/^0x[0-9a-fA-F]{64}$/.test(executionId)) notFound();
  return <ReceiptPage executionId={executionId.toLowerCase() as Hex} />;
}
