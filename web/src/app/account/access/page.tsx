import type { Metadata } from "next";
import { AccessPage } from "../../../features/account/access/access-page.tsx";
import { accountAccessTexts } from "../../../texts/account/access.ts";

export const metadata: Metadata = { title: accountAccessTexts.access.title };

export default function Page() {
  return <AccessPage />;
}
