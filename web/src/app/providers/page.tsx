import type { Metadata } from "next";
import { ProviderListPage } from "../../features/providers/provider-list-page.tsx";
import { providerTexts } from "../../texts/profiles.ts";

export const metadata: Metadata = { title: providerTexts.listTitle, description: providerTexts.listLead };

export default function Page() {
  return <ProviderListPage />;
}
