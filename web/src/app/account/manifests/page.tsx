import type { Metadata } from "next";
import { ManifestsPage } from "../../../features/account/manifests/manifests-page.tsx";
import { accountTexts } from "../../../texts/account.ts";

export const metadata: Metadata = { title: accountTexts.manifests.title };

export default function Page() {
  return <ManifestsPage />;
}
