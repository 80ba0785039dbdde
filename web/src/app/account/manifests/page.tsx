import type { Metadata } from "next";
import { ManifestsPage } from "../../../features/account/manifests/manifests-page.tsx";
import { accountManifestsTexts } from "../../../texts/account/manifests.ts";

export const metadata: Metadata = { title: accountManifestsTexts.title };

export default function Page() {
  return <ManifestsPage />;
}
