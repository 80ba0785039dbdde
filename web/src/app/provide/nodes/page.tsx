import type { Metadata } from "next";
import { NodesPage } from "../../../features/provide/nodes/nodes-page.tsx";
import { provideNodesTexts } from "../../../texts/provide/nodes.ts";

export const metadata: Metadata = { title: provideNodesTexts.title };

export default function Page() {
  return <NodesPage />;
}
