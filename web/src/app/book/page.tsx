import type { Metadata } from "next";
import { Suspense } from "react";
import { BookPage } from "../../features/book/book-page.tsx";
import { BookSkeleton } from "../../features/book/book-skeleton.tsx";
import { bookTexts } from "../../texts/book.ts";

export const metadata: Metadata = { title: bookTexts.title, description: bookTexts.lead };

export default function Page() {
  return (
    <Suspense fallback={<BookSkeleton />}>
      <BookPage />
    </Suspense>
  );
}
