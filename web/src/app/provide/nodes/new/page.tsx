import type { Metadata } from "next";
import { NewNodePage } from "../../../../features/provide/pairing/new-node-page.tsx";
import { providePairingTexts } from "../../../../texts/provide/pairing.ts";

export const metadata: Metadata = { title: providePairingTexts.title };

export default function Page() {
  return <NewNodePage />;
}
