import type { Metadata } from "next";
import { ExplorerPage } from "../../features/explorer/explorer-page.tsx";
import { explorerTexts } from "../../texts/explorer.ts";

export const metadata: Metadata = { title: explorerTexts.title };

export default function Page() {
  return <ExplorerPage />;
}
