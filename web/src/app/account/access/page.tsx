import type { Metadata } from "next";
import { AccessPage } from "../../../features/account/access/access-page.tsx";
import { accountTexts } from "../../../texts/account.ts";

export const metadata: Metadata = { title: accountTexts.access.title };

export default function Page() {
  return <AccessPage />;
}
