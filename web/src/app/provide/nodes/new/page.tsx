import type { Metadata } from "next";
import { NewNodePage } from "../../../../features/provide/pairing/new-node-page.tsx";
import { provideTexts } from "../../../../texts/provide.ts";

export const metadata: Metadata = { title: provideTexts.pairing.title };

export default function Page() {
  return <NewNodePage />;
}
