import type { Metadata } from "next";
import { NodesPage } from "../../../features/provide/nodes/nodes-page.tsx";
import { provideTexts } from "../../../texts/provide.ts";

export const metadata: Metadata = { title: provideTexts.nodes.title };

export default function Page() {
  return <NodesPage />;
}
