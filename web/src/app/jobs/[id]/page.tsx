import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { Hex } from "viem";
import { JobPage } from "../../../features/job/job-page.tsx";
import { jobTexts } from "../../../texts/job.ts";

export const metadata: Metadata = { title: jobTexts.title };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^0x[0-9a-fA-F]{64}$/.test(id)) notFound();
  return <JobPage id={id.toLowerCase() as Hex} />;
}
