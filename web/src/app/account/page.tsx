import type { Metadata } from "next";
import { MoneyPage } from "../../features/account/money/money-page.tsx";
import { accountTexts } from "../../texts/account.ts";

export const metadata: Metadata = { title: accountTexts.title };

export default function Page() {
  return <MoneyPage />;
}
