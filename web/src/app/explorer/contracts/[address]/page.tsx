import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getAddress, isAddress } from "viem";
import { ContractPage } from "../../../../features/explorer/contracts/contract-page.tsx";
import { explorerTexts } from "../../../../texts/explorer.ts";

export const metadata: Metadata = { title: explorerTexts.contract.all };

interface Props {
  params: Promise<{ address: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const [{ address }, query] = await Promise.all([params, searchParams]);
  if (!isAddress(address, { strict: false })) notFound();
  return (
    <ContractPage address={getAddress(address)} functionName={first(query["function"])} args={first(query["args"])} />
  );
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
